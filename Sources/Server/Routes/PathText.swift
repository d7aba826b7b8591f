/// A path segment as people wrote it: percent-decoded (RFC 3986 section 2.1).
enum PathText {
    /// Nil for a broken escape and for bytes that are no UTF-8.
    static func decode(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension PathText {
    /// The same in a form's field, where `+` is a space (WHATWG URL, application/x-www-form-urlencoded).
    static func decodeForm(_ bytes: some Sequence<UInt8>) -> String? {
        let plus = UInt8(ascii: "+")
        return String(validating: bytes.map { $0 == plus ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
            .flatMap(decode)
    }
}
