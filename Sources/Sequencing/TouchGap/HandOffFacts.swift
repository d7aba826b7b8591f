/// Everything that is known of one hand-off when the report is made; the store gathers it.
package struct HandOffFacts: Equatable, Sendable {
    package var handOff: HandOffID
    package var lead: LeadID
    package var email: String
    package var givenAt: Instant
    package var owner: String?
    package var isOwnerKnown: Bool
    package var disposition: Disposition?
    package var isSuppressed: Bool
    package var effort: Effort
    package var minimum: Sequence.Minimum
    package var lastTouchAt: Instant?
    /// The enrollment of this hand-off that is not over, or else the last one.
    package var enrollment: EnrollmentFacts?
    /// The last refusal to enroll, when no enrollment followed it.
    package var refusal: EnrollmentRefusal?
    /// A person's answer that nobody has answered.
    package var openReply: OpenReply?
    /// A sequence to propose when there is none: the last one used for the same source, or any.
    package var proposedSequence: String?
    /// Another sequence than the one that ended, for a new approach.
    package var nextSequence: String?

    package init(
        handOff: HandOffID, lead: LeadID, email: String, givenAt: Instant, owner: String?,
        isOwnerKnown: Bool = true, disposition: Disposition? = nil, isSuppressed: Bool = false,
        effort: Effort = Effort(), minimum: Sequence.Minimum = .standard,
        lastTouchAt: Instant? = nil, enrollment: EnrollmentFacts? = nil,
        refusal: EnrollmentRefusal? = nil, openReply: OpenReply? = nil,
        proposedSequence: String? = nil, nextSequence: String? = nil
    ) {
        self.handOff = handOff
        self.lead = lead
        self.email = email
        self.givenAt = givenAt
        self.owner = owner
        self.isOwnerKnown = isOwnerKnown
        self.disposition = disposition
        self.isSuppressed = isSuppressed
        self.effort = effort
        self.minimum = minimum
        self.lastTouchAt = lastTouchAt
        self.enrollment = enrollment
        self.refusal = refusal
        self.openReply = openReply
        self.proposedSequence = proposedSequence
        self.nextSequence = nextSequence
    }

    package struct EnrollmentFacts: Equatable, Sendable {
        package var id: EnrollmentID
        package var sequence: SequenceVersion
        /// Nil when the row fits no state: the engine's fault.
        package var state: EnrollmentState?
        /// Since when it is in this state.
        package var changedAt: Instant
        package var channel: Channel?
        package var delivery: DeliveryFacts?
        package var hasExpiredTask: Bool
        package var mailbox: MailboxFacts?

        package init(
            id: EnrollmentID, sequence: SequenceVersion, state: EnrollmentState?,
            changedAt: Instant, channel: Channel? = nil, delivery: DeliveryFacts? = nil,
            hasExpiredTask: Bool = false, mailbox: MailboxFacts? = nil
        ) {
            self.id = id
            self.sequence = sequence
            self.state = state
            self.changedAt = changedAt
            self.channel = channel
            self.delivery = delivery
            self.hasExpiredTask = hasExpiredTask
            self.mailbox = mailbox
        }
    }

    /// The last delivery of the enrollment.
    package struct DeliveryFacts: Equatable, Sendable {
        package var id: DeliveryID
        package var state: DeliveryState.Name
        package var dueAt: Instant
        /// When the lane will try it next.
        package var notBeforeAt: Instant
        package var serverReply: String?

        package init(
            id: DeliveryID, state: DeliveryState.Name, dueAt: Instant, notBeforeAt: Instant,
            serverReply: String?
        ) {
            self.id = id
            self.state = state
            self.dueAt = dueAt
            self.notBeforeAt = notBeforeAt
            self.serverReply = serverReply
        }
    }

    /// What the mailbox's lane and fence say now.
    package struct MailboxFacts: Equatable, Sendable {
        package var address: String
        /// Why nothing can be sent; nil when it can.
        package var downCause: String?
        /// Why the fence is closed; nil when it is open.
        package var fenceCause: String?
        /// Why it sends nothing although it could, and whether its breaker wants that; nil when not so.
        package var pause: Pause?
        /// When the last delivery that waits now will have left by the caps; nil when none waits.
        package var drainsAt: Instant?

        package init(
            address: String, downCause: String? = nil, fenceCause: String? = nil,
            pause: Pause? = nil, drainsAt: Instant? = nil
        ) {
            self.pause = pause
            self.address = address
            self.downCause = downCause
            self.fenceCause = fenceCause
            self.drainsAt = drainsAt
        }
    }

    package struct Pause: Equatable, Sendable {
        package var why: String
        package var isBreaker: Bool

        package init(why: String, isBreaker: Bool) {
            self.why = why
            self.isBreaker = isBreaker
        }
    }

    package struct OpenReply: Equatable, Sendable {
        package var id: ReplyID
        package var receivedAt: Instant
        /// The task in the rep's queue that says "answer".
        package var task: TaskID?

        package init(id: ReplyID, receivedAt: Instant, task: TaskID?) {
            self.id = id
            self.receivedAt = receivedAt
            self.task = task
        }
    }
}

/// Why a lead could not be enrolled; "already enrolled" names the enrollment in the way.
package struct EnrollmentRefusal: Equatable, Codable, Sendable {
    package enum Code: String, Codable, CaseIterable, Sendable {
        case alreadyEnrolled = "already-enrolled"
        case suppressed
        case handOffClosed = "hand-off-closed"
        case sequenceUnknown = "sequence-unknown"
        case mailboxMissing = "mailbox-missing"
        case leadUnknown = "lead-unknown"
        case notOwner = "not-owner"
        case windowNeverOpens = "window-never-opens"
        case coolOff = "cool-off"
        case accountLimit = "account-limit"
    }

    package var code: Code
    /// A sentence for people.
    package var message: String
    package var blocking: EnrollmentID?
    /// From when on it would not be refused for this; nil where time alone changes nothing.
    package var until: Instant?
    /// What to run.
    package var advice: String

    package init(
        code: Code, message: String, blocking: EnrollmentID? = nil, until: Instant? = nil,
        advice: String
    ) {
        self.until = until
        self.code = code
        self.message = message
        self.blocking = blocking
        self.advice = advice
    }
}
