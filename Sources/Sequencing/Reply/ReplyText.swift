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
        parts(in: source(of: message))
    }

    /// The same of a bare text; what is beyond 100,000 characters is not looked at.
    ///
    /// LF line ends, no white space at the ends of lines, no empty lines around a part. Answers below or
    /// between quoted lines are written, in order; where a quote stood between them, one empty line
    /// is left at most. A closing (“Best regards, Ada”) is written, unless a signature mark or a block with a
    /// telephone number or address makes a signature of it.
    package static func parts(in text: String) -> Parts {
        let lines = text[...].bounded(to: longestCharacters).lines.map(QuoteLine.init)
        let sections = ReplyCutter.sections(of: lines)
        func part(_ section: ReplyCutter.Section) -> String {
            joined(lines, sections, section)
        }
        return Parts(
            written: part(.written), quote: part(.quote), signature: part(.signature),
            disclaimer: part(.disclaimer))
    }

    /// What the person wrote. Nothing found to cut: the whole text.
    package static func visible(in message: ReceivedMessage) -> String {
        parts(of: message).written
    }

    package static func visible(in text: String) -> String { parts(in: text).written }

    /// text/plain if it says anything, else the HTML as text.
    static func source(of message: ReceivedMessage) -> String {
        if let plain = message.plainText, !plain[...].withoutSpaceBefore.isEmpty {
            return plain
        }
        return message.htmlAsText ?? message.plainText ?? ""
    }

    private static let longestCharacters = 100_000

    private static func joined(
        _ lines: [QuoteLine], _ sections: [ReplyCutter.Section], _ section: ReplyCutter.Section
    ) -> String {
        var text = ""
        var emptyLines = 0
        var hasGap = false
        for (line, own) in zip(lines, sections) {
            if line.isEmpty {
                emptyLines += 1
            } else if own != section {
                hasGap = true
            } else {
                if !text.isEmpty {
                    let kept = hasGap ? min(emptyLines, 1) : emptyLines
                    text += String(repeating: "\n", count: kept + 1)
                }
                text += line.text
                (emptyLines, hasGap) = (0, false)
            }
        }
        return text
    }
}
