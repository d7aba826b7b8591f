import Foundation
import GRDB
package import Sequencing

/// What a sweep found in one message of a folder.
package enum MailFinding: Equatable, Sendable {
    /// It came from a lead, or is about one.
    case reply(NewReply)
    /// The rep wrote it to leads in a mail program.
    case handwritten(NewHandwritten)
    /// It is one of our own messages, as the mailbox keeps it.
    case ownCopy(OwnCopy)
    /// It is a mailbox's message to itself, or is about one.
    case probe(ProbeSighting)
}

/// A message of ours that was found in the mailbox: the proof that it left.
package struct OwnCopy: Equatable, Sendable {
    package var delivery: DeliveryID
    /// What follows for the enrollment if nobody knew so far whether it had left.
    package var next: NextStep
    package var folder: String
    /// Whether the folder is one into which servers put copies of what they send.
    package var isInSent: Bool
    /// The Message-ID that a server gave it instead of ours; nil where it has ours.
    package var providerID: String?

    package init(
        delivery: DeliveryID, next: NextStep, folder: String, isInSent: Bool, providerID: String?
    ) {
        self.delivery = delivery
        self.next = next
        self.folder = folder
        self.isInSent = isInSent
        self.providerID = providerID
    }
}

/// What happens to an enrollment, and why.
package struct ReplyMove: Equatable, Sendable {
    package var event: EnrollmentEvent
    package var why: String

    package init(_ event: EnrollmentEvent, why: String) {
        self.event = event
        self.why = why
    }
}

/// What follows from a received message; decided outside, carried out in its transaction.
package enum ReplyEffect: Equatable, Sendable {
    /// Every enrollment of the lead that is alive in that transaction, and `own` even when it is not.
    ///
    /// With `onlyOlderThan` those enrolled later stay: the message can't be meant for them. `others` are moved in another
    /// way, by a rule of their own.
    case moveLead(
        LeadID, own: EnrollmentID?, EnrollmentEvent, onlyOlderThan: Instant?, why: String,
        others: [EnrollmentID: ReplyMove] = [:])
    case move(EnrollmentID, EnrollmentEvent, why: String)
    /// The message came back: its touch is taken back, also after the enrollment has ended.
    case bounce(DeliveryID, isSoft: Bool, why: String)
    /// The same of a mail that the rep wrote by hand.
    case bounceHandwritten(HandwrittenID, LeadID, why: String)
    /// A message in doubt did arrive.
    case proof(DeliveryID, next: NextStep, why: String)
    case suppress(key: String, lead: LeadID?, reason: String)
    /// Somebody must answer: a task for the rep.
    case answerOwed(rep: String, script: AnswerScript, dueAt: Instant)
}

/// A message that was matched, judged, and is to be recorded with its effects.
package struct NewReply: Equatable, Sendable {
    package var folder: String
    package var uid: UInt32
    /// Of the bytes: the same message found again is recorded once.
    package var digest: String
    package var messageID: String?
    package var from: String
    package var subject: String
    package var reading: ReplyReading
    package var bytes: [UInt8]?
    package var arrivedAt: Instant
    package var match: ReplyMatch
    package var effects: [ReplyEffect]

    package init(
        folder: String, uid: UInt32, digest: String, messageID: String?, from: String,
        subject: String, reading: ReplyReading, bytes: [UInt8]?, arrivedAt: Instant,
        match: ReplyMatch, effects: [ReplyEffect]
    ) {
        self.folder = folder
        self.uid = uid
        self.digest = digest
        self.messageID = messageID
        self.from = from
        self.subject = subject
        self.reading = reading
        self.bytes = bytes
        self.arrivedAt = arrivedAt
        self.match = match
        self.effects = effects
    }
}

/// One recorded message, without its bytes.
package struct ReplyRow: Equatable, Sendable {
    package var id: ReplyID
    package var mailbox: String
    package var folder: String
    package var messageID: String?
    package var from: String
    package var subject: String
    /// What it is held to be: the rules' word, or the person's who corrected them.
    package var replyClass: ReplyClass
    package var text: ReplyText.Parts
    package var originalMessageID: String?
    package var intent: ReplyIntent?
    /// What each rule said when it was read.
    package var findings: [RuleFinding]
    package var arrivedAt: Instant
    package var recordedAt: Instant
    package var lead: LeadID
    package var handOff: HandOffID?
    package var enrollment: EnrollmentID?
    package var delivery: DeliveryID?
    package var handwritten: HandwrittenID?
    package var matchRule: ReplyMatchRule
    package var matchedBy: String
    package var answeredAt: Instant?
    package var correction: Correction?

    /// A person's word against the rules'.
    package struct Correction: Equatable, Sendable {
        /// What the rules had said.
        package var readClass: ReplyClass
        package var at: Instant
        package var by: String
        package var why: String?
    }

    /// The finding that decided; nil for what was recorded before findings were kept.
    package var decidedBy: RuleFinding? { findings.first { $0.fits && $0.rule != "intent" } }
}

/// What one batch of a sweep left in the database.
package struct RecordedMail: Equatable, Sendable {
    package var replies: [ReplyID] = []
    package var handwritten: [HandwrittenID] = []
    /// Messages that were in doubt and are known to have left now.
    package var proven: [DeliveryID] = []
    package var probes: [Int64] = []

    package var isEmpty: Bool {
        replies.isEmpty && handwritten.isEmpty && proven.isEmpty && probes.isEmpty
    }
}

extension Store {
    package func reply(_ id: ReplyID) throws(StoreError) -> ReplyRow {
        try read { database in
            try database.reply(id)
        }
    }

    /// The whole message as it came; nil when it was too large to be kept.
    package func bytes(of id: ReplyID) throws(StoreError) -> [UInt8]? {
        try read { database in
            try Data.fetchOne(
                database, sql: "SELECT bytes FROM reply WHERE id = ?", arguments: [id.rawValue]
            ).map(Array.init)
        }
    }

    /// Newest first. Nil filters match everything.
    package func replies(
        kind: String?, intent: String? = nil, lead: LeadID?, rep: String?,
        isUnanswered: Bool = false, limit: Int
    ) throws(StoreError) -> [ReplyRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT reply.* FROM reply JOIN mailbox ON mailbox.address = reply.mailbox
                    WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR leadID = ?2)
                        AND (?3 IS NULL OR mailbox.repName = ?3)
                        AND (NOT ?4 OR (kind = 'person' AND answeredAt IS NULL
                            AND handOffID IS NOT NULL))
                        AND (?5 IS NULL OR intentKind = ?5)
                    ORDER BY reply.id DESC LIMIT ?6
                    """, arguments: [kind, lead?.rawValue, rep, isUnanswered, intent, limit]
            ).map(ReplyRow.init)
        }
    }

    /// Whether an enrollment began after a moment, such as that of a message that can't be meant for it then.
    package func hasBegun(
        _ row: EnrollmentRow, after moment: Instant, now: Instant
    ) throws(StoreError) -> Bool {
        try read { database in try database.hasBegun(row, after: moment, now: now) }
    }

    /// Live enrollments of the other people of the lead's account.
    package func colleagues(of lead: LeadID) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(EnrollmentRow.columns) FROM enrollment
                        JOIN lead ON lead.id = enrollment.leadID
                        JOIN lead AS self ON self.accountID = lead.accountID AND self.id = ?
                        WHERE lead.id <> self.id AND enrollment.state <> 'ended'
                        """), arguments: [lead.rawValue]
            ).map(EnrollmentRow.init)
        }
    }
}

extension Database {
    func reply(_ id: ReplyID) throws -> ReplyRow {
        guard
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM reply WHERE id = ?", arguments: [id.rawValue])
        else { throw StoreError.notFound(table: "reply", key: "\(id)") }
        return try ReplyRow(row)
    }
}

extension ReplyRow {
    init(_ row: Row) throws {
        let id: Int64 = row["id"]
        guard let replyClass = JSONText.decode(ReplyClass.self, from: row["class"]),
            let matchRule = ReplyMatchRule(rawValue: row["matchRule"]),
            let findings = JSONText.decode([RuleFinding].self, from: row["findings"])
        else { throw StoreError.corruptRow(table: "reply", id: id) }
        self.id = ReplyID(id)
        mailbox = row["mailbox"]
        folder = row["folder"]
        messageID = row["messageID"]
        from = row["fromAddress"]
        subject = row["subject"]
        self.replyClass = replyClass
        text = ReplyText.Parts(
            written: row["text"], quote: row["quote"], signature: row["signature"],
            disclaimer: row["disclaimer"])
        originalMessageID = row["originalMessageID"]
        intent = (row["intent"] as String?).flatMap {
            JSONText.decode(ReplyIntent.self, from: $0)
        }
        self.findings = findings
        arrivedAt = Instant(milliseconds: row["arrivedAt"])
        recordedAt = Instant(milliseconds: row["recordedAt"])
        lead = LeadID(row["leadID"])
        handOff = (row["handOffID"] as Int64?).map { HandOffID($0) }
        enrollment = (row["enrollmentID"] as Int64?).map { EnrollmentID($0) }
        delivery = (row["deliveryID"] as Int64?).map { DeliveryID($0) }
        handwritten = (row["handwrittenID"] as Int64?).map { HandwrittenID($0) }
        self.matchRule = matchRule
        matchedBy = row["matchedBy"]
        answeredAt = Instant(column: row["answeredAt"])
        if let text: String = row["readClass"], let by: String = row["correctedBy"],
            let at = Instant(column: row["correctedAt"])
        {
            guard let readClass = JSONText.decode(ReplyClass.self, from: text) else {
                throw StoreError.corruptRow(table: "reply", id: id)
            }
            correction = Correction(readClass: readClass, at: at, by: by, why: row["correctedWhy"])
        }
    }
}

extension Database {
    /// Whether an enrollment began after a moment, such as that of a message that can't be meant for it then.
    ///
    /// Not one of which something had left by then, nor one that has not begun yet by the clock of now: they began by a clock
    /// that was set back since, and answers to them must stop them.
    func hasBegun(_ row: EnrollmentRow, after moment: Instant, now: Instant) throws -> Bool {
        guard row.enrolledAt > moment, row.enrolledAt <= now else { return false }
        let hasLeft: Bool? = try first(
            """
            SELECT EXISTS (SELECT 1 FROM delivery
                WHERE leadID = ? AND enrollmentID = ? AND committedAt <= ?)
            """, row.lead, row.id, moment
        ) { $0.next() }
        return hasLeft != true
    }
}
