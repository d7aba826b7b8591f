import GRDB
package import Sequencing

/// An address that may never be contacted again, and who said so.
package struct SuppressionRow: Equatable, Sendable {
    /// Canonical.
    package var address: String
    package var reason: String
    package var author: String
    /// What it rests on: a reply's id, or a person's words.
    package var evidence: String?
    package var at: Instant
}

/// What became of an address that was to be suppressed.
package struct SuppressionOutcome: Equatable, Sendable {
    package var row: SuppressionRow
    /// False when it was there already: an entry is never overwritten.
    package var isNew: Bool
    /// Live enrollments that this ended.
    package var ended: [EnrollmentID]
}

extension Store {
    /// Why an address may never be contacted again; nil when it may.
    package func suppressionReason(of address: EmailAddress) throws(StoreError) -> String? {
        try read { database in try database.suppressionReason(of: address.canonical) }
    }

    package func suppression(of address: EmailAddress) throws(StoreError) -> SuppressionRow? {
        try read { database in try database.suppression(of: address.canonical) }
    }

    /// Newest first; `text` is a part of the address.
    package func suppressions(
        containing text: String?, limit: Int
    ) throws(StoreError) -> [SuppressionRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM suppression WHERE ?1 IS NULL OR instr(key, ?1) > 0
                    ORDER BY at DESC, key LIMIT ?2
                    """, arguments: [text?.lowercased(), limit]
            ).map(SuppressionRow.init)
        }
    }

    /// Suppresses addresses and ends what lives of their leads, all in one transaction: a message that has not
    /// passed its commit point by then never leaves.
    package func suppress(
        _ addresses: [EmailAddress], reason: String, evidence: String?, now: Instant,
        by actor: String
    ) throws(StoreError) -> [SuppressionOutcome] {
        try write { database in
            try addresses.map { address in
                let key = address.canonical
                let isNew = try database.suppression(of: key) == nil
                try database.suppress(
                    key, reason: reason, evidence: evidence, now: now, by: actor)
                guard let row = try database.suppression(of: key) else {
                    throw StoreError.notFound(table: "suppression", key: key)
                }
                let ended = isNew ? try database.endAll(of: key, row, now: now, by: actor) : []
                return SuppressionOutcome(row: row, isNew: isNew, ended: ended)
            }
        }
    }
}

extension Database {
    func suppressionReason(of key: String) throws -> String? {
        let statement = try cachedStatement(sql: "SELECT reason FROM suppression WHERE key = ?")
        return try String.fetchOne(statement, arguments: [key])
    }

    fileprivate func suppression(of key: String) throws -> SuppressionRow? {
        try Row.fetchOne(
            cachedStatement(sql: "SELECT * FROM suppression WHERE key = ?"), arguments: [key]
        ).map(SuppressionRow.init)
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

    /// Nil leads have nothing to end: the address is refused when somebody adds it.
    fileprivate func endAll(
        of key: String, _ row: SuppressionRow, now: Instant, by actor: String
    ) throws -> [EnrollmentID] {
        guard let lead = try lead(key: key) else { return [] }
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: lead.id), "suppressed",
            why: "\(key) may never be contacted again: \(row.reason)")
        let live = try liveEnrollments(of: lead.id)
        for enrollment in live {
            try apply(
                .suppressed, to: enrollment, now: now, by: actor,
                why: "the address is suppressed: \(row.reason)")
        }
        return live.map(\.id)
    }

    func liveEnrollments(of lead: LeadID) throws -> [EnrollmentRow] {
        try Row.fetchAll(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns) FROM enrollment
                WHERE leadID = ? AND state <> 'ended' ORDER BY id
                """, arguments: [lead.rawValue]
        ).map(EnrollmentRow.init)
    }
}

extension SuppressionRow {
    fileprivate init(_ row: Row) {
        address = row["key"]
        reason = row["reason"]
        author = row["author"]
        evidence = row["evidence"]
        at = Instant(milliseconds: row["at"])
    }
}
