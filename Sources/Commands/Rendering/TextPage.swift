import API
import Sequencing

/// What a value looks like to a person.
protocol Rendered: Encodable {
    func render(on page: inout TextPage)
}

/// Lines for a person, with the times in that person's zone.
struct TextPage {
    /// What “ago” counts from.
    var now: Instant
    let zone: LocalZone
    let terminal: CommandContext.Terminal
    private(set) var lines: [String] = []

    init(now: Instant, zone: LocalZone, terminal: CommandContext.Terminal) {
        self.now = now
        self.zone = zone
        self.terminal = terminal
    }

    var pen: Pen { Pen(isColored: terminal.usesColor) }

    var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    /// `text` must be ours, or made harmless before.
    mutating func line(_ text: String = "") { lines.append(text) }

    mutating func heading(_ text: String) {
        if !lines.isEmpty { line() }
        line(pen.paint(SafeText.line(text), .bold))
    }

    /// Labels and values in two columns; a value that is nil is left out.
    mutating func pairs(_ pairs: [(String, String?)]) {
        let present = pairs.compactMap { label, value in
            value.map { (SafeText.line(label), SafeText.line($0)) }
        }
        let width = present.reduce(0) { max($0, $1.0.count) }
        for (label, value) in present {
            let padding = String(repeating: " ", count: width - label.count)
            line("  \(pen.paint(label, .faint))\(padding)  \(value)")
        }
    }

    mutating func table(_ columns: [Table.Column], _ rows: [[Table.Cell]]) {
        lines += Table(columns: columns, rows: rows).lines(pen: pen, width: terminal.width)
    }

    /// One paragraph under an indent, broken between words where the terminal ends. A prefix of it
    /// may be painted.
    mutating func paragraph(
        _ text: String, indent: Int, painting prefix: String = "", _ ink: Pen.Ink = .plain
    ) {
        let margin = String(repeating: " ", count: indent)
        var broken = Self.wrap(SafeText.line(text), to: terminal.width.map { $0 - indent })
        if let first = broken.first, first.hasPrefix(prefix) {
            broken[0] = pen.paint(prefix, ink) + first.dropFirst(prefix.count)
        }
        for each in broken { line(margin + each) }
    }

    private static func wrap(_ text: String, to width: Int?) -> [String] {
        guard let width else { return [text] }
        return text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last,
                SafeText.columns(of: last) + 1 + SafeText.columns(of: word) <= width
            {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }

    /// A text of several lines, indented.
    mutating func block(_ text: String) {
        let lines = SafeText.block(text).split(separator: "\n", omittingEmptySubsequences: false)
        for each in lines { line(each.isEmpty ? "" : "  \(each)") }
    }

    // MARK: Times

    /// `2026-03-02 10:00 CET (3 d 4 h ago)`.
    func time(_ timestamp: Timestamp?) -> String? {
        timestamp.map { "\(absolute($0)) (\(relative($0)))" }
    }

    func absolute(_ timestamp: Timestamp) -> String {
        let (local, name) = zone.local(timestamp.instant)
        return "\(local.date) \(local.time.hourAndMinute) \(name)"
    }

    func relative(_ timestamp: Timestamp) -> String {
        let seconds = timestamp.instant.since(now).components.seconds
        guard abs(seconds) >= 60 else { return "now" }
        let words = Self.span(minutes: Int(abs(seconds) / 60))
        return seconds < 0 ? "\(words) ago" : "in \(words)"
    }

    /// `1 touch`, `2 touches`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(number) \(number == 1 ? one : many)"
    }

    /// The two largest units: `3 d 4 h`, `2 h 5 min`, `40 min`.
    static func span(minutes: Int) -> String {
        let units = [(1440, "d"), (60, "h"), (1, "min")]
        var rest = minutes
        var words: [String] = []
        for (size, name) in units where words.count < 2 {
            if rest >= size {
                words.append("\(rest / size) \(name)")
            } else if !words.isEmpty {
                break
            }
            rest %= size
        }
        return words.isEmpty ? "0 min" : words.joined(separator: " ")
    }
}
