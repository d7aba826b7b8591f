/// Gives each line of a message to the part it belongs to. One pass; every look ahead is bounded.
struct ReplyCutter {
    enum Section { case written, quote, signature, disclaimer }

    private let lines: [QuoteLine]
    private var result: [Section]
    /// What `quote(at:)` found, by line; looking ahead asks more than once.
    private var known: [Quote??]
    private var index = 0
    /// What goes on until a quote begins.
    private var tail: Section?
    private var hasWritten = false
    /// How many lines that may begin a disclaimer were looked at: reading on from each costs.
    private var disclaimersAsked = 0
    private static let mostDisclaimers = 10
    /// Where only one line has a quote sign.
    private let hasLoneQuoteSign: Bool

    static func sections(of lines: [QuoteLine]) -> [Section] {
        var cutter = ReplyCutter(lines)
        cutter.run()
        cutter.takeContactBlocks()
        return cutter.result
    }

    private init(_ lines: [QuoteLine]) {
        self.lines = lines
        result = Array(repeating: .written, count: lines.count)
        known = Array(repeating: nil, count: lines.count)
        hasLoneQuoteSign = lines.lazy.filter(\.isQuoted).prefix(2).count == 1
    }

    private mutating func run() {
        while index < lines.count {
            let line = lines[index]
            if line.isEmpty {
                if Disclaimer.isBanner(openedIn: tail, before: index, lines) { tail = nil }
                take(1, tail ?? .written)
            } else if let length = SignedText.length(at: index, in: lines) {
                take(length, .signature)
            } else if let quote = quote(at: index) {
                tail = nil
                take(quote.length, .quote)
                if quote.endsMessage { take(lines.count - index, .quote) }
            } else {
                if let opened = opensTail(line) { tail = opened }
                takeOwnLine(line)
            }
        }
    }

    private mutating func takeOwnLine(_ line: QuoteLine) {
        if tail == nil, SignatureMark.isDevice(line) {
            take(1, .signature)
            takeDeviceRest()
            return
        }
        hasWritten = hasWritten || tail == nil
        take(1, tail ?? .written)
    }

    private mutating func take(_ count: Int, _ section: Section) {
        for _ in 0..<min(count, lines.count - index) {
            result[index] = section
            index += 1
        }
    }

    // MARK: Quotes

    private struct Quote {
        /// In lines.
        var length: Int
        var endsMessage: Bool
    }

    private mutating func quote(at index: Int) -> Quote? {
        if let known = known[index] { return known }
        let found = findQuote(at: index)
        known[index] = .some(found)
        return found
    }

    private func findQuote(at index: Int) -> Quote? {
        if isGroupWise(lines[index]) {
            return Quote(length: 1, endsMessage: !isQuoted(after: index + 1))
        }
        if lines[index].isQuoted && !isComparison(at: index) || isWrappedQuote(at: index) {
            return Quote(length: 1, endsMessage: false)
        }
        if let length = Attribution.length(at: index, in: lines) {
            return Quote(length: length, endsMessage: !isQuoted(after: index + length))
        }
        guard QuotedHeader.starts(at: index, in: lines) else { return nil }
        return Quote(length: 1, endsMessage: !isQuoted(after: index + 1))
    }

    /// Whether the next line that is not empty has quote signs: then the answer may go on below them.
    /// Without them nothing tells the quote from an answer, and all the rest is the quote.
    private func isQuoted(after index: Int) -> Bool {
        lines[index...].prefix(6).first { !$0.isEmpty }?.isQuoted ?? false
    }

    /// `>>> Ada Brandt <ada@customer.example> 8/3/2026 10:12 AM >>>` above a quote without signs.
    private func isGroupWise(_ line: QuoteLine) -> Bool {
        line.trimmed.hasPrefix(">>> ") && line.trimmed.hasSuffix(" >>>")
            && line.trimmed.count(where: \.isNumber) >= 6
    }

    /// “We are\n> 500 people”: a sentence that goes on with a number larger than another.
    private func isComparison(at index: Int) -> Bool {
        guard hasLoneQuoteSign, index > 0, lines[index - 1].trimmed.last?.isLetter ?? false else {
            return false
        }
        return lines[index].trimmed.dropFirst().drop(while: \.isWhitespace).first?.isNumber ?? false
    }

    /// The end of a quoted line that a mail program has broken: it goes on in lower case, between
    /// a long quoted line and another.
    private func isWrappedQuote(at index: Int) -> Bool {
        guard index > 0, index + 1 < lines.count, lines[index - 1].isQuoted,
            lines[index - 1].trimmed.utf8.count >= 60, lines[index + 1].isQuoted
        else { return false }
        return lines[index].trimmed.first?.isLowercase ?? false
    }

    // MARK: Signatures

    private mutating func opensTail(_ line: QuoteLine) -> Section? {
        if tail != .disclaimer, disclaimersAsked < Self.mostDisclaimers, Disclaimer.mayStart(line) {
            disclaimersAsked += 1
            if Disclaimer.isConfirmed(at: index, in: lines) { return .disclaimer }
        }
        guard tail == nil else { return nil }
        if line.isSignatureMark { return restCount(limit: 40) <= 40 ? .signature : nil }
        if line.isRule { return opensFooter() ? .signature : nil }
        return isDashName(line) ? .signature : nil
    }

    /// A line drawn above a few short lines: a signature, or the footer of a mailing list.
    private mutating func opensFooter() -> Bool {
        let isUnderscored = lines[index].trimmed.first == "_"
        guard isUnderscored || !underlinesHeading() else { return false }
        let rest = rest(limit: 13)
        // Another line may close the frame.
        guard rest.count <= 12, !rest.dropLast().contains(where: \.isRule),
            hasWritten || rest.isEmpty
        else { return false }
        if isUnderscored { return rest.allSatisfy { $0.trimmed.utf8.count <= 120 } }
        // Dashes and stars also stand between paragraphs, under headings and around logs: then
        // sentences follow.
        if let first = rest.first?.trimmed.last, ".!".contains(first) { return false }
        return rest.allSatisfy { $0.trimmed.utf8.count <= 80 && $0.trimmed.last != "?" }
            && rest.count(where: { $0.trimmed.last == "." }) <= 1
    }

    /// As long as the line right above it.
    private func underlinesHeading() -> Bool {
        guard index > 0, !lines[index - 1].isEmpty else { return false }
        return abs(lines[index - 1].trimmed.count - lines[index].trimmed.count) <= 2
    }

    /// `-Ada` and `— Ada Brandt` below a text, not as a point of a list.
    private mutating func isDashName(_ line: QuoteLine) -> Bool {
        guard hasWritten, SignatureMark.isDashName(line) else { return false }
        let previous = lines[..<index].suffix(6).last { !$0.isEmpty }
        guard let previous, !previous.isBullet, previous.text.last != ":",
            // The lines of a patch.
            !"+@".contains(previous.trimmed.first ?? " ")
        else { return false }
        let rest = rest(limit: 7)
        return rest.count <= 6
            && !rest.contains {
                $0.isBullet || $0.trimmed.first == "+" || $0.trimmed.utf8.count > 80
            }
    }

    private mutating func restCount(limit: Int) -> Int { rest(limit: limit + 1).count }

    /// The lines below this one that are not empty, up to the next quote or `limit`.
    private mutating func rest(limit: Int) -> [QuoteLine] {
        var found: [QuoteLine] = []
        var next = index + 1
        while next < lines.count, found.count < limit {
            if !lines[next].isEmpty {
                if quote(at: next) != nil { break }
                found.append(lines[next])
            }
            next += 1
        }
        return found
    }

    /// Below “Sent from my …” a mail program may put its address, a person their excuse for typos.
    private mutating func takeDeviceRest() {
        while index < lines.count {
            let line = lines[index]
            guard
                line.isEmpty || SignatureMark.isDevice(line) || SignatureMark.isAddress(line)
                    || SignatureMark.isExcuse(line)
            else { return }
            take(1, .signature)
        }
    }

    /// A closing above a block with a telephone number or an address begins a signature.
    private mutating func takeContactBlocks() {
        var start = 0
        while start < lines.count {
            guard result[start] == .written else {
                start += 1
                continue
            }
            let end = result[start...].firstIndex { $0 != .written } ?? lines.count
            if let closing = SignatureMark.contactBlock(in: lines, start..<end) {
                for line in closing..<end { result[line] = .signature }
            }
            start = end
        }
    }
}
