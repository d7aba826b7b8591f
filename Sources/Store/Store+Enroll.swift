import GRDB
package import Sequencing

/// A lead, a sequence and a mailbox to be joined; checked and written in one transaction.
package struct NewEnrollment: Equatable, Sendable {
    package var lead: LeadID
    package var sequence: SequenceVersion
    package var mailbox: String?
    package var rep: String
    package var source: String?
    package var startAt: Instant
    package var first: NextStep
    /// Beside another sequence, where the installation allows that.
    package var isBeside: Bool
    /// A hand-off that was closed by what is not valid: the effort on it goes on.
    package var reopens: HandOffID?
    /// The effort that is meant, where one was named: no other is begun in its place.
    package var handOff: HandOffID?

    package init(
        lead: LeadID, sequence: SequenceVersion, mailbox: String?, rep: String, source: String?,
        startAt: Instant, first: NextStep, isBeside: Bool = false, reopens: HandOffID? = nil,
        handOff: HandOffID? = nil
    ) {
        self.handOff = handOff
        self.reopens = reopens
        self.lead = lead
        self.sequence = sequence
        self.mailbox = mailbox
        self.rep = rep
        self.source = source
        self.startAt = startAt
        self.first = first
        self.isBeside = isBeside
    }
}

extension Store {
    /// Enrolls, or says why not; the refusal is kept on the hand-off, where the report finds it.
    ///
    /// A lead without an open hand-off gets one: whoever enrolls has taken the lead on.
    package func enroll(
        _ new: NewEnrollment, rules: EnrollmentRules = .init(), now: Instant, by actor: String
    ) throws(StoreError) -> Result<EnrollmentRow, EnrollmentRefusal> {
        try write { database in
            // Whoever looked at an old list is told so; the lead's story has nothing to do with it.
            if let refusal = try database.refusalBecauseOver(new) { return .failure(refusal) }
            if let refusal = try database.refusal(for: new, rules: rules, now: now) {
                try database.keep(refusal, for: new.lead, now: now, by: actor)
                return .failure(refusal)
            }
            if let id = new.reopens {
                try database.reopen(id, because: "worked again", now: now, by: actor)
            }
            let handOff = try database.openHandOff(
                NewHandOff(
                    lead: new.lead, source: new.source ?? HandOffSource.rep, owner: new.rep),
                now: now, by: actor)
            try database.setAccepted(handOff, now: now, by: actor)
            let id = try database.insert(new, handOff: handOff, now: now)
            let row = try database.enrollment(id)
            try database.recordHistory(
                at: now, by: actor,
                about: HistorySubject(lead: new.lead, handOff: handOff, enrollment: id),
                "enrolled", to: row.state.summary, why: "enrolled in \(new.sequence)")
            return .success(row)
        }
    }
}

extension Store {
    /// What `enroll` would refuse, without trying; nil when it would not.
    package func refusal(
        of new: NewEnrollment, rules: EnrollmentRules, now: Instant
    ) throws(StoreError) -> EnrollmentRefusal? {
        try read { database in try database.refusal(for: new, rules: rules, now: now) }
    }
}

extension Store {
    /// Lets an enrollment go on; one that rested without a date counts among its account's people again, so that
    /// limit is asked as for a new one.
    package func resume(
        _ id: EnrollmentID, next: NextStep, rules: EnrollmentRules, now: Instant, by actor: String
    ) throws(StoreError) -> EnrollmentReaction {
        try write { database in
            let row = try database.enrollment(id)
            if case .paused(_, _, nil) = row.state,
                let refusal = try database.refusalByAccount(of: row.lead, rules: rules)
            {
                throw StoreError.refused(refusal)
            }
            return try database.apply(
                .resume(next: next), to: row, now: now, by: actor, why: "resumed by \(actor)")
        }
    }

    /// The people of an account on live sequences, by address: those whom the limit of an account counts.
    package func people(onSequencesOf account: AccountID) throws(StoreError) -> Set<String> {
        try read { database in
            try String.fetchSet(
                database,
                sql: """
                    SELECT lead.key FROM lead JOIN enrollment ON enrollment.leadID = lead.id
                    WHERE lead.accountID = ? AND enrollment.state <> 'ended'
                        AND (enrollment.state <> 'paused' OR enrollment.untilAt IS NOT NULL)
                    """, arguments: [account.rawValue])
        }
    }
}

extension EnrollmentRefusal: Error {}

extension Database {
    /// Whoever names a hand-off has looked at that effort, and decided on no other.
    fileprivate func refusalBecauseOver(_ new: NewEnrollment) throws -> EnrollmentRefusal? {
        guard let named = new.handOff, let last = try lastHandOff(of: new.lead) else { return nil }
        let message: String
        if last.id != named {
            message = "\(last.id) came after \(named)"
        } else if let disposition = last.disposition, new.reopens != named {
            message = "\(named) was closed as \(disposition.rawValue)"
        } else {
            return nil
        }
        return EnrollmentRefusal(
            code: .handOffClosed, message: message,
            advice: "look again: thirdtouch lead explain \(new.lead)")
    }

    fileprivate func refusal(
        for new: NewEnrollment, rules: EnrollmentRules, now: Instant
    ) throws -> EnrollmentRefusal? {
        let lead = new.lead
        guard
            let key = try String.fetchOne(
                self, sql: "SELECT key FROM lead WHERE id = ?", arguments: [lead.rawValue])
        else { throw StoreError.notFound(table: "lead", key: "\(lead)") }
        if let reason = try suppressionReason(of: key) {
            return EnrollmentRefusal(
                code: .suppressed, message: "\(key) may not be contacted (\(reason))",
                advice: "see thirdtouch lead explain \(key)")
        }
        if new.isBeside, !rules.allowsSeveral {
            return EnrollmentRefusal(
                code: .alreadyEnrolled,
                message: "this installation allows one sequence for a lead "
                    + "(enrollment.several-sequences)",
                advice: "leave --beside out")
        }
        return try refusalBecauseEnrolled(
            lead: lead, except: nil, on: new.isBeside ? new.sequence.name : nil)
            ?? refusalToCoolOff(new, rules: rules, now: now)
            ?? refusalByAccount(of: lead, rules: rules)
    }

    /// Anyone's touch counts, in whatever hand-off; one that was taken back does not.
    private func refusalToCoolOff(
        _ new: NewEnrollment, rules: EnrollmentRules, now: Instant
    ) throws -> EnrollmentRefusal? {
        let last = try Int64.fetchOne(
            self,
            sql: """
                SELECT max(touch.happenedAt) FROM handOff JOIN touch ON touch.handOffID = handOff.id
                WHERE handOff.leadID = ? AND touch.takenBackAt IS NULL
                """, arguments: [new.lead.rawValue])
        var startsAt = now
        if case .step(_, let dueAt) = new.first { startsAt = dueAt }
        guard let lastTouchAt = Instant(column: last),
            let end = rules.coolOffEnd(lastTouchAt: lastTouchAt, startsAt: startsAt)
        else { return nil }
        return EnrollmentRefusal(
            code: .coolOff,
            message:
                "the lead was touched at \(lastTouchAt), and \(rules.coolOffDays) days must lie "
                + "between that and a new sequence (enrollment.cool-off-days)",
            until: end, advice: "begin later: add --start-at \(end)")
    }

    /// The people of the lead's account who are on a live sequence, the oldest enrollment named.
    fileprivate func refusalByAccount(
        of lead: LeadID, rules: EnrollmentRules
    ) throws -> EnrollmentRefusal? {
        guard let limit = rules.peoplePerAccount else { return nil }
        let others = try Row.fetchAll(
            self,
            sql: """
                SELECT min(enrollment.id) AS id, other.key FROM lead
                JOIN lead AS other ON other.accountID = lead.accountID AND other.id <> lead.id
                JOIN enrollment ON enrollment.leadID = other.id
                WHERE lead.id = ? AND enrollment.state <> 'ended'
                    AND (enrollment.state <> 'paused' OR enrollment.untilAt IS NOT NULL)
                GROUP BY other.id ORDER BY 1
                """, arguments: [lead.rawValue])
        guard others.count >= limit, let first = others.first else { return nil }
        let names = others.map { $0["key"] as String }.joined(separator: ", ")
        return EnrollmentRefusal(
            code: .accountLimit,
            message: "\(others.count) of the account are on a sequence already (\(names)); "
                + "enrollment.people-per-account is \(limit)",
            blocking: EnrollmentID(first["id"]),
            advice: "wait for one of them, or: thirdtouch enrollment stop "
                + "\(EnrollmentID(first["id"]))")
    }

    /// Names the enrollment that is in the way, nil when none is; with a sequence only one on that.
    func refusalBecauseEnrolled(
        lead: LeadID, except own: EnrollmentID?, on sequence: String? = nil
    ) throws -> EnrollmentRefusal? {
        let row = try Row.fetchOne(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns) FROM enrollment
                WHERE leadID = ?1 AND state <> 'ended' AND id IS NOT ?2
                    AND (state <> 'paused' OR untilAt IS NOT NULL)
                    AND (?3 IS NULL OR sequenceName = ?3)
                """, arguments: [lead.rawValue, own?.rawValue, sequence])
        guard let blocking = try row.map(EnrollmentRow.init) else { return nil }
        return EnrollmentRefusal(
            code: .alreadyEnrolled,
            message: "the lead is already enrolled: \(blocking.id) on \(blocking.sequence) "
                + "(\(blocking.state.summary)), rep \(blocking.rep)",
            blocking: blocking.id,
            advice: "stop that one first: thirdtouch enrollment stop \(blocking.id)")
    }

    fileprivate func keep(
        _ refusal: EnrollmentRefusal, for lead: LeadID, now: Instant, by actor: String
    ) throws {
        try execute(
            sql: "UPDATE handOff SET refusal = ? WHERE leadID = ? AND disposition IS NULL",
            arguments: [JSONText.encode(refusal), lead.rawValue])
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: lead), "enroll-refused",
            why: refusal.message)
    }

    fileprivate func insert(
        _ new: NewEnrollment, handOff: HandOffID, now: Instant
    ) throws -> EnrollmentID {
        let state: EnrollmentState =
            switch new.first {
            case .step(let step, let dueAt): .waiting(step: step, dueAt: dueAt)
            case .hold(let step, let reason): .held(step: step, reason: reason)
            case .end(let outcome): .ended(outcome)
            }
        let columns = state.columns(taskExpiresAt: nil)
        try run(
            """
            INSERT INTO enrollment (id, leadID, handOffID, sequenceName, sequenceVersion, mailbox,
                repName, startAt, anchorAt, changedAt, enrolledAt, isBeside, state, step, dueAt,
                wakeAt, deliveryID, taskID, holdReason, pauseCause, untilAt, outcome)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, try newestEnrollment() + 1, new.lead, handOff, new.sequence.name,
            new.sequence.version, new.mailbox, new.rep,
            new.startAt, new.startAt, now, now, new.isBeside, columns.name.rawValue, columns.step,
            columns.dueAt, columns.wakeAt, columns.delivery, columns.task, columns.holdReason,
            columns.pauseCause, columns.untilAt, columns.outcome)
        let id = EnrollmentID(lastInsertedRowID)
        try execute(
            sql: "UPDATE handOff SET refusal = NULL WHERE id = ?", arguments: [handOff.rawValue])
        return id
    }
}
