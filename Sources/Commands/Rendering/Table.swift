/// Rows under headings, aligned in character cells.
struct Table {
    struct Column {
        var title: String
        var isNumber = false
        /// May be cut to this many cells when the terminal is too narrow.
        var leastWidth: Int?

        static func text(_ title: String, least: Int? = nil) -> Column {
            Column(title: title, leastWidth: least)
        }

        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    struct Cell {
        var text: String
        var ink: Pen.Ink

        init(_ text: String?, _ ink: Pen.Ink = .plain) {
            self.text = SafeText.line(text ?? "")
            self.ink = ink
        }

        init(_ number: Int, _ ink: Pen.Ink = .plain) { self.init(String(number), ink) }
    }

    var columns: [Column]
    var rows: [[Cell]]

    private static let gap = "  "

    func lines(pen: Pen, width: Int?) -> [String] {
        let widths = fittedWidths(to: width)
        let titles = columns.map { Cell($0.title.uppercased(), .faint) }
        return ([titles] + rows).map { line($0, widths: widths, pen: pen) }
    }

    private func line(_ cells: [Cell], widths: [Int], pen: Pen) -> String {
        let last = columns.count - 1
        var line = ""
        for (position, cell) in cells.enumerated() {
            let text = SafeText.cut(cell.text, to: widths[position])
            let spaces = String(
                repeating: " ", count: max(0, widths[position] - SafeText.columns(of: text)))
            let painted = pen.paint(text, cell.ink)
            if position > 0 { line += Self.gap }
            if columns[position].isNumber {
                line += spaces + painted
            } else {
                line += painted + (position == last ? "" : spaces)
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Natural widths, the widest column that may be cut cut first, until the line fits.
    private func fittedWidths(to width: Int?) -> [Int] {
        var widths = columns.indices.map { position in
            rows.reduce(SafeText.columns(of: columns[position].title)) {
                max($0, SafeText.columns(of: $1[position].text))
            }
        }
        guard let width else { return widths }
        let gaps = Self.gap.count * (columns.count - 1)
        while widths.reduce(gaps, +) > width {
            let cuttable = columns.indices.filter { widths[$0] > columns[$0].leastWidth ?? .max }
            guard let widest = cuttable.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
        }
        return widths
    }
}
