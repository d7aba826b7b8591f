import Foundation
import GRDB
package import Sequencing

/// Who may never be contacted again, and who said so.
package struct SuppressionRow: Equatable, Sendable {
    package var scope: SuppressionScope
    /// Canonical; `@domain` for everybody of a domain; of a forgotten person the beginning of the hash.
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
    /// Only of a present address: the former one that was asked for, canonical.
    package var formerly: String?
}

extension Store {
    /// Why an address may never be contacted again; nil when it may.
    package func suppressionReason(of address: EmailAddress) throws(StoreError) -> String? {
        try read { database in try database.suppressionReason(of: address.canonical) }
    }

    /// Also of an address that was edited away, when its person's present one is suppressed.
    package func suppression(of whom: SuppressionKey) throws(StoreError) -> SuppressionRow? {
        try read { database in
            try database.suppression(of: whom.text)
                ?? database.presentLead(formerly: whom.text).flatMap {
                    try database.suppression(of: $0.email.canonical)
                }
        }
    }

    /// Newest first; `text` is a part of the address.
    package func suppressions(
        containing text: String?, limit: Int
    ) throws(StoreError) -> [SuppressionRow] {
        let text = text?.lowercased().precomposedStringWithCanonicalMapping
        return try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT * FROM suppression WHERE ?1 IS NULL
                        OR instr(key, '@') > 0 AND (instr(key, ?1) > 0 OR instr(key, 'xn--') > 0)
                    ORDER BY at DESC, key
                    """, arguments: [text])
            var found: [SuppressionRow] = []
            while found.count < limit, let row = try rows.next() {
                let names = EmailAddress.spellings(of: row["key"])
                // A domain may be asked for as it is written.
                guard text.map({ text in names.contains { $0.contains(text) } }) ?? true else {
                    continue
                }
                found.append(SuppressionRow(row))
            }
            return found
        }
    }

    /// Suppresses addresses and ends what lives of their leads, all in one transaction: a message that has not
    /// passed its commit point by then never leaves.
    ///
    /// An address that was edited away stands for the person (docs/decisions/0049): the present one follows it in the answer,
    /// suppressed as well.
    package func suppress(
        _ keys: [SuppressionKey], reason: String, evidence: String?, now: Instant,
        by actor: String
    ) throws(StoreError) -> [SuppressionOutcome] {
        try write { database in
            try keys.flatMap { whom in
                let asked = try database.suppress(
                    whom, reason: reason, evidence: evidence, now: now, by: actor)
                guard case .address(let address) = whom,
                    let lead = try database.presentLead(formerly: address.canonical)
                else { return [asked] }
                var present = try database.suppress(
                    .address(lead.email), reason: reason, evidence: evidence, now: now, by: actor)
                present.formerly = address.canonical
                return [asked, present]
            }
        }
    }
}

extension Database {
    /// Of a canonical address: its own entry, its domain's, or that of a forgotten person.
    func suppressionReason(of key: String) throws -> String? {
        // Of two leads that became one person the later has the key that it had.
        let key = key.utf8.allSatisfy({ $0 < 0x80 }) ? key : EmailAddress.canonical(of: key)
        let (domain, marks) = (Self.domainKey(of: key), try erasureMarks(of: key))
        // Seldom is there one, and each message asks: three looks into the key, nothing is sorted.
        let isListed: Bool? = try first(
            """
            SELECT EXISTS (SELECT 1 FROM suppression WHERE key = ?1)
                OR EXISTS (SELECT 1 FROM suppression WHERE key = ?2)
                OR EXISTS (SELECT 1 FROM suppression WHERE key = ?3)
            """, key, domain, marks.first
        ) { $0.next() }
        // Only after a restore there may be more than one mark.
        guard isListed == true || marks.count > 1 else { return nil }
        return try suppression(of: key)?.reason
    }

    /// As a whole domain is named: with its sign.
    private static func domainKey(of key: String) -> String? {
        key.lastIndex(of: "@").map { String(key[$0...]) }
    }

    func suppression(of key: String) throws -> SuppressionRow? {
        let keys = [key, Self.domainKey(of: key)] + (try erasureMarks(of: key))
        let places = keys.map { _ in "?" }.joined(separator: ", ")
        return try Row.fetchOne(
            cachedStatement(
                sql: "SELECT * FROM suppression WHERE key IN (\(places)) ORDER BY at, key LIMIT 1"),
            arguments: StatementArguments(keys)
        ).map(SuppressionRow.init)
    }

    /// Who may not be contacted is no lead either, whoever brings the address.
    func refuseSuppressed(_ key: String) throws {
        guard let row = try suppression(of: key) else { return }
        throw StoreError.refused(
            EnrollmentRefusal(
                code: .suppressed, message: "\(key) may not be contacted (\(row.reason))",
                advice: "see thirdtouch suppression check \(key)"))
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

    fileprivate func suppress(
        _ whom: SuppressionKey, reason: String, evidence: String?, now: Instant, by actor: String
    ) throws -> SuppressionOutcome {
        let key = whom.text
        let isNew = try suppression(of: key) == nil
        try suppress(key, reason: reason, evidence: evidence, now: now, by: actor)
        guard let row = try suppression(of: key) else {
            throw StoreError.notFound(table: "suppression", key: key)
        }
        let ended = isNew ? try endAll(of: whom, row, now: now, by: actor) : []
        return SuppressionOutcome(row: row, isNew: isNew, ended: ended)
    }

    /// Whoever is no lead has nothing to end: the address is refused when somebody adds it.
    fileprivate func endAll(
        of whom: SuppressionKey, _ row: SuppressionRow, now: Instant, by actor: String
    ) throws -> [EnrollmentID] {
        try leads(of: whom).flatMap { lead in
            try recordHistory(
                at: now, by: actor, about: HistorySubject(lead: lead), "suppressed",
                why: "\(row.address) may never be contacted again: \(row.reason)")
            let live = try liveEnrollments(of: lead)
            for enrollment in live {
                try apply(
                    .suppressed, to: enrollment, now: now, by: actor,
                    why: "the address is suppressed: \(row.reason)")
            }
            return live.map(\.id)
        }
    }

    private func leads(of whom: SuppressionKey) throws -> [LeadID] {
        switch whom {
        case .address(let address): try lead(key: address.canonical).map { [$0.id] } ?? []
        case .domain:
            try Int64.fetchAll(
                self, sql: "SELECT id FROM lead WHERE substr(key, instr(key, '@')) = ? ORDER BY id",
                arguments: [whom.text]
            ).map { LeadID($0) }
        }
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
        let key: String = row["key"]
        scope =
            if key.hasPrefix("@") { .domain } else if key.contains("@") { .address } else {
                .forgotten
            }
        address = scope == .forgotten ? String(key.prefix(12)) : key
        reason = row["reason"]
        author = row["author"]
        evidence = row["evidence"]
        at = Instant(milliseconds: row["at"])
    }
}
