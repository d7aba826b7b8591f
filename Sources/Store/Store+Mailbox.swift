import GRDB
package import Sequencing

/// What is stored of a mailbox; its servers and passwords live in the configuration alone.
package struct MailboxRow: Equatable, Sendable {
    package var address: String
    package var rep: String
    package var isActive: Bool
    package var downCause: String?
    package var downSinceAt: Instant?
    package var fenceCause: String?
    package var fenceSinceAt: Instant?
    package var sweepNumber: Int
    package var sweepStartedAt: Instant?
    package var sweepCompletedAt: Instant?
    /// The lane leaves no message before this moment.
    package var nextSlotAt: Instant
    package var pause: MailboxPause?
    /// What happened before no longer counts for the breaker: a person has looked at it.
    package var trustedSinceAt: Instant
}

extension Store {
    /// Makes the tables say what the configuration says; people who left stay, inactive.
    package func configure(
        reps: [Rep], mailboxes: [(address: EmailAddress, rep: String)]
    ) throws(StoreError) {
        try write { database in
            try database.execute(sql: "UPDATE rep SET isActive = 0")
            for rep in reps {
                try database.execute(
                    sql: """
                        INSERT INTO rep (name, fullName, email, phone, signature, zone, userID,
                            access, team, isActive) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
                        ON CONFLICT (name) DO UPDATE SET fullName = excluded.fullName,
                            email = excluded.email, phone = excluded.phone,
                            signature = excluded.signature, zone = excluded.zone,
                            userID = excluded.userID, access = excluded.access,
                            team = excluded.team, isActive = 1
                        """,
                    arguments: [
                        rep.name, rep.fullName, rep.email?.text, rep.phone, rep.signature, rep.zone,
                        rep.userID.map { Int64($0) }, rep.access.rawValue, rep.team,
                    ])
            }
            try database.execute(sql: "UPDATE mailbox SET isActive = 0")
            for mailbox in mailboxes {
                try database.execute(
                    sql: """
                        INSERT INTO mailbox (address, repName, isActive) VALUES (?, ?, 1)
                        ON CONFLICT (address) DO UPDATE
                        SET repName = excluded.repName, isActive = 1
                        """, arguments: [mailbox.address.canonical, mailbox.rep])
            }
        }
    }

    /// Active reps by name.
    package func reps() throws(StoreError) -> [String: Rep] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT * FROM rep WHERE isActive")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], Rep($0)) })
        }
    }

    package func mailboxes() throws(StoreError) -> [MailboxRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM mailbox ORDER BY address")
                .map(MailboxRow.init)
        }
    }

    /// Writes how a sweep ended. A failure closes the fence until a complete sweep opens it again.
    package func recordSweep(
        of mailbox: String, startedAt: Instant, failure: String?, now: Instant
    ) throws(StoreError) {
        try write { database in
            let before = try String.fetchOne(
                database, sql: "SELECT fenceCause FROM mailbox WHERE address = ?",
                arguments: [mailbox])
            if let failure {
                try database.execute(
                    sql: """
                        UPDATE mailbox SET fenceCause = ?2,
                            fenceSinceAt = coalesce(fenceSinceAt, ?3) WHERE address = ?1
                        """, arguments: [mailbox, failure, now.milliseconds])
            } else {
                try database.execute(
                    sql: """
                        UPDATE mailbox SET fenceCause = NULL, fenceSinceAt = NULL,
                            sweepNumber = sweepNumber + 1, sweepStartedAt = ?2,
                            sweepCompletedAt = ?3 WHERE address = ?1
                        """, arguments: [mailbox, startedAt.milliseconds, now.milliseconds])
            }
            guard before != failure else { return }
            try database.recordHistory(
                at: now, by: "inbox", about: HistorySubject(mailbox: mailbox),
                failure == nil ? "fence-opened" : "fence-closed",
                why: failure ?? "every watched folder was read to its end")
        }
    }

    /// Writes whether the mailbox can send; nil means that it can.
    package func recordDown(
        _ mailbox: String, cause: String?, now: Instant
    ) throws(StoreError) {
        try write { database in
            try database.recordDown(mailbox, cause: cause, now: now)
        }
    }

    /// The server has answered: the mailbox can send, and its next message leaves no earlier than `nextSlotAt`.
    package func noteAnswer(
        of mailbox: String, nextSlotAt: Instant, now: Instant
    ) throws(StoreError) {
        try write { database in
            try database.noteAnswer(of: mailbox, nextSlotAt: nextSlotAt, now: now)
        }
    }
}

extension Database {
    func noteAnswer(of mailbox: String, nextSlotAt: Instant, now: Instant) throws {
        try recordDown(mailbox, cause: nil, now: now)
        guard nextSlotAt > now else { return }
        try run("UPDATE mailbox SET nextSlotAt = ? WHERE address = ?", nextSlotAt, mailbox)
    }

    fileprivate func recordDown(_ mailbox: String, cause: String?, now: Instant) throws {
        let before = try first("SELECT downCause FROM mailbox WHERE address = ?", mailbox) {
            $0.next() as String?
        }
        guard before.flatMap(\.self) != cause else { return }
        try execute(
            sql: """
                UPDATE mailbox SET downCause = ?2, downSinceAt =
                    CASE WHEN ?2 IS NULL THEN NULL ELSE coalesce(downSinceAt, ?3) END
                WHERE address = ?1
                """, arguments: [mailbox, cause, now.milliseconds])
        try recordHistory(
            at: now, by: "lane", about: HistorySubject(mailbox: mailbox),
            cause == nil ? "mailbox-up" : "mailbox-down", why: cause ?? "it sends again")
    }
}

extension Rep {
    init(_ row: Row) {
        self.init(
            name: row["name"], fullName: row["fullName"],
            // Why the error is dropped: the configuration refused bad addresses before.
            email: (row["email"] as String?).flatMap { try? EmailAddress($0) },
            phone: row["phone"], signature: row["signature"], zone: row["zone"],
            userID: (row["userID"] as Int64?).map { UInt32($0) },
            access: Access(rawValue: row["access"]) ?? .rep, team: row["team"])
    }
}

extension MailboxRow {
    init(_ row: Row) {
        address = row["address"]
        rep = row["repName"]
        isActive = row["isActive"]
        downCause = row["downCause"]
        downSinceAt = Instant(column: row["downSinceAt"])
        fenceCause = row["fenceCause"]
        fenceSinceAt = Instant(column: row["fenceSinceAt"])
        sweepNumber = row["sweepNumber"]
        sweepStartedAt = Instant(column: row["sweepStartedAt"])
        sweepCompletedAt = Instant(column: row["sweepCompletedAt"])
        nextSlotAt = Instant(milliseconds: row["nextSlotAt"])
        trustedSinceAt = Instant(milliseconds: row["trustedSinceAt"])
        pause = MailboxPause(row)
    }
}
