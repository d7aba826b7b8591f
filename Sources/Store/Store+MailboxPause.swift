import GRDB
package import Sequencing

/// Why a mailbox sends nothing although it could.
package struct MailboxPause: Equatable, Sendable {
    package enum Cause: String, Codable, Sendable {
        case person, breaker
    }

    package var cause: Cause
    package var why: String
    package var since: Instant
    /// Nil: until a person resumes it.
    package var until: Instant?

    package init(cause: Cause, why: String, since: Instant, until: Instant?) {
        self.cause = cause
        self.why = why
        self.since = since
        self.until = until
    }

    /// As the history calls and tells it; `MailboxTroubles` reads it from there.
    var event: String { cause == .breaker ? "breaker-opened" : "mailbox-paused" }
    var told: String { why + (until.map { ", until \($0)" } ?? "") }
}

extension Store {
    package func mailbox(_ address: String) throws(StoreError) -> MailboxRow {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT * FROM mailbox WHERE address = ?")
            guard let row = try Row.fetchOne(statement, arguments: [address]) else {
                throw StoreError.notFound(table: "mailbox", key: address)
            }
            return MailboxRow(row)
        }
    }

    /// The pause of a mailbox that is in force, nil when messages may leave.
    package func pause(of mailbox: String, now: Instant) throws(StoreError) -> MailboxPause? {
        try read { database in try database.pause(of: mailbox, now: now) }
    }

    /// Lets no message leave a mailbox. A person's pause replaces any other; a breaker's replaces one that
    /// would end by itself.
    package func pause(
        _ mailbox: String, _ pause: MailboxPause, by actor: String
    ) throws(StoreError) {
        try write { database in
            let before = try Row.fetchOne(
                database, sql: "SELECT * FROM mailbox WHERE address = ?", arguments: [mailbox]
            ).flatMap(MailboxPause.init)
            if pause.cause == .breaker, let before, before.until == nil { return }
            try database.execute(
                sql: """
                    UPDATE mailbox SET pauseCause = ?2, pauseWhy = ?3, pausedAt = ?4,
                        pausedUntilAt = ?5 WHERE address = ?1
                    """,
                arguments: [
                    mailbox, pause.cause.rawValue, pause.why, pause.since.milliseconds,
                    pause.until?.milliseconds,
                ])
            try database.recordHistory(
                at: pause.since, by: actor, about: HistorySubject(mailbox: mailbox),
                pause.event, why: pause.told)
        }
    }

    /// Lets a mailbox send again; what went wrong before counts no more. False when it was not paused.
    package func resume(
        mailbox: String, now: Instant, by actor: String
    ) throws(StoreError) -> Bool {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE mailbox SET pauseCause = NULL, pauseWhy = NULL, pausedAt = NULL,
                        pausedUntilAt = NULL, trustedSinceAt = ?2
                    WHERE address = ?1 AND pauseCause IS NOT NULL
                    """, arguments: [mailbox, now.milliseconds])
            guard database.changesCount == 1 else { return false }
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(mailbox: mailbox), "mailbox-resumed",
                why: "\(actor) lets it send again")
            return true
        }
    }

    /// What the breaker judges a mailbox by.
    package func breakerFacts(
        of mailbox: String, window: Duration, now: Instant
    ) throws(StoreError) -> BreakerFacts {
        try read { database in
            let row = try Row.fetchOne(
                database, sql: "SELECT trustedSinceAt FROM mailbox WHERE address = ?",
                arguments: [mailbox])
            let trusted: Int64 = row?["trustedSinceAt"] ?? 0
            let start = max(trusted, (now - window).milliseconds)
            let counts = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*) AS delivered, total(state = 'bounced') AS bounced FROM delivery
                    WHERE mailbox = ? AND committedAt > ? AND state IN ('accepted', 'bounced')
                    """, arguments: [mailbox, start])
            let complaints = try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM reply
                    WHERE mailbox = ? AND kind = 'complaint' AND recordedAt > ?
                    """, arguments: [mailbox, trusted])
            let replies = try Row.fetchAll(
                database,
                sql: """
                    SELECT state, serverReply FROM delivery
                    WHERE mailbox = ? AND settledAt > ? AND state <> 'withdrawn'
                    ORDER BY settledAt DESC, id DESC LIMIT ?
                    """, arguments: [mailbox, trusted, BreakerRules.policyRefusals])
            return BreakerFacts(
                delivered: counts?["delivered"] ?? 0, bounced: counts?["bounced"] ?? 0,
                complaints: complaints ?? 0,
                lastReplies: replies.map {
                    BreakerFacts.Reply(
                        wasRefused: $0["state"] == "refused", text: $0["serverReply"] ?? "")
                })
        }
    }

    /// The mailbox that wrote to the lead first, of those that are named; nil when none did.
    package func firstMailbox(
        writingTo lead: LeadID, among mailboxes: [String]
    ) throws(StoreError) -> String? {
        try read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT mailbox FROM delivery WHERE leadID = ? AND committedAt IS NOT NULL
                    ORDER BY committedAt
                    """, arguments: [lead.rawValue]
            ).first { mailboxes.contains($0) }
        }
    }

    /// How many enrollments that have not ended each mailbox carries.
    package func liveEnrollmentCounts() throws(StoreError) -> [String: Int] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT mailbox, count(*) AS n FROM enrollment
                    WHERE state <> 'ended' AND mailbox IS NOT NULL GROUP BY mailbox
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["mailbox"], $0["n"]) })
        }
    }
}

extension Database {
    /// Why nothing may leave a mailbox now, in words; nil when it may.
    func pauseOfMailbox(_ address: String, now: Instant) throws -> String? {
        try pause(of: address, now: now).map { "the mailbox is paused: \($0.why)" }
    }

    /// The pause that is in force.
    func pause(of address: String, now: Instant) throws -> MailboxPause? {
        let pause = try first(
            """
            SELECT pauseCause, pauseWhy, pausedAt, pausedUntilAt FROM mailbox
            WHERE address = ? AND pauseCause IS NOT NULL
            """, address
        ) { row -> MailboxPause? in
            guard let cause = MailboxPause.Cause(rawValue: row.next()) else { return nil }
            return MailboxPause(
                cause: cause, why: row.next(), since: row.instant(), until: row.optionalInstant())
        }
        guard case .some(.some(let pause)) = pause, pause.isInForce(at: now) else { return nil }
        return pause
    }
}

extension MailboxPause {
    init?(_ row: Row) {
        guard let word: String = row["pauseCause"], let cause = Cause(rawValue: word) else {
            return nil
        }
        self.init(
            cause: cause, why: row["pauseWhy"], since: Instant(milliseconds: row["pausedAt"]),
            until: Instant(column: row["pausedUntilAt"]))
    }

    package func isInForce(at now: Instant) -> Bool { until.map { now < $0 } ?? true }
}
