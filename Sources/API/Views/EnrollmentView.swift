package import Sequencing

/// One lead on one sequence version.
package struct EnrollmentView: Codable, Equatable, Sendable {
    package var id: EnrollmentID
    package var lead: LeadID
    package var email: String
    package var name: String
    package var sequence: String
    package var version: Int
    /// Left out when the rep has none that sends.
    package var mailbox: String?
    package var rep: String
    package var state: EnrollmentState.Name
    /// The whole state in words, as in “waiting for step 2 of 6 (email)”.
    package var stateText: String
    /// The step at hand, from 1; left out once ended.
    package var step: Int?
    package var stepCount: Int
    /// Of the step at hand.
    package var channel: Channel?
    /// Of a step that waits, or of the task.
    package var dueAt: Timestamp?
    /// Of a pause with an end.
    package var untilAt: Timestamp?
    /// The code of a hold, or the cause of a pause.
    package var reason: String?
    /// The machine's word for the end.
    package var outcome: String?
    package var task: TaskID?
    package var delivery: DeliveryID?
    package var startAt: Timestamp
    /// Since when it has been in this state.
    package var changedAt: Timestamp

    package init(
        id: EnrollmentID, lead: LeadID, email: String, name: String, sequence: String,
        version: Int, mailbox: String? = nil, rep: String, state: EnrollmentState.Name,
        stateText: String, step: Int? = nil, stepCount: Int, channel: Channel? = nil,
        dueAt: Timestamp? = nil, untilAt: Timestamp? = nil, reason: String? = nil,
        outcome: String? = nil, task: TaskID? = nil, delivery: DeliveryID? = nil,
        startAt: Timestamp, changedAt: Timestamp
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.name = name
        self.sequence = sequence
        self.version = version
        self.mailbox = mailbox
        self.rep = rep
        self.state = state
        self.stateText = stateText
        self.step = step
        self.stepCount = stepCount
        self.channel = channel
        self.dueAt = dueAt
        self.untilAt = untilAt
        self.reason = reason
        self.outcome = outcome
        self.task = task
        self.delivery = delivery
        self.startAt = startAt
        self.changedAt = changedAt
    }
}

/// What became of each lead that was to be enrolled, in the order of the request.
package struct EnrollReply: Codable, Equatable, Sendable {
    package var items: [EnrollResult]

    package init(
        items: [EnrollResult]
    ) {
        self.items = items
    }
}

/// Exactly one of `enrollment` and `refusal` is set.
package struct EnrollResult: Codable, Equatable, Sendable {
    /// The key as it was asked for.
    package var lead: String
    package var enrollment: EnrollmentView?
    package var refusal: RefusalView?

    package init(
        lead: String, enrollment: EnrollmentView? = nil, refusal: RefusalView? = nil
    ) {
        self.lead = lead
        self.enrollment = enrollment
        self.refusal = refusal
    }
}

/// Why a lead was not enrolled.
package struct RefusalView: Codable, Equatable, Sendable {
    package var code: EnrollmentRefusal.Code
    /// A sentence for people.
    package var message: String
    /// What to run.
    package var advice: String
    /// The enrollment in the way, when there is one.
    package var blockingEnrollment: EnrollmentID?

    package init(
        code: EnrollmentRefusal.Code, message: String, advice: String,
        blockingEnrollment: EnrollmentID? = nil
    ) {
        self.code = code
        self.message = message
        self.advice = advice
        self.blockingEnrollment = blockingEnrollment
    }

    package init(_ refusal: EnrollmentRefusal) {
        self.init(
            code: refusal.code, message: refusal.message, advice: refusal.advice,
            blockingEnrollment: refusal.blocking)
    }
}
