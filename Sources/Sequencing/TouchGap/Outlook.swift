/// The moment of which a judgement is asked, and everything that the judgement hung on.
///
/// It can be compared with an instant and nothing else, and remembers with which ones it was: as long as it is on
/// the same side of all of them, and of all that would be asked then, the judgement stays what it is. So the rules
/// say by themselves when they will say something else, and nobody has to keep a list of their instants.
final class Outlook {
    let now: Instant
    /// The first instant after `now` that can bring another judgement; nil when none can.
    private(set) var turnsAt: Instant?
    /// Whether it hung on what a lane or a mailbox does at the moment, which no instant foretells.
    private(set) var dependsOnMailbox = false

    init(_ now: Instant) { self.now = now }

    /// The mailbox as the facts know it; whoever asks has a judgement that holds for the moment alone.
    func mailbox(of facts: HandOffFacts.EnrollmentFacts) -> HandOffFacts.MailboxFacts? {
        dependsOnMailbox = true
        return facts.mailbox
    }

    private func note(_ instant: Instant) {
        guard instant > now else { return }
        turnsAt = turnsAt.map { min($0, instant) } ?? instant
    }

    /// True from the millisecond after `instant` on.
    static func > (now: Outlook, instant: Instant) -> Bool {
        now.note(instant + .milliseconds(1))
        return now.now > instant
    }

    static func <= (now: Outlook, instant: Instant) -> Bool { !(now > instant) }

    /// True from `instant` on.
    static func >= (now: Outlook, instant: Instant) -> Bool {
        now.note(instant)
        return now.now >= instant
    }

    static func < (now: Outlook, instant: Instant) -> Bool { !(now >= instant) }

    static func > (instant: Instant, now: Outlook) -> Bool { now < instant }
    static func >= (instant: Instant, now: Outlook) -> Bool { now <= instant }
    static func < (instant: Instant, now: Outlook) -> Bool { now > instant }
    static func <= (instant: Instant, now: Outlook) -> Bool { now >= instant }
}

extension TouchGap {
    /// A stretch of time in which the judgement of a hand-off stays the same as long as its facts do.
    package struct Span: Equatable, Sendable {
        package var from: Instant
        package var `class`: TouchGapClass
        /// The primary one.
        package var reason: TouchGapReason?
        /// Since when the reason holds.
        package var since: Instant?
        /// As in its `WorkListPlace`.
        package var urgency: Int
        package var thirdTouch: ThirdTouchStanding
        /// Whether it hangs on something that no instant foretells: the rest is a guess then, and whoever needs the
        /// truth has to ask anew.
        package var isFleeting: Bool

        package init(
            from: Instant, class: TouchGapClass, reason: TouchGapReason?, since: Instant?,
            urgency: Int, thirdTouch: ThirdTouchStanding, isFleeting: Bool
        ) {
            self.from = from
            self.class = `class`
            self.reason = reason
            self.since = since
            self.urgency = urgency
            self.thirdTouch = thirdTouch
            self.isFleeting = isFleeting
        }

        fileprivate func isSame(as other: Span) -> Bool {
            var moved = self
            moved.from = other.from
            return moved == other
        }
    }

    /// More turns than any hand-off has.
    static let mostTurns = 64

    /// What `assess` will say at every instant from `start` on, if nothing happens to the hand-off: what makes a lead
    /// stuck is an instant that is known beforehand.
    ///
    /// Neighbours differ; the first begins at `start`, the last never ends. `third` is when the third touch happened.
    package static func spans(
        of facts: HandOffFacts, thirdTouchAt third: Instant? = nil, from start: Instant,
        policy: Policy, calendar: WorkingCalendar
    ) -> [Span] {
        var facts = facts
        facts.enrollment?.mailbox = nil
        let limit = thirdTouchLimit(givenAt: facts.givenAt, calendar: calendar)
        // Whom the lead has named may become a lead at any time; and what was given by a clock that was ahead is not
        // there yet.
        let hangsOnOthers = facts.referral != nil || facts.givenAt > start
        var spans: [Span] = []
        var next: Instant? = start
        for _ in 0..<mostTurns {
            guard let moment = next else { return spans }
            let outlook = Outlook(moment)
            let found = assess(facts, at: outlook, policy: policy, calendar: calendar)
            let since = found.primary?.since
            let span = Span(
                from: moment, class: found.class, reason: found.primary?.reason, since: since,
                urgency: urgency(of: found.class, since: since, at: outlook),
                thirdTouch: thirdTouch(third, limit: limit, at: outlook),
                isFleeting: outlook.dependsOnMailbox || hangsOnOthers)
            if spans.last.map({ !$0.isSame(as: span) }) ?? true { spans.append(span) }
            next = outlook.turnsAt
        }
        // It never comes to rest: right all the same, only slower.
        spans[spans.count - 1].isFleeting = true
        return spans
    }
}
