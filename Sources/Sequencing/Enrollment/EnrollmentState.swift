/// Where one lead stands on one sequence version. Durable: each case is a row's worth of columns.
///
/// The exits of every case are in its comment; the whole grid of (state, event) is written out in
/// `EnrollmentState+Handle.swift` and tested pair by pair.
package enum EnrollmentState: Equatable, Sendable {
    /// Nothing in flight; `step` becomes due at `dueAt`.
    ///
    /// Leaves by due, replied, autoReplied, colleagueReplied, bounced, softBounced, optedOut, complained,
    /// suppressed, pause, stop; `replanned` and `handWritten` move `dueAt`; a delivery that was already leaving when
    /// it rested moves it on by accepted, or ends it by refused.
    case waiting(step: StepIndex, dueAt: Instant)
    /// Exactly one delivery for `step` is on its way, or in doubt.
    ///
    /// Leaves by accepted, refused, readdressed, replied, autoReplied, colleagueReplied, handWritten, bounced,
    /// softBounced, optedOut, complained, suppressed, pause, stop.
    case sending(step: StepIndex, delivery: DeliveryID)
    /// A person has `task` to do, since `dueAt`.
    ///
    /// Leaves by taskDone, taskSkipped, taskExpired, approved, replied, autoReplied, colleagueReplied,
    /// bounced, softBounced, optedOut, complained, suppressed, pause, stop.
    case atTask(step: StepIndex, task: TaskID, dueAt: Instant)
    /// The step can't happen until somebody mends something.
    ///
    /// Leaves by released, replied, bounced, softBounced, optedOut, complained, suppressed, pause, stop.
    case held(step: StepIndex, reason: HoldReason)
    /// Somebody or something asked to wait; without `until` only a person goes on.
    ///
    /// Leaves by resume, untilReached, replied, bounced, softBounced, optedOut, complained, suppressed,
    /// stop; `handWritten` makes a dated rest longer;
    /// a delivery that was already leaving moves `step` on by accepted, or ends it by refused.
    case paused(step: StepIndex, cause: PauseCause, until: Instant?)
    /// Final. A late bounce takes its touch back; nothing restarts it.
    case ended(EnrollmentOutcome)

    /// The word for the state in SQL, JSON, the command line and the page.
    package var name: Name {
        switch self {
        case .waiting: .waiting
        case .sending: .sending
        case .atTask: .atTask
        case .held: .held
        case .paused: .paused
        case .ended: .ended
        }
    }

    package enum Name: String, Codable, CaseIterable, Sendable {
        case waiting, sending
        case atTask = "at-task"
        case held, paused, ended
    }

    /// The step at hand; nil once ended.
    package var step: StepIndex? {
        switch self {
        case .waiting(let step, _), .sending(let step, _), .atTask(let step, _, _),
            .held(let step, _), .paused(let step, _, _):
            step
        case .ended: nil
        }
    }
}

/// Why a step can't happen until somebody mends something.
package enum HoldReason: Error, Equatable, Codable, Sendable {
    /// The message names fields that the lead lacks and that have no stated fallback.
    case mergeFieldMissing(fields: [String])
    /// The lead has no phone number or profile for the channel.
    case channelDataMissing(Channel)
    /// A merge value carries a control character into a header.
    case mergeValueUnsafe(field: String)
    /// The window of the sequence never opens for this lead within 400 days.
    case noWindow
    /// The message whose thread this one continues never left.
    case threadParentMissing
    /// The rep has no mailbox that sends.
    case mailboxMissing
    /// The database was put back from a copy, and the step may have happened since that was made.
    case restored
    /// No message or task can be made of this step for this lead: a field too long for a header, or a fault.
    case unworkable(cause: String)

    /// The word in SQL, JSON and reports.
    package var code: String {
        switch self {
        case .mergeFieldMissing: "merge-field-missing"
        case .channelDataMissing: "channel-data-missing"
        case .mergeValueUnsafe: "merge-value-unsafe"
        case .noWindow: "no-window"
        case .threadParentMissing: "thread-parent-missing"
        case .mailboxMissing: "mailbox-missing"
        case .restored: "restored"
        case .unworkable: "unworkable"
        }
    }
}

/// Why an enrollment rests.
package enum PauseCause: String, Equatable, Codable, CaseIterable, Sendable {
    case rep
    case outOfOffice = "out-of-office"
    case colleagueReplied = "colleague-replied"
    case contactLater = "contact-later"
    /// The rep wrote to the lead by hand while the step's message was on its way.
    case handWritten = "hand-written"
}

/// How an enrollment ended: the machine's word, never a person's judgement of the lead.
package enum EnrollmentOutcome: Equatable, Hashable, Codable, Sendable {
    case replied
    case meetingBooked
    case bounced
    case optedOut
    case complained
    case completed
    case stopped
    case suppressed
    case colleagueReplied
    case failed(FailureCode)

    package enum FailureCode: String, Codable, CaseIterable, Sendable {
        /// The server refused the message for good.
        case refused
        /// The server said "later" until we gave up.
        case deferredTooLong = "deferred-too-long"
        /// A person settled a message in doubt by dropping it.
        case dropped
        /// Message after message came back for the time being.
        case softBounced = "soft-bounced"
    }

    package static let all: [EnrollmentOutcome] =
        [
            .replied, .meetingBooked, .bounced, .optedOut, .complained, .completed, .stopped,
            .suppressed, .colleagueReplied,
        ] + FailureCode.allCases.map { .failed($0) }

    /// The word in SQL, JSON and reports.
    package var code: String {
        switch self {
        case .replied: "replied"
        case .meetingBooked: "meeting-booked"
        case .bounced: "bounced"
        case .optedOut: "opted-out"
        case .complained: "complained"
        case .completed: "completed"
        case .stopped: "stopped"
        case .suppressed: "suppressed"
        case .colleagueReplied: "colleague-replied"
        case .failed(let code): "failed-\(code.rawValue)"
        }
    }

    package init?(code: String) {
        guard let outcome = Self.all.first(where: { $0.code == code }) else { return nil }
        self = outcome
    }
}

extension HoldReason {
    /// As it ends the sentence "step 2 can't happen: …".
    package var sentence: String {
        switch self {
        case .mergeFieldMissing(let fields): "the lead has no \(fields.joined(separator: ", "))"
        case .channelDataMissing(let channel): "the lead has no data for \(channel.rawValue)"
        case .mergeValueUnsafe(let field): "\(field) has characters that a header can't carry"
        case .noWindow: "its window never opens in the lead's calendar"
        case .threadParentMissing: "the message it answers never left"
        case .mailboxMissing: "its rep has no mailbox that sends"
        case .restored: "a backup was restored, and it may have left before that"
        case .unworkable(let cause): "it can't be made: \(cause)"
        }
    }
}
