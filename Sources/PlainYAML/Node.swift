/// A value of a YAML file with its place and its path of keys.
///
/// A scalar is its text: what it means is decided by the key that asks, never by YAML's guesses
/// (`no` is a country, not a falsehood; `08:30` a time, not a number of base 60).
package struct Node: Equatable, Sendable {
    package indirect enum Content: Equatable, Sendable {
        case text(String)
        case list([Node])
        case mapping([Entry])
        /// Nothing was written, or `~`, or `null`.
        case empty
    }

    /// A key and its value, in the order of the file.
    package struct Entry: Equatable, Sendable {
        package var key: String
        package var keyLine: Int
        package var keyColumn: Int
        package var value: Node
    }

    package var file: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
    /// The path of keys: `steps[2].email.subject`; empty at the root.
    package var field: String
    package var content: Content
    /// Where the text itself begins and how far its further lines are indented.
    var textPlace: TextPlace

    /// How a place within a scalar's text is found in the file.
    struct TextPlace: Equatable, Sendable {
        var firstLine: Int
        var firstColumn: Int
        /// Column of column 1 of the following lines.
        var nextColumn: Int
    }

    package var text: String? {
        if case .text(let text) = content { text } else { nil }
    }

    package var isEmpty: Bool { content == .empty }

    /// What the node is, in a message.
    package var kind: String {
        switch content {
        case .text: "a text"
        case .list: "a list"
        case .mapping: "a mapping of keys"
        case .empty: "empty"
        }
    }

    package func diagnostic(_ message: String, advice: String = "") -> Diagnostic {
        Diagnostic(
            file: file, line: line, column: column, field: field, message: message, advice: advice)
    }

    /// A diagnostic at a place within the node's text; both numbers from 1.
    ///
    /// Exact for plain, quoted (without escapes) and literal texts; in a folded one the line
    /// may be off.
    package func diagnostic(
        textLine: Int, textColumn: Int, _ message: String, advice: String = ""
    ) -> Diagnostic {
        var diagnostic = diagnostic(message, advice: advice)
        diagnostic.line = textPlace.firstLine + textLine - 1
        let origin = textLine == 1 ? textPlace.firstColumn : textPlace.nextColumn
        diagnostic.column = origin + textColumn - 1
        return diagnostic
    }
}
