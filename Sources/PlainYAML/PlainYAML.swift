import Yams

/// The one door to YAML: a strict reader of the plain part of the language.
///
/// One document of texts, lists and mappings. Anchors, aliases, tags, merge keys, keys that are not
/// plain words and keys given twice are refused; so is a file beyond the limits.
package enum PlainYAML {
    package static let sizeLimitBytes = 1_048_576
    package static let depthLimit = 20

    /// The root of the text's one document; an empty text is an empty node.
    package static func parse(_ text: String, file: String) throws(Diagnostic) -> Node {
        let fault = Fault(file: file)
        // Editors of other systems begin files with a byte order mark; YAML 1.2 section 5.2 lets them.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        guard text.utf8.count <= sizeLimitBytes else {
            throw fault.at(
                1, 1, "the file has \(text.utf8.count) bytes, more than the 1 MB that are read",
                advice: "divide it")
        }
        if let place = Bomb.brackets(in: text, limit: depthLimit * 10) {
            throw fault.at(place.line, place.column, "brackets are nested too deep")
        }
        if let place = Bomb.alias(in: text) {
            throw fault.at(
                place.line, place.column, "an anchor (&) with its alias (*) is not read here",
                advice: "write the value out")
        }
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // An anchor is a weak reference that belongs to the parser: it must outlive the walk.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else { return Node.nothing(in: file) }
                return try Walk(file: file, text: text).node(root, field: "", depth: 1)
            }
        } catch let diagnostic as Diagnostic {
            throw diagnostic
        } catch let error as YamlError {
            throw fault.diagnostic(error, text: text)
        } catch {
            throw fault.at(1, 1, "the file can't be read as YAML (\(error))")
        }
    }
}

extension Node {
    fileprivate static func nothing(in file: String) -> Node {
        Node(
            file: file, line: 1, column: 1, field: "", content: .empty,
            textPlace: .init(firstLine: 1, firstColumn: 1, nextColumn: 1))
    }
}
