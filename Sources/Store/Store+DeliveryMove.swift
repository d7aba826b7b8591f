import GRDB
import Sequencing

extension Database {
    func delivery(_ id: DeliveryID) throws -> DeliveryRow {
        let sql = "SELECT \(DeliveryRow.columns) FROM delivery WHERE id = ?"
        guard let delivery = try first(sql, id, read: { try DeliveryRow(&$0) }) else {
            throw StoreError.notFound(table: "delivery", key: "\(id)")
        }
        return delivery
    }

    func insert(
        _ new: NewDelivery, for row: EnrollmentRow, step: StepIndex, now: Instant
    ) throws -> DeliveryID {
        try run(
            """
            INSERT INTO delivery (enrollmentID, leadID, handOffID, step, stepID, mailbox,
                sender, recipient, domain, messageID, parentMessageID, subject, bytes,
                needsFence, urgency, dueAt, queuedAt, notBeforeAt, state, attempt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', 0)
            """, row.id, row.lead, row.handOff, step.position, new.stepID, new.mailbox,
            new.message.sender.text, new.message.recipient.text, new.message.recipient.domain,
            new.messageID, new.parentMessageID, new.subject, Blob(bytes: new.message.bytes),
            new.needsFence, new.urgency.rawValue, new.dueAt, now, now)
        return DeliveryID(lastInsertedRowID)
    }

    /// Handles a delivery event and writes state and history; changes nothing when it is ignored.
    @discardableResult
    func move(
        _ id: DeliveryID, by event: DeliveryEvent, now: Instant, actor: String, why: String,
        reply: String? = nil, retryAt: Instant? = nil, because message: ReplyID? = nil
    ) throws -> DeliveryReaction {
        var row = try delivery(id)
        return try move(
            &row, by: event, now: now, actor: actor, why: why, reply: reply, retryAt: retryAt,
            because: message)
    }

    /// The same for a row that this transaction has read; afterwards it says what is stored.
    @discardableResult
    func move(
        _ row: inout DeliveryRow, by event: DeliveryEvent, now: Instant, actor: String,
        why: String, reply: String? = nil, retryAt: Instant? = nil,
        because message: ReplyID? = nil
    ) throws -> DeliveryReaction {
        let before = row
        var state = before.state
        let reaction = state.handle(event)
        guard reaction == .moved else { return reaction }
        row.state = state
        row.attempt = state.attempts ?? before.attempt
        row.committedAt =
            before.committedAt(after: event, as: state, now: now)
            ?? (state == .accepted ? now : nil)
        row.settledAt = state.isOver ? now : nil
        row.notBeforeAt = retryAt ?? before.notBeforeAt
        row.serverReply = reply ?? before.serverReply
        row.waitsFor = nil
        let changed = try run(
            """
            UPDATE delivery SET state = ?, attempt = ?, committedAt = ?, settledAt = ?,
                notBeforeAt = ?, serverReply = ?, waitsFor = NULL
            WHERE id = ? AND state = ? AND attempt = ?
            """, state.name.rawValue, row.attempt, row.committedAt, row.settledAt, row.notBeforeAt,
            row.serverReply, row.id, before.state.name.rawValue, before.attempt)
        guard changed == 1 else {
            throw StoreError.corruptRow(table: "delivery", id: row.id.rawValue)
        }
        try recordHistory(
            at: now, by: actor,
            about: HistorySubject(
                lead: row.lead, handOff: row.handOff, enrollment: row.enrollment, delivery: row.id,
                reply: message),
            "delivery", from: before.state.name.rawValue, to: state.name.rawValue, why: why)
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
        _ after: DeliveryRow, from before: DeliveryState, of row: EnrollmentRow, next: NextStep,
        now: Instant, by actor: String
    ) throws {
        guard after.state != before else { return }
        let subject = HistorySubject(delivery: after.id)
        switch after.state {
        case .accepted:
            try insertTouch(for: after, happenedAt: after.committedAt ?? now)
            try apply(
                .accepted(after.id, next: next), to: row, now: now, by: actor,
                why: "the server took the message of step \(after.step)", subject: subject,
                happenedAt: before == .inDoubt ? after.committedAt : nil)
        case .refused:
            let isDeferred = after.attempt >= DeliveryState.maximumAttempts
            try apply(
                .refused(after.id, isDeferred ? .deferredTooLong : .refused), to: row, now: now,
                by: actor, why: "the server refused: \(after.serverReply ?? "no words")",
                subject: subject)
        case .withdrawn:
            try apply(
                .refused(after.id, .dropped), to: row, now: now, by: actor,
                why: "the message was dropped", subject: subject)
        case .queued, .submitting, .committing, .inDoubt, .bounced: break
        }
    }

    func insertTouch(for delivery: DeliveryRow, happenedAt: Instant) throws {
        try run(
            """
            INSERT INTO touch (handOffID, leadID, enrollmentID, step, channel, isHuman,
                happenedAt, deliveryID) VALUES (?, ?, ?, ?, 'email', 0, ?, ?)
            """, delivery.handOff, delivery.lead, delivery.enrollment, delivery.step.position,
            happenedAt, delivery.id)
    }
}

extension DeliveryRow {
    /// When it left, if it has or may have, once an event has brought it to a state.
    fileprivate func committedAt(
        after event: DeliveryEvent, as state: DeliveryState, now: Instant
    ) -> Instant? {
        switch event {
        case .commitPoint: now
        // When it left, if it did: the cap is right by that, and so is the touch.
        case .restored: committedAt ?? max(dueAt, queuedAt)
        case .claim, .verdict, .recovered, .withdraw, .evidence, .settle, .bounced,
            .notBounced:
            // The server has said no after the dot: it has not left. One that a person sends again may have.
            if case (.committing, .queued) = (self.state, state) { nil } else { committedAt }
        }
    }
}

extension DeliveryState {
    fileprivate var isOver: Bool {
        switch self {
        case .accepted, .refused, .withdrawn, .bounced: true
        case .queued, .submitting, .committing, .inDoubt: false
        }
    }
}
