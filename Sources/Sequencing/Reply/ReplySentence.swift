/// One sentence of what a person wrote, and its words.
struct ReplySentence {
    /// Without white space around, at most 160 characters.
    let shown: String
    let words: FoldedText
    let isQuestion: Bool

    private static let mostSentences = 60

    /// A sentence runs over single line breaks, because mail programs wrap.
    static func sentences(in text: String) -> [ReplySentence] {
        var sentences: [ReplySentence] = []
        var current = ""
        var wasNewline = false
        var wasLetter = false
        let characters = Array(text.prefix(20_000))
        for (index, character) in characters.enumerated() {
            if sentences.count >= mostSentences { break }
            let endsParagraph = character == "\n" && wasNewline
            wasNewline = character == "\n"
            let isStop = ".!?;。！？".contains(character)
            // The point of an address or a number is no end: "petra@customer.example".
            let isInside =
                character == "." && index + 1 < characters.count
                && !characters[index + 1].isWhitespace && wasLetter
            if endsParagraph || isStop && !isInside {
                append(current, isQuestion: "?？".contains(character), to: &sentences)
                current = ""
            } else {
                current.append(character)
            }
            wasLetter = character.isLetter || character.isNumber
        }
        append(current, isQuestion: false, to: &sentences)
        return sentences
    }

    private static func append(
        _ text: String, isQuestion: Bool, to sentences: inout [ReplySentence]
    ) {
        let words = FoldedText(text, limit: 2000)
        guard (1...60).contains(words.wordCount) else { return }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        sentences.append(
            ReplySentence(
                shown: String(line.prefix(160)), words: words, isQuestion: isQuestion))
    }
}
