/// One line and what it is at first sight.
struct QuoteLine {
    /// Without white space at its end.
    let text: Substring
    /// Without white space at both ends.
    let trimmed: Substring
    let isQuoted: Bool
    /// Of the first 200 bytes; none of a quoted line, which nobody asks.
    let words: FoldedText

    init(_ line: Substring) {
        text = line.withoutSpaceAfter
        trimmed = text.withoutSpaceBefore
        // Arrows that point inwards from both ends are an ornament, not a quote.
        isQuoted = trimmed.utf8.first == UInt8(ascii: ">") && !trimmed.hasSuffix("<<")
        words = FoldedText(isQuoted ? "" : trimmed, limit: 200)
    }

    var isEmpty: Bool { trimmed.isEmpty }

    /// The mark of RFC 3676 section 4.3, its space often lost, escaped by PGP, or what programs and people
    /// make of it.
    var isSignatureMark: Bool { Self.signatureMarks.contains(trimmed) }

    private static let signatureMarks: Set<Substring> = ["--", "—", "––", "__", "- --"]

    /// A line of underscores, dashes, stars or equals signs, also with spaces between: `* * *`.
    var isRule: Bool {
        var marks = 0
        for byte in trimmed.utf8 {
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "="):
                marks += 1
            case UInt8(ascii: " "): break
            default: return false
            }
        }
        return marks >= 3
    }

    /// One point of a list.
    var isBullet: Bool {
        // Letters and digits are most of what lines begin with.
        guard let byte = trimmed.utf8.first, !Unicode.Scalar(byte).isASCIILetterOrDigit,
            let first = trimmed.first, "-*•–—+".contains(first)
        else { return false }
        return trimmed.dropFirst().first?.isWhitespace ?? false
    }

    /// Without the ornaments that mail programs and bold text put around a line.
    var bare: Substring {
        var text = trimmed
        // A letter needs no look into the set.
        while let byte = text.utf8.first, !Unicode.Scalar(byte).isASCIILetterOrDigit,
            let first = text.first, Self.ornaments.contains(first)
        {
            text.removeFirst()
        }
        while let byte = text.utf8.last, !Unicode.Scalar(byte).isASCIILetterOrDigit,
            let last = text.last, Self.ornaments.contains(last)
        {
            text.removeLast()
        }
        return text
    }

    private static let ornaments: Set<Character> = [
        "*", "_", "-", "=", "~", "|", " ", "\t", "\u{A0}",
    ]
}
