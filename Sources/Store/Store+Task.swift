import GRDB
package import Sequencing

/// A manual step, or an answer that is owed, in a rep's queue.
package struct TaskRow: Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        case open, done, skipped, expired, cancelled
    }

    package var id: TaskID
    package var lead: LeadID
    package var handOff: HandOffID
    /// Nil for an answer that is owed outside every sequence.
    package var enrollment: EnrollmentID?
    package var reply: ReplyID?
    package var step: StepIndex?
    package var rep: String
    package var channel: Channel
    package var script: String
    package var dueAt: Instant
    package var expiresAt: Instant?
    package var state: State
    package var outcome: String?
    package var note: String?
    package var closedAt: Instant?
    package var closedBy: String?

    /// An e-mail of a sequence that a person must read before it leaves.
    package var isReview: Bool { channel == .email && enrollment != nil }
}

/// How a person closes a task.
package enum TaskClosure: Equatable, Sendable {
    case done(outcome: String, note: String?)
    case skipped(reason: String?)
    case expired
}

extension Store {
    package func task(_ id: TaskID) throws(StoreError) -> TaskRow {
        try read { database in try database.task(id) }
    }

    /// Earliest due first. Nil filters match everything; with a rep, the tasks of `absentees` are theirs too.
    package func tasks(
        state: TaskRow.State?, rep: String?, absentees: [String] = [], lead: LeadID?,
        channel: Channel? = nil, limit: Int
    ) throws(StoreError) -> [TaskRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM task WHERE (?1 IS NULL OR state = ?1)
                        AND (?2 IS NULL OR repName = ?2
                            OR repName IN (SELECT value FROM json_each(?6)))
                        AND (?3 IS NULL OR leadID = ?3)
                        AND (?4 IS NULL OR channel = ?4)
                    ORDER BY dueAt, id LIMIT ?5
                    """,
                arguments: [
                    state?.rawValue, rep, lead?.rawValue, channel?.rawValue, limit,
                    JSONText.encode(absentees),
                ]
            ).map(TaskRow.init)
        }
    }

    /// Outcomes of a lead's manual steps in one enrollment, by step id.
    package func outcomes(of enrollment: EnrollmentID) throws(StoreError) -> [String: String] {
        try read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT stepID, outcome, state FROM task
                        WHERE enrollmentID = ? AND state <> 'open' AND state <> 'cancelled'
                        ORDER BY id
                        """), arguments: [enrollment.rawValue])
            var outcomes: [String: String] = [:]
            for row in rows { outcomes[row["stepID"]] = row["outcome"] ?? row["state"] as String }
            return outcomes
        }
    }

    /// Closes an open task: the touch, if it was done, and the enrollment's move are one
    /// transaction. Throws `notNow` when it is not open any more.
    package func close(
        _ id: TaskID, _ closure: TaskClosure, next: NextStep, now: Instant, by actor: String
    ) throws(StoreError) -> TaskRow {
        try write { database in
            let task = try database.task(id)
            guard task.state == .open else {
                throw StoreError.notNow(
                    what: "\(id) can't be closed", why: "it is \(task.state.rawValue) already",
                    advice: "thirdtouch lead explain \(task.lead)")
            }
            let event: EnrollmentEvent
            let why: String
            switch closure {
            case .done(let outcome, let note):
                try database.close(
                    id, as: "done", outcome: outcome, note: note, now: now, by: actor)
                try database.insertTouch(for: task, happenedAt: now)
                (event, why) = (.taskDone(id, next: next), "done: \(outcome)")
            case .skipped(let reason):
                try database.close(
                    id, as: "skipped", outcome: nil, note: reason, now: now, by: actor)
                (event, why) = (
                    .taskSkipped(id, next: next), "skipped: \(reason ?? "no reason given")"
                )
            case .expired:
                try database.close(id, as: "expired", outcome: nil, note: nil, now: now, by: actor)
                (event, why) = (.taskExpired(id, next: next), "nobody did the task in time")
            }
            if let reply = task.reply {
                try database.markAnswered(
                    reply, lead: task.lead, at: now, now: now, by: actor,
                    why: "the answer to the lead is \(why)")
            }
            if let enrollment = task.enrollment {
                try database.apply(
                    event, to: database.enrollment(enrollment), now: now, by: actor, why: why,
                    subject: HistorySubject(task: id))
            }
            return try database.task(id)
        }
    }
}

extension Store {
    /// Closes a review as approved and queues its e-mail, in one transaction; the touch is the e-mail's own.
    package func approve(
        _ id: TaskID, as message: NewDelivery, why: String, now: Instant, by actor: String
    ) throws(StoreError) -> TaskRow {
        try write { database in
            let task = try database.task(id)
            guard task.state == .open, let number = task.enrollment, let step = task.step else {
                throw StoreError.notNow(
                    what: "\(id) can't be approved", why: "it is \(task.state.rawValue) already",
                    advice: "thirdtouch lead explain \(task.lead)")
            }
            let address = try database.lead(task.lead).email.canonical
            guard message.message.recipient.canonical == address else {
                throw StoreError.notNow(
                    what: "\(id) was not approved", why: "the lead's address is \(address) now",
                    advice: "thirdtouch task approve \(id)")
            }
            try database.close(
                id, as: "done", outcome: "approved", note: nil, now: now, by: actor)
            let row = try database.enrollment(number)
            let delivery = try database.insert(message, for: row, step: step, now: now)
            try database.apply(
                .approved(id, delivery), to: row, now: now, by: actor, why: why,
                subject: HistorySubject(delivery: delivery, task: id))
            return try database.task(id)
        }
    }

    /// Writes what an open task shows anew.
    package func rewrite(_ id: TaskID, script: String) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE task SET script = ? WHERE id = ? AND state = 'open'",
                arguments: [script, id.rawValue])
        }
    }
}

extension Database {
    func task(_ id: TaskID) throws -> TaskRow {
        guard
            let row = try Row.fetchOne(
                self, sql: "SELECT * FROM task WHERE id = ?", arguments: [id.rawValue])
        else { throw StoreError.notFound(table: "task", key: "\(id)") }
        return try TaskRow(row)
    }

    /// Whose the work on a hand-off is: its owner's, whoever began what it comes from; `rep`'s while nobody owns it.
    func worker(on handOff: HandOffID, else rep: String) throws -> String {
        try String.fetchOne(
            cachedStatement(sql: "SELECT owner FROM handOff WHERE id = ?"),
            arguments: [handOff.rawValue]) ?? rep
    }

    func insert(_ new: NewTask, for row: EnrollmentRow, step: StepIndex) throws -> TaskID {
        try cachedStatement(
            sql: """
                INSERT INTO task (leadID, handOffID, enrollmentID, step, stepID, repName, channel,
                    script, dueAt, expiresAt, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
                """
        ).execute(arguments: [
            row.lead.rawValue, row.handOff.rawValue, row.id.rawValue, step.position, new.stepID,
            try worker(on: row.handOff, else: new.rep), new.channel.rawValue, new.script,
            new.dueAt.milliseconds,
            new.expiresAt?.milliseconds,
        ])
        return TaskID(lastInsertedRowID)
    }

    /// Closes the row alone; the caller does what follows.
    func close(
        _ id: TaskID, as state: String, outcome: String?, note: String?, now: Instant,
        by actor: String
    ) throws {
        try cachedStatement(
            sql: """
                UPDATE task SET state = ?, outcome = ?, note = ?, closedAt = ?, closedBy = ?
                WHERE id = ? AND state = 'open'
                """
        ).execute(arguments: [state, outcome, note, now.milliseconds, actor, id.rawValue])
    }

    fileprivate func insertTouch(for task: TaskRow, happenedAt: Instant) throws {
        try execute(
            sql: """
                INSERT INTO touch (handOffID, leadID, enrollmentID, step, channel, isHuman,
                    happenedAt, taskID) VALUES (?, ?, ?, ?, ?, 1, ?, ?)
                """,
            arguments: [
                task.handOff.rawValue, task.lead.rawValue, task.enrollment?.rawValue,
                task.step?.position, task.channel.rawValue, happenedAt.milliseconds,
                task.id.rawValue,
            ])
    }

    func markAnswered(
        _ reply: ReplyID, lead: LeadID, at moment: Instant, now: Instant, by actor: String,
        why: String
    ) throws {
        try execute(
            sql: "UPDATE reply SET answeredAt = ? WHERE id = ? AND answeredAt IS NULL",
            arguments: [moment.milliseconds, reply.rawValue])
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: lead, reply: reply), "answered",
            why: why)
    }
}

extension TaskRow {
    init(_ row: Row) throws {
        let id: Int64 = row["id"]
        guard let state = State(rawValue: row["state"]),
            let channel = Channel(rawValue: row["channel"])
        else { throw StoreError.corruptRow(table: "task", id: id) }
        self.id = TaskID(id)
        lead = LeadID(row["leadID"])
        handOff = HandOffID(row["handOffID"])
        enrollment = (row["enrollmentID"] as Int64?).map { EnrollmentID($0) }
        reply = (row["replyID"] as Int64?).map { ReplyID($0) }
        step = (row["step"] as Int?).map { StepIndex($0) }
        rep = row["repName"]
        self.channel = channel
        script = row["script"]
        dueAt = Instant(milliseconds: row["dueAt"])
        expiresAt = Instant(column: row["expiresAt"])
        self.state = state
        outcome = row["outcome"]
        note = row["note"]
        closedAt = Instant(column: row["closedAt"])
        closedBy = row["closedBy"]
    }
}
