import GRDB
import Logging
package import Sequencing

/// What an erasure has done.
package struct Erasure: Equatable, Sendable {
    /// Nil for an address that was nobody's.
    package var lead: LeadID?
    /// False when the person had been forgotten before.
    package var isNew: Bool
    package var ended: [EnrollmentID] = []
    package var deliveries = 0
    package var replies = 0
    package var tasks = 0
    package var historyLines = 0
    /// Messages that had been set aside for a person to read.
    package var files = 0
}

extension Store {
    /// Erases all that is known of a person, and keeps a keyed hash of the address, so that nobody brings it
    /// back (docs/decisions/0023).
    ///
    /// Rows stay with their moments, states and numbers, which is what the report counts; names, addresses,
    /// texts and messages go. Throws `StoreError.notNow` while a message to the person is on its way.
    package func forget(
        _ address: EmailAddress, now: Instant, by actor: String
    ) throws(StoreError) -> Erasure {
        let (erasure, files) = try erasing { database in
            try database.forget(address, now: now, by: actor)
        }
        clearAway(files)
        return erasure
    }

    /// A transaction in which what is overwritten is gone from the file too, not only from sight; `clearAway` does the rest.
    func erasing<Value: Sendable>(
        named name: StaticString = #function,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(StoreError) -> Value {
        try write(named: name) { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // Why the error is dropped: left on, it costs a little time and nothing else.
            defer { try? database.execute(sql: "PRAGMA secure_delete = OFF") }
            return try body(database)
        }
    }

    /// After an erasure: files of theirs, and the log.
    func clearAway(_ files: [String]) {
        for file in files { shelf.remove(file) }
        emptyLog()
    }

    /// Brings the write-ahead log, which holds pages as they were, to its end and to nothing.
    private func emptyLog() {
        do {
            try pool.writeWithoutTransaction { database in
                _ = try database.checkpoint(.truncate)
            }
        } catch {
            logger.info(
                "The log could not be emptied after an erasure; the next checkpoint does it",
                metadata: ["store.cause": "\(error)"])
        }
    }
}

extension Database {
    private static let permitName = "erasing"
    /// Never anybody's (RFC 2606).
    private static let nowhere = "erased.invalid"

    func forget(
        _ address: EmailAddress, now: Instant, by actor: String
    ) throws -> (Erasure, files: [String]) {
        try makeErasureKey()
        let lead = try person(key: address.canonical)
        let suppressedAt = try suppression(of: (lead?.email ?? address).canonical)?.at
        var erasure = Erasure(lead: lead?.id, isNew: true)
        var known = [address.canonical]
        if let lead {
            known.append(lead.email.canonical)
            known += try formerAddresses(of: lead.id)
            known += try String.fetchAll(
                self, sql: "SELECT DISTINCT recipient FROM delivery WHERE leadID = ?",
                arguments: [lead.id.rawValue]
            ).map { EmailAddress.canonical(of: $0) }
            try refuseInFlight(lead)
            erasure.ended = try end(lead, now: now, by: actor)
        }
        for key in Set(known) {
            let isNew = try suppressForgotten(key, now: now, by: actor)
            if key == address.canonical { erasure.isNew = isNew || lead != nil }
        }
        guard let lead else { return (erasure, []) }
        // What is left of the lead has an address of this domain, and is refused like any other.
        try suppress(
            "@\(Self.nowhere)", reason: "the person was forgotten", evidence: nil, now: now,
            by: "erasure")
        try keep(suppressedAt, of: lead.id)
        try execute(
            sql: "INSERT INTO setting (name, value) VALUES (?, '')", arguments: [Self.permitName])
        let files = try erase(lead, known: Set(known), now: now, counts: &erasure)
        try execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [Self.permitName])
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: lead.id), "forgotten",
            why: "\(actor) had the person's data erased")
        erasure.files = files.count
        return (erasure, files)
    }

    /// Whoever is on the wire can't be called back, and its row is still needed.
    private func refuseInFlight(_ lead: Lead) throws {
        let row = try Row.fetchOne(
            self,
            sql: """
                SELECT \(DeliveryRow.columns) FROM delivery
                WHERE leadID = ? AND state IN ('submitting', 'committing')
                """, arguments: [lead.id.rawValue])
        guard let delivery = try row.map(DeliveryRow.init) else { return }
        throw StoreError.notNow(
            what: "\(lead.id) was not forgotten", why: "\(delivery.id) is on its way",
            advice: "wait until it has left: thirdtouch delivery show \(delivery.id)")
    }

    private func end(_ lead: Lead, now: Instant, by actor: String) throws -> [EnrollmentID] {
        let live = try liveEnrollments(of: lead.id)
        for row in live {
            try apply(
                .suppressed, to: row, now: now, by: actor, why: "the person is to be forgotten")
        }
        let doubtful = try Int64.fetchAll(
            self, sql: "SELECT id FROM delivery WHERE leadID = ? AND state = 'in-doubt'",
            arguments: [lead.id.rawValue])
        for number in doubtful {
            try move(
                DeliveryID(number), by: .settle(.drop), now: now, actor: actor,
                why: "the person is to be forgotten")
        }
        let open = try Int64.fetchAll(
            self, sql: "SELECT id FROM task WHERE leadID = ? AND state = 'open'",
            arguments: [lead.id.rawValue])
        for number in open {
            try close(
                TaskID(number), as: "cancelled", outcome: nil, note: nil, now: now, by: actor)
        }
        return live.map(\.id)
    }

    /// Since when a person might not be contacted before being forgotten: reports of earlier days ask it of what is left.
    private func keep(_ suppressedAt: Instant?, of lead: LeadID) throws {
        // A restore may have brought one along of whoever had the number before.
        try execute(
            sql: "DELETE FROM suppression WHERE key = ?", arguments: [Self.nobody(lead)])
        guard let suppressedAt else { return }
        try suppress(
            Self.nobody(lead), reason: "the person was forgotten", evidence: nil,
            now: suppressedAt, by: "erasure")
    }

    private static func nobody(_ lead: LeadID) -> String {
        "forgotten-\(lead.rawValue)@\(nowhere)"
    }

    /// In place of an entry that names the address. False when it was there already.
    private func suppressForgotten(_ key: String, now: Instant, by actor: String) throws -> Bool {
        let marks = try erasureMarks(of: key)
        guard let mark = marks.first else { return false }
        let earlier = try Instant(
            column: Int64.fetchOne(
                self, sql: "SELECT at FROM suppression WHERE key = ?", arguments: [key]))
        try execute(sql: "DELETE FROM suppression WHERE key = ?", arguments: [key])
        try suppress(
            mark, reason: "the person was forgotten", evidence: nil, now: earlier ?? now,
            by: actor)
        return changesCount == 1
    }
}

// MARK: - Erasing

extension Database {
    /// Takes every word of the person's away; answers the files that must go as well.
    private func erase(
        _ lead: Lead, known: Set<String>, now: Instant, counts: inout Erasure
    ) throws -> [String] {
        let id = lead.id.rawValue
        let nobody = Self.nobody(lead.id)
        try execute(
            sql: """
                UPDATE lead SET key = ?2, email = ?2, accountID = NULL, country = NULL,
                    zone = NULL, role = 'unknown', tier = NULL, fields = '{}',
                    phoneSign = NULL, profileSign = NULL, forgottenAt = ?3 WHERE id = ?1
                """, arguments: [id, nobody, now.milliseconds])
        if let account = lead.account?.rawValue {
            // The company of one person tells who that was.
            try execute(
                sql: """
                    DELETE FROM account WHERE id = ?1
                        AND NOT EXISTS (SELECT 1 FROM lead WHERE accountID = ?1)
                    """, arguments: [account])
        }
        try execute(sql: "UPDATE handOff SET refusal = NULL WHERE leadID = ?", arguments: [id])
        try execute(
            sql: """
                UPDATE delivery SET recipient = ?2, domain = '', subject = '', bytes = x'',
                    serverReply = NULL, waitsFor = NULL WHERE leadID = ?1
                """, arguments: [id, nobody])
        counts.deliveries = changesCount
        try execute(
            sql: "UPDATE task SET script = '', note = NULL WHERE leadID = ?", arguments: [id])
        counts.tasks = changesCount
        try execute(
            sql: """
                UPDATE handwritten SET subject = '' WHERE id IN
                    (SELECT handwrittenID FROM handwrittenTo WHERE leadID = ?)
                """, arguments: [id])
        let files = try eraseSetAside(of: lead.id)
        counts.replies = try eraseReplies(of: lead.id)
        try execute(sql: "UPDATE history SET why = '' WHERE leadID = ?", arguments: [id])
        counts.historyLines = changesCount
        try execute(sql: "DELETE FROM formerAddress WHERE leadID = ?", arguments: [id])
        for address in known.flatMap(EmailAddress.spellings) {
            try replaceEverywhere(address, by: nobody)
        }
        return files
    }

    /// Where other people's rows name the address: a colleague's refusal, a referral, a task.
    private func replaceEverywhere(_ address: String, by nobody: String) throws {
        for (table, column) in [
            ("history", "why"), ("handOff", "refusal"), ("task", "script"), ("task", "note"),
            ("reply", "matchedBy"), ("reply", "intent"), ("suppression", "evidence"),
        ] {
            // One occurrence of each row at a time, in whatever case it stands there.
            let sql = """
                UPDATE \(table) SET \(column) =
                    substr(\(column), 1, instr(lower(\(column)), ?1) - 1) || ?2
                    || substr(\(column), instr(lower(\(column)), ?1) + length(?1))
                WHERE instr(lower(\(column)), ?1) > 0
                """
            repeat { try execute(sql: sql, arguments: [address, nobody]) } while changesCount > 0
        }
    }

    private func eraseSetAside(of lead: LeadID) throws -> [String] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT setAside.id, setAside.file FROM setAside
                JOIN reply ON reply.mailbox = setAside.mailbox AND reply.folder = setAside.folder
                    AND reply.uid = setAside.uid
                WHERE reply.leadID = ?
                """, arguments: [lead.rawValue])
        for row in rows {
            try execute(
                sql: "DELETE FROM setAside WHERE id = ?", arguments: [row["id"] as Int64])
        }
        return rows.compactMap { $0["file"] }
    }

    private func eraseReplies(of lead: LeadID) throws -> Int {
        let rows = try Row.fetchAll(
            self, sql: "SELECT * FROM reply WHERE leadID = ?", arguments: [lead.rawValue])
        for row in rows {
            let reply = try ReplyRow(row)
            try execute(
                sql: """
                    UPDATE reply SET messageID = NULL, fromAddress = '', subject = '', class = ?,
                        text = '', quote = '', signature = '', disclaimer = '', bytes = NULL,
                        originalMessageID = NULL, intent = NULL, intentKind = NULL,
                        findings = '[]', matchedBy = '', readClass = ?, correctedWhy = NULL
                    WHERE id = ?
                    """,
                arguments: [
                    JSONText.encode(reply.replyClass.withoutWords),
                    reply.correction.map { JSONText.encode($0.readClass.withoutWords) },
                    reply.id.rawValue,
                ])
        }
        return rows.count
    }
}

extension ReplyClass {
    /// What it is, and nothing that it says.
    fileprivate var withoutWords: ReplyClass {
        switch self {
        case .bounce(let bounce):
            .bounce(
                Bounce(
                    recipients: [], severity: bounce.severity, status: bounce.status,
                    diagnostic: ""))
        case .autoReply(let answer): .autoReply(AutoReply(form: answer.form, returnsOn: nil))
        case .unreadable: .unreadable(cause: "")
        case .complaint, .challenge, .dispositionNotice, .calendarAnswer, .optOut, .person: self
        }
    }
}
