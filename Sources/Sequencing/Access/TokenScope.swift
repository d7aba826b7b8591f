/// What an API token may do; nothing that is not named.
package enum TokenScope: String, Codable, CaseIterable, Sendable {
    /// Hands leads over.
    case handOffWrite = "hand-off:write"
    /// Reads the reports, over everybody's leads.
    case reportRead = "report:read"
}

/// The secret of an API token: shown once, and kept as its hash alone.
package struct TokenSecret: Equatable, Sendable {
    /// Whoever finds one in a file knows what it is, and so do scanners for secrets.
    package static let mark = "tt_"
    private static let byteCount = 32

    package let text: String

    /// 256 random bits: no table and no patience guesses it, so its hash needs no salt.
    package init(using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<Self.byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
        text = Self.mark + Self.hexadecimal(bytes)
    }

    /// Nil for what can't be one.
    package init?(text: some StringProtocol) {
        let digits = text.dropFirst(Self.mark.count)
        guard text.hasPrefix(Self.mark), digits.utf8.count == Self.byteCount * 2,
            digits.utf8.allSatisfy({
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            })
        else { return nil }
        self.text = String(text)
    }

    /// SHA-256, in hexadecimal.
    package var hash: String { Self.hexadecimal(SHA256.digest(Array(text.utf8))) }

    package static func hexadecimal(_ bytes: some Swift.Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
