/// What a file of values is written with: found out from its first block, or said by the person.
struct TableText: Equatable {
    enum Encoding: String, CaseIterable {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
    }

    var encoding: Encoding
    var delimiter: UInt8
    /// Bytes of a byte order mark at the beginning.
    var markBytes: Int

    /// Why a file can't be read as text at all.
    enum Refusal: Error, Equatable {
        case utf16
        case zeroBytes
    }

    /// UTF-8 unless the block is not; then Windows-1252, which every byte is.
    init(sample: [UInt8], encoding named: Encoding? = nil) throws(Refusal) {
        if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        if sample.prefix(4096).contains(0) { throw .zeroBytes }
        markBytes = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let isUTF8 = markBytes > 0 || Self.isUTF8(sample)
        encoding = named ?? (isUTF8 ? .utf8 : .windows1252)
        delimiter = Self.delimiter(in: sample.dropFirst(markBytes))
    }

    /// The end of the block may cut a character in two: up to three bytes don't count.
    private static func isUTF8(_ sample: [UInt8]) -> Bool {
        guard sample.contains(where: { $0 >= 0x80 }) else { return true }
        return (0...3).contains { cut in
            String(validating: sample.dropLast(cut), as: UTF8.self) != nil
        }
    }

    /// The one that is most in the first line, outside of quotes; a comma when there is none.
    private static func delimiter(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let marks: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var isQuoted = false
        for byte in bytes {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            if let mark = marks.firstIndex(of: byte) { counts[mark] += 1 }
        }
        let best = counts.indices.max {
            counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1
        }
        return best.map { marks[$0] } ?? marks[0]
    }

    /// As UTF-8; nil when the bytes are not of the encoding.
    func decode(_ bytes: ArraySlice<UInt8>) -> String? {
        switch encoding {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .windows1252:
            var scalars = String.UnicodeScalarView()
            for byte in bytes { scalars.append(Self.windows1252(byte)) }
            return String(scalars)
        }
    }

    /// The five bytes that mean nothing stay control characters, which no field may have.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return upperControls[Int(byte - 0x80)]
    }

    private static let upperControls: [Unicode.Scalar] = [
        "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
        "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
        "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}",
        "\u{2014}",
        "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
    ]
}
