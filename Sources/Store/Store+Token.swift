import GRDB
package import Sequencing

/// An API token as it is kept: its secret is nowhere.
package struct TokenRow: Equatable, Sendable {
    package var id: Int64
    package var name: String
    package var scopes: Set<TokenScope>
    package var createdAt: Instant
    package var createdBy: String
    /// Within the last minute or two of its use.
    package var lastUsedAt: Instant?
    package var revokedAt: Instant?
    package var revokedBy: String?

    /// The author of what it does, in the history.
    package var actor: String { "token \(name)" }
}

extension Store {
    /// A use is written down no more often than this.
    private static let useRest: Duration = .minutes(1)

    /// Refuses a name that a live token has.
    package func addToken(
        named name: String, hash: String, scopes: Set<TokenScope>, now: Instant, by actor: String
    ) throws(StoreError) -> TokenRow {
        try write { database in
            if try database.liveToken(named: name) != nil {
                throw StoreError.notNow(
                    what: "no token was made", why: "“\(name)” is the name of one",
                    advice: "take another name, or revoke it: thirdtouch token revoke \(name)")
            }
            let words = scopes.map(\.rawValue).sorted().joined(separator: " ")
            try database.execute(
                sql: """
                    INSERT INTO apiToken (name, hash, scopes, createdAt, createdBy)
                    VALUES (?, ?, ?, ?, ?)
                    """, arguments: [name, hash, words, now.milliseconds, actor])
            let id = database.lastInsertedRowID
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(), "token-added",
                why: "the token \(name) may: \(words)")
            return try database.token(id)
        }
    }

    /// From the moment that this returns on it opens nothing.
    package func revokeToken(
        named name: String, now: Instant, by actor: String
    ) throws(StoreError) -> TokenRow {
        try write { database in
            guard let row = try database.liveToken(named: name) else {
                throw StoreError.notFound(table: "token", key: name)
            }
            try database.execute(
                sql: "UPDATE apiToken SET revokedAt = ?, revokedBy = ? WHERE id = ?",
                arguments: [now.milliseconds, actor, row.id])
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(), "token-revoked",
                why: "the token \(name) opens nothing any more")
            return try database.token(row.id)
        }
    }

    /// Revoked ones too, the newest first.
    package func tokens() throws(StoreError) -> [TokenRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM apiToken ORDER BY id DESC")
                .map(TokenRow.init)
        }
    }

    /// The live token of a secret with this hash.
    package func token(hash: String) throws(StoreError) -> TokenRow? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: "SELECT * FROM apiToken WHERE hash = ? AND revokedAt IS NULL"),
                arguments: [hash]
            ).map(TokenRow.init)
        }
    }

    package func noteUse(of token: TokenRow, now: Instant) throws(StoreError) {
        guard token.lastUsedAt.map({ now.since($0) >= Self.useRest }) ?? true else { return }
        try write { database in
            try database.execute(
                sql: "UPDATE apiToken SET lastUsedAt = ? WHERE id = ?",
                arguments: [now.milliseconds, token.id])
        }
    }
}

extension Database {
    fileprivate func liveToken(named name: String) throws -> TokenRow? {
        try Row.fetchOne(
            self, sql: "SELECT * FROM apiToken WHERE name = ? AND revokedAt IS NULL",
            arguments: [name]
        ).map(TokenRow.init)
    }

    fileprivate func token(_ id: Int64) throws -> TokenRow {
        guard
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM apiToken WHERE id = ?", arguments: [id])
        else { throw StoreError.notFound(table: "token", key: "\(id)") }
        return try TokenRow(row)
    }

    /// Asked in the transaction of what the token does: one that was revoked meanwhile does nothing more.
    func isLive(_ token: TokenRow) throws -> Bool {
        try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM apiToken WHERE id = ? AND revokedAt IS NULL)
                    """), arguments: [token.id]) ?? false
    }
}

extension TokenRow {
    init(_ row: Row) throws {
        id = row["id"]
        name = row["name"]
        let words = (row["scopes"] as String).split(separator: " ").map(String.init)
        scopes = Set(words.compactMap(TokenScope.init(rawValue:)))
        guard scopes.count == words.count else {
            throw StoreError.corruptRow(table: "apiToken", id: row["id"])
        }
        createdAt = Instant(milliseconds: row["createdAt"])
        createdBy = row["createdBy"]
        lastUsedAt = Instant(column: row["lastUsedAt"])
        revokedAt = Instant(column: row["revokedAt"])
        revokedBy = row["revokedBy"]
    }
}
