import GRDB
package import Sequencing

/// A person's word on what a recorded message is, with what follows from it.
package struct ReplyCorrection: Equatable, Sendable {
    package var reply: ReplyID
    /// What it was held to be when the effects were thought out.
    package var before: ReplyClass
    package var after: ReplyClass
    package var why: String?
    /// Enrollments that rest only because of the message: they go on first.
    package var resumes: [Resume]
    package var effects: [ReplyEffect]

    package struct Resume: Equatable, Sendable {
        package var enrollment: EnrollmentID
        package var next: NextStep

        package init(enrollment: EnrollmentID, next: NextStep) {
            self.enrollment = enrollment
            self.next = next
        }
    }

    package init(
        reply: ReplyID, before: ReplyClass, after: ReplyClass, why: String?, resumes: [Resume],
        effects: [ReplyEffect]
    ) {
        self.reply = reply
        self.before = before
        self.after = after
        self.why = why
        self.resumes = resumes
        self.effects = effects
    }
}

extension Store {
    /// Takes back what the message did, does what it should have done, and answers the history of that; one
    /// transaction.
    ///
    /// Throws `notNow` when somebody else has corrected it meanwhile.
    package func correct(
        _ correction: ReplyCorrection, now: Instant, by actor: String
    ) throws(StoreError) -> [HistoryRow] {
        try write { database in
            let row = try database.reply(correction.reply)
            guard row.replyClass == correction.before else {
                throw StoreError.notNow(
                    what: "\(row.id) was not classified",
                    why: "it is \(row.replyClass.sentence) meanwhile",
                    advice: "look again: thirdtouch reply show \(row.id)")
            }
            let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM history") ?? 0
            try database.rename(row, correction, now: now, by: actor)
            let context = EffectContext(
                reply: row.id, lead: row.lead, handOff: row.handOff, actor: actor, now: now)
            try database.cancelTasks(context)
            try database.giveBack(context)
            for resume in correction.resumes { try database.goOn(resume, context) }
            for effect in correction.effects { try database.carryOut(effect, context) }
            return try Row.fetchAll(
                database, sql: "SELECT * FROM history WHERE id > ? ORDER BY id", arguments: [last]
            ).map(HistoryRow.init)
        }
    }

    /// Enrollments that rest now because of a message, whoever's.
    package func pausedBy(_ reply: ReplyID) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try database.touchedBy(reply).filter {
                guard case .paused = $0.state else { return false }
                return try database.lastMover(of: $0) == reply
            }
        }
    }

    /// Enrollments that a message ended.
    package func endedBy(_ reply: ReplyID) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try database.touchedBy(reply).filter {
                guard case .ended = $0.state else { return false }
                return try database.lastMover(of: $0) == reply
            }
        }
    }
}

extension Database {
    fileprivate func touchedBy(_ reply: ReplyID) throws -> [EnrollmentRow] {
        try Row.fetchAll(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns) FROM enrollment WHERE id IN
                    (SELECT enrollmentID FROM history WHERE replyID = ? AND toState IS NOT NULL)
                ORDER BY id
                """, arguments: [reply.rawValue]
        ).map(EnrollmentRow.init)
    }

    /// The message behind the last move of an enrollment; nil when something else moved it.
    fileprivate func lastMover(of row: EnrollmentRow) throws -> ReplyID? {
        let found = try Row.fetchOne(
            self,
            sql: """
                SELECT replyID FROM history WHERE leadID = ? AND enrollmentID = ? AND toState = ?
                ORDER BY id DESC LIMIT 1
                """, arguments: [row.lead.rawValue, row.id.rawValue, row.state.summary])
        return (found?["replyID"] as Int64?).map { ReplyID($0) }
    }

    fileprivate func rename(
        _ row: ReplyRow, _ correction: ReplyCorrection, now: Instant, by actor: String
    ) throws {
        let (before, after) = (ReplyKind(row.replyClass), ReplyKind(correction.after))
        try execute(
            sql: """
                UPDATE reply SET class = ?, kind = ?, readClass = coalesce(readClass, class),
                    correctedAt = ?, correctedBy = ?, correctedWhy = ? WHERE id = ?
                """,
            arguments: [
                JSONText.encode(correction.after), after.rawValue, now.milliseconds, actor,
                correction.why, row.id.rawValue,
            ])
        try recordHistory(
            at: now, by: actor,
            about: HistorySubject(lead: row.lead, handOff: row.handOff, reply: row.id),
            "classified", from: before.rawValue, to: after.rawValue,
            why: "\(actor) says that it is \(correction.after.sentence)"
                + (correction.why.map { ": \($0)" } ?? ""))
    }

    /// What was owed for what the message is not.
    fileprivate func cancelTasks(_ context: EffectContext) throws {
        let open = try Int64.fetchAll(
            self, sql: "SELECT id FROM task WHERE replyID = ? AND state = 'open'",
            arguments: [context.reply.rawValue])
        for number in open {
            try close(
                TaskID(number), as: "cancelled", outcome: nil, note: nil, now: context.now,
                by: context.actor)
            try recordHistory(
                at: context.now, by: context.actor,
                about: HistorySubject(
                    lead: context.lead, handOff: context.handOff, task: TaskID(number),
                    reply: context.reply), "task-cancelled",
                why: "nothing is owed for \(context.reply) as it was first read")
        }
    }

    /// The touches that it took back did happen.
    fileprivate func giveBack(_ context: EffectContext) throws {
        let deliveries = try Int64.fetchAll(
            self, sql: "SELECT id FROM delivery WHERE bouncedByID = ?",
            arguments: [context.reply.rawValue])
        for number in deliveries {
            let id = DeliveryID(number)
            guard
                try move(
                    id, by: .notBounced, now: context.now, actor: context.actor,
                    why: "\(context.reply) is no bounce", because: context.reply) == .moved
            else { continue }
            try execute(
                sql: "UPDATE delivery SET bouncedByID = NULL WHERE id = ?", arguments: [number])
            let hasTouch = try Bool.fetchOne(
                self, sql: "SELECT EXISTS (SELECT 1 FROM touch WHERE deliveryID = ?)",
                arguments: [number])
            // One in doubt that came back had none yet.
            if hasTouch != true {
                let row = try delivery(id)
                try insertTouch(for: row, happenedAt: row.committedAt ?? context.now)
            }
        }
        try execute(
            sql: """
                UPDATE touch SET takenBackAt = NULL, takenBackByID = NULL WHERE takenBackByID = ?
                """, arguments: [context.reply.rawValue])
    }

    /// Goes on, unless the lead has been enrolled elsewhere meanwhile or somebody else has moved it.
    fileprivate func goOn(_ resume: ReplyCorrection.Resume, _ context: EffectContext) throws {
        let row = try enrollment(resume.enrollment)
        guard case .paused = row.state, try lastMover(of: row) == context.reply else { return }
        let why = "\(context.reply) is no reason to rest"
        do {
            try apply(
                .resume(next: resume.next), to: row, now: context.now, by: context.actor, why: why,
                subject: HistorySubject(reply: context.reply))
        } catch StoreError.refused(let refusal) {
            try recordHistory(
                at: context.now, by: context.actor,
                about: HistorySubject(
                    lead: row.lead, handOff: row.handOff, enrollment: row.id,
                    reply: context.reply), "resume", from: row.state.summary,
                why: "ignored (\(refusal.message)): \(why)")
        }
    }
}
