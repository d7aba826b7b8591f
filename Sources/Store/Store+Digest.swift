import GRDB
package import Sequencing

/// A digest that is to be mailed, or was: one for each receiver and period.
package struct DigestRow: Equatable, Sendable {
    package enum State: String, Sendable {
        /// Waits for its lane; composed when that takes it up.
        case queued
        /// Has passed its commit point: never sent again.
        case sent
        /// There was nothing to say.
        case empty
        /// It did not leave, and its time is over.
        case failed
    }

    package var id: Int64
    package var receiver: String
    package var kind: DigestKind
    package var day: LocalDate
    package var mailbox: String
    package var state: State
    package var queuedAt: Instant
    package var endsAt: Instant
    package var notBeforeAt: Instant
    package var committedAt: Instant?
    package var settledAt: Instant?
    package var serverReply: String?
}

extension Store {
    /// A server that puts a digest off is asked again after this (RFC 5321 section 4.5.4.1).
    private static let digestBackoff: Duration = .minutes(30)

    /// Writes down that a digest is due; nothing where it was already, whatever became of it.
    package func queueDigest(
        to receiver: String, _ period: DigestPeriod, from mailbox: String, now: Instant
    ) throws(StoreError) {
        let name = "\(period.day)"
        let isKnown = try read { database in
            try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM digestMail
                            WHERE receiver = ? AND kind = ? AND period = ?)
                        """), arguments: [receiver, period.kind.rawValue, name]) ?? false
        }
        guard !isKnown else { return }
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO digestMail (receiver, kind, period, mailbox, state, queuedAt, endsAt,
                        notBeforeAt) VALUES (?, ?, ?, ?, 'queued', ?, ?, ?)
                    ON CONFLICT (receiver, kind, period) DO NOTHING
                    """,
                arguments: [
                    receiver, period.kind.rawValue, name, mailbox, now.milliseconds,
                    period.endsAt.milliseconds, now.milliseconds,
                ])
        }
    }

    /// The mailboxes with digests that wait, also for another try.
    package func mailboxesWithDigests() throws(StoreError) -> [String] {
        try read { database in
            try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT DISTINCT mailbox FROM digestMail WHERE state = 'queued'
                        ORDER BY mailbox
                        """))
        }
    }

    /// The next one of a mailbox that may leave now.
    package func queuedDigest(of mailbox: String, now: Instant) throws(StoreError) -> DigestRow? {
        try read { database in try database.queuedDigest(of: mailbox, now: now) }
    }

    /// The gaps that the last digest of somebody told, and when; nil for a first one. One that has not left, or was
    /// refused, has told none.
    package func lastDigest(
        to receiver: String, _ kind: DigestKind
    ) throws(StoreError) -> (gaps: Set<HandOffID>, at: Instant)? {
        try read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT id, gaps, coalesce(committedAt, settledAt) AS at FROM digestMail
                    WHERE receiver = ? AND kind = ? AND gaps IS NOT NULL
                        AND state IN ('sent', 'empty') ORDER BY id DESC LIMIT 1
                    """, arguments: [receiver, kind.rawValue])
            guard let row else { return nil }
            let words = (row["gaps"] as String).split(separator: " ")
            let gaps = Set(words.compactMap { Int64($0).map { HandOffID($0) } })
            guard gaps.count == words.count, let at = Instant(column: row["at"]) else {
                throw StoreError.corruptRow(table: "digestMail", id: row["id"])
            }
            return (gaps, at)
        }
    }

    /// The digests of somebody, the newest first.
    package func digests(to receiver: String) throws(StoreError) -> [DigestRow] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM digestMail WHERE receiver = ? ORDER BY id DESC",
                arguments: [receiver]
            ).map(DigestRow.init)
        }
    }

    /// The commit point of a digest: as for every message, suppression and pause are asked in this transaction,
    /// which also says that it has left.
    package func commitDigest(
        _ id: Int64, to recipient: EmailAddress, gaps: Set<HandOffID>, rules: LaneRules,
        now: Instant
    ) throws(StoreError) -> CommitDecision {
        try write { database in
            let row = try database.digest(id)
            // The callback may be called again after the end of the file.
            if row.state == .sent, row.settledAt == nil { return .go }
            guard row.state == .queued else { return .abort(why: "it is \(row.state.rawValue)") }
            if let reason = try database.suppressionReason(of: recipient.canonical) {
                return .abort(why: "\(row.receiver) may not be contacted (\(reason))")
            }
            if let why = try database.pauseOfMailbox(row.mailbox, now: now) {
                return .abort(why: why)
            }
            if let why = try database.fullnessOfMailbox(row.mailbox, rules, now: now) {
                return .abort(why: why)
            }
            // The list of the one before stays until the server has spoken: it counts again if this one does not leave.
            try database.execute(
                sql: """
                    UPDATE digestMail SET state = 'sent', committedAt = ?, gaps = ?
                    WHERE id = ? AND state = 'queued'
                    """, arguments: [now.milliseconds, Database.text(of: gaps), id])
            return .go
        }
    }

    /// Writes what the server said. What it put off is tried again; what may have left never is, and its list of gaps is
    /// the last one.
    package func settleDigest(
        _ id: Int64, as verdict: SubmissionVerdict, now: Instant
    ) throws(StoreError) {
        try write { database in
            switch verdict {
            case .accepted, .inDoubt:
                try database.dropGaps(before: database.digest(id))
                try database.settle(id, .sent, saying: verdict.sentence, now: now)
            case .refused:
                try database.execute(
                    sql: "UPDATE digestMail SET gaps = NULL WHERE id = ?", arguments: [id])
                try database.settle(id, .failed, saying: verdict.sentence, now: now)
            case .deferred, .unsent:
                try database.execute(
                    sql: """
                        UPDATE digestMail SET state = 'queued', committedAt = NULL, gaps = NULL,
                            notBeforeAt = ?, serverReply = ? WHERE id = ?
                        """,
                    arguments: [(now + Self.digestBackoff).milliseconds, verdict.sentence, id])
            }
        }
    }

    /// It is not sent: there is nothing to say, nobody to say it to, or no time left.
    package func dropDigest(
        _ id: Int64, as state: DigestRow.State, why: String, gaps: Set<HandOffID>? = nil,
        now: Instant
    ) throws(StoreError) {
        try write { database in
            if let gaps {
                try database.execute(
                    sql: "UPDATE digestMail SET gaps = ? WHERE id = ?",
                    arguments: [Database.text(of: gaps), id])
                try database.dropGaps(before: database.digest(id))
            }
            try database.settle(id, state, saying: why, now: now)
        }
    }
}

extension Database {
    /// Seldom is there one, and each turn of a lane asks.
    func queuedDigest(of mailbox: String, now: Instant) throws -> DigestRow? {
        let id: Int64? = try first(
            """
            SELECT id FROM digestMail WHERE state = 'queued' AND mailbox = ? AND notBeforeAt <= ?
            ORDER BY id LIMIT 1
            """, mailbox, now
        ) { $0.next() }
        return try id.map { try digest($0) }
    }

    fileprivate func digest(_ id: Int64) throws -> DigestRow {
        guard
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM digestMail WHERE id = ?", arguments: [id])
        else { throw StoreError.notFound(table: "digestMail", key: "\(id)") }
        return try DigestRow(row)
    }

    /// As `lastDigest` reads them.
    fileprivate static func text(of gaps: Set<HandOffID>) -> String {
        gaps.map(\.rawValue).sorted().map(String.init).joined(separator: " ")
    }

    /// Only the newest list is ever asked for: the others are forgotten.
    fileprivate func dropGaps(before row: DigestRow) throws {
        try execute(
            sql: """
                UPDATE digestMail SET gaps = NULL
                WHERE receiver = ? AND kind = ? AND id < ? AND gaps IS NOT NULL
                """, arguments: [row.receiver, row.kind.rawValue, row.id])
    }

    fileprivate func settle(
        _ id: Int64, _ state: DigestRow.State, saying words: String, now: Instant
    ) throws {
        let row = try digest(id)
        try execute(
            sql: """
                UPDATE digestMail SET state = ?, settledAt = ?, serverReply = ? WHERE id = ?
                """, arguments: [state.rawValue, now.milliseconds, words, id])
        try recordHistory(
            at: now, by: "digest", about: HistorySubject(mailbox: row.mailbox),
            "digest-\(state.rawValue)",
            why: "the \(row.kind.rawValue) digest of \(row.day) for \(row.receiver): \(words)")
    }
}

extension DigestRow {
    init(_ row: Row) throws {
        id = row["id"]
        guard let kind = DigestKind(rawValue: row["kind"]),
            let day = LocalDate(text: row["period"] as String),
            let state = State(rawValue: row["state"])
        else { throw StoreError.corruptRow(table: "digestMail", id: row["id"]) }
        self.kind = kind
        self.day = day
        self.state = state
        receiver = row["receiver"]
        mailbox = row["mailbox"]
        queuedAt = Instant(milliseconds: row["queuedAt"])
        endsAt = Instant(milliseconds: row["endsAt"])
        notBeforeAt = Instant(milliseconds: row["notBeforeAt"])
        committedAt = Instant(column: row["committedAt"])
        settledAt = Instant(column: row["settledAt"])
        serverReply = row["serverReply"]
    }
}
