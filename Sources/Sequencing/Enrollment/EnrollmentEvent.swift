/// What may happen to an enrollment. Events come from timers, disks, mailboxes and people: each may
/// be late or doubled, so every state answers every event.
package enum EnrollmentEvent: Equatable, Sendable {
    /// The step's time has come; the argument is what became of it in the same transaction.
    case due(StepStart)
    /// The zone, the window or the calendar changed, or the window was missed.
    case replanned(dueAt: Instant)
    /// The lead's address was corrected before the message left: the step is composed anew, to the new one.
    case readdressed(dueAt: Instant)
    /// The server took the message (or evidence shows that it did).
    case accepted(DeliveryID, next: NextStep)
    /// The message will never leave.
    case refused(DeliveryID, EnrollmentOutcome.FailureCode)
    case taskDone(TaskID, next: NextStep)
    case taskSkipped(TaskID, next: NextStep)
    case taskExpired(TaskID, next: NextStep)
    /// A person approved the e-mail that the task showed: it is queued.
    case approved(TaskID, DeliveryID)
    /// A person answered.
    case replied
    /// A machine answered that the person is away.
    case autoReplied(until: Instant?)
    /// Another person of the same account answered.
    case colleagueReplied(ColleagueAnswer)
    /// The rep wrote to the lead by hand at `sentAt`: the e-mail of this step waits until then.
    case handWritten(step: StepIndex, until: Instant)
    /// The address does not exist.
    case bounced
    /// Too many messages in a row came back for the time being.
    case softBounced
    case optedOut
    case complained
    /// The address came onto the suppression list by another way.
    case suppressed
    case pause(PauseCause, until: Instant?)
    /// It is on another version of its sequence now, at this step.
    case migrated(to: NextStep)
    /// A person lets it go on.
    case resume(next: NextStep)
    /// The pause had a date and that has come.
    case untilReached(next: NextStep)
    /// What held the step has been mended.
    case released(next: NextStep)
    case stop

    package enum ColleagueAnswer: Equatable, Sendable {
        case pause(until: Instant)
        case stop
    }

    /// The word in the history.
    package var name: String {
        switch self {
        case .due: "due"
        case .replanned: "replanned"
        case .readdressed: "readdressed"
        case .accepted: "accepted"
        case .refused: "refused"
        case .taskDone: "task-done"
        case .taskSkipped: "task-skipped"
        case .taskExpired: "task-expired"
        case .approved: "approved"
        case .replied: "replied"
        case .autoReplied: "auto-replied"
        case .colleagueReplied: "colleague-replied"
        case .handWritten: "hand-written"
        case .bounced: "bounced"
        case .softBounced: "soft-bounced"
        case .optedOut: "opted-out"
        case .complained: "complained"
        case .suppressed: "suppressed"
        case .pause: "pause"
        case .migrated: "migrated"
        case .resume: "resume"
        case .untilReached: "until-reached"
        case .released: "released"
        case .stop: "stop"
        }
    }
}

/// What a due step turned into.
package enum StepStart: Equatable, Sendable {
    case email(DeliveryID)
    case task(TaskID)
    case hold(HoldReason)
    /// Its condition does not hold: passed over.
    case passOver(next: NextStep)
}

/// Where an enrollment goes when a step is over.
package enum NextStep: Equatable, Sendable {
    case step(StepIndex, dueAt: Instant)
    /// There is a next step, and its window never opens.
    case hold(StepIndex, HoldReason)
    case end(EnrollmentOutcome)

    var state: EnrollmentState {
        switch self {
        case .step(let step, let dueAt): .waiting(step: step, dueAt: dueAt)
        case .hold(let step, let reason): .held(step: step, reason: reason)
        case .end(let outcome): .ended(outcome)
        }
    }
}

/// What the machine says to an event.
package enum EnrollmentReaction: Equatable, Sendable {
    /// The state has changed; `Owed` must be done in the same transaction.
    case moved(Owed)
    /// The event no longer fits. Recorded in the history, never a trap.
    case ignore(IgnoreReason)

    package enum Owed: Equatable, Sendable {
        case nothing
        /// Withdraw the delivery if it can be: before its commit point.
        case withdraw(DeliveryID)
        case cancelTask(TaskID)
    }

    package enum IgnoreReason: String, Codable, Sendable {
        /// The moment has not come yet.
        case early
        /// The event belongs to another step, delivery or task, or to a state left behind.
        case stale
        /// The enrollment is over.
        case ended
        /// A stronger or longer rest is already in force.
        case alreadyResting = "already-resting"
    }
}
