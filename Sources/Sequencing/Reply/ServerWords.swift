/// What servers write when they refuse: status codes (RFC 3463, RFC 5321) and phrases.
enum ServerWords {
    /// The line that says why: one with a code before one with words, with its continuation.
    static func line(in body: String) -> String? {
        let lines = body.split(whereSeparator: \.isNewline).prefix(400)
        func joined(_ index: Int) -> String {
            let here = trimmed(lines[index])
            guard index + 1 < lines.endIndex else { return here }
            let next = lines[index + 1]
            return next.first?.isWhitespace ?? false ? here + " " + trimmed(next) : here
        }
        let coded =
            lines.indices.first { status(in: lines[$0]) != nil }
            ?? lines.indices.first { replyCode(in: lines[$0]) != nil }
        if let coded { return joined(coded) }
        let worded = lines.indices.first {
            RefusalWords.reason(in: FoldedText(lines[$0], limit: 1000)) != nil
        }
        return worded.map(joined)
    }

    /// `5.1.1`, not a part of an IP address or a version.
    static func status(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        for index in bytes.indices
        where bytes[index] == UInt8(ascii: "5") || bytes[index] == UInt8(ascii: "4") {
            if index > 0, isDigit(bytes[index - 1]) || isJoiner(bytes[index - 1]) { continue }
            if let end = endOfStatus(bytes, index) {
                return String(decoding: bytes[index..<end], as: UTF8.self)
            }
        }
        return nil
    }

    private static func endOfStatus(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start + 1
        // The subject is one digit, 0 to 7: `Exim 4.92.3` is a version.
        guard index + 2 < bytes.count, bytes[index + 2] == UInt8(ascii: "."),
            (0x30...0x37).contains(bytes[index + 1])
        else { return nil }
        for _ in 0..<2 {
            guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
            let digits = bytes[(index + 1)...].prefix { isDigit($0) }.count
            guard (1...3).contains(digits) else { return nil }
            index += 1 + digits
        }
        guard index < bytes.count else { return index }
        if bytes[index] == UInt8(ascii: "."), index + 1 < bytes.count, isDigit(bytes[index + 1]) {
            return nil
        }
        return Unicode.Scalar(bytes[index]).isASCIILetterOrDigit ? nil : index
    }

    /// A three-digit SMTP reply of class 4 or 5 that stands alone.
    static func replyCode(in text: some StringProtocol) -> String? {
        let bytes = Array(text.utf8.prefix(20_000))
        guard bytes.count >= 3 else { return nil }
        for index in 0...(bytes.count - 3) {
            guard bytes[index] == UInt8(ascii: "5") || bytes[index] == UInt8(ascii: "4"),
                bytes[index + 1] >= UInt8(ascii: "0"), bytes[index + 1] <= UInt8(ascii: "5"),
                isDigit(bytes[index + 2])
            else { continue }
            let before = index > 0 ? bytes[index - 1] : 0x20
            let after = index + 3 < bytes.count ? bytes[index + 3] : 0x20
            let isAlone =
                before == 0x20 || before == UInt8(ascii: ":") || before == UInt8(ascii: "(")
                || before == UInt8(ascii: "#") || before == UInt8(ascii: "'") || before == 0x09
                || before == 0x0A || before == UInt8(ascii: "[") || before == UInt8(ascii: ";")
                || before == UInt8(ascii: "<") || before == UInt8(ascii: "\"")
            if isAlone,
                [0x20, 0x0A, 0x0D].contains(after) || after == UInt8(ascii: "-")
                    || after == UInt8(ascii: "#") || after == UInt8(ascii: ":")
                    || after == UInt8(ascii: "]") || after == UInt8(ascii: "<")
                    || after == UInt8(ascii: ",")
            {
                let code = String(decoding: bytes[index..<(index + 3)], as: UTF8.self)
                if codes.contains(code) { return code }
            }
        }
        return nil
    }

    private static let codes: Set<String> = [
        "421", "422", "431", "432", "450", "451", "452", "454", "500", "501", "502", "503", "504",
        "510", "511", "512", "521", "523", "530", "535", "541", "550", "551", "552", "553", "554",
        "555", "556",
    ]

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isJoiner(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || Unicode.Scalar(byte).isASCIILetterOrDigit
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
