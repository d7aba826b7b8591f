package import Sequencing

/// What would happen to some leads on a sequence, if nobody answered, every task were done the moment it is due
/// and every message were taken at once.
package struct PlanView: Codable, Equatable, Sendable {
    package var sequence: String
    package var title: String
    package var rep: String
    package var asOf: Timestamp
    /// How far ahead was looked.
    package var horizon: Timestamp
    package var leads: Int
    package var touches: Int
    package var firstTouchAt: Timestamp?
    package var lastTouchAt: Timestamp?
    /// By the leads' own dates, in order; only those on which something happens.
    package var days: [PlanDayView]
    package var mailboxes: [PlanMailboxView]
    package var warnings: [WarningView]
    /// In the order of the file; the first ones only, where a limit was asked for.
    package var lines: [PlanLineView]
    package var omitted: Int

    package init(
        sequence: String, title: String, rep: String, asOf: Timestamp, horizon: Timestamp,
        leads: Int, touches: Int, firstTouchAt: Timestamp? = nil, lastTouchAt: Timestamp? = nil,
        days: [PlanDayView], mailboxes: [PlanMailboxView], warnings: [WarningView],
        lines: [PlanLineView], omitted: Int
    ) {
        self.sequence = sequence
        self.title = title
        self.rep = rep
        self.asOf = asOf
        self.horizon = horizon
        self.leads = leads
        self.touches = touches
        self.firstTouchAt = firstTouchAt
        self.lastTouchAt = lastTouchAt
        self.days = days
        self.mailboxes = mailboxes
        self.warnings = warnings
        self.lines = lines
        self.omitted = omitted
    }
}

/// What a day brings, by channel.
package struct PlanDayView: Codable, Equatable, Sendable {
    /// `2026-03-16`.
    package var date: String
    package var email: Int
    package var call: Int
    package var linkedin: Int
    package var task: Int

    package init(date: String, email: Int = 0, call: Int = 0, linkedin: Int = 0, task: Int = 0) {
        self.date = date
        self.email = email
        self.call = call
        self.linkedin = linkedin
        self.task = task
    }
}

/// What a mailbox would have to send.
package struct PlanMailboxView: Codable, Equatable, Sendable {
    package var address: String
    /// For the leads of the plan.
    package var messages: Int
    /// When the last of all its messages leaves: these and those of leads that are on a sequence already.
    package var lastMessageAt: Timestamp?

    package init(address: String, messages: Int, lastMessageAt: Timestamp? = nil) {
        self.address = address
        self.messages = messages
        self.lastMessageAt = lastMessageAt
    }
}

/// What would happen to one lead.
package struct PlanLineView: Codable, Equatable, Sendable {
    package var line: Int
    package var email: String
    package var name: String
    /// Whose clock the window keeps to: an IANA name.
    package var zone: String
    package var mailbox: String?
    package var touches: [PlanTouchView]
    package var lastTouchAt: Timestamp?
    /// Merge fields that some step lacks.
    package var missingFields: [String]
    /// Where it would stop, and why; left out when it comes to its end.
    package var heldText: String?
    /// Why it would not be enrolled today.
    package var refusal: RefusalView?
    /// Whether it had not come to its end at the horizon.
    package var isUnfinished: Bool

    package init(
        line: Int, email: String, name: String, zone: String, mailbox: String?,
        touches: [PlanTouchView], lastTouchAt: Timestamp? = nil, missingFields: [String] = [],
        heldText: String? = nil, refusal: RefusalView? = nil, isUnfinished: Bool = false
    ) {
        self.line = line
        self.email = email
        self.name = name
        self.zone = zone
        self.mailbox = mailbox
        self.touches = touches
        self.lastTouchAt = lastTouchAt
        self.missingFields = missingFields
        self.heldText = heldText
        self.refusal = refusal
        self.isUnfinished = isUnfinished
    }
}

/// One touch to come.
package struct PlanTouchView: Codable, Equatable, Sendable {
    /// From 1.
    package var step: Int
    package var id: String
    package var channel: Channel
    package var at: Timestamp
    /// The lead's own clock: `mon 2026-03-16 09:15`.
    package var localTime: String
    /// How much later than due: caps, pace and other messages.
    package var lateMinutes: Int

    package init(
        step: Int, id: String, channel: Channel, at: Timestamp, localTime: String, lateMinutes: Int
    ) {
        self.step = step
        self.id = id
        self.channel = channel
        self.at = at
        self.localTime = localTime
        self.lateMinutes = lateMinutes
    }
}
