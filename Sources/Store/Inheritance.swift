import GRDB
import Sequencing

/// What a copy that is put in place takes over from the database that it replaces.
///
/// All that says no: opt-outs and the keys to those of forgotten people (promise G4), revoked tokens, stopped mailboxes; and how far
/// the enrollments were numbered. Either database may be of an earlier schema: what only one of them has is left out.
struct Inheritance {
    private var suppressions: [Row] = []
    /// The other addresses of whoever has or had a suppressed one: the copy may know the person by one of them alone.
    private var others: [(key: String, of: Row)] = []
    /// Without them those of forgotten people say nothing.
    private var erasureKeys: String?
    private var revokedTokens: [Row] = []
    private var pausedMailboxes: [Row] = []
    private var newestEnrollment: Int64 = 0

    /// Of no database.
    init() {}

    init(of file: String) throws {
        self = try DatabaseQueue(path: file).read { database in
            var found = Inheritance()
            found.suppressions = try Row.fetchAll(database, sql: "SELECT * FROM suppression")
            if try database.tableExists("formerAddress") {
                found.others = try found.suppressions.flatMap { row in
                    try database.otherAddresses(of: row["key"]).map { ($0, row) }
                }
            }
            if try database.tableExists("setting") {
                found.erasureKeys = try database.erasureKeys()
                found.newestEnrollment = try database.newestEnrollment()
            }
            if try database.tableExists("apiToken") {
                found.revokedTokens = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT hash, revokedAt, revokedBy FROM apiToken
                        WHERE revokedAt IS NOT NULL
                        """)
            }
            if try database.canPauseMailboxes() {
                found.pausedMailboxes = try Row.fetchAll(
                    database, sql: "SELECT * FROM mailbox WHERE pauseCause IS NOT NULL")
            }
            return found
        }
    }

    /// Writes it into the copy; answers how many opt-outs that did not have.
    func pass(to copy: Database) throws -> Int {
        if try copy.tableExists("setting") {
            if let keys = ErasureKeys.joined(try copy.erasureKeys(), erasureKeys) {
                try copy.execute(
                    sql: """
                        INSERT INTO setting (name, value) VALUES (?, ?)
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value
                        """, arguments: [ErasureKeys.settingName, keys])
            }
            try copy.reserveEnrollmentNumbers(
                until: max(newestEnrollment, copy.newestEnrollment()))
        }
        if try copy.tableExists("apiToken") { try revokeTokens(in: copy) }
        if try copy.canPauseMailboxes() { try pauseMailboxes(in: copy) }
        return try suppress(in: copy)
    }

    private func revokeTokens(in copy: Database) throws {
        for row in revokedTokens {
            try copy.execute(
                sql: """
                    UPDATE apiToken SET revokedAt = ?, revokedBy = ?
                    WHERE hash = ? AND revokedAt IS NULL
                    """,
                arguments: [
                    row["revokedAt"] as Int64, row["revokedBy"] as String, row["hash"] as String,
                ])
        }
    }

    private func pauseMailboxes(in copy: Database) throws {
        for row in pausedMailboxes {
            // A copy from before Schema016 has the address as it was written.
            let spellings = EmailAddress.spellings(of: row["address"])
            try copy.execute(
                sql: """
                    UPDATE mailbox SET pauseCause = ?, pauseWhy = ?, pausedAt = ?,
                        pausedUntilAt = ? WHERE address IN (?, ?)
                    """,
                arguments: [
                    row["pauseCause"] as String, row["pauseWhy"] as String,
                    row["pausedAt"] as Int64, row["pausedUntilAt"] as Int64?,
                    spellings.first, spellings.last,
                ])
        }
    }

    private func suppress(in copy: Database) throws -> Int {
        let known = try Set(copy.columns(in: "suppression").map(\.name))
        var count = 0
        func insert(_ row: Row, as key: String? = nil) throws {
            let names = row.columnNames.filter { known.contains($0) }
            let values = names.map { name in
                name == "key" ? key?.databaseValue ?? row[name] : row[name] as DatabaseValue
            }
            try copy.execute(
                sql: """
                    INSERT INTO suppression (\(names.joined(separator: ", ")))
                    VALUES (\(names.map { _ in "?" }.joined(separator: ", "))) ON CONFLICT DO NOTHING
                    """, arguments: StatementArguments(values))
            count += copy.changesCount
        }
        for row in suppressions { try insert(row) }
        for other in others { try insert(other.of, as: other.key) }
        guard try copy.tableExists("formerAddress") else { return count }
        // And those whom the copy knows by other addresses than the database did.
        for row in try Row.fetchAll(copy, sql: "SELECT * FROM suppression") {
            for key in try copy.otherAddresses(of: row["key"]) { try insert(row, as: key) }
        }
        return count
    }
}

extension Database {
    fileprivate func erasureKeys() throws -> String? {
        try String.fetchOne(
            self, sql: "SELECT value FROM setting WHERE name = ?",
            arguments: [ErasureKeys.settingName])
    }

    /// What else the lead is or was called who has or had the address.
    fileprivate func otherAddresses(of key: String) throws -> [String] {
        try String.fetchAll(
            cachedStatement(
                sql: """
                    WITH person(id) AS (SELECT leadID FROM formerAddress WHERE key = ?1
                        UNION SELECT id FROM lead WHERE key = ?1 AND forgottenAt IS NULL)
                    SELECT key FROM formerAddress WHERE key <> ?1
                        AND leadID IN (SELECT id FROM person)
                    UNION SELECT key FROM lead WHERE key <> ?1 AND id IN (SELECT id FROM person)
                    """), arguments: [key])
    }

    fileprivate func canPauseMailboxes() throws -> Bool {
        try columns(in: "mailbox").contains { $0.name == "pauseCause" }
    }
}
