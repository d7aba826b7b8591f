import API

/// The wire value, pretty, keys sorted; what could move a terminal's cursor is escaped.
enum JSONOutput {
    static func text(of value: some Encodable) throws -> String {
        let plain = String(decoding: try WireJSON.encode(value, isPretty: true), as: UTF8.self)
        return escape(plain) + "\n"
    }

    /// On one line, for output that is one object after the other.
    static func line(of value: some Encodable) throws -> String {
        escape(String(decoding: try WireJSON.encode(value), as: UTF8.self)) + "\n"
    }

    /// Controls and format characters stand only inside strings, where `\u009B` means the same.
    private static func escape(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isEscaped) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            guard isEscaped(scalar) else {
                text.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }

    private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "\n" && SafeText.isHarmful(scalar)
    }
}
