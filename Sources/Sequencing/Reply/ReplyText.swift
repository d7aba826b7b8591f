/// What the person wrote, without what their mail program added.
package enum ReplyText {
    /// A message's text, cut into what the person wrote and what stands around it.
    package struct Parts: Equatable, Sendable {
        package var written: String
        package var quote: String
        package var signature: String
        package var disclaimer: String

        package init(
            written: String, quote: String = "", signature: String = "", disclaimer: String = ""
        ) {
            self.written = written
            self.quote = quote
            self.signature = signature
            self.disclaimer = disclaimer
        }
    }

    package static func parts(of message: ReceivedMessage) -> Parts {
        Parts(written: visible(in: message))
    }

    /// The text without quotes, attribution lines, signature and disclaimer, with LF line ends.
    ///
    /// Answers below or between quoted lines are kept, in order. Nothing found to cut: the whole text.
    package static func visible(in message: ReceivedMessage) -> String {
        visible(in: source(of: message))
    }

    /// text/plain if it says anything, else the HTML as text.
    static func source(of message: ReceivedMessage) -> String {
        if let plain = message.plainText, plain.contains(where: { !$0.isWhitespace }) {
            return plain
        }
        return message.htmlAsText ?? message.plainText ?? ""
    }

    /// The same of a bare text; what is beyond 100,000 characters is not looked at.
    package static func visible(in text: String) -> String {
        let lines = text.prefix(longestCharacters).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .map(QuoteLine.init)
        var kept: [QuoteLine] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.isQuoted {
                index += 1
            } else if let length = QuoteMark.attributionLength(at: index, in: lines) {
                let next = lines[(index + length)...].first { !$0.isEmpty }
                // With quote signs the answer may go on below them; without, all the rest is the quote.
                guard let next, next.isQuoted else { break }
                index += length
            } else if QuoteMark.startsOriginal(at: index, in: lines) || line.isSignatureMark
                || QuoteMark.startsDisclaimer(line)
            {
                // A signature ends at the quote below it, and what is below the quote may be an answer.
                guard line.isSignatureMark, let quote = nextQuote(after: index, in: lines) else {
                    break
                }
                index = quote
            } else if QuoteMark.isDeviceLine(line) {
                index += 1
            } else {
                kept.append(line)
                index += 1
            }
        }
        return joined(kept)
    }

    private static let longestCharacters = 100_000

    private static func nextQuote(after index: Int, in lines: [QuoteLine]) -> Int? {
        lines[(index + 1)...].firstIndex(where: \.isQuoted)
    }

    private static func joined(_ lines: [QuoteLine]) -> String {
        var body = lines[...]
        while let first = body.first, first.isEmpty { body.removeFirst() }
        while let last = body.last, last.isEmpty || last.isRule { body.removeLast() }
        return body.map { String($0.text) }.joined(separator: "\n")
    }
}

/// One line and what it is at first sight.
struct QuoteLine {
    /// Without white space at its end.
    let text: Substring
    /// Without white space at both ends.
    let trimmed: Substring
    let isSignatureMark: Bool

    init(_ line: Substring) {
        var text = line
        while let last = text.last, last.isWhitespace { text.removeLast() }
        self.text = text
        trimmed = text.drop(while: \.isWhitespace)
        isSignatureMark = text == "--" || text == "—" && line.hasSuffix(" ")
    }

    var isEmpty: Bool { trimmed.isEmpty }
    var isQuoted: Bool { trimmed.utf8.first == UInt8(ascii: ">") }
    /// The line of underscores or dashes before a quoted header.
    var isRule: Bool {
        trimmed.utf8.count >= 5
            && trimmed.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "*")
            }
    }
}
