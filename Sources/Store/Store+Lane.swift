import GRDB
package import Sequencing

extension Store {
    /// The word on a message that waits for the proof that nobody answered.
    package static let waitsForFence = "the fence: the mailbox must be read first"

    /// The word on a message that waits until its lead may be written to.
    package static let waitsForWindow = "the lead's window"

    /// A sweep is complete: what waited for it may be looked at again.
    package func releaseFenceWaiters(of mailbox: String, now: Instant) throws(StoreError) {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE delivery SET notBeforeAt = ?1
                    WHERE state = 'queued' AND mailbox = ?2 AND waitsFor = ?3 AND notBeforeAt > ?1
                    """
            ).execute(arguments: [now.milliseconds, mailbox, Self.waitsForFence])
        }
    }

    /// Passed commit points of a mailbox after `start`, its probes and digests among them: what a rolling cap counts.
    package func committedCount(
        mailbox: String, after start: Instant
    ) throws(StoreError) -> Int {
        try read { database in
            try CommittedRecord(database: database, mailbox: mailbox)
                .count(after: start, domain: nil)
        }
    }

    /// When a mailbox sent its first message; nil before that.
    package func firstCommittedAt(of mailbox: String) throws(StoreError) -> Instant? {
        try read { database in
            try CommittedRecord(database: database, mailbox: mailbox).firstCommittedAt()
        }
    }
}

/// The past of one mailbox as a transaction sees it.
struct CommittedRecord: LaneRecord {
    let database: Database
    let mailbox: String

    func committedAt(placesBack: Int, after start: Instant, domain: String?) throws -> Instant? {
        // Counted first, which SQLite does by the index alone: seldom are there so many.
        guard try count(after: start, domain: domain) > max(0, placesBack) else { return nil }
        // All parts by their index, merged: no row is sorted.
        let probes = """
            UNION ALL SELECT committedAt FROM mailboxProbe
            WHERE mailbox = ?1 AND committedAt IS NOT NULL
            UNION ALL SELECT committedAt FROM digestMail
            WHERE mailbox = ?1 AND committedAt IS NOT NULL
            """
        return try database.first(
            """
            SELECT committedAt FROM delivery
            WHERE mailbox = ?1 \(domain == nil ? "AND ?2 IS NULL" : "AND domain = ?2")
                AND committedAt IS NOT NULL
            \(domain == nil ? probes : "")
            ORDER BY committedAt DESC LIMIT 1 OFFSET ?3
            """, mailbox, domain, max(0, placesBack)
        ) { $0.instant() }
    }

    func count(after start: Instant, domain: String?) throws -> Int {
        if let domain {
            return try database.first(
                """
                SELECT count(*) FROM delivery
                WHERE mailbox = ? AND domain = ? AND committedAt > ?
                """, mailbox, domain, start
            ) { $0.next() } ?? 0
        }
        return try database.first(
            """
            SELECT (SELECT count(*) FROM delivery WHERE mailbox = ?1 AND committedAt > ?2)
                + (SELECT count(*) FROM mailboxProbe WHERE mailbox = ?1 AND committedAt > ?2)
                + (SELECT count(*) FROM digestMail WHERE mailbox = ?1 AND committedAt > ?2)
            """, mailbox, start
        ) { $0.next() } ?? 0
    }

    /// When the mailbox sent its first message; nil before that.
    func firstCommittedAt() throws -> Instant? {
        try database.first(
            """
            SELECT min(committedAt) FROM delivery
            WHERE mailbox = ? AND committedAt IS NOT NULL
            """, mailbox
        ) { $0.optionalInstant() } ?? nil
    }

    func lastFirstTouch(of account: AccountID, except lead: LeadID) throws -> Instant? {
        try database.first(
            """
            SELECT max(delivery.committedAt) FROM lead
            JOIN delivery ON delivery.leadID = lead.id
            WHERE lead.accountID = ? AND lead.id <> ? AND delivery.urgency <> 0
            """, account, lead
        ) { $0.optionalInstant() } ?? nil
    }
}

extension Database {
    /// Why the cap keeps a message back now; nil when there is room.
    func fullnessOfMailbox(_ mailbox: String, _ rules: LaneRules, now: Instant) throws -> String? {
        try rules.roomAt(CommittedRecord(database: self, mailbox: mailbox), now: now)
            .map { "the cap of the mailbox is reached until \($0)" }
    }
}

extension Store {
    /// Messages that wait for their lane.
    package func queuedCount(in mailbox: String) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT count(*) FROM delivery WHERE state = 'queued' AND mailbox = ?"),
                arguments: [mailbox]) ?? 0
        }
    }
}

extension SubmissionVerdict {
    /// For the history.
    var sentence: String {
        switch self {
        case .accepted(let reply): "accepted: \(reply)"
        case .refused(let reply): "refused: \(reply)"
        case .deferred(let reply): "put off: \(reply)"
        case .unsent(.abortedAtCommitPoint): "held back at the commit point"
        case .unsent(.connection(let cause)): "not sent, no connection: \(cause)"
        case .unsent(.authentication(let reply)):
            "not sent, the mailbox's password or consent was refused: \(reply)"
        case .unsent(.tls(let cause)): "not sent, TLS failed: \(cause)"
        case .inDoubt(let cause): "nobody knows whether it arrived: \(cause)"
        }
    }

    var serverReply: String? {
        switch self {
        case .accepted(let reply), .refused(let reply), .deferred(let reply): reply
        case .unsent(.authentication(let reply)): reply
        case .unsent(.abortedAtCommitPoint): nil
        case .unsent(.connection(let cause)), .unsent(.tls(let cause)), .inDoubt(let cause): cause
        }
    }
}
