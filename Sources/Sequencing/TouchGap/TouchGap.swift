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

        package init(
            lowBand: Int = 2, firstTouchBusinessDays: Int = 1, graceBusinessDays: Int = 2,
            replyBusinessDays: Int = 1
        ) {
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
        let findings = Findings(facts: facts, now: now, policy: policy, calendar: calendar).all
        let nextDueAt = nextDue(of: facts)
        let group = classify(
            facts, findings: findings, nextDueAt: nextDueAt, now: now, policy: policy,
            calendar: calendar)
        switch group {
        case .onPlan, .closed, .suppressed:
            return Assessment(class: group, primary: nil, secondary: [], nextDueAt: nextDueAt)
        case .ourTurn:
            let mine = findings.filter { $0.reason == .replyUnanswered }
            let others = findings.filter { $0.reason != .replyUnanswered }
            return Assessment(
                class: group, primary: mine.first, secondary: others, nextDueAt: nextDueAt)
        case .engineFault, .neverTouched, .stalled, .endedShort, .waiting:
            return Assessment(
                class: group, primary: findings.first, secondary: Array(findings.dropFirst()),
                nextDueAt: nextDueAt)
        }
    }

    private static func classify(
        _ facts: HandOffFacts, findings: [Finding], nextDueAt: Instant?, now: Outlook,
        policy: Policy, calendar: WorkingCalendar
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
        let promise = calendar.adding(
            businessDays: policy.firstTouchBusinessDays, to: facts.givenAt)
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
