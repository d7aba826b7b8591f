import Foundation
import GRDB
import Sequencing

/// Who carries effects out, and for which message.
struct EffectContext {
    var reply: ReplyID
    var lead: LeadID
    var handOff: HandOffID?
    var actor: String
    var now: Instant
}

/// Recording one message and carrying out what follows from it.
extension Database {
    /// Nil when the very same message is recorded already, from this mailbox or from another of ours.
    func record(_ reply: NewReply, mailbox: String, now: Instant) throws -> ReplyID? {
        let (reading, match) = (reply.reading, reply.match)
        guard try !isRecorded(reply) else { return nil }
        try cachedStatement(
            sql: """
                INSERT INTO reply (mailbox, folder, uid, digest, messageID, fromAddress, subject,
                    class, kind, text, quote, signature, disclaimer, originalMessageID, intent,
                    intentKind, findings, bytes, arrivedAt, recordedAt, leadID, handOffID,
                    enrollmentID, deliveryID, handwrittenID, matchRule, matchedBy)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                    ?, ?)
                ON CONFLICT (mailbox, digest) DO NOTHING
                """
        ).execute(
            arguments: [
                mailbox, reply.folder, Int64(reply.uid), reply.digest, reply.messageID, reply.from,
                reply.subject, JSONText.encode(reading.replyClass),
                ReplyKind(reading.replyClass).rawValue, reading.text.written, reading.text.quote,
                reading.text.signature, reading.text.disclaimer, reading.originalMessageID,
                reading.intent.map { JSONText.encode($0) }, reading.intent?.kind.rawValue,
                JSONText.encode(reading.findings), reply.bytes.map { Data($0) },
                reply.arrivedAt.milliseconds, now.milliseconds, match.lead.rawValue,
                match.handOff?.rawValue, match.enrollment?.rawValue, match.delivery?.rawValue,
                match.handwritten?.rawValue, match.rule.rawValue, match.evidence,
            ])
        guard changesCount == 1 else { return nil }
        let id = ReplyID(lastInsertedRowID)
        try recordHistory(
            at: now, by: "inbox",
            about: HistorySubject(
                lead: match.lead, handOff: match.handOff, enrollment: match.enrollment,
                delivery: match.delivery, reply: id, mailbox: mailbox),
            "received-\(ReplyKind(reading.replyClass).rawValue)",
            why: "“\(reply.subject)” from \(reply.from): \(reading.replyClass.sentence)"
                + "\(reading.decision); \(match.evidence)")
        let context = EffectContext(
            reply: id, lead: match.lead, handOff: match.handOff, actor: "inbox", now: now)
        let isAnswered = try answerByHand(reply, as: id, now: now)
        for effect in reply.effects {
            if isAnswered, case .answerOwed = effect { continue }
            try carryOut(effect, context)
        }
        return id
    }

    /// Whether the rep has answered it by hand already: Sent may be read before the folder it came to.
    private func answerByHand(_ reply: NewReply, as id: ReplyID, now: Instant) throws -> Bool {
        guard reply.match.rule != .sameSubject,
            ReplyKind(reply.reading.replyClass).wantsAnswer
        else { return false }
        let mail = try Row.fetchOne(
            cachedStatement(
                sql: """
                    SELECT sentAt, subject FROM handwrittenTo
                    JOIN handwritten ON handwritten.id = handwrittenTo.handwrittenID
                    WHERE leadID = ? AND sentAt >= ? ORDER BY sentAt LIMIT 1
                    """), arguments: [reply.match.lead.rawValue, reply.arrivedAt.milliseconds])
        guard let mail else { return false }
        try markAnswered(
            id, lead: reply.match.lead, at: Instant(milliseconds: mail["sentAt"]), now: now,
            by: "inbox", why: "the rep had answered by hand: “\(mail["subject"] as String)”")
        return true
    }

    /// One message that came to several of our mailboxes has other bytes in each and one Message-ID.
    private func isRecorded(_ reply: NewReply) throws -> Bool {
        guard let messageID = reply.messageID else { return false }
        return try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM reply WHERE messageID = ? AND leadID = ?
                        AND fromAddress = ? AND subject = ? AND text = ?)
                    """),
            arguments: [
                messageID, reply.match.lead.rawValue, reply.from, reply.subject,
                reply.reading.text.written,
            ]) ?? false
    }

    func carryOut(_ effect: ReplyEffect, _ context: EffectContext) throws {
        let (now, actor) = (context.now, context.actor)
        switch effect {
        case .moveLead(let lead, let own, let event, let onlyOlderThan, let why, let others):
            try move(
                lead, own: own, by: ReplyMove(event, why: why), others: others,
                onlyOlderThan: onlyOlderThan, context)
        case .move(let enrollment, let event, let why):
            try apply(
                event, to: self.enrollment(enrollment), now: now, by: actor, why: why,
                subject: HistorySubject(reply: context.reply))
        case .bounce(let delivery, let isSoft, let why):
            try takeBack(delivery, isSoft: isSoft, why: why, context)
        case .bounceHandwritten(let mail, let lead, let why):
            try takeBack(mail, of: lead, why: why, context)
        case .proof(let delivery, let next, let why):
            var row = try self.delivery(delivery)
            let before = row.state
            if try move(&row, by: .evidence, now: now, actor: actor, why: why) == .moved {
                try afterMove(
                    row, from: before, of: enrollment(row.enrollment), next: next, now: now,
                    by: actor)
            }
        case .suppress(let key, let lead, let reason):
            try suppress(key, of: lead ?? context.lead, reason, context)
            try endOther(at: key, reason, context)
        case .answerOwed(let rep, let script, let dueAt):
            try owe(rep, script, dueAt: dueAt, context)
        }
    }

    private func suppress(
        _ key: String, of lead: LeadID, _ reason: String, _ context: EffectContext
    ) throws {
        try suppress(
            key, reason: reason, evidence: "\(context.reply)", now: context.now, by: context.actor)
        try recordHistory(
            at: context.now, by: context.actor,
            about: HistorySubject(lead: lead, reply: context.reply), "suppressed",
            why: "\(key) may never be contacted again: \(reason)")
    }

    /// Another lead may have the address by now, or had it: what lives of that one ends too, wherever it is written to.
    private func endOther(at key: String, _ reason: String, _ context: EffectContext) throws {
        guard let other = try person(key: key), other.id != context.lead else { return }
        let present = other.email.canonical
        if try suppressionReason(of: present) == nil {
            try suppress(present, of: other.id, reason, context)
        }
        for row in try liveEnrollments(of: other.id) {
            try apply(
                .suppressed, to: row, now: context.now, by: context.actor,
                why: "the address is suppressed: \(reason)",
                subject: HistorySubject(reply: context.reply))
        }
    }

    func move(
        _ lead: LeadID, own: EnrollmentID?, by move: ReplyMove,
        others: [EnrollmentID: ReplyMove] = [:], onlyOlderThan: Instant?,
        _ context: EffectContext
    ) throws {
        let rows = try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT \(EnrollmentRow.columns) FROM enrollment
                    WHERE leadID = ? AND (state <> 'ended' OR id IS ?) ORDER BY id
                    """), arguments: [lead.rawValue, own?.rawValue]
        ).map(EnrollmentRow.init)
        for row in rows {
            let move = others[row.id] ?? move
            let (event, why) = (move.event, move.why)
            if let onlyOlderThan, try hasBegun(row, after: onlyOlderThan, now: context.now) {
                try recordHistory(
                    at: context.now, by: context.actor,
                    about: HistorySubject(
                        lead: lead, handOff: row.handOff, enrollment: row.id,
                        reply: context.reply), event.name, from: row.state.summary,
                    why: "ignored (older than the enrollment, and only its address is known): "
                        + why)
                continue
            }
            try apply(
                event, to: row, now: context.now, by: context.actor, why: why,
                subject: HistorySubject(reply: context.reply))
        }
    }

    private func owe(
        _ rep: String, _ script: AnswerScript, dueAt: Instant, _ context: EffectContext
    ) throws {
        guard let handOff = context.handOff else { return }
        let rep = try worker(on: handOff, else: rep)
        try cachedStatement(
            sql: """
                INSERT INTO task (leadID, handOffID, replyID, repName, channel, script, dueAt,
                    state) VALUES (?, ?, ?, ?, 'email', ?, ?, 'open')
                """
        ).execute(
            arguments: [
                context.lead.rawValue, handOff.rawValue, context.reply.rawValue, rep,
                script.text(for: context.reply), dueAt.milliseconds,
            ])
        let task = TaskID(lastInsertedRowID)
        try recordHistory(
            at: context.now, by: context.actor,
            about: HistorySubject(
                lead: context.lead, handOff: handOff, task: task, reply: context.reply),
            "task-opened", why: "\(rep) owes the lead an answer")
    }
}

extension ReplyKind {
    /// Whether a mail to the lead settles what it asks for; a challenge is answered elsewhere.
    fileprivate var wantsAnswer: Bool {
        switch self {
        case .person, .calendar, .unreadable: true
        case .complaint, .challenge, .bounce, .delay, .dispositionNotice, .autoReply, .outOfOffice,
            .optOut:
            false
        }
    }
}

extension ReplyReading {
    /// As in `, by the rule “bounce” (a report says …)`; nothing where no rule was asked.
    fileprivate var decision: String {
        guard let finding = findings.first(where: { $0.fits && $0.rule != "intent" }) else {
            return ""
        }
        return ", by the rule “\(finding.rule)”" + (finding.evidence.map { " (\($0))" } ?? "")
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
