/// A text as lower-case words with one space between, so that a phrase is found whatever the case,
/// punctuation and line breaks around it.
///
/// `“Please, take me\noff!”` is ` please take me off `. An apostrophe stays inside its word.
struct FoldedText {
    /// Begins and ends with a space.
    private(set) var bytes: [UInt8] = [0x20]
    private(set) var wordCount = 0

    /// Reads at most `limit` bytes.
    init(_ text: some StringProtocol, limit: Int = 20_000) {
        var word = ""
        var used = 0
        for scalar in text.unicodeScalars {
            used += 1
            if used > limit { break }
            if scalar.isASCII ? scalar.isASCIILetterOrDigit : scalar.isWordPart {
                // Lower case would leave the dot of a Turkish İ behind, as a mark of its own.
                word.unicodeScalars.append(scalar == "İ" ? "i" : scalar)
            } else if scalar == "'" || scalar == "’" {
                word += "'"
            } else if !scalar.isASCII, scalar.properties.generalCategory == .format {
                // Soft hyphens and zero-width marks don't end a word: senders hide with them.
                continue
            } else {
                flush(&word)
            }
        }
        flush(&word)
    }

    private mutating func flush(_ word: inout String) {
        guard !word.isEmpty else { return }
        bytes.append(contentsOf: word.lowercased().utf8)
        bytes.append(0x20)
        wordCount += 1
        word = ""
    }

    var words: String { String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self) }

    /// Whether the words of `phrase` (lower case, single spaces) stand in the text, whole and in order.
    func contains(_ phrase: String) -> Bool { position(of: phrase) != nil }

    func contains(anyOf phrases: PhraseList) -> Bool {
        bytes.indices.contains { bytes[$0] == 0x20 && phrases.match(bytes, at: $0 + 1) }
    }

    func starts(with phrase: String) -> Bool { bytes.starts(with: " \(phrase) ".utf8) }

    func starts(withAnyOf phrases: PhraseList) -> Bool { phrases.match(bytes, at: 1) }

    /// Scripts without spaces between words: the phrase may stand inside a run of letters.
    func containsRun(_ phrase: String) -> Bool { bytes.position(of: Array(phrase.utf8)) != nil }

    private func position(of phrase: String) -> Int? {
        bytes.position(of: Array(" \(phrase) ".utf8))
    }
}

/// Phrases to be looked for together, found by their first byte.
struct PhraseList: ExpressibleByArrayLiteral, Sendable {
    /// By first byte; each phrase ends with a space.
    private let phrases: [[[UInt8]]]

    init(arrayLiteral phrases: String...) {
        var byFirst = [[[UInt8]]](repeating: [], count: 256)
        for phrase in phrases {
            let bytes = Array("\(phrase) ".utf8)
            byFirst[Int(bytes[0])].append(bytes)
        }
        self.phrases = byFirst
    }

    func match(_ bytes: [UInt8], at start: Int) -> Bool {
        guard start < bytes.count else { return false }
        return phrases[Int(bytes[start])].contains { phrase in
            guard bytes.count - start >= phrase.count else { return false }
            var index = 1
            while index < phrase.count, bytes[start + index] == phrase[index] { index += 1 }
            return index == phrase.count
        }
    }
}

extension [UInt8] {
    /// Where `pattern` begins, at or after `start`.
    func position(of pattern: [UInt8], from start: Int = 0) -> Int? {
        guard let first = pattern.first, count - start >= pattern.count else { return nil }
        return withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var index = start
                while index + pattern.count <= bytes.count {
                    if bytes[index] == first {
                        var matched = 1
                        while matched < pattern.count, bytes[index + matched] == pattern[matched] {
                            matched += 1
                        }
                        if matched == pattern.count { return index }
                    }
                    index += 1
                }
                return nil
            }
        }
    }
}

extension Unicode.Scalar {
    /// A letter, a mark or a number of any script.
    var isWordPart: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }
}
