/// A text with merge fields: `{{field}}`, or `{{field|stated fallback}}`, and nothing else.
///
/// There is no logic, no nesting and no filter, so that every message can be foreseen: the fields are known
/// before anything is sent, and a field that is missing and has no fallback is an error, not a gap.
/// Rendering is linear in the text.
package struct MergeTemplate: Equatable, Sendable {
    private enum Part: Equatable, Sendable {
        case text(String)
        case field(String, fallback: String?)
    }

    /// The text as written.
    package let source: String
    private let parts: [Part]

    /// Names of the fields in the order of their first use.
    package var fields: [String] {
        var seen: Set<String> = []
        return parts.compactMap { part in
            guard case .field(let name, _) = part, seen.insert(name).inserted else { return nil }
            return name
        }
    }

    package enum Rendering: Equatable, Sendable {
        case text(String)
        /// Fields that the values lack and that have no fallback.
        case missing([String])
        /// The field's value carries CR, LF or another control into a header.
        case unsafe(String)
    }

    /// Where a template is wrong, within its own text.
    package struct Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        /// From 1.
        package var line: Int
        /// From 1, in characters.
        package var column: Int
        package var message: String

        package var description: String { "line \(line), column \(column): \(message)" }
    }

    package init(parsing source: String) throws(Mistake) {
        self.source = source
        var parts: [Part] = []
        var rest = source[...]
        while let open = rest.firstRange(of: "{{") {
            parts += try Self.literal(rest[..<open.lowerBound], in: source)
            let inside = rest[open.upperBound...]
            guard let close = inside.firstRange(of: "}}") else {
                throw Self.mistake(in: source, at: open.lowerBound, "{{ is not closed by }}")
            }
            parts.append(
                try Self.field(inside[..<close.lowerBound], in: source, at: open.lowerBound))
            rest = inside[close.upperBound...]
        }
        self.parts = parts + (try Self.literal(rest, in: source))
    }

    private static func literal(
        _ text: Substring, in source: String
    ) throws(Mistake) -> [Part] {
        if let stray = text.firstRange(of: "}}") {
            throw mistake(in: source, at: stray.lowerBound, "}} has no {{ before it")
        }
        return text.isEmpty ? [] : [.text(String(text))]
    }

    private static func field(
        _ inside: Substring, in source: String, at place: String.Index
    ) throws(Mistake) -> Part {
        let pieces = inside.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let name = pieces[0].trimmingSpaces
        guard !name.isEmpty,
            name.unicodeScalars.allSatisfy({
                ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
            })
        else {
            throw mistake(
                in: source, at: place,
                "“\(inside.prefix(40))” is no field; write {{first_name}} or {{first_name|there}}")
        }
        let fallback = pieces.count == 2 ? pieces[1].trimmingSpaces : nil
        guard fallback?.contains("{{") != true else {
            throw mistake(in: source, at: place, "a fallback can't have fields of its own")
        }
        return .field(name, fallback: fallback)
    }

    private static func mistake(
        in source: String, at place: String.Index, _ message: String
    ) -> Mistake {
        let before = source[..<place]
        let line = before.count { $0.isNewline } + 1
        let lineStart = before.lastIndex(where: \.isNewline).map { source.index(after: $0) }
        let column = source.distance(from: lineStart ?? source.startIndex, to: place) + 1
        return Mistake(line: line, column: column, message: message)
    }

    /// Fields that the values lack and that have no fallback, each once, in the order of their use.
    package func missing(_ values: [String: String]) -> [String] {
        var missing: [String] = []
        for case .field(let name, nil) in parts
        where values[name]?.isBlank ?? true && !missing.contains(name) {
            missing.append(name)
        }
        return missing
    }

    /// For the text of a message.
    package func render(_ values: [String: String]) -> Rendering {
        render(values) { $0 }
    }

    /// For a header: a value or a fallback with a control character is refused.
    package func renderHeader(_ values: [String: String]) -> Rendering {
        for case .field(let name, let fallback) in parts {
            for text in [values[name], fallback].compactMap({ $0 })
            where text.unicodeScalars.contains(where: \.isControl) {
                return .unsafe(name)
            }
        }
        return render(values)
    }

    /// For HTML: values are escaped, the template's own markup is not.
    package func renderHTML(_ values: [String: String]) -> Rendering {
        render(values, escape: \.escapedForHTML)
    }

    private func render(
        _ values: [String: String], escape: (String) -> String
    ) -> Rendering {
        var text = ""
        var missing: [String] = []
        var seen: Set<String> = []
        for part in parts {
            switch part {
            case .text(let literal): text += literal
            case .field(let name, let fallback):
                let value = values[name].flatMap { $0.isBlank ? nil : $0 }
                if let value = value ?? fallback {
                    text += escape(value)
                } else if seen.insert(name).inserted {
                    missing.append(name)
                }
            }
        }
        return missing.isEmpty ? .text(text) : .missing(missing)
    }
}

/// Stored as its text.
extension MergeTemplate: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let source = try container.decode(String.self)
        do {
            try self.init(parsing: source)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(source)
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension String {
    package var escapedForHTML: String {
        var escaped = ""
        for character in self {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
