extension EnrollmentState {
    /// Moves by `event`, or says why it does not: the whole grid, one function per state.
    package mutating func handle(_ event: EnrollmentEvent, now: Instant) -> EnrollmentReaction {
        if let stop = terminalOutcome(of: event) { return end(as: stop) }
        return switch self {
        case .waiting(let step, let dueAt): waiting(step, dueAt, event, now)
        case .sending(let step, let delivery): sending(step, delivery, event)
        case .atTask(let step, let task, let dueAt): atTask(step, task, dueAt, event)
        case .held(let step, _): held(step, event)
        case .paused(let step, let cause, let until): paused(step, cause, until, event, now)
        case .ended: .ignore(.ended)
        }
    }

    /// Events that end every living state alike: nothing more may leave the house.
    private func terminalOutcome(of event: EnrollmentEvent) -> EnrollmentOutcome? {
        switch event {
        case .replied: .replied
        case .bounced: .bounced
        case .softBounced: .failed(.softBounced)
        case .optedOut: .optedOut
        case .complained: .complained
        case .suppressed: .suppressed
        case .stop: .stopped
        case .colleagueReplied(.stop): .colleagueReplied
        case .due, .replanned, .readdressed, .accepted, .refused, .taskDone, .taskSkipped,
            .taskExpired, .approved, .autoReplied, .colleagueReplied(.pause), .handWritten, .pause,
            .migrated, .resume, .untilReached, .released:
            nil
        }
    }

    private mutating func end(as outcome: EnrollmentOutcome) -> EnrollmentReaction {
        let owed = owedOnLeaving
        if case .ended = self { return .ignore(.ended) }
        self = .ended(outcome)
        return .moved(owed)
    }

    /// What must be taken back when the state is left from outside.
    private var owedOnLeaving: EnrollmentReaction.Owed {
        switch self {
        case .sending(_, let delivery): .withdraw(delivery)
        case .atTask(_, let task, _): .cancelTask(task)
        case .waiting, .held, .paused, .ended: .nothing
        }
    }

    private mutating func rest(
        at step: StepIndex, _ cause: PauseCause, until: Instant?
    ) -> EnrollmentReaction {
        let owed = owedOnLeaving
        self = .paused(step: step, cause: cause, until: until)
        return .moved(owed)
    }

    private mutating func go(to next: NextStep) -> EnrollmentReaction {
        self = next.state
        return .moved(.nothing)
    }

    private mutating func waiting(
        _ step: StepIndex, _ dueAt: Instant, _ event: EnrollmentEvent, _ now: Instant
    ) -> EnrollmentReaction {
        switch event {
        case .due(let start):
            guard dueAt <= now else { return .ignore(.early) }
            switch start {
            case .email(let delivery): self = .sending(step: step, delivery: delivery)
            case .task(let task): self = .atTask(step: step, task: task, dueAt: dueAt)
            case .hold(let reason): self = .held(step: step, reason: reason)
            case .passOver(let next): self = next.state
            }
            return .moved(.nothing)
        case .replanned(let later):
            self = .waiting(step: step, dueAt: later)
            return .moved(.nothing)
        case .migrated(let next): return go(to: next)
        case .handWritten(let written, let until):
            guard written == step else { return .ignore(.stale) }
            guard dueAt < until else { return .ignore(.alreadyResting) }
            self = .waiting(step: step, dueAt: until)
            return .moved(.nothing)
        case .autoReplied(let until): return rest(at: step, .outOfOffice, until: until)
        case .colleagueReplied(.pause(let until)):
            return rest(at: step, .colleagueReplied, until: until)
        case .pause(let cause, let until): return rest(at: step, cause, until: until)
        // A message was past its commit point when the enrollment rested, and the rest is over: the step has
        // happened.
        case .accepted(_, let next):
            switch next {
            case .step(let place, _), .hold(let place, _):
                return step < place ? go(to: next) : .ignore(.stale)
            case .end: return go(to: next)
            }
        case .refused(_, let code):
            self = .ended(.failed(code))
            return .moved(.nothing)
        case .readdressed, .taskDone, .taskSkipped, .taskExpired, .approved, .resume,
            .untilReached, .released, .replied, .bounced, .softBounced, .optedOut, .complained,
            .suppressed,
            .stop,
            .colleagueReplied(.stop):
            return .ignore(.stale)
        }
    }

    private mutating func sending(
        _ step: StepIndex, _ delivery: DeliveryID, _ event: EnrollmentEvent
    ) -> EnrollmentReaction {
        switch event {
        case .accepted(let accepted, let next):
            guard accepted == delivery else { return .ignore(.stale) }
            return go(to: next)
        case .refused(let refused, let code):
            guard refused == delivery else { return .ignore(.stale) }
            self = .ended(.failed(code))
            return .moved(.nothing)
        case .readdressed(let dueAt):
            let owed = owedOnLeaving
            self = .waiting(step: step, dueAt: dueAt)
            return .moved(owed)
        // A rest and no new wait: the message may be past its commit point, and then the step has happened.
        case .handWritten(let written, let until):
            guard written == step else { return .ignore(.stale) }
            return rest(at: step, .handWritten, until: until)
        case .autoReplied(let until): return rest(at: step, .outOfOffice, until: until)
        case .colleagueReplied(.pause(let until)):
            return rest(at: step, .colleagueReplied, until: until)
        case .pause(let cause, let until): return rest(at: step, cause, until: until)
        case .due, .replanned, .taskDone, .taskSkipped, .taskExpired, .approved, .migrated, .resume,
            .untilReached, .released, .replied, .bounced, .softBounced, .optedOut, .complained,
            .suppressed,
            .stop,
            .colleagueReplied(.stop):
            return .ignore(.stale)
        }
    }

    private mutating func atTask(
        _ step: StepIndex, _ task: TaskID, _ dueAt: Instant, _ event: EnrollmentEvent
    ) -> EnrollmentReaction {
        switch event {
        case .taskDone(let closed, let next), .taskSkipped(let closed, let next),
            .taskExpired(let closed, let next):
            guard closed == task else { return .ignore(.stale) }
            return go(to: next)
        case .approved(let approved, let delivery):
            guard approved == task else { return .ignore(.stale) }
            self = .sending(step: step, delivery: delivery)
            return .moved(.nothing)
        // The task stays open: only the same step may be meant.
        case .migrated(.step(let step, _)):
            self = .atTask(step: step, task: task, dueAt: dueAt)
            return .moved(.nothing)
        case .autoReplied(let until): return rest(at: step, .outOfOffice, until: until)
        case .colleagueReplied(.pause(let until)):
            return rest(at: step, .colleagueReplied, until: until)
        case .pause(let cause, let until): return rest(at: step, cause, until: until)
        // It waits for the person who wrote.
        case .handWritten: return .ignore(.alreadyResting)
        case .migrated(.hold), .migrated(.end): return .ignore(.stale)
        case .due, .replanned, .readdressed, .accepted, .refused, .resume, .untilReached, .released,
            .replied, .bounced, .softBounced, .optedOut, .complained, .suppressed, .stop,
            .colleagueReplied(.stop):
            return .ignore(.stale)
        }
    }

    private mutating func held(
        _ step: StepIndex, _ event: EnrollmentEvent
    ) -> EnrollmentReaction {
        switch event {
        case .released(let next), .resume(let next), .migrated(let next): return go(to: next)
        case .pause(let cause, let until): return rest(at: step, cause, until: until)
        // It does not move anyway: the hold must be mended whoever is away.
        case .autoReplied, .colleagueReplied(.pause), .handWritten:
            return .ignore(.alreadyResting)
        case .due, .replanned, .readdressed, .accepted, .refused, .taskDone, .taskSkipped,
            .taskExpired, .approved, .untilReached, .replied, .bounced, .softBounced, .optedOut,
            .complained, .suppressed, .stop, .colleagueReplied(.stop):
            return .ignore(.stale)
        }
    }

    private mutating func paused(
        _ step: StepIndex, _ cause: PauseCause, _ until: Instant?, _ event: EnrollmentEvent,
        _ now: Instant
    ) -> EnrollmentReaction {
        switch event {
        case .resume(let next): return go(to: next)
        case .untilReached(let next):
            guard let until else { return .ignore(.stale) }
            guard until <= now else { return .ignore(.early) }
            return go(to: next)
        // The message had passed its commit point when the pause came: the step has happened.
        case .accepted(_, .step(let next, _)), .accepted(_, .hold(let next, _)):
            guard step < next else { return .ignore(.stale) }
            self = .paused(step: next, cause: cause, until: until)
            return .moved(.nothing)
        case .accepted(_, .end(let outcome)): return end(as: outcome)
        case .refused(_, let code):
            self = .ended(.failed(code))
            return .moved(.nothing)
        case .migrated(.step(let next, _)), .migrated(.hold(let next, _)):
            self = .paused(step: next, cause: cause, until: until)
            return .moved(.nothing)
        case .migrated(.end(let outcome)): return end(as: outcome)
        case .pause(let cause, let until): return rest(at: step, cause, until: until)
        case .autoReplied(let newUntil):
            guard cause == .outOfOffice else { return .ignore(.alreadyResting) }
            return rest(at: step, .outOfOffice, until: newUntil)
        case .handWritten(let written, let newUntil):
            guard written == step else { return .ignore(.stale) }
            guard let until, until < newUntil else { return .ignore(.alreadyResting) }
            return rest(at: step, cause, until: newUntil)
        case .colleagueReplied(.pause(let newUntil)):
            // A rep's undated pause and a longer rest are the stronger wish.
            guard let until, until < newUntil else { return .ignore(.alreadyResting) }
            return rest(at: step, .colleagueReplied, until: newUntil)
        case .due, .replanned, .readdressed, .taskDone, .taskSkipped, .taskExpired, .approved,
            .released, .replied, .bounced, .softBounced, .optedOut, .complained, .suppressed, .stop,
            .colleagueReplied(.stop):
            return .ignore(.stale)
        }
    }
}
