package import Sequencing

/// How far the tally of the touch-gap report has come.
package struct TallyMark: Equatable, Sendable {
    /// Hand-offs with a higher number are not in it yet.
    package var front: HandOffID
    /// Up to here they were judged by other rules, as far as the front has not passed them.
    var staleThrough: HandOffID
    /// The latest moment of which something in it was judged; an earlier one can't be asked for.
    package var judgedAt: Instant
    /// Turns up to this moment are in the counts, which is no later.
    package var turnedAt: Instant
    /// At that moment itself those of hand-offs up to this number.
    var turnedID: Int64
    /// What was judged by; by other rules everything is judged anew.
    package var rules: String
    /// What was known of each rep, by name; the hand-offs of one of whom something else is known are judged anew.
    package var reps: [String: String]

    /// Whether all that is counted was judged by these rules.
    package var isWhole: Bool { front >= staleThrough }
}

/// By what the report can be narrowed; each is nil where a hand-off has none.
package struct TallyScope: Hashable, Sendable {
    package var owner: String?
    package var source: String?
    /// Of the last enrollment.
    package var sequence: String?

    package init(owner: String?, source: String?, sequence: String?) {
        self.owner = owner
        self.source = source
        self.sequence = sequence
    }
}

/// Which hand-offs are asked for; nil matches all.
package struct HandOffScope: Equatable, Sendable {
    package var lead: LeadID?
    /// Any of them; of none there is nothing.
    package var owners: Set<String>?
    package var source: String?
    package var sequence: String?

    package init(
        lead: LeadID? = nil, owners: Set<String>? = nil, source: String? = nil,
        sequence: String? = nil
    ) {
        self.lead = lead
        self.owners = owners
        self.source = source
        self.sequence = sequence
    }

    /// Whether a hand-off of such a lead is asked for, whichever lead it is.
    package func contains(_ scope: TallyScope) -> Bool {
        (owners.map { owners in scope.owner.map(owners.contains) ?? false } ?? true)
            && (source == nil || source == scope.source)
            && (sequence == nil || sequence == scope.sequence)
    }
}

/// One hand-off as it is counted, and what it will be counted as.
package struct TallyEntry: Equatable, Sendable {
    package var handOff: HandOffID
    package var scope: TallyScope
    package var givenAt: Instant
    package var touches: Int
    /// Manual steps that were skipped or ran out of time.
    package var skipped: Int
    package var minutes: [SeriesMinutes]
    /// The first holds from the moment at which it was judged.
    package var spans: [TouchGap.Span]

    package init(
        handOff: HandOffID, scope: TallyScope, givenAt: Instant, touches: Int, skipped: Int,
        minutes: [SeriesMinutes], spans: [TouchGap.Span]
    ) {
        self.handOff = handOff
        self.scope = scope
        self.givenAt = givenAt
        self.touches = touches
        self.skipped = skipped
        self.minutes = minutes
        self.spans = spans
    }
}

/// What a hand-off is counted as.
package struct TallyKind: Hashable, Sendable {
    package var `class`: TouchGapClass
    package var reason: TouchGapReason?
    package var thirdTouch: ThirdTouchStanding
    /// Whoever is counted here has to be judged when the report is made.
    package var isFleeting: Bool

    package init(
        class: TouchGapClass, reason: TouchGapReason?, thirdTouch: ThirdTouchStanding,
        isFleeting: Bool = false
    ) {
        self.class = `class`
        self.reason = reason
        self.thirdTouch = thirdTouch
        self.isFleeting = isFleeting
    }
}

/// How many hand-offs have how many touches.
package struct TouchBands: Equatable, Sendable {
    package var untouched = 0
    package var once = 0
    package var twice = 0
    package var threeToFive = 0
    package var sixAndMore = 0
    /// Manual steps that were skipped or ran out of time.
    package var skipped = 0

    package init() {}

    package var total: Int { untouched + once + twice + threeToFive + sixAndMore }

    package mutating func count(touches: Int, skipped: Int, _ n: Int) {
        switch touches {
        case ...0: untouched += n
        case 1: once += n
        case 2: twice += n
        case 3...5: threeToFive += n
        default: sixAndMore += n
        }
        self.skipped += n * skipped
    }

    package static func += (left: inout Self, right: Self) {
        left.untouched += right.untouched
        left.once += right.once
        left.twice += right.twice
        left.threeToFive += right.threeToFive
        left.sixAndMore += right.sixAndMore
        left.skipped += right.skipped
    }
}
