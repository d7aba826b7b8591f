/// A person's judgement of a hand-off: never set by a machine.
package enum Disposition: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    case qualified
    case meetingBooked = "meeting-booked"
    case noNeed = "no-need"
    case noBudget = "no-budget"
    case badTiming = "bad-timing"
    case badData = "bad-data"
    case notAFit = "not-a-fit"
    case unableToReach = "unable-to-reach"
    /// Asleep until a date, when a new hand-off is made.
    case recycled
    /// Sent back before contact: it belongs to somebody else.
    case misrouted
    /// Sent back before contact: what is needed to reach the person is missing.
    case incomplete
    /// Sent back before contact: not the kind of lead that was agreed on.
    case outsideCriteria = "outside-criteria"

    /// Whether the lead was sent back unworked.
    package var isRejection: Bool {
        switch self {
        case .misrouted, .incomplete, .outsideCriteria: true
        case .qualified, .meetingBooked, .noNeed, .noBudget, .badTiming, .badData, .notAFit,
            .unableToReach, .recycled:
            false
        }
    }

    /// "Unable to reach" is legal only after the minimum effort, a rejection only before contact; the
    /// others are valid at once.
    package func isValid(_ effort: Effort, minimum: Sequence.Minimum) -> Bool {
        switch self {
        case .unableToReach: effort.meets(minimum)
        case .misrouted, .incomplete, .outsideCriteria: effort.touches == 0
        case .qualified, .meetingBooked, .noNeed, .noBudget, .badTiming, .badData, .notAFit,
            .recycled:
            true
        }
    }
}

/// Where a hand-off came from when nobody from outside gave it; all other sources are an installation's own.
package enum HandOffSource {
    /// A rep took the lead on by enrolling or adding it.
    package static let rep = "rep"
    /// The wake date of an earlier hand-off has come.
    package static let recycled = "recycled"

    /// What a template may say of where the lead came from: our own words are for us alone.
    package static func isForTemplates(_ source: String) -> Bool {
        source != rep && source != recycled
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
