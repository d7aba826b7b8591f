import GRDB
package import Sequencing

/// One enrollment as the report by sequence counts it.
package struct EnrollmentFate: Equatable, Sendable {
    package var id: EnrollmentID
    package var handOff: HandOffID
    package var sequence: SequenceVersion
    /// Nil while it lived.
    package var outcome: EnrollmentOutcome?
    /// What it waits at since when, where a step can't happen until somebody mends something.
    package var heldAt: (step: StepIndex, since: Instant)?

    package static func == (left: EnrollmentFate, right: EnrollmentFate) -> Bool {
        left.id == right.id && left.handOff == right.handOff && left.sequence == right.sequence
            && left.outcome == right.outcome && left.heldAt?.step == right.heldAt?.step
            && left.heldAt?.since == right.heldAt?.since
    }
}

extension Store {
    /// Every enrollment that there was at `asOf`; one that moved since counts as alive.
    package func enrollmentFates(asOf: Instant) throws(StoreError) -> [EnrollmentFate] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, handOffID, sequenceName, sequenceVersion, state, step, changedAt,
                        outcome
                    FROM enrollment WHERE enrolledAt <= ? ORDER BY id
                    """, arguments: [asOf.milliseconds]
            ).map { row in
                let changedAt = Instant(milliseconds: row["changedAt"])
                let isThen = changedAt <= asOf
                var fate = EnrollmentFate(
                    id: EnrollmentID(row["id"]), handOff: HandOffID(row["handOffID"]),
                    sequence: SequenceVersion(
                        name: row["sequenceName"], version: row["sequenceVersion"]))
                if isThen {
                    fate.outcome = (row["outcome"] as String?).flatMap(
                        EnrollmentOutcome.init(code:))
                    if row["state"] == EnrollmentState.Name.held.rawValue,
                        let step: Int = row["step"]
                    {
                        fate.heldAt = (StepIndex(step), changedAt)
                    }
                }
                return fate
            }
        }
    }

    /// What was due by `asOf` in any enrollment, and what had become of it by then.
    package func stepAttempts(asOf: Instant) throws(StoreError) -> [StepAttempt] {
        try read { database in
            let deliveries = try Row.fetchAll(
                database,
                sql: """
                    SELECT enrollmentID, stepID, dueAt, state, committedAt, settledAt FROM delivery
                    WHERE dueAt <= ?1 AND queuedAt <= ?1
                    """, arguments: [asOf.milliseconds])
            let tasks = try Row.fetchAll(
                database,
                sql: """
                    SELECT enrollmentID, stepID, dueAt, state, closedAt FROM task
                    WHERE enrollmentID IS NOT NULL AND dueAt <= ?1
                        AND NOT (channel = 'email' AND state = 'done')
                    """, arguments: [asOf.milliseconds])
            return deliveries.map { StepAttempt($0, $0.deliveryResult, asOf: asOf) }
                + tasks.map { StepAttempt($0, $0.taskResult, asOf: asOf) }
        }
    }
}

extension StepAttempt {
    fileprivate init(_ row: Row, _ result: (Result, at: Instant?), asOf: Instant) {
        let (found, at) = result
        self.init(
            enrollment: EnrollmentID(row["enrollmentID"]), step: row["stepID"] ?? "",
            dueAt: Instant(milliseconds: row["dueAt"]),
            // What came later had not happened yet.
            result: at.map { $0 > asOf } ?? false ? .open : found)
    }
}

extension Row {
    fileprivate var deliveryResult: (StepAttempt.Result, at: Instant?) {
        let state = (self["state"] as String?).flatMap(DeliveryState.Name.init)
        let settledAt = Instant(column: self["settledAt"])
        return switch state {
        case .accepted:
            Instant(column: self["committedAt"]).map { (.happened(at: $0), $0) } ?? (.open, nil)
        case .refused, .bounced: (.missed, settledAt)
        case .withdrawn: (.withdrawn, settledAt)
        case .queued, .submitting, .committing, .inDoubt, nil: (.open, nil)
        }
    }

    fileprivate var taskResult: (StepAttempt.Result, at: Instant?) {
        let closedAt = Instant(column: self["closedAt"])
        return switch (self["state"] as String?).flatMap(TaskRow.State.init) {
        case .done: closedAt.map { (.happened(at: $0), $0) } ?? (.open, nil)
        case .skipped, .expired: (.missed, closedAt)
        case .cancelled: (.withdrawn, closedAt)
        case .open, nil: (.open, nil)
        }
    }
}
