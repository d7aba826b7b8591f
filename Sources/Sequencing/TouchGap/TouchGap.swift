/// The touch-gap report's judgement of one hand-off: pure, total, and the same everywhere.
package enum TouchGap {
    /// What counts as late. Defaults are those of docs/touch-gap.md.
    package struct Policy: Equatable, Sendable {
        /// At most this many touches are "few".
        package var lowBand: Int
        /// From being given to the first touch, in business days of the lead's calendar.
        package var firstTouchBusinessDays: Int
        /// From a due time to "stuck".
        package var graceBusinessDays: Int
        /// From an answer to ours.
        package var replyBusinessDays: Int
        /// From being given to a rep by somebody else to the rep's word.
        package var acceptBusinessDays: Int
        /// From being given to the first touch, after which the promise is broken and not only late.
        package var firstTouchLimitBusinessDays = 3
        /// The same of a hot lead, in open minutes.
        package var hotTargetMinutes = 5
        package var hotLimitMinutes = 60
        /// Open hours from an answer to ours that are aimed at.
        package var replyTargetBusinessHours = 4
        /// A gap that is older than this is urgent.
        package var urgentBusinessDays = 5
        /// A lead that nobody has touched for so many days is as good as lost.
        package var criticalDays = 30

        package init(
            lowBand: Int = 2, firstTouchBusinessDays: Int = 1, graceBusinessDays: Int = 2,
            replyBusinessDays: Int = 1, acceptBusinessDays: Int = 1
        ) {
            self.acceptBusinessDays = acceptBusinessDays
            self.lowBand = lowBand
            self.firstTouchBusinessDays = firstTouchBusinessDays
            self.graceBusinessDays = graceBusinessDays
            self.replyBusinessDays = replyBusinessDays
        }
    }

    package struct Finding: Equatable, Sendable {
        package var reason: TouchGapReason
        /// Since when it has been so.
        package var since: Instant
        /// A sentence for people, with names and numbers.
        package var text: String
        /// Row ids as people write them: `E12`, `D7`.
        package var evidence: [String]
        /// The one command that moves it.
        package var command: String

        package init(
            reason: TouchGapReason, since: Instant, text: String, evidence: [String],
            command: String
        ) {
            self.reason = reason
            self.since = since
            self.text = text
            self.evidence = evidence
            self.command = command
        }
    }

    package struct Assessment: Equatable, Sendable {
        package var `class`: TouchGapClass
        /// Set for every gap; also for what waits, where it says on what.
        package var primary: Finding?
        package var secondary: [Finding]
        package var nextDueAt: Instant?
    }

    /// Judges `facts` as of `now`, in the lead's own working calendar.
    package static func assess(
        _ facts: HandOffFacts, now: Instant, policy: Policy, calendar: WorkingCalendar
    ) -> Assessment {
        assess(facts, at: Outlook(now), policy: policy, calendar: calendar)
    }

    static func assess(
        _ facts: HandOffFacts, at now: Outlook, policy: Policy, calendar: WorkingCalendar
    ) -> Assessment {
        let findings = Findings(facts: facts, now: now, policy: policy, calendar: calendar)
        let causes = findings.causes
        let nextDueAt = nextDue(of: facts)
        let group = classify(
            facts, findings: causes, isFault: findings.fault != nil, now: now, policy: policy,
            calendar: calendar)
        let told: [Finding]
        switch group {
        case .onPlan, .closed, .suppressed: told = []
        case .waiting: told = leading(causes, with: \.isRest)
        case .engineFault, .neverTouched, .stalled, .endedShort:
            told = findings.withCircumstances(causes)
        case .ourTurn:
            // The lead's word goes before all else, but who must act on it may be away.
            told = leading(
                leading(findings.withCircumstances(causes), with: \.isOfReply),
                with: { $0 == .ownerAbsent })
        }
        return Assessment(
            class: group, primary: told.first, secondary: Array(told.dropFirst()),
            nextDueAt: nextDueAt)
    }

    /// After this an untouched hand-off is a gap: a hot one once its hour is over, any other after its business
    /// days.
    package static func firstTouchPromise(
        of facts: HandOffFacts, policy: Policy, calendar: WorkingCalendar
    ) -> Instant {
        let promise = policy.firstTouch(isHot: facts.isHot, givenAt: facts.givenAt, calendar)
        return facts.isHot ? promise.limit : promise.target
    }

    /// The first finding of such a reason before all others.
    private static func leading(
        _ findings: [Finding], with isMeant: (TouchGapReason) -> Bool
    ) -> [Finding] {
        guard let place = findings.firstIndex(where: { isMeant($0.reason) }) else {
            return findings
        }
        var findings = findings
        findings.insert(findings.remove(at: place), at: 0)
        return findings
    }

    private static func classify(
        _ facts: HandOffFacts, findings: [Finding], isFault: Bool, now: Outlook, policy: Policy,
        calendar: WorkingCalendar
    ) -> TouchGapClass {
        if facts.enrollment.map({ $0.state == nil }) ?? false { return .engineFault }
        if facts.isSuppressed { return .suppressed }
        if let disposition = facts.disposition,
            disposition.isValid(facts.effort, minimum: facts.minimum)
        {
            return .closed
        }
        if let reply = facts.openReply {
            let promise = calendar.adding(
                businessDays: policy.replyBusinessDays, to: reply.receivedAt)
            return now > promise ? .ourTurn : .onPlan
        }
        if findings.contains(where: { $0.reason == .referralNotFollowed }) { return .ourTurn }
        // After however many touches: nobody's plan goes on here.
        if isFault { return .engineFault }
        // What closed it did not hold, and nothing of it lives.
        if facts.disposition != nil { return .endedShort }
        if case .paused(_, _, let until?)? = facts.enrollment?.state, until > now {
            return .waiting
        }
        if case .ended(let outcome)? = facts.enrollment?.state, outcome != .replied,
            outcome != .meetingBooked
        {
            return facts.effort.meets(facts.minimum) ? .onPlan : .endedShort
        }
        if case .ended? = facts.enrollment?.state { return .onPlan }
        guard !findings.isEmpty else { return .onPlan }
        if findings[0].reason == .capReached { return .waiting }
        let promise = firstTouchPromise(of: facts, policy: policy, calendar: calendar)
        // Nothing moves it but a person's word or evidence, after however many touches.
        if findings[0].reason == .deliveryInDoubt, facts.effort.touches > 0 || now <= promise {
            return .stalled
        }
        if facts.effort.touches == 0 { return now > promise ? .neverTouched : .onPlan }
        return facts.effort.touches <= policy.lowBand ? .stalled : .onPlan
    }

    private static func nextDue(of facts: HandOffFacts) -> Instant? {
        switch facts.enrollment?.state {
        case .waiting(_, let dueAt): dueAt
        case .sending: facts.enrollment?.delivery?.notBeforeAt
        case .atTask(_, _, let dueAt): dueAt
        case .paused(_, _, let until): until
        case .held, .ended, nil: nil
        }
    }
}
