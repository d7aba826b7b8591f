/// Gathers every reason that holds for a hand-off, in the report's order of precedence.
///
/// Causes make a hand-off stuck, or say on what it waits; circumstances are told of a gap beside its causes and
/// make none by themselves.
struct Findings {
    let facts: HandOffFacts
    let now: Outlook
    let policy: TouchGap.Policy
    let calendar: WorkingCalendar

    /// One finding per reason at most; the first is the primary one.
    var causes: [TouchGap.Finding] {
        Self.inOrder(
            [
                fault, owner, enrollmentMissing, task, expiredTask, hold, delivery, pause,
                ending ?? closing, reply, referral,
            ])
    }

    func withCircumstances(_ causes: [TouchGap.Finding]) -> [TouchGap.Finding] {
        let isTold = causes.contains { $0.reason == .planTooShort }
        return Self.inOrder(
            causes + [notAccepted, ownerAbsent(causes), isTold ? nil : planTooShort, duplicate])
    }

    private static func inOrder(_ found: [TouchGap.Finding?]) -> [TouchGap.Finding] {
        let order = TouchGapReason.allCases
        // Why the force is right: a reason is a case of its own type.
        return found.compactMap { $0 }.sorted {
            order.firstIndex(of: $0.reason)! < order.firstIndex(of: $1.reason)!
        }
    }

    func isPastGrace(_ dueAt: Instant) -> Bool {
        now > calendar.adding(businessDays: policy.graceBusinessDays, to: dueAt)
    }

    /// A step that was due and not taken up, or a row that nobody can read.
    var fault: TouchGap.Finding? {
        guard let enrollment = facts.enrollment else { return nil }
        if enrollment.state == nil {
            return finding(
                .engineFault, enrollment.changedAt, "its rows fit no state",
                "thirdtouch lead explain \(facts.email)", ["\(enrollment.id)"])
        }
        switch enrollment.state {
        case .waiting(let step, let dueAt) where isPastGrace(dueAt),
            .paused(let step, _, let dueAt?) where isPastGrace(dueAt):
            return finding(
                .engineFault, dueAt, "step \(step) was due and the engine did not take it up",
                "systemctl status thirdtouchd", ["\(enrollment.id)"])
        case .waiting, .sending, .atTask, .held, .paused, .ended, nil: return nil
        }
    }

    private var owner: TouchGap.Finding? {
        guard let owner = facts.owner else {
            return finding(
                .noOwner, facts.givenAt, "nobody owns this lead",
                "thirdtouch lead edit \(facts.email) --owner REP", ["\(facts.handOff)"])
        }
        guard !facts.isOwnerKnown else { return nil }
        return finding(
            .ownerInactive, facts.givenAt, "\(owner) is no longer in the configuration",
            "thirdtouch lead edit \(facts.email) --owner REP", ["\(facts.handOff)"])
    }

    private var enrollmentMissing: TouchGap.Finding? {
        guard facts.enrollment == nil else { return nil }
        let enroll = enrollCommand(facts.proposedSequence)
        guard let refusal = facts.refusal else {
            return facts.proposedSequence == nil
                ? finding(
                    .sequenceNotLive, facts.givenAt, "no sequence is published",
                    "thirdtouch sequence publish FILE", ["\(facts.handOff)"])
                : finding(
                    .notEnrolled, facts.givenAt, "handed over and never enrolled", enroll,
                    ["\(facts.handOff)"])
        }
        if let blocking = refusal.blocking {
            // Another person of the account is in the way, or this lead on another sequence.
            let command =
                refusal.code == .accountLimit
                ? "thirdtouch enrollment stop \(blocking)"
                : "thirdtouch enrollment list --lead \(facts.email)"
            return finding(
                .blockedElsewhere, facts.givenAt, refusal.message, command,
                ["\(facts.handOff)", "\(blocking)"])
        }
        if refusal.code == .coolOff, let until = refusal.until {
            return finding(
                .coolOff, facts.givenAt, "refused: \(refusal.message)",
                "\(enroll) --start-at \(until)", ["\(facts.handOff)"])
        }
        return finding(
            .notEnrolled, facts.givenAt, "refused: \(refusal.message)", enroll,
            ["\(facts.handOff)"])
    }

    private var task: TouchGap.Finding? {
        guard let enrollment = facts.enrollment,
            case .atTask(let step, let task, let dueAt)? = enrollment.state, isPastGrace(dueAt)
        else { return nil }
        let channel = enrollment.channel ?? .task
        return finding(
            .taskOverdue, dueAt,
            "\(channel.noun) of step \(step) is not \(channel == .email ? "approved" : "done")",
            channel == .email
                ? "thirdtouch task approve \(task)"
                : "thirdtouch task done \(task) --outcome \(channel.usualOutcome)",
            ["\(enrollment.id)", "\(task)"])
    }

    private var expiredTask: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, enrollment.hasExpiredTask,
            case .ended? = enrollment.state
        else { return nil }
        return finding(
            .taskExpired, enrollment.changedAt, "a task ran out of time before it was done",
            enrollCommand(facts.nextSequence ?? facts.proposedSequence), ["\(enrollment.id)"])
    }

    private var pause: TouchGap.Finding? {
        guard let enrollment = facts.enrollment,
            case .paused(_, let cause, let until)? = enrollment.state
        else { return nil }
        // The engine takes it up; where it does not, that is the fault.
        if let until, until <= now { return nil }
        let till = until.map { " until \($0)" } ?? " without a date"
        let (reason, text): (TouchGapReason, String) =
            switch (cause, until != nil) {
            case (.handWritten, true): (.handWritten, "the rep wrote by hand; it goes on")
            case (.handWritten, false): (.pausedNoDate, "the rep wrote by hand; it rests")
            case (.rep, true), (.contactLater, true): (.contactLater, "paused by hand")
            case (.rep, false), (.contactLater, false): (.pausedNoDate, "paused by hand")
            case (.outOfOffice, true): (.outOfOffice, "out of office")
            case (.outOfOffice, false): (.outOfOfficeNoDate, "out of office")
            case (.colleagueReplied, _): (.colleagueReplied, "a colleague answered")
            }
        return finding(
            reason, enrollment.changedAt, text + till,
            "thirdtouch enrollment resume \(enrollment.id)", ["\(enrollment.id)"])
    }

    private var ending: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, case .ended(let outcome)? = enrollment.state
        else { return nil }
        let enroll = enrollCommand(facts.nextSequence ?? facts.proposedSequence)
        let evidence = ["\(enrollment.id)"] + (enrollment.delivery.map { ["\($0.id)"] } ?? [])
        let since = enrollment.changedAt
        switch outcome {
        case .bounced where isMended, .failed(.softBounced) where isMended,
            .failed(.refused) where isMended && isAboutAddress:
            return finding(
                .endedShort, since,
                "ended with the address \(enrollment.delivery?.formerAddress ?? ""), which has been "
                    + "mended since",
                enrollCommand(enrollment.sequence.name), evidence)
        case .bounced:
            return finding(
                .bouncedHard, since,
                "the address does not exist\(quoted(enrollment.delivery?.serverReply))",
                "thirdtouch lead edit \(facts.email) --email ADDRESS", evidence)
        case .failed(.refused) where isAboutAddress:
            return finding(
                .addressInvalid, since,
                "the server takes no mail for this address\(quoted(enrollment.delivery?.serverReply))",
                "thirdtouch lead edit \(facts.email) --email ADDRESS", evidence)
        case .failed(.refused):
            return finding(
                .refused, since,
                "the server refused the message\(quoted(enrollment.delivery?.serverReply))",
                enroll, evidence)
        case .failed(.deferredTooLong):
            return finding(
                .bouncedSoftExhausted, since,
                "the server put us off too often\(quoted(enrollment.delivery?.serverReply))",
                enroll, evidence)
        case .failed(.softBounced):
            return finding(
                .bouncedSoftExhausted, since,
                "message after message came back\(quoted(enrollment.delivery?.serverReply))",
                "thirdtouch lead edit \(facts.email) --email ADDRESS", evidence)
        case .colleagueReplied:
            return finding(
                .colleagueReplied, since, "stopped because a colleague answered", enroll, evidence)
        case .completed, .stopped, .failed(.dropped):
            guard !facts.effort.meets(facts.minimum) else { return nil }
            // Whoever did all that was planned did not stop too early.
            if outcome == .completed, let planTooShort { return planTooShort }
            return finding(
                .endedShort, since,
                "\(outcome.code) after \(facts.effort.touches) of \(facts.minimum.touches) touches",
                enroll, evidence)
        case .optedOut, .complained, .suppressed:
            // Such a lead is suppressed, a class of its own; when it is not, somebody must look.
            return finding(
                .endedShort, since, "\(outcome.code), and yet the address is not suppressed",
                "thirdtouch lead explain \(facts.email)", evidence)
        case .replied, .meetingBooked:
            return nil
        }
    }

    /// A person closed it with a word that does not hold (docs/decisions/0025).
    private var closing: TouchGap.Finding? {
        guard let disposition = facts.disposition,
            !disposition.isValid(facts.effort, minimum: facts.minimum)
        else { return nil }
        let why =
            disposition.isRejection
            ? "after \(facts.effort.touches) touches"
            : "after \(facts.effort.touches) of \(facts.minimum.touches) touches"
        return finding(
            .endedShort, facts.enrollment?.changedAt ?? facts.givenAt,
            "closed as \(disposition.rawValue) \(why)",
            enrollCommand(facts.nextSequence ?? facts.proposedSequence), ["\(facts.handOff)"])
    }

    /// Whether the lead has another address by now than the one that failed.
    private var isMended: Bool { facts.enrollment?.delivery?.formerAddress != nil }

    /// Whether the server's refusal is about the address and not about the message (RFC 3463, X.1.X).
    private var isAboutAddress: Bool {
        guard let reply = facts.enrollment?.delivery?.serverReply,
            let status = ServerWords.status(in: reply)
        else { return false }
        return ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"].contains(status)
    }

    func quoted(_ reply: String?) -> String { reply.map { ": “\($0)”" } ?? "" }

    func enrollCommand(_ sequence: String?) -> String {
        "thirdtouch enroll \(facts.email) --sequence \(sequence ?? "NAME")"
    }

    func finding(
        _ reason: TouchGapReason, _ since: Instant, _ text: String, _ command: String,
        _ evidence: [String]
    ) -> TouchGap.Finding {
        TouchGap.Finding(
            reason: reason, since: since, text: text, evidence: evidence,
            // The one part of a command that a stranger has written.
            command: command.replacing(facts.email, with: ShellWord.quoted(facts.email)))
    }
}
