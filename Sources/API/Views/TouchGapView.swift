package import Sequencing

/// The touch-gap report (docs/touch-gap.md).
///
/// Summary, matrix and reasons count every hand-off that the scope filters name (rep, source,
/// sequence, lead); class, reason, party and touches narrow the work list alone.
package struct TouchGapView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    /// Fewer touches than this are few.
    package var below: Int
    package var summary: TouchGapSummary
    /// By rep; the last row may have no rep, for hand-offs that nobody owns.
    package var reps: [RepTouches]
    /// The most frequent first.
    package var reasons: [ReasonCount]
    /// Gaps, those first that are lost soonest; other classes only when asked for.
    package var workList: [WorkListRow]
    package var more: Bool

    package init(
        asOf: Timestamp, below: Int, summary: TouchGapSummary, reps: [RepTouches],
        reasons: [ReasonCount], workList: [WorkListRow], more: Bool = false
    ) {
        self.asOf = asOf
        self.below = below
        self.summary = summary
        self.reps = reps
        self.reasons = reasons
        self.workList = workList
        self.more = more
    }
}

package struct TouchGapSummary: Codable, Equatable, Sendable {
    package var handedOver: Int
    /// Every class, in the report's order, also the empty ones.
    package var classes: [ClassCount]
    package var sum: Int
    /// Whether `sum` is `handedOver` (promise G7).
    package var addsUp: Bool
    /// From being given to the first automatic touch; left out while there is none.
    package var medianFirstTouchSystemMinutes: Int?
    /// From being given to the first touch by a person.
    package var medianFirstTouchHumanMinutes: Int?

    package init(
        handedOver: Int, classes: [ClassCount], sum: Int, addsUp: Bool,
        medianFirstTouchSystemMinutes: Int? = nil, medianFirstTouchHumanMinutes: Int? = nil
    ) {
        self.handedOver = handedOver
        self.classes = classes
        self.sum = sum
        self.addsUp = addsUp
        self.medianFirstTouchSystemMinutes = medianFirstTouchSystemMinutes
        self.medianFirstTouchHumanMinutes = medianFirstTouchHumanMinutes
    }

    /// Counts, shares and the check follow from the classes.
    package init(
        handedOver: Int, counts: [(class: TouchGapClass, count: Int)],
        medianFirstTouchSystemMinutes: Int? = nil, medianFirstTouchHumanMinutes: Int? = nil
    ) {
        let sum = counts.reduce(0) { $0 + $1.count }
        self.init(
            handedOver: handedOver,
            classes: counts.map { group, count in
                ClassCount(
                    class: group, count: count,
                    share: share(count, of: handedOver))
            },
            sum: sum, addsUp: sum == handedOver,
            medianFirstTouchSystemMinutes: medianFirstTouchSystemMinutes,
            medianFirstTouchHumanMinutes: medianFirstTouchHumanMinutes)
    }
}

/// Rounded to a thousandth.
private func share(_ count: Int, of all: Int) -> Double {
    all == 0 ? 0 : Double((count * 2000 + all) / (2 * all)) / 1000
}

package struct ClassCount: Codable, Equatable, Sendable {
    package var `class`: TouchGapClass
    package var count: Int
    /// Of all hand-offs, 0…1.
    package var share: Double

    package init(
        class: TouchGapClass, count: Int, share: Double
    ) {
        self.class = `class`
        self.count = count
        self.share = share
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
    package var stuckSince: Timestamp?
    /// Left out only where the class needs none.
    package var reason: TouchGapReason?
    package var reasonText: String?
    package var party: ResponsibleParty?
    package var secondaryReasons: [TouchGapReason]
    package var evidence: [String]
    /// The one command that moves it.
    package var command: String?

    package init(
        lead: LeadID, handOff: HandOffID, email: String, name: String, account: String? = nil,
        owner: String? = nil, source: String? = nil, class: TouchGapClass, touches: Int,
        attempts: Int, channels: Int, lastTouchAt: Timestamp? = nil, nextDueAt: Timestamp? = nil,
        stuckSince: Timestamp? = nil, reason: TouchGapReason? = nil, reasonText: String? = nil,
        party: ResponsibleParty? = nil, secondaryReasons: [TouchGapReason] = [],
        evidence: [String] = [], command: String? = nil
    ) {
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
        self.stuckSince = stuckSince
        self.reason = reason
        self.reasonText = reasonText
        self.party = party
        self.secondaryReasons = secondaryReasons
        self.evidence = evidence
        self.command = command
    }
}
