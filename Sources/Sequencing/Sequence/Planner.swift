/// What comes after a step: pure, from the sequence, the lead's calendar and two moments.
package struct Planner: Sendable {
    package let sequence: Sequence
    package let calendar: WorkingCalendar
    /// When the enrollment began.
    package let startAt: Instant

    package init(sequence: Sequence, calendar: WorkingCalendar, startAt: Instant) {
        self.sequence = sequence
        self.calendar = calendar
        self.startAt = startAt
    }

    /// The first step, dated from the enrollment.
    package var first: NextStep { plan(StepIndex(0), previousAt: startAt) }

    /// The step after `step`, which happened at `happenedAt`.
    package func next(after step: StepIndex, happenedAt: Instant) -> NextStep {
        plan(step.next, previousAt: happenedAt)
    }

    /// A step that had been due already, tried again: at the next opening.
    package func again(_ step: StepIndex, from now: Instant) -> NextStep {
        guard let opening = calendar.nextOpening(from: now) else { return .hold(step, .noWindow) }
        return .step(step, dueAt: opening)
    }

    /// The step at which an enrollment rested, taken up at `now`: a rest never shortens a delay.
    ///
    /// Its own time, reckoned from `anchor` (when the step before it happened), where that is still ahead;
    /// otherwise, or when the step had been due already (nil), the next opening.
    package func resumed(
        _ step: StepIndex, countingFrom anchor: Instant?, at now: Instant
    ) -> NextStep {
        guard let anchor, case .step(_, let dueAt) = plan(step, previousAt: anchor), dueAt > now
        else { return again(step, from: now) }
        return .step(step, dueAt: dueAt)
    }

    /// A step dated from the moment at which the one before it happened.
    package func plan(_ step: StepIndex, previousAt: Instant) -> NextStep {
        guard sequence.steps.indices.contains(step.position) else { return .end(.completed) }
        let delay = sequence.steps[step.position].delay
        guard
            let dueAt = Schedule.dueAt(
                delay, previousAt: previousAt, startAt: startAt, in: calendar)
        else { return .hold(step, .noWindow) }
        return .step(step, dueAt: dueAt)
    }
}

extension Condition {
    /// Whether the step may happen for a lead with these fields, after these outcomes by step id.
    package func holds(fields: [String: String], outcomes: [String: String]) -> Bool {
        switch self {
        case .leadHas(let field): fields[field] != nil
        case .leadLacks(let field): fields[field] == nil
        case .outcome(let step, let outcome): outcomes[step] == outcome
        case .outcomeIsNot(let step, let outcome): outcomes[step] != outcome
        }
    }
}

extension EmailAct {
    /// The variant of a step for one recipient: the same at every call, weighted over many.
    ///
    /// A stable hash of canonical address and step id: no randomness that a restart could change, known
    /// before anybody is enrolled, and the steps of a sequence choose independently.
    package func variant(for recipient: String, step: String) -> Variant {
        let total = variants.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return variants[0] }
        var pick = Int(UInt64(stableHashOf: "\(recipient) \(step)").mixed % UInt64(total))
        for variant in variants {
            pick -= variant.weight
            if pick < 0 { return variant }
        }
        return variants[0]
    }
}
