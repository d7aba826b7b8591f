/// One step of one enrollment that became due, and what came of it.
package struct DueStep: Equatable, Sendable {
    package enum Ending: Equatable, Sendable {
        /// Nothing has come of it yet.
        case open
        case happened(at: Instant)
        /// Skipped, expired, refused, come back, or stopped by a person.
        case missed
        /// The lead answered, opted out or bounced first, or a colleague answered.
        case overtaken
    }

    package var enrollment: EnrollmentID
    package var sequence: SequenceVersion
    /// As in the sequence file.
    package var step: String
    package var dueAt: Instant
    package var ending: Ending

    package init(
        enrollment: EnrollmentID, sequence: SequenceVersion, step: String, dueAt: Instant,
        ending: Ending
    ) {
        self.enrollment = enrollment
        self.sequence = sequence
        self.step = step
        self.dueAt = dueAt
        self.ending = ending
    }
}

/// Of those for whom a step became due: how many did it on time, late, never.
package struct StepSurvival: Equatable, Sendable {
    package enum Fate: CaseIterable, Sendable { case onTime, late, never, open, overtaken }

    package private(set) var counts: [Fate: Int] = [:]

    package init() {}

    package subscript(fate: Fate) -> Int { counts[fate, default: 0] }

    package var due: Int { counts.values.reduce(0, +) }

    package mutating func count(
        _ step: DueStep, now: Instant, policy: TouchGap.Policy, calendar: WorkingCalendar
    ) {
        counts[Self.fate(of: step, now: now, policy: policy, calendar: calendar), default: 0] += 1
    }

    static func fate(
        of step: DueStep, now: Instant, policy: TouchGap.Policy, calendar: WorkingCalendar
    ) -> Fate {
        let limit = calendar.adding(businessDays: policy.graceBusinessDays, to: step.dueAt)
        return switch step.ending {
        case .happened(let moment): moment <= limit ? .onTime : .late
        case .open: now <= limit ? .open : .never
        case .missed: .never
        case .overtaken: .overtaken
        }
    }
}

extension [StepSurvival] {
    /// The place of the step at which most were lost, the first of several; nil while none was.
    package var killingStep: Int? {
        guard let worst = map({ $0[.never] }).max(), worst > 0 else { return nil }
        return firstIndex { $0[.never] == worst }
    }
}
