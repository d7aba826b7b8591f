/// One enrollment, real or only thought of, as a forecast follows it.
package struct ForecastCourse: Sendable {
    package enum Position: Equatable, Sendable {
        case waiting(StepIndex, dueAt: Instant)
        /// In the queue of its lane.
        case queued(StepIndex, dueAt: Instant, notBefore: Instant)
        /// Rests until then, and takes the step up again; its delay counts from there, nil when it has been due.
        case resting(StepIndex, until: Instant, countingFrom: Instant?)
    }

    package var lead: Lead
    /// The merge values of the lead.
    package var values: [String: String]
    package var sequence: Sequence
    package var calendar: WorkingCalendar
    package var startAt: Instant
    /// Canonical address; nil when the rep has none.
    package var mailbox: String?
    package var isHot: Bool
    package var hasBeenTouched: Bool
    /// Breaks ties as the daemon does: by the age of the enrollment.
    package var order: Int64
    package var position: Position
    /// Of earlier manual steps, by step id.
    package var outcomes: [String: String]
    /// Ids of the steps whose e-mails have left.
    package var left: Set<String>

    package init(
        lead: Lead, values: [String: String], sequence: Sequence, calendar: WorkingCalendar,
        startAt: Instant, mailbox: String?, isHot: Bool, hasBeenTouched: Bool, order: Int64,
        position: Position, outcomes: [String: String] = [:], left: Set<String> = []
    ) {
        self.lead = lead
        self.values = values
        self.sequence = sequence
        self.calendar = calendar
        self.startAt = startAt
        self.mailbox = mailbox
        self.isHot = isHot
        self.hasBeenTouched = hasBeenTouched
        self.order = order
        self.position = position
        self.outcomes = outcomes
        self.left = left
    }
}

/// One mailbox as a forecast finds it.
package struct ForecastMailbox: Sendable {
    package var address: String
    package var limits: LaneLimits
    /// Commit points, the earliest first: those that still count for a cap.
    package var committed: [(at: Instant, domain: String)]
    package var firstCommittedAt: Instant?
    /// It leaves nothing before this moment; `Instant.distantFuture` for a pause without a date.
    package var restsUntil: Instant

    package init(
        address: String, limits: LaneLimits, committed: [(at: Instant, domain: String)] = [],
        firstCommittedAt: Instant? = nil, restsUntil: Instant = Instant(milliseconds: 0)
    ) {
        self.address = address
        self.limits = limits
        self.committed = committed
        self.firstCommittedAt = firstCommittedAt
        self.restsUntil = restsUntil
    }
}

/// What a forecast foresees, assuming that nobody answers, every task is done the moment it is due (a call
/// without reaching anybody), every review is approved at once and every message is taken at the first try.
package struct ForecastResult: Equatable, Sendable {
    package struct Touch: Equatable, Sendable {
        /// The place of the course in what was asked.
        package var course: Int
        package var step: StepIndex
        package var channel: Channel
        package var dueAt: Instant
        package var at: Instant
    }

    package struct Hold: Equatable, Sendable {
        package var course: Int
        package var step: StepIndex
        package var reason: HoldReason
    }

    /// In the order in which they happen.
    package var touches: [Touch] = []
    package var holds: [Hold] = []
    /// Courses that had not come to their end at the horizon.
    package var unfinished: [Int] = []
    /// When the last message of each mailbox leaves.
    package var lastMessageAt: [String: Instant] = [:]
}
