import Yams

/// Turns the parser's tree into nodes, and refuses what is not plain.
struct Walk {
    private let fault: Fault
    private let lines: [Substring]

    init(file: String, text: String) {
        fault = Fault(file: file)
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    func node(_ node: Yams.Node, field: String, depth: Int) throws(Diagnostic) -> Node {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        var made = Node(
            file: fault.file, line: line, column: column, field: field, content: .empty,
            textPlace: .init(firstLine: line, firstColumn: column, nextColumn: 1))
        guard depth <= PlainYAML.depthLimit else {
            throw made.diagnostic("nested deeper than \(PlainYAML.depthLimit) levels")
        }
        guard node.anchor == nil else {
            throw made.diagnostic(
                "an anchor (&) or alias (*) is not read here",
                advice: "write the value out, or put a text that begins with & or * in quotes")
        }
        switch node {
        case .scalar(let scalar):
            try check(scalar.tag, at: made)
            made.content = try content(of: scalar, at: made)
            made.textPlace = place(of: scalar, line: line, column: column)
        case .sequence(let sequence):
            try check(sequence.tag, at: made)
            var items: [Node] = []
            for item in sequence {
                let path = "\(field)[\(items.count + 1)]"
                items.append(try self.node(item, field: path, depth: depth + 1))
            }
            made.content = .list(items)
        case .mapping(let mapping):
            try check(mapping.tag, at: made)
            made.content = .mapping(try entries(of: mapping, in: made, depth: depth))
        case .alias:
            throw made.diagnostic(
                "an alias (*) is not read here", advice: "write the value out")
        }
        return made
    }

    private func entries(
        of mapping: Yams.Node.Mapping, in parent: Node, depth: Int
    ) throws(Diagnostic) -> [Node.Entry] {
        var entries: [Node.Entry] = []
        for (key, value) in mapping {
            let keyNode = try node(key, field: parent.field, depth: depth + 1)
            guard let name = keyNode.text, !name.isEmpty, name.count <= 100,
                !name.contains(where: \.isNewline)
            else {
                throw keyNode.diagnostic(
                    "a key must be a short text of one line",
                    advice: "in a text, put {{field}} and everything with brackets in quotes")
            }
            guard name != "<<" else {
                throw keyNode.diagnostic(
                    "merge keys (<<) are not read", advice: "write the keys out")
            }
            let path = parent.field.isEmpty ? name : "\(parent.field).\(name)"
            let child = try node(value, field: path, depth: depth + 1)
            entries.append(
                .init(
                    key: name, keyLine: keyNode.line, keyColumn: keyNode.column, value: child))
        }
        return entries
    }

    /// The parser itself names texts, lists and mappings; any other tag was written by hand.
    private func check(_ tag: Tag, at node: Node) throws(Diagnostic) {
        let own: [Tag.Name] = [.implicit, .str, .seq, .map]
        guard !own.map(\.rawValue).contains(tag.description) else { return }
        throw node.diagnostic(
            "a tag (\(tag.description.evidence)) is not read here",
            advice: "remove it, or put a text that begins with ! in quotes")
    }

    private func content(
        of scalar: Yams.Node.Scalar, at node: Node
    ) throws(Diagnostic) -> Node.Content {
        let text = scalar.string
        if scalar.style == .plain, ["", "~", "null"].contains(text) { return .empty }
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            guard !isControl || scalar == "\n" || scalar == "\t" else {
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw node.diagnostic(
                    "the text has a control character (hexadecimal \(code))", advice: "remove it")
            }
        }
        return .text(text)
    }

    private func place(of scalar: Yams.Node.Scalar, line: Int, column: Int) -> Node.TextPlace {
        switch scalar.style {
        case .literal, .folded:
            let written = Self.indentation(lines.dropFirst(line))
            let kept = Self.indentation(scalar.string.split(whereSeparator: \.isNewline)[...])
            let column = max(0, written - kept) + 1
            return .init(firstLine: line + 1, firstColumn: column, nextColumn: column)
        case .singleQuoted, .doubleQuoted:
            return .init(firstLine: line, firstColumn: column + 1, nextColumn: 1)
        case .plain, .any:
            return .init(firstLine: line, firstColumn: column, nextColumn: 1)
        }
    }

    /// Spaces before the first line that isn't blank.
    private static func indentation(_ lines: ArraySlice<Substring>) -> Int {
        lines.first { !$0.allSatisfy(\.isWhitespace) }?.prefix { $0 == " " }.count ?? 0
    }
}
