import GRDB
package import Sequencing

/// What a due step shall become; made outside the transaction, checked inside it.
package enum StepPlan: Equatable, Sendable {
    case email(NewDelivery)
    /// Its e-mail has passed its commit point before, and nobody knows yet what became of it.
    case underWay(DeliveryID)
    case task(NewTask)
    case hold(HoldReason)
    case passOver(NextStep, why: String)
    /// The window was missed or the calendar changed.
    case later(dueAt: Instant)
}

/// A manual step for a rep.
package struct NewTask: Equatable, Sendable {
    package var rep: String
    package var stepID: String
    package var channel: Channel
    package var script: String
    package var dueAt: Instant
    package var expiresAt: Instant?

    package init(
        rep: String, stepID: String, channel: Channel, script: String, dueAt: Instant,
        expiresAt: Instant?
    ) {
        self.stepID = stepID
        self.rep = rep
        self.channel = channel
        self.script = script
        self.dueAt = dueAt
        self.expiresAt = expiresAt
    }
}

extension Store {
    /// Enrollments that wake at or before `now`, the earliest first; those that can't be read are left out.
    package func due(now: Instant, limit: Int) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT \(EnrollmentRow.columns) FROM enrollment
                        WHERE wakeAt IS NOT NULL AND wakeAt <= ? ORDER BY wakeAt, id
                        """), arguments: [now.milliseconds])
            var found: [EnrollmentRow] = []
            while found.count < limit, let row = try rows.next() {
                // Why the error is dropped: a row that nobody can read must not keep the others waiting, and
                // the report names it as the engine's fault.
                if let enrollment = try? EnrollmentRow(row) { found.append(enrollment) }
            }
            return found
        }
    }

    /// The next moment at which `due` will have something, nil for never.
    package func nextWakeAt() throws(StoreError) -> Instant? {
        try read { database in
            Instant(
                column: try Int64.fetchOne(
                    database.cachedStatement(
                        sql: "SELECT min(wakeAt) FROM enrollment WHERE wakeAt IS NOT NULL")))
        }
    }

    package func enrollment(_ id: EnrollmentID) throws(StoreError) -> EnrollmentRow {
        try read { database in try database.enrollment(id) }
    }

    /// Newest first. Nil filters match everything.
    ///
    /// A lead's are found by their index: every answer asks for them.
    package func enrollments(
        state: EnrollmentState.Name?, sequence: String?, lead: LeadID?, rep: String?,
        isOpenAfterRestore: Bool = false, limit: Int
    ) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            let isOpen =
                isOpenAfterRestore ? "restoredAt IS NOT NULL AND state <> 'ended' AND" : ""
            // A lead's own are asked for with each answer: by their index, not by looking at all.
            let isOfLead = lead == nil ? "?3 IS NULL" : "leadID = ?3"
            return try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(EnrollmentRow.columns) FROM enrollment
                        WHERE \(isOpen) (?1 IS NULL OR state = ?1)
                            AND (?2 IS NULL OR sequenceName = ?2)
                            AND \(isOfLead) AND (?4 IS NULL OR repName = ?4)
                        ORDER BY id DESC LIMIT ?5
                        """),
                arguments: [state?.rawValue, sequence, lead?.rawValue, rep, limit]
            ).map(EnrollmentRow.init)
        }
    }

    /// Starts due steps, each only if its enrollment has not moved since it was read.
    ///
    /// State, delivery or task, and history are one transaction for the whole batch.
    package func start(
        _ plans: [(row: EnrollmentRow, plan: StepPlan)], now: Instant
    ) throws(StoreError) -> [EnrollmentReaction] {
        try write { database in
            try plans.map { try database.start($0.plan, of: $0.row, now: now) }
        }
    }

    /// Moves one enrollment by an event and does what that owes.
    package func apply(
        _ event: EnrollmentEvent, to id: EnrollmentID, now: Instant, by actor: String, why: String
    ) throws(StoreError) -> EnrollmentReaction {
        try write { database in
            try database.apply(event, to: database.enrollment(id), now: now, by: actor, why: why)
        }
    }
}

extension Database {
    func enrollment(_ id: EnrollmentID) throws -> EnrollmentRow {
        let sql = "SELECT \(EnrollmentRow.columns) FROM enrollment WHERE id = ?"
        guard let enrollment = try first(sql, id, read: { try EnrollmentRow(&$0) }) else {
            throw StoreError.notFound(table: "enrollment", key: "\(id)")
        }
        return enrollment
    }

    func start(
        _ plan: StepPlan, of planned: EnrollmentRow, now: Instant
    ) throws -> EnrollmentReaction {
        let row = try enrollment(planned.id)
        guard row.revision == planned.revision,
            case .waiting(let step, let dueAt) = row.state, dueAt <= now
        else { return .ignore(.stale) }
        switch plan {
        case .email(let message):
            let delivery = try insert(message, for: row, step: step, now: now)
            return try apply(
                .due(.email(delivery)), to: row, now: now, by: "engine",
                why: "step \(step) is due: “\(message.subject)” is queued",
                subject: HistorySubject(delivery: delivery))
        case .underWay(let delivery):
            return try apply(
                .due(.email(delivery)), to: row, now: now, by: "engine",
                why: "step \(step) is due again: its message is on its way, or in doubt",
                subject: HistorySubject(delivery: delivery))
        case .task(let task):
            let id = try insert(task, for: row, step: step)
            return try apply(
                .due(.task(id)), to: row, now: now, by: "engine",
                why: "step \(step) is due: \(task.channel.noun) is in \(task.rep)'s queue",
                subject: HistorySubject(task: id), taskExpiresAt: task.expiresAt)
        case .hold(let reason):
            return try apply(
                .due(.hold(reason)), to: row, now: now, by: "engine",
                why: "step \(step) can't happen: \(reason.sentence)")
        case .passOver(let next, let why):
            return try apply(
                .due(.passOver(next: next)), to: row, now: now, by: "engine",
                why: "step \(step) is passed over: \(why)")
        case .later(let dueAt):
            return try apply(
                .replanned(dueAt: dueAt), to: row, now: now, by: "engine",
                why: "step \(step) waits for the lead's window")
        }
    }

    /// Handles the event, writes the row and the history, and pays what the move owes.
    ///
    /// `happenedAt` is what the next step counts from, where that is not now.
    @discardableResult
    func apply(
        _ event: EnrollmentEvent, to row: EnrollmentRow, now: Instant, by actor: String,
        why: String, subject: HistorySubject = HistorySubject(), taskExpiresAt: Instant? = nil,
        happenedAt: Instant? = nil
    ) throws -> EnrollmentReaction {
        var subject = subject
        subject.lead = row.lead
        subject.handOff = row.handOff
        subject.enrollment = row.id
        var state = row.state
        let reaction = state.handle(event, now: now)
        switch reaction {
        case .ignore(let reason):
            try recordHistory(
                at: now, by: actor, about: subject, event.name, from: row.state.summary,
                why: "ignored (\(reason.rawValue)): \(why)")
        case .moved(let owed):
            try save(
                state, of: row, anchor: event.anchor(of: row, now: happenedAt ?? now),
                restoredAt: event.leavesOpen(of: row, now: state), now: now,
                taskExpiresAt: taskExpiresAt)
            try recordHistory(
                at: now, by: actor, about: subject, event.name, from: row.state.summary,
                to: state.summary, why: why)
            try pay(owed, now: now, by: actor, why: why)
        }
        return reaction
    }

    private func save(
        _ state: EnrollmentState, of row: EnrollmentRow, anchor: (at: Instant, isRestart: Bool),
        restoredAt: Instant?, now: Instant, taskExpiresAt: Instant?
    ) throws {
        let columns = state.columns(taskExpiresAt: taskExpiresAt)
        let changed: Int
        do {
            changed = try run(
                """
                UPDATE enrollment SET state = ?, step = ?, dueAt = ?, wakeAt = ?, deliveryID = ?,
                    taskID = ?, holdReason = ?, pauseCause = ?, untilAt = ?, outcome = ?,
                    anchorAt = ?, isRestart = ?, restoredAt = ?, changedAt = ?,
                    revision = revision + 1
                WHERE id = ? AND revision = ?
                """, columns.name.rawValue, columns.step, columns.dueAt, columns.wakeAt,
                columns.delivery, columns.task, columns.holdReason, columns.pauseCause,
                columns.untilAt, columns.outcome, anchor.at, anchor.isRestart, restoredAt, now,
                row.id, row.revision)
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE
        {
            throw StoreError.refused(
                try refusalBecauseEnrolled(lead: row.lead, except: row.id)
                    ?? EnrollmentRefusal(
                        code: .alreadyEnrolled, message: "the lead is enrolled elsewhere",
                        advice: "thirdtouch enrollment list --lead \(row.lead)"))
        }
        guard changed == 1 else {
            throw StoreError.corruptRow(table: "enrollment", id: row.id.rawValue)
        }
    }

    private func pay(
        _ owed: EnrollmentReaction.Owed, now: Instant, by actor: String, why: String
    ) throws {
        switch owed {
        case .nothing: break
        case .withdraw(let delivery):
            try move(delivery, by: .withdraw, now: now, actor: actor, why: why)
        case .cancelTask(let task):
            try close(task, as: "cancelled", outcome: nil, note: nil, now: now, by: actor)
        }
    }
}

extension EnrollmentEvent {
    /// Whether a person, or what was mended, lets a step go that did not move by itself.
    private var isLetGo: Bool {
        if case .resume = self { return true }
        if case .released = self { return true }
        return false
    }

    /// Of what a restore left open, what still is after this event: a person who lets a held step go has
    /// answered it, and a step that is due only after the restore can't have left before.
    fileprivate func leavesOpen(of row: EnrollmentRow, now state: EnrollmentState) -> Instant? {
        guard let restoredAt = row.restoredAt else { return nil }
        if case .held(_, .restored) = row.state, isLetGo { return nil }
        if case .accepted = self, case .waiting(_, let dueAt) = state, dueAt > restoredAt {
            return nil
        }
        return state.name == .ended ? nil : restoredAt
    }

    /// From what the step after this event was planned: what a person meant, kept so that its moment can be
    /// derived again.
    fileprivate func anchor(
        of row: EnrollmentRow, now: Instant
    ) -> (at: Instant, isRestart: Bool) {
        switch self {
        // The step at hand stays the same one, and so does what its delay counts from.
        case .replanned, .readdressed, .migrated, .resume, .untilReached, .released, .autoReplied,
            .colleagueReplied, .pause:
            (row.anchorAt, row.isRestart)
        // It has been due: if it must wait after all, its delay is not asked again.
        case .due(.email), .due(.task), .due(.hold), .approved: (now, true)
        // Never before the moment to which a person's own mail has put it off.
        case .handWritten(_, let until): (until, true)
        case .due(.passOver), .accepted, .refused, .taskDone, .taskSkipped, .taskExpired, .replied,
            .bounced, .softBounced, .optedOut, .complained, .suppressed, .stop:
            (now, false)
        }
    }
}
