import Foundation
import GRDB
import Sequencing

extension Database {
    func delivery(_ id: DeliveryID) throws -> DeliveryRow {
        let statement = try cachedStatement(
            sql: "SELECT \(DeliveryRow.columns) FROM delivery WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]) else {
            throw StoreError.notFound(table: "delivery", key: "\(id)")
        }
        return try DeliveryRow(row)
    }

    func insert(
        _ new: NewDelivery, for row: EnrollmentRow, step: StepIndex, now: Instant
    ) throws -> DeliveryID {
        let statement = try cachedStatement(
            sql: """
                INSERT INTO delivery (enrollmentID, leadID, handOffID, step, stepID, mailbox,
                    sender, recipient, domain, messageID, parentMessageID, subject, bytes,
                    needsFence, urgency, dueAt, queuedAt, notBeforeAt, state, attempt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0)
                """)
        try statement.execute(arguments: [
            row.id.rawValue, row.lead.rawValue, row.handOff.rawValue, step.position, new.stepID,
            new.mailbox, new.message.sender.text, new.message.recipient.text,
            new.message.recipient.domain, new.messageID, new.parentMessageID, new.subject,
            Data(new.message.bytes), new.needsFence, new.urgency.rawValue, new.dueAt.milliseconds,
            now.milliseconds, now.milliseconds,
        ])
        return DeliveryID(lastInsertedRowID)
    }

    /// Handles a delivery event and writes state and history; changes nothing when it is ignored.
    @discardableResult
    func move(
        _ id: DeliveryID, by event: DeliveryEvent, now: Instant, actor: String, why: String,
        reply: String? = nil, retryAt: Instant? = nil, because message: ReplyID? = nil
    ) throws -> DeliveryReaction {
        let row = try delivery(id)
        var state = row.state
        let reaction = state.handle(event)
        guard reaction == .moved else { return reaction }
        let isCommit = event == .commitPoint
        let isOver: Bool =
            switch state {
            case .accepted, .refused, .withdrawn, .bounced: true
            case .queued, .submitting, .committing, .inDoubt: false
            }
        // The server has said no after the dot: it has not left. One that a person sends again may have.
        let isRejected = if case (.committing, .queued) = (row.state, state) { true } else { false }
        let committedAt: Instant? =
            if isCommit {
                now
            } else if event == .restored {
                // When it left, if it did: the cap is right by that, and so is the touch.
                row.committedAt ?? max(row.dueAt, row.queuedAt)
            } else {
                isRejected ? nil : row.committedAt
            }
        let statement = try cachedStatement(
            sql: """
                UPDATE delivery SET state = ?, attempt = ?, committedAt = ?, settledAt = ?,
                    notBeforeAt = ?, serverReply = coalesce(?, serverReply), waitsFor = NULL
                WHERE id = ? AND state = ? AND attempt = ?
                """)
        try statement.execute(arguments: [
            state.name.rawValue, state.attempts ?? row.attempt,
            (committedAt ?? (state == .accepted ? now : nil))?.milliseconds,
            isOver ? now.milliseconds : nil, (retryAt ?? row.notBeforeAt).milliseconds, reply,
            id.rawValue, row.state.name.rawValue, row.attempt,
        ])
        guard changesCount == 1 else {
            throw StoreError.corruptRow(table: "delivery", id: id.rawValue)
        }
        try recordHistory(
            at: now, by: actor,
            about: HistorySubject(
                lead: row.lead, handOff: row.handOff, enrollment: row.enrollment, delivery: id,
                reply: message),
            "delivery", from: row.state.name.rawValue, to: state.name.rawValue, why: why)
        return reaction
    }

    /// Nothing leaves for an enrollment that has ended or rests, whoever asks.
    func refuseResend(of delivery: DeliveryRow) throws {
        let row = try enrollment(delivery.enrollment)
        if case .sending(_, delivery.id) = row.state { return }
        let isOver = row.state.name == .ended
        throw StoreError.notNow(
            what: "\(delivery.id) was not sent again", why: "\(row.id) is \(row.state.summary)",
            advice: isOver
                ? "settle it as sent or drop" : "first: thirdtouch enrollment resume \(row.id)")
    }

    /// The touch, and the enrollment's move, that a delivery's new state brings with it.
    func afterMove(
        _ id: DeliveryID, from before: DeliveryRow, next: NextStep, now: Instant, by actor: String
    ) throws -> DeliveryRow {
        let after = try delivery(id)
        guard after.state != before.state else { return after }
        let subject = HistorySubject(delivery: id)
        let row = try enrollment(after.enrollment)
        switch after.state {
        case .accepted:
            try insertTouch(for: after, happenedAt: after.committedAt ?? now)
            try apply(
                .accepted(id, next: next), to: row, now: now, by: actor,
                why: "the server took the message of step \(after.step)", subject: subject,
                happenedAt: before.state == .inDoubt ? after.committedAt : nil)
        case .refused:
            let isDeferred = after.attempt >= DeliveryState.maximumAttempts
            try apply(
                .refused(id, isDeferred ? .deferredTooLong : .refused), to: row, now: now,
                by: actor, why: "the server refused: \(after.serverReply ?? "no words")",
                subject: subject)
        case .withdrawn:
            try apply(
                .refused(id, .dropped), to: row, now: now, by: actor,
                why: "the message was dropped", subject: subject)
        case .queued, .submitting, .committing, .inDoubt, .bounced: break
        }
        return after
    }

    func insertTouch(for delivery: DeliveryRow, happenedAt: Instant) throws {
        try cachedStatement(
            sql: """
                INSERT INTO touch (handOffID, leadID, enrollmentID, step, channel, isHuman,
                    happenedAt, deliveryID) VALUES (?, ?, ?, ?, 'email', 0, ?, ?)
                """
        ).execute(arguments: [
            delivery.handOff.rawValue, delivery.lead.rawValue, delivery.enrollment.rawValue,
            delivery.step.position, happenedAt.milliseconds, delivery.id.rawValue,
        ])
    }
}
