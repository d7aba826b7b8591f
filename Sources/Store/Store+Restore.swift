import GRDB
package import Sequencing

/// That the database was put back from a copy, and what is open since.
package struct Restoration: Equatable, Codable, Sendable {
    /// When the daemon first started on it.
    package var at: Instant
    /// The newest that the copy knows of; nil for one that knows nothing.
    package var copyAt: Instant?
    /// People who had been forgotten since the copy, and were erased again; nil for one of an earlier program.
    package var forgottenAgain: Int?
}

extension Store {
    private static let restorationSetting = "restored"

    /// Holds what may have left since the database was copied, if it was put back; nil when it was not.
    ///
    /// Must come before anything else that a start does. Messages that were on their way are in doubt: they
    /// have their Message-IDs, so Sent, a reply or a person settles them. Of the other enrollments no e-mail
    /// leaves until a person says what happened, but for those whose next step is due only from now on.
    package func holdAfterRestore(now: Instant) throws(StoreError) -> Restoration? {
        guard waterline.wasPutBack else { return nil }
        let (restoration, files, line, number) = try erasing { [waterline] database in
            let copyAt = try Int64.fetchOne(database, sql: "SELECT max(at) FROM history")
            var restoration = Restoration(at: now, copyAt: Instant(column: copyAt))
            try database.reserveEnrollmentNumbers(
                until: EnrollmentNumbers.reserved(after: database.newestEnrollment(), now: now))
            try database.tellPauses(since: restoration)
            try database.holdAll(since: restoration)
            try database.endSuppressed(now: now)
            let (people, files) = try database.forgetAgain(now: now)
            restoration.forgottenAgain = people
            try database.execute(
                sql: """
                    INSERT INTO setting (name, value) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """,
                arguments: [Self.restorationSetting, JSONText.encode(restoration)])
            let line = try waterline.beginLine(in: database)
            let number = try Int64.fetchOne(database, sql: "SELECT max(id) FROM history")
            return (restoration, files, line, number ?? 0)
        }
        try waterline.take(line: line, number: number)
        if restoration.forgottenAgain != 0 { clearAway(files) }
        return restoration
    }

    /// The last restore, and how many enrollments still wait for a person's word on it; nil for none.
    package func restoration(
        rep: String?
    ) throws(StoreError) -> (restoration: Restoration, open: Int)? {
        guard let text = try setting(Self.restorationSetting) else { return nil }
        guard let restoration = JSONText.decode(Restoration.self, from: text) else {
            throw .corruptRow(table: "setting", id: 0)
        }
        let open = try read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM enrollment WHERE restoredAt IS NOT NULL
                        AND state <> 'ended' AND (?1 IS NULL OR repName = ?1)
                    """, arguments: [rep]) ?? 0
        }
        return (restoration, open)
    }

    /// Enrollments of which a restore left open what they did, by their numbers.
    package func openAfterRestore(
        after id: EnrollmentID, rep: String?, limit: Int
    ) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(EnrollmentRow.columns) FROM enrollment
                    WHERE restoredAt IS NOT NULL AND state <> 'ended' AND id > ?1
                        AND (?2 IS NULL OR repName = ?2)
                    ORDER BY id LIMIT ?3
                    """, arguments: [id.rawValue, rep, limit]
            ).map(EnrollmentRow.init)
        }
    }

    /// A person says that an enrollment has done nothing since the copy: whatever it is at, it goes on.
    package func closeRestore(
        of id: EnrollmentID, why: String, now: Instant, by actor: String
    ) throws(StoreError) {
        try write { database in
            let row = try database.enrollment(id)
            guard row.restoredAt != nil else { return }
            try database.execute(
                sql: "UPDATE enrollment SET restoredAt = NULL WHERE id = ?",
                arguments: [id.rawValue])
            try database.recordHistory(
                at: now, by: actor,
                about: HistorySubject(lead: row.lead, handOff: row.handOff, enrollment: id),
                "restore-settled", why: why)
        }
    }
}

extension Database {
    fileprivate func holdAll(since restoration: Restoration) throws {
        let copy =
            restoration.copyAt.map { "a copy whose last entry is of \($0)" } ?? "an empty copy"
        try execute(
            sql: """
                UPDATE enrollment SET restoredAt = ?1
                WHERE state <> 'ended' AND NOT (state = 'waiting' AND dueAt > ?1)
                """, arguments: [restoration.at.milliseconds])
        try execute(
            sql: """
                INSERT INTO history (at, actor, leadID, handOffID, enrollmentID, event, why)
                SELECT ?1, 'start', leadID, handOffID, id, 'restored', ?2 FROM enrollment
                WHERE restoredAt = ?1 ORDER BY id
                """,
            arguments: [
                restoration.at.milliseconds,
                "the database was put back from \(copy): what this did since is not known, so no "
                    + "e-mail of it leaves until somebody says so",
            ])
        let onTheWay = try Int64.fetchAll(
            self,
            sql: """
                SELECT id FROM delivery WHERE state IN ('queued', 'submitting', 'committing')
                ORDER BY id
                """)
        for id in onTheWay {
            try move(
                DeliveryID(id), by: .restored, now: restoration.at, actor: "start",
                why: "the database was put back from \(copy): it may have left since",
                reply: "the database was restored; the message may have left before that")
        }
    }

    /// Mailboxes that were stopped since the copy, as `thirdtouchd restore` has carried over.
    fileprivate func tellPauses(since restoration: Restoration) throws {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT * FROM mailbox WHERE pauseCause IS NOT NULL AND pausedAt > ?
                ORDER BY address
                """, arguments: [restoration.copyAt?.milliseconds ?? 0])
        for row in rows {
            guard let pause = MailboxPause(row) else { continue }
            try recordHistory(
                at: restoration.at, by: "start", about: HistorySubject(mailbox: row["address"]),
                pause.event, why: pause.told)
        }
    }

    /// Addresses that `thirdtouchd restore` carried over from the database that it replaced.
    fileprivate func endSuppressed(now: Instant) throws {
        let live = try Row.fetchAll(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns), lead.key AS leadKey FROM enrollment
                JOIN lead ON lead.id = enrollment.leadID
                WHERE enrollment.state <> 'ended' ORDER BY enrollment.id
                """
        ).map { (key: $0["leadKey"] as String, row: try EnrollmentRow($0)) }
        for (key, row) in live where try suppressionReason(of: key) != nil {
            try apply(
                .suppressed, to: row, now: now, by: "start",
                why: "the address is suppressed, as the database before the restore knew")
        }
    }

    /// Erases whoever was forgotten before a copy that did not know it was put back; answers how many, and the files that must
    /// go as well.
    fileprivate func forgetAgain(now: Instant) throws -> (people: Int, files: [String]) {
        guard try !erasureMarks(of: "").isEmpty else { return (0, []) }
        let marked = try Set(
            String.fetchAll(self, sql: "SELECT key FROM suppression WHERE instr(key, '@') = 0"))
        var files: [String] = []
        var people = 0
        let keys = try String.fetchAll(
            self, sql: "SELECT key FROM lead WHERE forgottenAt IS NULL ORDER BY id")
        for key in keys where try !marked.isDisjoint(with: erasureMarks(of: key)) {
            guard let address = EmailAddress(stored: key) else { continue }
            files += try forget(address, now: now, by: "start").files
            people += 1
        }
        return (people, files)
    }
}
