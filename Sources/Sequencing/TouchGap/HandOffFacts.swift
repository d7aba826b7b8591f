/// Everything that is known of one hand-off when the report is made; the store gathers it.
///
/// With `now` growing and the facts the same, a judgement changes only at moments that follow from these instants:
/// `givenAt`, `ownedAt`, `absences` (both ends), `openReply.receivedAt`, `referral.receivedAt`, the `dueAt` and `until` of
/// `enrollment.state`, `delivery.dueAt`, `delivery.notBeforeAt` and `mailbox.drainsAt`; each as it is, or
/// after the business days of a promise or of the grace in the lead's calendar. `changedAt` and
/// `lastTouchAt` and who the `standIn` is are only told, and `refusal.until` only shown.
package struct HandOffFacts: Equatable, Sendable {
    package var handOff: HandOffID
    package var lead: LeadID
    package var email: String
    package var givenAt: Instant
    /// Whether the first touch was to come before others: another promise, in open minutes.
    package var isHot = false
    package var owner: String?
    package var isOwnerKnown: Bool
    /// Since when it has been the present owner's: given, or assigned later.
    package var ownedAt: Instant
    /// Who gave it to the present owner; themselves where they took it on.
    package var givenBy: String?
    /// When the present owner took it on.
    package var acceptedAt: Instant?
    /// Those of the owner that are not over or were not when it was given; never two at once.
    package var absences: [Absence]
    /// Who does the owner's work when the report is made, where the owner is away; nil where nobody does.
    package var standIn: String?
    package var disposition: Disposition?
    package var isSuppressed: Bool
    package var effort: Effort
    package var minimum: Sequence.Minimum
    package var lastTouchAt: Instant?
    /// The enrollment of this hand-off that is not over, or else the last one.
    package var enrollment: EnrollmentFacts?
    /// The last refusal to enroll, when no enrollment followed it.
    package var refusal: EnrollmentRefusal?
    /// What the lead sent and nobody has dealt with.
    package var openReply: OpenReply?
    /// Somebody whom the lead named and who is no lead yet.
    package var referral: Referral?
    /// What the enrollment's version can do at most for this lead; nil without an enrollment.
    package var reach: Effort?
    /// Other leads that are the same person by what is known of both.
    package var duplicates: [Duplicate]
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
        proposedSequence: String? = nil, nextSequence: String? = nil, ownedAt: Instant? = nil,
        givenBy: String? = nil, acceptedAt: Instant? = nil, absences: [Absence] = [],
        referral: Referral? = nil, reach: Effort? = nil, duplicates: [Duplicate] = []
    ) {
        self.ownedAt = ownedAt ?? givenAt
        self.givenBy = givenBy
        self.acceptedAt = acceptedAt
        self.absences = absences
        self.referral = referral
        self.reach = reach
        self.duplicates = duplicates
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
        /// The address it went to; nil where that is still the lead's.
        package var formerAddress: String?

        package init(
            id: DeliveryID, state: DeliveryState.Name, dueAt: Instant, notBeforeAt: Instant,
            serverReply: String?, formerAddress: String? = nil
        ) {
            self.formerAddress = formerAddress
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
        /// The task in the rep's queue that says what to do.
        package var task: TaskID?
        /// What a person must say of it before anything can follow; nil where it is an answer.
        package var doubt: Doubt?

        package init(id: ReplyID, receivedAt: Instant, task: TaskID?, doubt: Doubt? = nil) {
            self.id = id
            self.receivedAt = receivedAt
            self.task = task
            self.doubt = doubt
        }
    }

    /// Why nobody knows what a message is.
    package enum Doubt: Equatable, Sendable {
        /// Somebody else of the lead's company wrote it under our subject.
        case otherWriter
        /// It is too large or too deep to be read.
        case unreadable
    }

    /// "Talk to …", in an answer of the lead.
    package struct Referral: Equatable, Sendable {
        package var reply: ReplyID
        package var receivedAt: Instant
        /// In canonical form; no lead has it.
        package var address: String

        package init(reply: ReplyID, receivedAt: Instant, address: String) {
            self.reply = reply
            self.receivedAt = receivedAt
            self.address = address
        }
    }

    /// Another lead that says it is the same person. A claim to look at: nothing is ever joined by it.
    package struct Duplicate: Equatable, Sendable {
        package enum Sign: String, Codable, CaseIterable, Sendable {
            /// First and last name, in the same account.
            case name
            /// The telephone number, with no other name.
            case phone
            case linkedIn = "linkedin"
        }

        package var lead: LeadID
        package var email: String
        package var sign: Sign

        package init(lead: LeadID, email: String, sign: Sign) {
            self.lead = lead
            self.email = email
            self.sign = sign
        }
    }
}

/// Why a lead could not be enrolled; "already enrolled" names the enrollment in the way.
package struct EnrollmentRefusal: Equatable, Codable, Sendable {
    package enum Code: String, Codable, CaseIterable, Sendable {
        case alreadyEnrolled = "already-enrolled"
        case suppressed
        /// The one that was named; another may have come after it.
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
