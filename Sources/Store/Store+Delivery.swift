import Foundation
import GRDB
package import Sequencing

/// What the store says at the commit point.
package enum CommitDecision: Equatable, Sendable {
    /// Durable: the dot may leave.
    case go
    /// Something came first; no dot may leave.
    case abort(why: String)
}

extension Store {
    /// Deliveries of a mailbox whose turn it is: the most urgent first, then the earliest due.
    package func queued(
        in mailbox: String, now: Instant, limit: Int
    ) throws(StoreError) -> [DeliveryRow] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(DeliveryRow.columns) FROM delivery
                        WHERE state = 'queued' AND mailbox = ? AND notBeforeAt <= ?
                        ORDER BY urgency, dueAt, enrollmentID LIMIT ?
                        """), arguments: [mailbox, now.milliseconds, limit]
            ).map(DeliveryRow.init)
        }
    }

    /// When the next queued delivery of each mailbox may be tried.
    ///
    /// Asked at each wake-up: one look into the index for each mailbox, however long its queue is.
    package func nextQueuedAt() throws(StoreError) -> [String: Instant] {
        try read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT address, (SELECT min(notBeforeAt) FROM delivery
                            WHERE state = 'queued' AND mailbox = address) AS at FROM mailbox
                        """))
            let moments = rows.compactMap { row -> (String, Instant)? in
                Instant(column: row["at"]).map { (row["address"], $0) }
            }
            return Dictionary(uniqueKeysWithValues: moments)
        }
    }

    package func delivery(_ id: DeliveryID) throws(StoreError) -> DeliveryRow {
        try read { database in try database.delivery(id) }
    }

    package func bytes(of id: DeliveryID) throws(StoreError) -> [UInt8] {
        try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT bytes FROM delivery WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]) else {
                throw StoreError.notFound(table: "delivery", key: "\(id)")
            }
            return try row.withUnsafeData(named: "bytes") { Array($0 ?? .init()) }
        }
    }

    /// Newest first. Nil filters match everything.
    package func deliveries(
        state: DeliveryState.Name?, lead: LeadID?, mailbox: String?, rep: String?, limit: Int
    ) throws(StoreError) -> [DeliveryRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(DeliveryRow.columns) FROM delivery
                    JOIN enrollment ON enrollment.id = delivery.enrollmentID
                    WHERE (?1 IS NULL OR delivery.state = ?1)
                        AND (?2 IS NULL OR delivery.leadID = ?2)
                        AND (?3 IS NULL OR delivery.mailbox = ?3)
                        AND (?4 IS NULL OR enrollment.repName = ?4)
                    ORDER BY delivery.id DESC LIMIT ?5
                    """,
                arguments: [state?.rawValue, lead?.rawValue, mailbox, rep, limit]
            ).map(DeliveryRow.init)
        }
    }

    /// Puts a queued delivery off, saying what it waits for.
    package func postpone(
        _ id: DeliveryID, until later: Instant, waitsFor: String
    ) throws(StoreError) {
        try write { database in
            try database.cachedStatement(
                sql: """
                    UPDATE delivery SET notBeforeAt = ?, waitsFor = ?
                    WHERE id = ? AND state = 'queued'
                    """
            ).execute(arguments: [later.milliseconds, waitsFor, id.rawValue])
        }
    }

    /// Takes a delivery up; nil when it is no longer queued.
    package func claim(_ id: DeliveryID, now: Instant) throws(StoreError) -> DeliveryRow? {
        try write { database in
            let before = try database.delivery(id)
            guard case .queued = before.state else { return nil }
            try database.move(id, by: .claim, now: now, actor: "lane", why: "a lane has it")
            return try database.delivery(id)
        }
    }

    /// The commit point: durable when this returns `.go`, and then only then may the dot leave.
    ///
    /// Stop events are checked again in this very transaction: a reply, an opt-out or a stop has
    /// withdrawn the delivery, and a suppression refuses it. Calling it again is harmless.
    package func commitPoint(
        _ id: DeliveryID, attempt: Int, accountSpacing: Duration = .zero, now: Instant
    ) throws(StoreError) -> CommitDecision {
        try write { database in
            let row = try database.delivery(id)
            switch row.state {
            case .committing(let current) where current == attempt: return .go
            case .submitting(let current) where current == attempt: break
            case .queued, .submitting, .committing, .accepted, .refused, .inDoubt, .withdrawn,
                .bounced:
                return .abort(why: "it is \(row.state.name.rawValue) now")
            }
            if let reason = try database.suppressionReason(of: row.recipient.lowercased()) {
                // It will never leave: to put it back into the queue would only ask again and again.
                let why = "\(row.recipient) may not be contacted (\(reason))"
                try database.apply(
                    .suppressed, to: database.enrollment(row.enrollment), now: now, by: "lane",
                    why: why)
                return .abort(why: why)
            }
            if let why = try database.pauseOfMailbox(row.mailbox, now: now) {
                return .abort(why: why)
            }
            // Two lanes may have had the same thought: here is where it is decided.
            if accountSpacing > .zero, row.urgency != .followUp,
                let last = try database.lastFirstTouchAtAccount(of: row.lead),
                last + accountSpacing > now
            {
                return .abort(why: "another person of the account was first touched at \(last)")
            }
            try database.move(
                id, by: .commitPoint, now: now, actor: "lane", why: "the message is complete")
            return .go
        }
    }

    /// Writes what the server said, and what follows for the enrollment, in one transaction.
    ///
    /// `next` is used when the message was accepted; `retryAt` when it goes back into the queue.
    package func settle(
        _ id: DeliveryID, attempt: Int, as verdict: SubmissionVerdict, next: NextStep,
        retryAt: Instant, now: Instant
    ) throws(StoreError) -> DeliveryRow {
        try write { database in
            let before = try database.delivery(id)
            guard before.attempt == attempt else { return before }
            try database.move(
                id, by: .verdict(verdict), now: now, actor: "lane", why: verdict.sentence,
                reply: verdict.serverReply, retryAt: retryAt)
            return try database.afterMove(id, from: before, next: next, now: now, by: "lane")
        }
    }

    /// A person's or the Sent folder's word on a message in doubt.
    ///
    /// Throws `StoreError.notNow` for one that shall leave again and whose enrollment does not wait for it: the lead has
    /// answered meanwhile, or it rests.
    package func resolve(
        _ id: DeliveryID, by event: DeliveryEvent, next: NextStep, now: Instant, actor: String,
        why: String
    ) throws(StoreError) -> DeliveryReaction {
        try write { database in
            let before = try database.delivery(id)
            if event == .settle(.resend), before.state == .inDoubt {
                try database.refuseResend(of: before)
            }
            let reaction = try database.move(
                id, by: event, now: now, actor: actor, why: why, retryAt: now)
            if reaction == .moved {
                _ = try database.afterMove(id, from: before, next: next, now: now, by: actor)
            }
            return reaction
        }
    }

    /// What a start must do first: nothing stays between two states over a restart (promise G2).
    package func recover(now: Instant) throws(StoreError) -> [DeliveryRow] {
        try write { database in
            // The words of the index `deliveryOpen` first: without them the whole table is read.
            let ids = try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM delivery
                    WHERE state IN ('queued','submitting','committing','in-doubt')
                        AND state IN ('submitting', 'committing') ORDER BY id
                    """)
            return try ids.map { number in
                let id = DeliveryID(number)
                try database.move(
                    id, by: .recovered, now: now, actor: "start",
                    why: "the daemon stopped while the message was on its way", retryAt: now)
                return try database.delivery(id)
            }
        }
    }
}

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
    fileprivate func refuseResend(of delivery: DeliveryRow) throws {
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
