import Foundation
import GRDB
import Sequencing

/// Recording one message and carrying out what follows from it.
extension Database {
    /// Nil when the very same message is recorded already.
    func record(_ reply: NewReply, mailbox: String, now: Instant) throws -> ReplyID? {
        try execute(
            sql: """
                INSERT INTO reply (mailbox, folder, uid, digest, messageID, fromAddress, subject,
                    class, kind, text, bytes, arrivedAt, recordedAt, leadID, handOffID,
                    enrollmentID, deliveryID, matchedBy)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (mailbox, digest) DO NOTHING
                """,
            arguments: [
                mailbox, reply.folder, Int64(reply.uid), reply.digest, reply.messageID, reply.from,
                reply.subject, JSONText.encode(reply.replyClass),
                ReplyKind(reply.replyClass).rawValue,
                reply.text, reply.bytes.map { Data($0) }, reply.arrivedAt.milliseconds,
                now.milliseconds, reply.match.lead.rawValue, reply.match.handOff?.rawValue,
                reply.match.enrollment?.rawValue, reply.match.delivery?.rawValue,
                reply.match.evidence,
            ])
        guard changesCount == 1 else { return nil }
        let id = ReplyID(lastInsertedRowID)
        var subject = HistorySubject(lead: reply.match.lead, reply: id, mailbox: mailbox)
        subject.handOff = reply.match.handOff
        subject.enrollment = reply.match.enrollment
        subject.delivery = reply.match.delivery
        try recordHistory(
            at: now, by: "inbox", about: subject,
            "received-\(ReplyKind(reply.replyClass).rawValue)",
            why: "“\(reply.subject)” from \(reply.from): \(reply.replyClass.sentence); "
                + reply.match.evidence)
        for effect in reply.effects {
            try carryOut(effect, of: reply, as: id, mailbox: mailbox, now: now)
        }
        return id
    }

    private func carryOut(
        _ effect: ReplyEffect, of reply: NewReply, as id: ReplyID, mailbox: String, now: Instant
    ) throws {
        switch effect {
        case .move(let enrollment, let event, let why):
            try apply(
                event, to: self.enrollment(enrollment), now: now, by: "inbox", why: why,
                subject: HistorySubject(reply: id))
        case .bounce(let delivery, let why):
            try takeBack(delivery, now: now, why: why, reply: why)
        case .proof(let delivery, let next, let why):
            let before = try self.delivery(delivery)
            if try move(delivery, by: .evidence, now: now, actor: "inbox", why: why) == .moved {
                _ = try afterMove(delivery, from: before, next: next, now: now, by: "inbox")
            }
        case .suppress(let key, let reason):
            try suppress(key, reason: reason, evidence: "\(id)", now: now, by: "inbox")
            try recordHistory(
                at: now, by: "inbox", about: HistorySubject(lead: reply.match.lead, reply: id),
                "suppressed", why: "\(key) may never be contacted again: \(reason)")
        case .answerOwed(let rep, let script, let dueAt):
            guard let handOff = reply.match.handOff else { return }
            try execute(
                sql: """
                    INSERT INTO task (leadID, handOffID, replyID, repName, channel, script, dueAt,
                        state) VALUES (?, ?, ?, ?, 'email', ?, ?, 'open')
                    """,
                arguments: [
                    reply.match.lead.rawValue, handOff.rawValue, id.rawValue, rep, script,
                    dueAt.milliseconds,
                ])
            let task = TaskID(lastInsertedRowID)
            try recordHistory(
                at: now, by: "inbox",
                about: HistorySubject(
                    lead: reply.match.lead, handOff: handOff, task: task, reply: id),
                "task-opened", why: "\(rep) owes the lead an answer")
        }
    }

    /// The delivery came back: not a touch any more, also after its enrollment has ended.
    private func takeBack(
        _ id: DeliveryID, now: Instant, why: String, reply: String
    ) throws {
        let moved = try move(
            id, by: .bounced, now: now, actor: "inbox", why: why, reply: reply)
        guard moved == .moved else { return }
        try execute(
            sql: "UPDATE touch SET takenBackAt = ? WHERE deliveryID = ? AND takenBackAt IS NULL",
            arguments: [now.milliseconds, id.rawValue])
    }
}

extension ReplyClass {
    /// What it is, for people.
    package var sentence: String {
        switch self {
        case .complaint: "a complaint"
        case .challenge: "a challenge to prove that we are human"
        case .bounce(let bounce):
            (bounce.severity == .delayed ? "a delay" : "a \(bounce.severity.rawValue) bounce")
                + (bounce.status.map { " (\($0))" } ?? "")
        case .dispositionNotice: "a read receipt"
        case .autoReply(let reply):
            (reply.form == .outOfOffice ? "an out-of-office notice" : "an automatic answer")
                + (reply.returnsOn.map { ", back on \($0)" } ?? "")
        case .calendarAnswer: "an answer to an invitation"
        case .optOut(let optOut): "an opt-out (\(optOut.form.rawValue))"
        case .person: "a person's answer"
        case .unreadable(let cause): "unreadable (\(cause))"
        }
    }
}
