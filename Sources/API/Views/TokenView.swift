package import Sequencing

/// An API token as it may be shown: without its secret, which nobody has any more.
package struct TokenView: Codable, Equatable, Sendable {
    package var name: String
    package var scopes: [TokenScope]
    package var createdAt: Timestamp
    package var createdBy: String
    /// Within a minute or two; left out for one that was never used.
    package var lastUsedAt: Timestamp?
    package var revokedAt: Timestamp?
    package var revokedBy: String?

    package init(
        name: String, scopes: [TokenScope], createdAt: Timestamp, createdBy: String,
        lastUsedAt: Timestamp? = nil, revokedAt: Timestamp? = nil, revokedBy: String? = nil
    ) {
        self.name = name
        self.scopes = scopes
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
        self.revokedBy = revokedBy
    }
}

/// A token that has just been made, with the secret: this once.
package struct NewTokenView: Codable, Equatable, Sendable {
    package var token: TokenView
    /// For the `Authorization` field, after `Bearer `.
    package var secret: String

    package init(token: TokenView, secret: String) {
        self.token = token
        self.secret = secret
    }
}
