import GRDB
package import Sequencing

extension Store {
    /// Why an address may never be contacted again; nil when it may.
    package func suppressionReason(of address: EmailAddress) throws(StoreError) -> String? {
        try read { database in try database.suppressionReason(of: address.canonical) }
    }
}

extension Database {
    func suppressionReason(of key: String) throws -> String? {
        let statement = try cachedStatement(sql: "SELECT reason FROM suppression WHERE key = ?")
        return try String.fetchOne(statement, arguments: [key])
    }

    /// Final: an entry is never overwritten by a later one (promise G4).
    func suppress(
        _ key: String, reason: String, evidence: String?, now: Instant, by actor: String
    ) throws {
        try execute(
            sql: """
                INSERT INTO suppression (key, reason, author, evidence, at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, arguments: [key, reason, actor, evidence, now.milliseconds])
    }
}
