import Foundation
import GRDB
package import Sequencing

/// What a received message answers, with the evidence.
package struct ReplyMatch: Equatable, Sendable {
    package var lead: LeadID
    package var handOff: HandOffID?
    package var enrollment: EnrollmentID?
    package var delivery: DeliveryID?
    /// As in "it quotes our message …" or "it comes from …".
    package var evidence: String
    /// Whether it quotes a Message-ID of ours: whoever does has received that message.
    package var isQuoted: Bool

    package init(
        lead: LeadID, handOff: HandOffID?, enrollment: EnrollmentID?, delivery: DeliveryID?,
        evidence: String, isQuoted: Bool
    ) {
        self.lead = lead
        self.handOff = handOff
        self.enrollment = enrollment
        self.delivery = delivery
        self.evidence = evidence
        self.isQuoted = isQuoted
    }
}

/// What follows from a received message; decided outside, carried out in its transaction.
package enum ReplyEffect: Equatable, Sendable {
    case move(EnrollmentID, EnrollmentEvent, why: String)
    /// The message came back: its touch is taken back, also after the enrollment has ended.
    case bounce(DeliveryID, why: String)
    /// A message in doubt did arrive, or Sent holds it.
    case proof(DeliveryID, next: NextStep, why: String)
    case suppress(key: String, reason: String)
    /// Somebody must answer: a task for the rep.
    case answerOwed(rep: String, script: String, dueAt: Instant)
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
    package var replyClass: ReplyClass
    package var text: String
    package var bytes: [UInt8]?
    package var arrivedAt: Instant
    package var match: ReplyMatch
    package var effects: [ReplyEffect]

    package init(
        folder: String, uid: UInt32, digest: String, messageID: String?, from: String,
        subject: String, replyClass: ReplyClass, text: String, bytes: [UInt8]?,
        arrivedAt: Instant, match: ReplyMatch, effects: [ReplyEffect]
    ) {
        self.folder = folder
        self.uid = uid
        self.digest = digest
        self.messageID = messageID
        self.from = from
        self.subject = subject
        self.replyClass = replyClass
        self.text = text
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
    package var replyClass: ReplyClass
    package var text: String
    package var arrivedAt: Instant
    package var recordedAt: Instant
    package var lead: LeadID
    package var handOff: HandOffID?
    package var enrollment: EnrollmentID?
    package var delivery: DeliveryID?
    package var matchedBy: String
    package var answeredAt: Instant?
}

extension Store {
    /// The touch that a message answers: by our message ids, in order, then by the addresses.
    package func match(
        messageIDs: [String], addresses: [String]
    ) throws(StoreError) -> ReplyMatch? {
        try read { database in
            for id in messageIDs {
                if let delivery = try database.delivery(messageID: id) {
                    return ReplyMatch(
                        delivery, evidence: "it quotes our message \(id)", isQuoted: true)
                }
            }
            for address in addresses {
                if let match = try database.match(address: address) { return match }
            }
            return nil
        }
    }

    /// Records messages, their effects and the folder's cursor in one transaction.
    package func record(
        _ replies: [NewReply], cursor: FolderCursor, mailbox: String, now: Instant
    ) throws(StoreError) -> [ReplyID] {
        try write { database in
            var ids: [ReplyID] = []
            for reply in replies {
                if let id = try database.record(reply, mailbox: mailbox, now: now) {
                    ids.append(id)
                }
            }
            try database.execute(
                sql: """
                    INSERT INTO folder (mailbox, name, uidValidity, lastUID) VALUES (?, ?, ?, ?)
                    ON CONFLICT (mailbox, name) DO UPDATE
                    SET uidValidity = excluded.uidValidity, lastUID = excluded.lastUID
                    """,
                arguments: [
                    mailbox, cursor.folder, Int64(cursor.uidValidity), Int64(cursor.lastUID),
                ])
            return ids
        }
    }

    package func reply(_ id: ReplyID) throws(StoreError) -> ReplyRow {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database, sql: "SELECT * FROM reply WHERE id = ?", arguments: [id.rawValue])
            else { throw StoreError.notFound(table: "reply", key: "\(id)") }
            return try ReplyRow(row)
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
        kind: String?, lead: LeadID?, rep: String?, isUnanswered: Bool = false, limit: Int
    ) throws(StoreError) -> [ReplyRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT reply.* FROM reply JOIN mailbox ON mailbox.address = reply.mailbox
                    WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR leadID = ?2)
                        AND (?3 IS NULL OR mailbox.repName = ?3)
                        AND (NOT ?4 OR (kind = 'person' AND answeredAt IS NULL))
                    ORDER BY reply.id DESC LIMIT ?5
                    """, arguments: [kind, lead?.rawValue, rep, isUnanswered, limit]
            ).map(ReplyRow.init)
        }
    }

    /// Live enrollments of the other people of the lead's account.
    package func colleagues(of lead: LeadID) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(EnrollmentRow.columns) FROM enrollment
                    JOIN lead ON lead.id = enrollment.leadID
                    JOIN lead AS self ON self.accountID = lead.accountID AND self.id = ?
                    WHERE lead.id <> self.id AND enrollment.state <> 'ended'
                    """, arguments: [lead.rawValue]
            ).map(EnrollmentRow.init)
        }
    }
}

extension Database {
    fileprivate func delivery(messageID: String) throws -> DeliveryRow? {
        try Row.fetchOne(
            cachedStatement(
                sql: "SELECT \(DeliveryRow.columns) FROM delivery WHERE messageID = ?"),
            arguments: [messageID]
        ).map(DeliveryRow.init)
    }

    fileprivate func match(address: String) throws -> ReplyMatch? {
        guard let lead = try lead(key: address.lowercased()) else { return nil }
        let delivery = try Row.fetchOne(
            self,
            sql: """
                SELECT \(DeliveryRow.columns) FROM delivery
                WHERE leadID = ? AND committedAt IS NOT NULL ORDER BY id DESC LIMIT 1
                """, arguments: [lead.id.rawValue]
        ).map(DeliveryRow.init)
        let evidence = "it comes from, or is about, \(address)"
        if let delivery { return ReplyMatch(delivery, evidence: evidence, isQuoted: false) }
        let open = try Row.fetchOne(
            self,
            sql: """
                SELECT handOff.id AS handOffID, enrollment.id AS enrollmentID FROM handOff
                LEFT JOIN enrollment ON enrollment.handOffID = handOff.id
                WHERE handOff.leadID = ? AND disposition IS NULL
                ORDER BY enrollment.id DESC LIMIT 1
                """, arguments: [lead.id.rawValue])
        return ReplyMatch(
            lead: lead.id, handOff: (open?["handOffID"] as Int64?).map { HandOffID($0) },
            enrollment: (open?["enrollmentID"] as Int64?).map { EnrollmentID($0) },
            delivery: nil, evidence: evidence, isQuoted: false)
    }
}

extension ReplyMatch {
    fileprivate init(_ delivery: DeliveryRow, evidence: String, isQuoted: Bool) {
        self.init(
            lead: delivery.lead, handOff: delivery.handOff, enrollment: delivery.enrollment,
            delivery: delivery.id, evidence: evidence, isQuoted: isQuoted)
    }
}

extension ReplyRow {
    init(_ row: Row) throws {
        let id: Int64 = row["id"]
        guard let replyClass = JSONText.decode(ReplyClass.self, from: row["class"]) else {
            throw StoreError.corruptRow(table: "reply", id: id)
        }
        self.id = ReplyID(id)
        mailbox = row["mailbox"]
        folder = row["folder"]
        messageID = row["messageID"]
        from = row["fromAddress"]
        subject = row["subject"]
        self.replyClass = replyClass
        text = row["text"]
        arrivedAt = Instant(milliseconds: row["arrivedAt"])
        recordedAt = Instant(milliseconds: row["recordedAt"])
        lead = LeadID(row["leadID"])
        handOff = (row["handOffID"] as Int64?).map { HandOffID($0) }
        enrollment = (row["enrollmentID"] as Int64?).map { EnrollmentID($0) }
        delivery = (row["deliveryID"] as Int64?).map { DeliveryID($0) }
        matchedBy = row["matchedBy"]
        answeredAt = Instant(column: row["answeredAt"])
    }
}
