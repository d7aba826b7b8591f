/// The encoding of folder names in IMAP4rev1 (RFC 3501 section 5.1.3).
///
/// Only read, to compare names; what is sent to the server is always what the server sent.
enum ModifiedUTF7 {
    /// The name as people see it; the text itself when it is not encoded, or badly.
    static func decode(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var decoded = ""
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "&") else {
                decoded.unicodeScalars.append(Unicode.Scalar(byte))
                continue
            }
            guard let end = rest.firstIndex(of: UInt8(ascii: "-")) else { return text }
            let code = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if code.isEmpty {
                decoded += "&"
            } else if let part = shifted(code) {
                decoded += part
            } else {
                return text
            }
        }
        return decoded
    }

    /// Base 64 with `,` in place of `/`, without padding, of UTF-16 in network order.
    private static func shifted(_ code: Substring.UTF8View) -> String? {
        var (bits, count): (UInt32, Int) = (0, 0)
        var units: [UInt16] = []
        for byte in code {
            guard let value = alphabet.firstIndex(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= 1 << UInt32(count) - 1
            }
        }
        return String(validating: units, as: UTF16.self)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)
}
