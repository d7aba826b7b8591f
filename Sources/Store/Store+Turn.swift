import GRDB
package import Sequencing

/// The message of a mailbox whose turn it is, and what it is judged by.
package struct QueuedMessage: Sendable {
    package var row: DeliveryRow
    package var enrollment: EnrollmentRow
    package var lead: Lead
    /// What the rules of the lane have against this one message.
    package var obstacle: LaneObstacle?
}

/// What a lane makes of the message whose turn it is.
package enum TurnDecision<Plan: Sendable>: Sendable {
    /// It goes to the server now, by this plan.
    case takeUp(Plan)
    case putOff(until: Instant, waitsFor: String)
    /// It stays as it is.
    case leave
}

/// What the turn of a lane has come to.
package enum LaneTurn<Plan: Sendable>: Sendable {
    case nothing
    case paused(MailboxPause)
    /// So many in 24 hours are the cap, which is reached until then.
    case full(until: Instant, cap: Int)
    case probe(ProbeRow)
    case digest(DigestRow)
    case putOff
    case left(DeliveryRow)
    /// It is being submitted; its bytes and how the lane has decided on it.
    case takenUp(DeliveryRow, bytes: [UInt8], Plan)
    /// Whatever is wrong with this one, the next may go.
    case fault(DeliveryID, cause: any Error)
}

extension Store {
    /// Finds what a mailbox can send now, asks `decide` about the message, and takes it up or puts it off, all in one
    /// transaction: nothing can come between the look and the move.
    ///
    /// The most urgent goes first, of those the one that was due first. Should a loss of power take the move back, the
    /// message is queued: what a start makes of it in any case. `decide` may read the store and must wait for nothing;
    /// what it throws is the message's fault, unless it is the storage's.
    package func turn<Plan: Sendable>(
        of mailbox: String, rules: LaneRules, now: Instant,
        decide: @escaping @Sendable (QueuedMessage) throws -> TurnDecision<Plan>
    ) throws(StoreError) -> LaneTurn<Plan> {
        try write(.ordered) { database in
            if let pause = try database.pause(of: mailbox, now: now) { return .paused(pause) }
            let record = CommittedRecord(database: database, mailbox: mailbox)
            if let until = try rules.roomAt(record, now: now) {
                let first = try record.firstCommittedAt()
                return .full(
                    until: until, cap: rules.limits.cap(firstCommittedAt: first, now: now))
            }
            if let probe = try database.queuedProbe(of: mailbox) { return .probe(probe) }
            if let digest = try database.queuedDigest(of: mailbox, now: now) {
                return .digest(digest)
            }
            guard var row = try database.nextQueued(in: mailbox, now: now) else { return .nothing }
            _ = try database.fence(&row)
            let decision: TurnDecision<Plan>
            do {
                decision = try decide(database.message(row, rules, record, now: now))
            } catch  where !StoreError.isFault(error) {
                return .fault(row.id, cause: error)
            }
            return try database.carryOut(decision, on: row, now: now)
        }
    }
}

extension Database {
    fileprivate func nextQueued(in mailbox: String, now: Instant) throws -> DeliveryRow? {
        try first(
            """
            SELECT \(DeliveryRow.columns) FROM delivery INDEXED BY deliveryTurn
            WHERE state = 'queued' AND mailbox = ? AND notBeforeAt <= ?
            ORDER BY urgency, dueAt, enrollmentID LIMIT 1
            """, mailbox, now
        ) { try DeliveryRow(&$0) }
    }

    fileprivate func message(
        _ row: DeliveryRow, _ rules: LaneRules, _ record: CommittedRecord, now: Instant
    ) throws -> QueuedMessage {
        let lead = try lead(row.lead)
        let message = LaneMessage(
            domain: lead.email.domain, lead: row.lead, account: lead.account, urgency: row.urgency)
        return QueuedMessage(
            row: row, enrollment: try enrollment(row.enrollment), lead: lead,
            obstacle: try rules.obstacle(to: message, record, now: now))
    }

    fileprivate func carryOut<Plan>(
        _ decision: TurnDecision<Plan>, on row: DeliveryRow, now: Instant
    ) throws -> LaneTurn<Plan> {
        switch decision {
        case .leave: return .left(row)
        case .putOff(let until, let waitsFor):
            try postpone(row.id, until: until, waitsFor: waitsFor)
            return .putOff
        case .takeUp(let plan):
            var row = row
            try move(&row, by: .claim, now: now, actor: "lane", why: "a lane has it")
            return .takenUp(row, bytes: try bytes(of: row.id), plan)
        }
    }

    func postpone(_ id: DeliveryID, until later: Instant, waitsFor: String) throws {
        try run(
            "UPDATE delivery SET notBeforeAt = ?, waitsFor = ? WHERE id = ? AND state = 'queued'",
            later, waitsFor, id)
    }

    func bytes(of id: DeliveryID) throws -> [UInt8] {
        let found = try first("SELECT bytes FROM delivery WHERE id = ?", id) { try $0.bytes() }
        guard let found else { throw StoreError.notFound(table: "delivery", key: "\(id)") }
        return found
    }
}
