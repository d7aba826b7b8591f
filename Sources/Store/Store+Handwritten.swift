import GRDB
package import Sequencing

/// A mail that the rep wrote in a mail program, found in Sent, and whom of our leads it went to.
package struct NewHandwritten: Equatable, Sendable {
    package var folder: String
    /// Of the bytes; names the mail where it has no Message-ID.
    package var digest: String
    package var messageID: String?
    package var subject: String
    package var sentAt: Instant
    package var leads: [LeadID]
    /// The e-mail steps that wait because of it.
    package var postponements: [Postponement]

    package struct Postponement: Equatable, Sendable {
        package var enrollment: EnrollmentID
        package var step: StepIndex
        package var until: Instant

        package init(enrollment: EnrollmentID, step: StepIndex, until: Instant) {
            self.enrollment = enrollment
            self.step = step
            self.until = until
        }
    }

    package init(
        folder: String, digest: String, messageID: String?, subject: String, sentAt: Instant,
        leads: [LeadID], postponements: [Postponement]
    ) {
        self.folder = folder
        self.digest = digest
        self.messageID = messageID
        self.subject = subject
        self.sentAt = sentAt
        self.leads = leads
        self.postponements = postponements
    }
}

extension Database {
    /// Each lead's touch, the answers that it gives, and the steps that wait. Nil when it is recorded already,
    /// from this folder or another.
    func record(_ mail: NewHandwritten, mailbox: String, now: Instant) throws -> HandwrittenID? {
        try execute(
            sql: """
                INSERT INTO handwritten (mailbox, identity, messageID, folder, subject, sentAt,
                    recordedAt) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                mailbox, mail.messageID ?? mail.digest, mail.messageID, mail.folder, mail.subject,
                mail.sentAt.milliseconds, now.milliseconds,
            ])
        guard changesCount == 1 else { return nil }
        let id = HandwrittenID(lastInsertedRowID)
        for lead in mail.leads {
            try execute(
                sql: "INSERT INTO handwrittenTo (handwrittenID, leadID) VALUES (?, ?)",
                arguments: [id.rawValue, lead.rawValue])
            try recordTouch(of: lead, by: mail, id, mailbox: mailbox, now: now)
            try answerReplies(of: lead, by: mail, now: now)
        }
        for wait in mail.postponements {
            try apply(
                .handWritten(step: wait.step, until: wait.until),
                to: enrollment(wait.enrollment), now: now, by: "inbox",
                why: "the rep wrote by hand (“\(mail.subject)”): the step waits")
        }
        return id
    }

    /// A human touch of the hand-off that was open when the mail was sent; without one, only the history.
    private func recordTouch(
        of lead: LeadID, by mail: NewHandwritten, _ id: HandwrittenID, mailbox: String,
        now: Instant
    ) throws {
        let number = try Int64.fetchOne(
            self,
            sql: """
                SELECT id FROM handOff WHERE leadID = ? AND disposition IS NULL AND givenAt <= ?
                """, arguments: [lead.rawValue, mail.sentAt.milliseconds])
        let handOff = number.map { HandOffID($0) }
        if let handOff {
            try execute(
                sql: """
                    INSERT INTO touch (handOffID, leadID, channel, isHuman, happenedAt,
                        handwrittenID) VALUES (?, ?, 'email', 1, ?, ?)
                    """,
                arguments: [
                    handOff.rawValue, lead.rawValue, mail.sentAt.milliseconds, id.rawValue,
                ])
        }
        try recordHistory(
            at: now, by: "inbox",
            about: HistorySubject(lead: lead, handOff: handOff, mailbox: mailbox), "wrote-by-hand",
            why: "“\(mail.subject)” was sent from \(mailbox) at \(mail.sentAt), found in "
                + mail.folder
                + (handOff == nil ? "; before the lead was handed over: no touch" : ""))
    }

    /// What had arrived before it is answered by it, and so are the tasks that asked for that.
    private func answerReplies(of lead: LeadID, by mail: NewHandwritten, now: Instant) throws {
        let owed = try Row.fetchAll(
            self,
            sql: """
                SELECT reply.id AS replyID, task.id AS taskID FROM reply
                LEFT JOIN task ON task.replyID = reply.id AND task.state = 'open'
                WHERE reply.leadID = ?1 AND reply.arrivedAt <= ?2 AND reply.answeredAt IS NULL
                    AND reply.kind IN ('person', 'calendar', 'unreadable')
                    AND reply.matchRule <> 'same-subject'
                ORDER BY reply.id
                """, arguments: [lead.rawValue, mail.sentAt.milliseconds])
        for row in owed {
            let reply = ReplyID(row["replyID"])
            if let number: Int64 = row["taskID"] {
                try close(
                    TaskID(number), as: "done", outcome: "answered",
                    note: "by hand: \(mail.subject)", now: now, by: "inbox")
            }
            try markAnswered(
                reply, lead: lead, at: mail.sentAt, now: now, by: "inbox",
                why: "the rep answered by hand: “\(mail.subject)”")
        }
    }

    /// Whether the copy told something new of a message in doubt.
    func record(_ copy: OwnCopy, now: Instant) throws -> Bool {
        if let providerID = copy.providerID {
            try execute(
                sql: """
                    INSERT INTO providerID (messageID, deliveryID, folder, learnedAt)
                    VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    providerID, copy.delivery.rawValue, copy.folder, now.milliseconds,
                ])
            if changesCount == 1 {
                let row = try delivery(copy.delivery)
                try recordHistory(
                    at: now, by: "inbox",
                    about: HistorySubject(
                        lead: row.lead, handOff: row.handOff, enrollment: row.enrollment,
                        delivery: row.id), "renamed",
                    why: "the server calls the message \(providerID), as \(copy.folder) shows")
            }
        }
        if copy.isInSent {
            try cachedStatement(
                sql: """
                    UPDATE delivery SET copyFolder = ?, copySeenAt = ?
                    WHERE id = ? AND copySeenAt IS NULL
                    """
            ).execute(arguments: [copy.folder, now.milliseconds, copy.delivery.rawValue])
        }
        var row = try delivery(copy.delivery)
        guard case .inDoubt = row.state else { return false }
        try move(
            &row, by: .evidence, now: now, actor: "inbox",
            why: "our copy was found in \(copy.folder)")
        try afterMove(
            row, from: .inDoubt, of: enrollment(row.enrollment), next: copy.next, now: now,
            by: "inbox")
        return true
    }
}

/// A mail that the rep wrote by hand.
package struct HandwrittenRow: Equatable, Sendable {
    package var id: HandwrittenID
    package var mailbox: String
    package var folder: String
    package var subject: String
    package var messageID: String?
    package var sentAt: Instant
}

extension Store {
    /// Those that went to a lead, newest first.
    package func handwritten(to lead: LeadID) throws(StoreError) -> [HandwrittenRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT handwritten.* FROM handwrittenTo
                    JOIN handwritten ON handwritten.id = handwrittenTo.handwrittenID
                    WHERE handwrittenTo.leadID = ? ORDER BY handwritten.id DESC
                    """, arguments: [lead.rawValue]
            ).map { row in
                HandwrittenRow(
                    id: HandwrittenID(row["id"]), mailbox: row["mailbox"], folder: row["folder"],
                    subject: row["subject"], messageID: row["messageID"],
                    sentAt: Instant(milliseconds: row["sentAt"]))
            }
        }
    }
}
