package import Sequencing

/// What the daemon is doing.
package struct StatusView: Codable, Equatable, Sendable {
    package var version: String
    package var startedAt: Timestamp
    /// The daemon's clock: a virtual one in the demo.
    package var now: Timestamp
    package var leads: Int
    package var handOffs: Int
    package var enrollments: [StateCount<EnrollmentState.Name>]
    package var deliveries: [StateCount<DeliveryState.Name>]
    package var openTasks: Int
    package var overdueTasks: Int
    package var nextDueAt: Timestamp?
    /// Only while there is a long way to go.
    package var counting: ReportCountingView?
    package var mailboxes: [MailboxView]
    /// What a person should look at; empty when all is well.
    package var warnings: [WarningView]

    package init(
        version: String, startedAt: Timestamp, now: Timestamp, leads: Int, handOffs: Int,
        enrollments: [StateCount<EnrollmentState.Name>],
        deliveries: [StateCount<DeliveryState.Name>], openTasks: Int, overdueTasks: Int,
        nextDueAt: Timestamp? = nil, counting: ReportCountingView? = nil,
        mailboxes: [MailboxView], warnings: [WarningView] = []
    ) {
        self.version = version
        self.startedAt = startedAt
        self.now = now
        self.leads = leads
        self.handOffs = handOffs
        self.enrollments = enrollments
        self.deliveries = deliveries
        self.openTasks = openTasks
        self.overdueTasks = overdueTasks
        self.nextDueAt = nextDueAt
        self.counting = counting
        self.mailboxes = mailboxes
        self.warnings = warnings
    }
}

/// How far the touch-gap report is counted beforehand, after an import or by new rules: until it is, it takes longer.
package struct ReportCountingView: Codable, Equatable, Sendable {
    /// Hand-offs, about.
    package var counted: Int
    package var of: Int

    package init(counted: Int, of: Int) {
        self.counted = counted
        self.of = of
    }
}

/// How many rows are in a state; states without rows are listed too.
package struct StateCount<State: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    package var state: State
    package var count: Int

    package init(
        state: State, count: Int
    ) {
        self.state = state
        self.count = count
    }
}

package struct WarningView: Codable, Equatable, Sendable {
    /// Constant, for monitoring, as in `inbox-stale`.
    package var code: String
    package var message: String
    /// What to run.
    package var advice: String

    package init(
        code: String, message: String, advice: String
    ) {
        self.code = code
        self.message = message
        self.advice = advice
    }
}
