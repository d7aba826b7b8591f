import Mustache

/// How text from outside becomes HTML.
///
/// Scalar by scalar: Mustache's own escaping goes by Swift characters, and to those a quotation mark with an
/// accent after it is another character, which it lets through as it is, and which ends an attribute.
/// Direction marks of text from outside end where the text ends; other control characters are left out.
struct PageText: MustacheContentType {
    static let name = "PAGE"

    func escapeText(_ text: String) -> String { Self.escape(text) }

    static func escape(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { mustChange($0) }) else { return text }
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            case "\n", "\t": escaped.append(scalar)
            default: if !mustChange(scalar) { escaped.append(scalar) }
            }
        }
        return String(escaped)
    }

    private static func mustChange(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "&", "\"", "'": true
        // Controls, and the marks that turn text around (CVE-2021-42574).
        case "\u{0}"..."\u{8}", "\u{B}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}",
            "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}":
            true
        default: false
        }
    }
}
