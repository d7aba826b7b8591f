package import Sequencing

/// The touch-gap report (docs/touch-gap.md).
///
/// Total, classes, reps and reasons count every hand-off that the scope filters name (rep, source,
/// sequence, lead); class, reason, party and touches narrow the rows alone.
package struct TouchGapView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    /// Fewer touches than this are few.
    package var below: Int
    /// All hand-offs.
    package var total: Int
    /// Every class, also the empty ones.
    package var classes: [TouchGapClass: Int]
    /// Whether the classes' sum is `total` (promise G7).
    package var addsUp: Bool
    /// From being given to the first automatic touch; left out while there is none.
    package var medianFirstTouchSystemMinutes: Int?
    /// From being given to the first touch by a person.
    package var medianFirstTouchHumanMinutes: Int?
    /// Of every clock that has stopped for somebody, in their order.
    package var medians: [ClockMedian]
    /// Of the hand-offs given at least ten business days ago, those whose third touch came within that time: `reached`
    /// of `judged`.
    package var thirdTouch: ThirdTouch
    /// How it stood a week before, of more than 2,000 hand-offs at the midnight before that; left out where it was not
    /// asked for, or is not counted yet.
    package var weekBefore: PastClasses?
    /// By rep; the last row may have no rep, for hand-offs that nobody owns.
    package var reps: [RepTouches]
    /// The most frequent first.
    package var reasons: [ReasonCount]
    /// The work list: gaps, those first that are lost soonest; other classes only when asked for.
    package var rows: [WorkListRow]
    package var more: Bool

    /// Whether it adds up follows from the counts.
    package init(
        asOf: Timestamp, below: Int, total: Int, counts: [(class: TouchGapClass, count: Int)],
        medianFirstTouchSystemMinutes: Int? = nil, medianFirstTouchHumanMinutes: Int? = nil,
        medians: [ClockMedian] = [], thirdTouch: ThirdTouch = ThirdTouch(reached: 0, judged: 0),
        weekBefore: PastClasses? = nil, reps: [RepTouches], reasons: [ReasonCount],
        rows: [WorkListRow], more: Bool = false
    ) {
        self.medians = medians
        self.thirdTouch = thirdTouch
        self.weekBefore = weekBefore
        self.asOf = asOf
        self.below = below
        self.total = total
        classes = Dictionary(
            uniqueKeysWithValues: TouchGapClass.allCases.map { group in
                (group, counts.first { $0.class == group }?.count ?? 0)
            })
        addsUp = counts.reduce(0) { $0 + $1.count } == total
        self.medianFirstTouchSystemMinutes = medianFirstTouchSystemMinutes
        self.medianFirstTouchHumanMinutes = medianFirstTouchHumanMinutes
        self.reps = reps
        self.reasons = reasons
        self.rows = rows
        self.more = more
    }

    package var sum: Int { classes.values.reduce(0, +) }

    package var gapCount: Int { classes.reduce(0) { $0 + ($1.key.isGap ? $1.value : 0) } }

    /// A class's share of all hand-offs, rounded to a thousandth, 0…1.
    package func share(of group: TouchGapClass) -> Double {
        let count = classes[group] ?? 0
        return total == 0 ? 0 : Double((count * 2000 + total) / (2 * total)) / 1000
    }
}

/// How many hand-offs came as far as their third touch in time.
package struct ThirdTouch: Codable, Equatable, Sendable {
    package var reached: Int
    package var judged: Int

    /// Within so many business days of the lead's calendar.
    package static let businessDays = TouchGap.thirdTouchBusinessDays

    package init(reached: Int, judged: Int) {
        self.reached = reached
        self.judged = judged
    }
}

/// The classes of an earlier moment, to be compared with.
package struct PastClasses: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    package var total: Int
    /// Every class, also the empty ones.
    package var classes: [TouchGapClass: Int]

    package init(asOf: Timestamp, counts: [(class: TouchGapClass, count: Int)]) {
        self.asOf = asOf
        total = counts.reduce(0) { $0 + $1.count }
        classes = Dictionary(
            uniqueKeysWithValues: TouchGapClass.allCases.map { group in
                (group, counts.first { $0.class == group }?.count ?? 0)
            })
    }
}

/// How many of a rep's hand-offs have how many touches.
package struct RepTouches: Codable, Equatable, Sendable {
    package var rep: String?
    package var zero: Int
    package var one: Int
    package var two: Int
    package var threeToFive: Int
    package var sixAndMore: Int
    /// Of all of them, those that are gaps.
    package var gaps: Int
    /// Manual steps that the rep skipped or let expire.
    package var skipped: Int

    package init(
        rep: String? = nil, zero: Int, one: Int, two: Int, threeToFive: Int, sixAndMore: Int,
        gaps: Int, skipped: Int
    ) {
        self.rep = rep
        self.zero = zero
        self.one = one
        self.two = two
        self.threeToFive = threeToFive
        self.sixAndMore = sixAndMore
        self.gaps = gaps
        self.skipped = skipped
    }

    package var total: Int { zero + one + two + threeToFive + sixAndMore }
}

package struct ReasonCount: Codable, Equatable, Sendable {
    package var reason: TouchGapReason
    package var party: ResponsibleParty
    package var count: Int

    package init(
        reason: TouchGapReason, party: ResponsibleParty, count: Int
    ) {
        self.reason = reason
        self.party = party
        self.count = count
    }
}

/// One hand-off that somebody has to look at.
package struct WorkListRow: Codable, Equatable, Sendable {
    package var lead: LeadID
    package var handOff: HandOffID
    package var email: String
    package var name: String
    package var account: String?
    package var owner: String?
    package var source: String?
    package var `class`: TouchGapClass
    package var touches: Int
    package var attempts: Int
    package var channels: Int
    package var lastTouchAt: Timestamp?
    package var nextDueAt: Timestamp?
    /// Since when the reason holds.
    package var since: Timestamp?
    /// Left out only where the class needs none.
    package var reason: TouchGapReason?
    package var reasonText: String?
    package var party: ResponsibleParty?
    package var secondaryReasons: [TouchGapReason]
    package var evidence: [String]
    /// The one command that moves it.
    package var command: String?
    /// Left out for what is no gap.
    package var severity: GapSeverity?
    package var role: BuyingRole
    /// Left out where nobody has said.
    package var tier: LeadTier?
    /// Of the enrollment that is not over, or else the last one.
    package var sequence: String?
    package var version: Int?
    /// At which it stands, from 1; left out once it is over.
    package var step: Int?
    /// Another channel or person, after three e-mails that nobody answered.
    package var advice: ReachAdvice?

    package init(
        lead: LeadID, handOff: HandOffID, email: String, name: String, account: String? = nil,
        owner: String? = nil, source: String? = nil, class: TouchGapClass, touches: Int,
        attempts: Int, channels: Int, lastTouchAt: Timestamp? = nil, nextDueAt: Timestamp? = nil,
        since: Timestamp? = nil, reason: TouchGapReason? = nil, reasonText: String? = nil,
        party: ResponsibleParty? = nil, secondaryReasons: [TouchGapReason] = [],
        evidence: [String] = [], command: String? = nil, severity: GapSeverity? = nil,
        role: BuyingRole = .unknown, tier: LeadTier? = nil, sequence: String? = nil,
        version: Int? = nil, step: Int? = nil, advice: ReachAdvice? = nil
    ) {
        self.severity = severity
        self.role = role
        self.tier = tier
        self.sequence = sequence
        self.version = version
        self.step = step
        self.advice = advice
        self.lead = lead
        self.handOff = handOff
        self.email = email
        self.name = name
        self.account = account
        self.owner = owner
        self.source = source
        self.class = `class`
        self.touches = touches
        self.attempts = attempts
        self.channels = channels
        self.lastTouchAt = lastTouchAt
        self.nextDueAt = nextDueAt
        self.since = since
        self.reason = reason
        self.reasonText = reasonText
        self.party = party
        self.secondaryReasons = secondaryReasons
        self.evidence = evidence
        self.command = command
    }
}
