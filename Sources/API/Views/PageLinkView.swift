package import Sequencing

/// A link that logs its reader in on the page: good once, and not for long.
package struct PageLinkView: Codable, Equatable, Sendable {
    /// A secret: whoever has it is `name`.
    package var url: String
    /// Who is logged in by it.
    package var name: String
    package var access: Rep.Access
    package var expiresAt: Timestamp
    /// The port on loopback that a browser elsewhere needs a tunnel to; left out where the page has a public
    /// address.
    package var tunnelPort: Int?

    package init(
        url: String, name: String, access: Rep.Access, expiresAt: Timestamp,
        tunnelPort: Int? = nil
    ) {
        self.url = url
        self.name = name
        self.access = access
        self.expiresAt = expiresAt
        self.tunnelPort = tunnelPort
    }
}
