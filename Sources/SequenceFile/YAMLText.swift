/// Texts in a form that reads back as the same text.
enum YAMLText {
    /// One line in quotes, or for several lines a block that people can edit.
    static func written(_ text: String, level: Int) -> String {
        canBeBlock(text) ? block(text, indentation: level * 2) : quoted(text)
    }

    /// Double quotes, with escapes for everything that isn't plain.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where isRisky(scalar):
                let code = String(scalar.value, radix: 16)
                quoted += "\\U" + String(repeating: "0", count: 8 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Characters that YAML takes as line breaks, byte order marks or not at all.
    private static func isRisky(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || [0x2028, 0x2029, 0xFEFF].contains(scalar.value)
            || scalar.properties.isNoncharacterCodePoint
    }

    /// Several lines, the first of them not blank, and nothing that needs an escape.
    private static func canBeBlock(_ text: String) -> Bool {
        guard let end = text.firstIndex(of: "\n") else { return false }
        return !text[..<end].allSatisfy(\.isWhitespace)
            && !text.unicodeScalars.contains { $0 != "\n" && isRisky($0) }
    }

    private static func block(_ text: String, indentation: Int) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // Keep no line end, the one that a block has anyway, or all of several.
        let chomping = text.hasSuffix("\n\n") ? "+" : text.hasSuffix("\n") ? "" : "-"
        if text.hasSuffix("\n") { lines.removeLast() }
        let margin = String(repeating: " ", count: indentation)
        // The indentation is stated relative to the key, which stands two columns to the left.
        let indicator = text.hasPrefix(" ") ? "2" : ""
        let body = lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
        return "|\(indicator)\(chomping)\n\(body)"
    }
}
