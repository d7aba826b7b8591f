/// Words of a command line that a person copies into a shell.
package enum ShellWord {
    /// The word, in single quotes where a shell would read it as more than a word.
    ///
    /// An address may have `` ` ``, `$`, `&`, `'` and others before its `@` (RFC 5321): whoever sends us such a lead
    /// must not have a manager run it.
    package static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy(isPlain)
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// The words of a line as a shell would divide it, with quotes of both kinds; nil where one is left open.
    ///
    /// Nothing is expanded: our own lines have nothing to expand.
    package static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote != nil {
                word = (word ?? "") + String(character)
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        return words + (word.map { [$0] } ?? [])
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIILetterOrDigit || "-._@+=:/,%".unicodeScalars.contains(scalar)
            || scalar.value > 0x9F && !scalar.properties.isWhitespace
    }
}
