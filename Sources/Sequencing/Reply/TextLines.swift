/// Lines and their ends, byte by byte where a text is ASCII there: every message is cut here.
extension Substring {
    /// At every line end that Unicode knows; an empty line is one, too.
    var lines: [Substring] {
        let hasRareEnd =
            utf8.withContiguousStorageIfAvailable { bytes in
                bytes.indices.contains { index in
                    switch bytes[index] {
                    case 0x0B, 0x0C, 0x0D: true
                    // U+0085; U+2028 and U+2029.
                    case 0xC2: index + 1 < bytes.count && bytes[index + 1] == 0x85
                    case 0xE2:
                        index + 2 < bytes.count && bytes[index + 1] == 0x80
                            && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
                    default: false
                    }
                }
            } ?? true
        if hasRareEnd {
            return split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        }
        return utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { Substring($0) }
    }

    /// At most `count` characters.
    func bounded(to count: Int) -> Substring {
        // No text has more characters than bytes, and counting characters costs.
        utf8.count <= count ? self : prefix(count)
    }

    var withoutSpaceBefore: Substring {
        let bytes = utf8
        var start = bytes.startIndex
        while start < bytes.endIndex, bytes[start].isSpace { start = bytes.index(after: start) }
        let rest = self[start...]
        // Beyond ASCII there are other spaces, and marks that belong to the one before.
        guard start < bytes.endIndex, bytes[start] >= 0x80 else { return rest }
        return drop(while: \.isWhitespace)
    }

    var withoutSpaceAfter: Substring {
        let bytes = utf8
        var end = bytes.endIndex
        while end > bytes.startIndex {
            let last = bytes.index(before: end)
            guard bytes[last].isSpace else {
                guard bytes[last] >= 0x80 else { break }
                var rest = self[..<end]
                while let last = rest.last, last.isWhitespace { rest.removeLast() }
                return rest
            }
            end = last
        }
        return self[..<end]
    }
}

extension UInt8 {
    /// ASCII's white space and line ends.
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
