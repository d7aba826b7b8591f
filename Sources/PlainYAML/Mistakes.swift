/// The mistakes found while one file is read: reading goes on, so that a lint shows all of them.
///
/// A reader makes one, hands it to every `Mapping`, and at the end asks `check()` before it uses
/// the values.
package final class Mistakes {
    /// Beyond so many nobody reads on.
    package static let limit = 100

    private var found: [Diagnostic] = []

    package init() {}

    /// In the order of the file.
    package var diagnostics: [Diagnostic] {
        found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    package var isEmpty: Bool { found.isEmpty }

    package var count: Int { found.count }

    package func add(_ diagnostic: Diagnostic) {
        guard found.count < Self.limit, !found.contains(diagnostic) else { return }
        found.append(diagnostic)
    }

    /// Notes a mistake at a node.
    package func note(_ node: Node, _ message: String, advice: String = "") {
        add(node.diagnostic(message, advice: advice))
    }

    /// Throws what was found, if anything was.
    package func check() throws(FileMistakes) {
        guard found.isEmpty else { throw FileMistakes(diagnostics: diagnostics) }
    }
}

/// All mistakes of a file, at least one, in its order.
package struct FileMistakes: Error, Equatable, Sendable, CustomStringConvertible {
    package var diagnostics: [Diagnostic]

    package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One line for each.
    package var description: String {
        diagnostics.map(\.description).joined(separator: "\n")
    }
}
