import PlainYAML
import Sequencing

/// Reads texts with merge fields, and places each mistake where it stands in the file.
struct TemplateReader {
    let mistakes: Mistakes

    /// Nil, and noted, when the node is no template.
    func template(_ node: Node) -> MergeTemplate? {
        guard let text = node.text else {
            mistakes.note(
                node, "must be a text, not \(node.kind)",
                advice: "put a text that begins with {{ in quotes")
            return nil
        }
        let template: MergeTemplate
        do {
            template = try MergeTemplate(parsing: text)
        } catch {
            mistakes.add(
                node.diagnostic(
                    textLine: error.line, textColumn: error.column, error.message,
                    advice: "a field is written {{first_name}}"))
            return nil
        }
        for field in template.fields where !LeadField.isKnown(field) {
            let place = Self.place(of: field, in: text)
            mistakes.add(
                node.diagnostic(
                    textLine: place.line, textColumn: place.column,
                    "the field \(field.evidence) is unknown",
                    advice: FieldAdvice.advice(for: field)))
        }
        return template
    }

    /// The same, and not blank.
    func filled(_ node: Node, _ message: String) -> MergeTemplate? {
        if node.text?.isBlank == true {
            mistakes.note(node, message, advice: "write it, or remove the step")
            return nil
        }
        return template(node)
    }

    /// Where `{{field` first stands; from 1, in characters.
    private static func place(of field: String, in text: String) -> (line: Int, column: Int) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            var rest = line
            while let open = rest.firstRange(of: "{{") {
                let inside = rest[open.upperBound...]
                let name = inside.drop { $0 == " " }.prefix { $0 != "}" && $0 != "|" && $0 != " " }
                if name == field {
                    return (
                        number + 1, line.distance(from: line.startIndex, to: open.lowerBound) + 1
                    )
                }
                rest = inside
            }
        }
        return (1, 1)
    }
}
