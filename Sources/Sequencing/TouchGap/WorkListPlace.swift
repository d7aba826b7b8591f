/// Where a hand-off stands in every work list: what is losable soonest comes first.
///
/// First by class: a lead that answered before one that nobody has touched, and so on. Within a class what has been
/// stuck for at most `TouchGap.losableDays` goes before what has been for longer, which is seldom saved; of each
/// the one that has waited longest.
package struct WorkListPlace: Comparable, Hashable, Sendable {
    package var urgency: Int
    package var since: Instant
    package var handOff: HandOffID

    package init(urgency: Int, since: Instant, handOff: HandOffID) {
        self.urgency = urgency
        self.since = since
        self.handOff = handOff
    }

    /// As of `now`, when the hand-off was judged so.
    package init(
        of assessment: TouchGap.Assessment, handOff: HandOffID, givenAt: Instant, now: Instant
    ) {
        let since = assessment.primary?.since
        self.init(
            urgency: TouchGap.urgency(of: assessment.class, since: since, at: Outlook(now)),
            since: since ?? givenAt, handOff: handOff)
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.urgency, left.since, left.handOff) < (right.urgency, right.since, right.handOff)
    }
}

extension TouchGapClass {
    /// Those that a hand-off of this class may have: what is lost soonest, and what has been stuck for long.
    package var urgencies: [Int] { isGap ? [2 * rank, 2 * rank + 1] : [2 * rank] }

    fileprivate var rank: Int {
        switch self {
        case .engineFault: 0
        case .ourTurn: 1
        case .neverTouched: 2
        case .stalled: 3
        case .endedShort: 4
        case .waiting, .onPlan, .closed, .suppressed: 5
        }
    }
}

extension TouchGap {
    /// Stuck for longer than this, a lead is seldom saved: it comes after the others of its class.
    package static let losableDays = 30

    static func urgency(of group: TouchGapClass, since: Instant?, at now: Outlook) -> Int {
        let first = 2 * group.rank
        guard group.isGap, let since else { return first }
        return now > since + .days(losableDays) ? first + 1 : first
    }
}
