/// Gathers every reason that holds for a hand-off, in the report's order of precedence.
struct Findings {
    let facts: HandOffFacts
    let now: Outlook
    let policy: TouchGap.Policy
    let calendar: WorkingCalendar

    /// One finding per reason at most; the first is the primary one.
    var all: [TouchGap.Finding] {
        let found = [
            fault, owner, enrollmentMissing, task, expiredTask, hold, delivery, pause, ending,
            reply,
        ].compactMap { $0 }
        let order = TouchGapReason.allCases
        return found.sorted {
            order.firstIndex(of: $0.reason)! < order.firstIndex(of: $1.reason)!
        }
    }

    private func isPastGrace(_ dueAt: Instant) -> Bool {
        now > calendar.adding(businessDays: policy.graceBusinessDays, to: dueAt)
    }

    private var fault: TouchGap.Finding? {
        guard let enrollment = facts.enrollment else { return nil }
        if enrollment.state == nil {
            return finding(
                .engineFault, enrollment.changedAt, "its rows fit no state",
                "thirdtouch lead explain \(facts.email)", ["\(enrollment.id)"])
        }
        guard case .waiting(let step, let dueAt)? = enrollment.state, isPastGrace(dueAt) else {
            return nil
        }
        return finding(
            .engineFault, dueAt, "step \(step) was due and the engine did not take it up",
            "systemctl status thirdtouchd", ["\(enrollment.id)"])
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

    private var hold: TouchGap.Finding? {
        guard let enrollment = facts.enrollment,
            case .held(let step, let reason)? = enrollment.state
        else { return nil }
        let (code, text, command) = Self.explain(reason, email: facts.email, enrollment.id)
        return finding(
            code, enrollment.changedAt, "step \(step) is held: \(text)", command,
            ["\(enrollment.id)"])
    }

    /// The report's reason, the sentence and the command for a hold.
    static func explain(
        _ reason: HoldReason, email: String, _ enrollment: EnrollmentID
    ) -> (TouchGapReason, String, String) {
        switch reason {
        case .mergeFieldMissing(let fields):
            let flags = fields.map { "--\(LeadField.flag(for: $0)) VALUE" }
            return (
                .mergeFieldMissing, "the lead has no \(fields.joined(separator: ", "))",
                "thirdtouch lead edit \(email) \(flags.joined(separator: " "))"
            )
        case .mergeValueUnsafe(let field):
            return (
                .mergeFieldMissing, "\(field) has characters that a header can't carry",
                "thirdtouch lead edit \(email) --\(LeadField.flag(for: field)) VALUE"
            )
        case .channelDataMissing(let channel):
            let flag = channel == .linkedIn ? "linkedin" : "phone"
            return (
                .channelDataMissing, "the lead has no \(flag)",
                "thirdtouch lead edit \(email) --\(flag) VALUE"
            )
        case .noWindow:
            return (
                .noWindow, "its window never opens in the lead's calendar",
                "thirdtouch lead explain \(email)"
            )
        case .threadParentMissing:
            return (
                .threadParentMissing, "the message it answers never left",
                "thirdtouch enrollment stop \(enrollment)"
            )
        case .mailboxMissing:
            return (.mailboxDown, "its rep has no mailbox that sends", "thirdtouch mailbox list")
        case .restored:
            return (
                .restored, "a backup was restored, and it may have left before that",
                "thirdtouch enrollment settle \(enrollment) --as sent|resend"
            )
        case .unworkable(let cause):
            return (
                .engineFault, "it can't be made: \(cause)", "thirdtouch lead explain \(email)"
            )
        }
    }

    private var pause: TouchGap.Finding? {
        guard let enrollment = facts.enrollment,
            case .paused(_, let cause, let until)? = enrollment.state
        else { return nil }
        let resume = "thirdtouch enrollment resume \(enrollment.id)"
        let evidence = ["\(enrollment.id)"]
        let since = enrollment.changedAt
        let till = until.map { " until \($0)" } ?? " without a date"
        return switch cause {
        case .handWritten:
            finding(
                .pausedNoDate, since, "the rep wrote by hand; it goes on\(till)", resume, evidence)
        case .rep, .contactLater:
            finding(.pausedNoDate, since, "paused by hand\(till)", resume, evidence)
        case .outOfOffice:
            finding(.outOfOfficeNoDate, since, "out of office\(till)", resume, evidence)
        case .colleagueReplied:
            finding(.colleagueReplied, since, "a colleague answered\(till)", resume, evidence)
        }
    }

    private var ending: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, case .ended(let outcome)? = enrollment.state
        else { return nil }
        let enroll = enrollCommand(facts.nextSequence ?? facts.proposedSequence)
        let evidence = ["\(enrollment.id)"] + (enrollment.delivery.map { ["\($0.id)"] } ?? [])
        let since = enrollment.changedAt
        switch outcome {
        case .bounced:
            return finding(
                .bouncedHard, since,
                "the address does not exist\(quoted(enrollment.delivery?.serverReply))",
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

    private var reply: TouchGap.Finding? {
        guard let reply = facts.openReply else { return nil }
        let command =
            reply.task.map { "thirdtouch task done \($0) --outcome answered" }
            ?? "thirdtouch reply show \(reply.id)"
        return finding(
            .replyUnanswered, reply.receivedAt, "the lead answered and nobody has answered back",
            command, ["\(reply.id)"])
    }
}

// MARK: - Deliveries

extension Findings {
    private var delivery: TouchGap.Finding? {
        guard let enrollment = facts.enrollment, let delivery = enrollment.delivery,
            case .sending(let step, _)? = enrollment.state
        else { return nil }
        let evidence = ["\(enrollment.id)", "\(delivery.id)"]
        if delivery.state == .inDoubt {
            return finding(
                .deliveryInDoubt, delivery.dueAt,
                "nobody knows whether the message of step \(step) arrived",
                "thirdtouch delivery settle \(delivery.id)", evidence)
        }
        guard isPastGrace(delivery.dueAt) else { return nil }
        let mailbox = now.mailbox(of: enrollment)
        if let cause = mailbox?.downCause {
            return finding(
                .mailboxDown, delivery.dueAt, "\(mailbox?.address ?? "") can't send: \(cause)",
                "thirdtouch mailbox list", evidence)
        }
        if let mailbox, let pause = mailbox.pause {
            return finding(
                pause.isBreaker ? .breakerOpen : .mailboxDown, delivery.dueAt,
                "\(mailbox.address) is \(pause.isBreaker ? "stopped" : "paused"): \(pause.why)",
                "thirdtouch mailbox resume \(mailbox.address)", evidence)
        }
        if let cause = mailbox?.fenceCause {
            return finding(
                .inboxStale, delivery.dueAt, "\(mailbox?.address ?? "") can't be read: \(cause)",
                "thirdtouch mailbox list", evidence)
        }
        if let drainsAt = mailbox?.drainsAt, drainsAt > now {
            return finding(
                .capReached, delivery.dueAt,
                "\(mailbox?.address ?? "") is at its cap; it drains by \(drainsAt)",
                "thirdtouch mailbox list", evidence)
        }
        return finding(
            .bouncedSoftExhausted, delivery.dueAt,
            "the message of step \(step) has not left\(quoted(delivery.serverReply))",
            "thirdtouch delivery show \(delivery.id)", evidence)
    }

    private func quoted(_ reply: String?) -> String { reply.map { ": “\($0)”" } ?? "" }

    private func enrollCommand(_ sequence: String?) -> String {
        "thirdtouch enroll \(facts.email) --sequence \(sequence ?? "NAME")"
    }

    private func finding(
        _ reason: TouchGapReason, _ since: Instant, _ text: String, _ command: String,
        _ evidence: [String]
    ) -> TouchGap.Finding {
        TouchGap.Finding(
            reason: reason, since: since, text: text, evidence: evidence, command: command)
    }
}
