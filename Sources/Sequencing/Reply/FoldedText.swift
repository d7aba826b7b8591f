/// A text as lower-case words with one space between, so that a phrase is found whatever the case,
/// punctuation and line breaks around it.
///
/// `“Please, take me\noff!”` is ` please take me off `. An apostrophe stays inside its word.
struct FoldedText {
    /// Begins and ends with a space.
    private(set) var bytes: [UInt8] = [0x20]
    private(set) var wordCount = 0
    /// Whether a letter beyond ASCII stands in it.
    private(set) var hasForeignLetters = false

    /// Reads at most `limit` bytes.
    init(_ text: some StringProtocol, limit: Int = 20_000) {
        let isRead: Void? = text.utf8.withContiguousStorageIfAvailable { utf8 in
            read(UnsafeBufferPointer(rebasing: utf8.prefix(limit)))
        }
        if isRead == nil { Array(text.utf8.prefix(limit)).withUnsafeBufferPointer { read($0) } }
    }

    /// ASCII byte by byte, since most text is; a word with other letters is put into lower case as a whole.
    private mutating func read(_ utf8: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(utf8.count + 2)
        var wordStart = 1
        var isForeign = false
        var index = 0
        while index < utf8.count {
            let byte = utf8[index]
            if byte < 0x80 {
                index += 1
                switch byte {
                case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "'"): bytes.append(byte)
                case 0x41...0x5A: bytes.append(byte | 0x20)
                default: endWord(&wordStart, &isForeign)
                }
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            // A limit may cut a letter.
            guard index + length <= utf8.count else { break }
            let letter = utf8[index..<(index + length)]
            index += length
            guard let scalar = String(decoding: letter, as: UTF8.self).unicodeScalars.first else {
                continue
            }
            if scalar == "İ" {
                // Lower case would leave its dot behind, as a mark of its own.
                bytes.append(UInt8(ascii: "i"))
            } else if scalar.isWordPart {
                bytes.append(contentsOf: letter)
                (isForeign, hasForeignLetters) = (true, true)
            } else if scalar == "’" {
                bytes.append(UInt8(ascii: "'"))
            } else if scalar.properties.generalCategory != .format {
                // Soft hyphens and zero-width marks don't end a word: senders hide with them.
                endWord(&wordStart, &isForeign)
            }
        }
        endWord(&wordStart, &isForeign)
    }

    private mutating func endWord(_ start: inout Int, _ isForeign: inout Bool) {
        guard bytes.count > start else { return }
        if isForeign {
            let word = String(decoding: bytes[start...], as: UTF8.self).lowercased()
            bytes.replaceSubrange(start..., with: word.utf8)
        }
        bytes.append(0x20)
        wordCount += 1
        (start, isForeign) = (bytes.count, false)
    }

    var isEmpty: Bool { wordCount == 0 }

    var words: String { String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self) }

    /// Whether the words of `phrase` (lower case, single spaces) stand in the text, whole and in order.
    func contains(_ phrase: String) -> Bool { position(of: phrase) != nil }

    func contains(anyOf phrases: PhraseList) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            bytes.indices.contains { bytes[$0] == 0x20 && phrases.match(bytes, at: $0 + 1) }
        }
    }

    /// The phrases of the list that stand in the text, each once, in the text's order.
    func phrases(of list: PhraseList) -> [String] {
        var found: [String] = []
        for index in bytes.indices where bytes[index] == 0x20 {
            if let phrase = list.phrase(bytes, at: index + 1), !found.contains(phrase) {
                found.append(phrase)
            }
        }
        return found
    }

    func starts(with phrase: String) -> Bool { bytes.starts(with: " \(phrase) ".utf8) }

    func starts(withAnyOf phrases: PhraseList) -> Bool {
        bytes.withUnsafeBufferPointer { phrases.match($0, at: 1) }
    }

    /// Scripts without spaces between words: the phrase may stand inside a run of letters.
    func containsRun(_ phrase: String) -> Bool { bytes.position(of: Array(phrase.utf8)) != nil }

    func contains(anyRunOf phrases: [String]) -> Bool {
        hasForeignLetters && phrases.contains(where: containsRun)
    }

    private func position(of phrase: String) -> Int? {
        bytes.position(of: Array(" \(phrase) ".utf8))
    }
}

/// Phrases to be looked for together, found by their first two bytes: a list may be long, and a text is
/// still walked once.
struct PhraseList: ExpressibleByArrayLiteral, Sendable {
    /// By the hash of the first two bytes; each phrase ends with a space, so that it has two.
    private let buckets: [[[UInt8]]]
    /// Most places of a text begin no phrase: one look tells.
    private let isFilled: [Bool]

    init(arrayLiteral phrases: String...) { self.init(phrases) }

    init(_ phrases: [String]) {
        var buckets = [[[UInt8]]](repeating: [], count: Self.bucketCount)
        for phrase in phrases {
            let bytes = Array("\(phrase) ".utf8)
            buckets[Self.bucket(bytes[0], bytes[1])].append(bytes)
        }
        self.buckets = buckets
        isFilled = buckets.map { !$0.isEmpty }
    }

    private static let bucketCount = 1024

    private static func bucket(_ first: UInt8, _ second: UInt8) -> Int {
        (Int(first) &* 31 &+ Int(second)) & (bucketCount - 1)
    }

    func match(_ bytes: [UInt8], at start: Int) -> Bool {
        bytes.withUnsafeBufferPointer { match($0, at: start) }
    }

    func match(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        found(bytes, at: start) != nil
    }

    func phrase(_ bytes: [UInt8], at start: Int) -> String? {
        bytes.withUnsafeBufferPointer { found($0, at: start) }
            .map { String(decoding: $0.dropLast(), as: UTF8.self) }
    }

    private func found(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> [UInt8]? {
        guard start + 1 < bytes.count else { return nil }
        let bucket = Self.bucket(bytes[start], bytes[start + 1])
        guard isFilled[bucket] else { return nil }
        return buckets[bucket].first { phrase in
            guard bytes.count - start >= phrase.count else { return false }
            var index = 0
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
