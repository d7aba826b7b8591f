/// A person's judgement of a hand-off: never set by a machine.
package enum Disposition: String, Codable, CaseIterable, Sendable {
    case qualified
    case meetingBooked = "meeting-booked"
    case noNeed = "no-need"
    case noBudget = "no-budget"
    case badTiming = "bad-timing"
    case badData = "bad-data"
    case notAFit = "not-a-fit"
    case unableToReach = "unable-to-reach"
    case recycled

    /// "Unable to reach" is legal only after the minimum effort; the others are valid at once.
    package func isValid(_ effort: Effort, minimum: Sequence.Minimum) -> Bool {
        self != .unableToReach || effort.meets(minimum)
    }
}

/// What was done in one hand-off (docs/touch-gap.md, Counting).
package struct Effort: Equatable, Codable, Sendable {
    /// Outbound acts that happened, with evidence, and were not taken back.
    package var touches: Int
    /// Touches, and those that bounced or were refused.
    package var attempts: Int
    /// Distinct channels of the touches.
    package var channels: Int
    /// Distinct business days between the first touch and the last, inclusive.
    package var businessDays: Int

    package init(touches: Int = 0, attempts: Int = 0, channels: Int = 0, businessDays: Int = 0) {
        self.touches = touches
        self.attempts = attempts
        self.channels = channels
        self.businessDays = businessDays
    }

    package func meets(_ minimum: Sequence.Minimum) -> Bool {
        touches >= minimum.touches && channels >= minimum.channels
            && businessDays >= minimum.businessDays
    }
}
