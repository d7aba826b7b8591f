/// One message or task of a step, and what became of it.
package struct StepAttempt: Equatable, Sendable {
    package enum Result: Equatable, Sendable {
        case open
        case happened(at: Instant)
        case missed
        /// Taken back before it could happen.
        case withdrawn
    }

    package var enrollment: EnrollmentID
    package var step: String
    package var dueAt: Instant
    package var result: Result

    package init(enrollment: EnrollmentID, step: String, dueAt: Instant, result: Result) {
        self.enrollment = enrollment
        self.step = step
        self.dueAt = dueAt
        self.result = result
    }
}

extension DueStep {
    /// What all attempts at one step of one enrollment come to; nil where it was taken back and will be due anew.
    ///
    /// `outcome` is how the enrollment ended, nil while it lives.
    package static func ending(
        of attempts: [StepAttempt], outcome: EnrollmentOutcome?
    ) -> Ending? {
        var happenedAt: Instant?
        for case .happened(let moment) in attempts.map(\.result) {
            happenedAt = happenedAt.map { min($0, moment) } ?? moment
        }
        if let happenedAt { return .happened(at: happenedAt) }
        if attempts.contains(where: { $0.result == .open }) {
            return outcome == nil ? .open : ending(by: outcome)
        }
        if attempts.contains(where: { $0.result == .missed }) { return .missed }
        return ending(by: outcome)
    }

    private static func ending(by outcome: EnrollmentOutcome?) -> Ending? {
        switch outcome {
        case nil: nil
        case .replied, .meetingBooked, .bounced, .optedOut, .complained, .suppressed,
            .colleagueReplied:
            .overtaken
        case .completed, .stopped, .failed: .missed
        }
    }
}
