/// One sentence of what a person wrote, and its words.
struct ReplySentence {
    let words: FoldedText
    let isQuestion: Bool
    private let text: Substring

    /// On one line, without white space around, at most 160 characters.
    var shown: String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(160))
    }

    private static let mostSentences = 60
    private static let longestBytes = 20_000

    /// A sentence runs over single line breaks, because mail programs wrap.
    ///
    /// Byte by byte: every message is walked through here.
    static func sentences(in text: String) -> [ReplySentence] {
        let utf8 = text.utf8
        var sentences: [ReplySentence] = []
        var start = utf8.startIndex
        var index = start
        var previous = UInt8(ascii: " ")
        var count = 0
        while index < utf8.endIndex, sentences.count < mostSentences, count < longestBytes {
            let byte = utf8[index]
            let next = utf8.index(after: index)
            let following = next < utf8.endIndex ? utf8[next] : UInt8(ascii: " ")
            count += 1
            if let stop = stop(byte, after: previous, before: following, at: index, in: utf8) {
                append(text[start..<index], isQuestion: stop.isQuestion, to: &sentences)
                start = utf8.index(index, offsetBy: stop.length)
                index = start
            } else {
                index = next
            }
            previous = byte
        }
        append(text[start..<index], isQuestion: false, to: &sentences)
        return sentences
    }

    /// What ends a sentence: a mark, or an empty line.
    private static func stop(
        _ byte: UInt8, after previous: UInt8, before following: UInt8, at index: String.Index,
        in utf8: String.UTF8View
    ) -> (length: Int, isQuestion: Bool)? {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: ";"): return (1, false)
        case UInt8(ascii: "?"): return (1, true)
        case UInt8(ascii: "."):
            // The point of an address or a number is no end: "petra@customer.example", "2.5".
            let isInside = following > 0x20 && isLetterOrDigit(previous)
            return isInside ? nil : (1, false)
        case 0x0A: return previous == 0x0A ? (1, false) : nil
        case 0xE3 where utf8[index...].starts(with: "。".utf8): return (3, false)
        case 0xEF where utf8[index...].starts(with: "！".utf8): return (3, false)
        case 0xEF where utf8[index...].starts(with: "？".utf8): return (3, true)
        default: return nil
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte >= 0x80 || Unicode.Scalar(byte).isASCIILetterOrDigit
    }

    private static func append(
        _ text: Substring, isQuestion: Bool, to sentences: inout [ReplySentence]
    ) {
        let words = FoldedText(text, limit: 2000)
        guard (1...60).contains(words.wordCount) else { return }
        sentences.append(ReplySentence(words: words, isQuestion: isQuestion, text: text))
    }
}
