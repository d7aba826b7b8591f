package import Sequencing

/// An API token to be made.
package struct AddTokenRequest: Codable, Equatable, Sendable {
    /// Letters, digits, `-`, `.`, `_`; what it does stands in the history under it.
    package var name: String
    /// At least one.
    package var scopes: [TokenScope]

    package init(name: String, scopes: [TokenScope]) {
        self.name = name
        self.scopes = scopes
    }
}
