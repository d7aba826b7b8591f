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

/// What the scope filters name; nil matches all.
package struct ReportScope: Equatable, Sendable {
    package var lead: LeadID?
    package var owner: String?
    /// Those for whom the owner stands in count as theirs.
    package var absentees: [String] = []
    package var source: String?
    package var sequence: String?

    package var owners: [String]? { owner.map { [$0] + absentees } }

    package init(
        lead: LeadID? = nil, owner: String? = nil, source: String? = nil, sequence: String? = nil
    ) {
        self.lead = lead
        self.owner = owner
        self.source = source
        self.sequence = sequence
    }

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
    /// From being given to the first automatic touch, and to the first by a person.
    package var systemMinutes: Int?
    package var humanMinutes: Int?
    /// The first holds from the moment at which it was judged.
    package var spans: [TouchGap.Span]

    package init(
        handOff: HandOffID, scope: TallyScope, givenAt: Instant, touches: Int, skipped: Int,
        systemMinutes: Int?, humanMinutes: Int?, spans: [TouchGap.Span]
    ) {
        self.handOff = handOff
        self.scope = scope
        self.givenAt = givenAt
        self.touches = touches
        self.skipped = skipped
        self.systemMinutes = systemMinutes
        self.humanMinutes = humanMinutes
        self.spans = spans
    }

    package func minutes(byHuman isHuman: Bool) -> Int? { isHuman ? humanMinutes : systemMinutes }
}

/// A place in which hand-offs are counted.
package struct TallyCell: Hashable, Sendable {
    package var scope: TallyScope
    package var `class`: TouchGapClass
    package var reason: TouchGapReason?
    /// Whoever is counted here has to be judged when the report is made.
    package var isFleeting: Bool

    package init(
        scope: TallyScope, class: TouchGapClass, reason: TouchGapReason?, isFleeting: Bool = false
    ) {
        self.scope = scope
        self.class = `class`
        self.reason = reason
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

/// Minutes to the first touch, in buckets of at most a sixty-fourth of their values.
///
/// A median is found by counting buckets, and then looking into one.
package enum MinuteBucket {
    private static let exact = 128

    package static func of(_ minutes: Int) -> Int {
        guard minutes >= exact else { return minutes }
        let octave = minutes.bitWidth - minutes.leadingZeroBitCount - 7
        return (octave << 6) + (minutes >> octave)
    }

    /// The minutes in a bucket.
    package static func minutes(in bucket: Int) -> ClosedRange<Int> {
        guard bucket >= exact else { return bucket...bucket }
        let octave = (bucket >> 6) - 1
        let first = (bucket - (octave << 6)) << octave
        return first...(first + (1 << octave) - 1)
    }
}

/// One line of a work list, before anything but its place is known.
package struct ListedHandOff: Comparable, Sendable {
    package var urgency: Int
    package var since: Instant
    package var handOff: HandOffID

    package init(urgency: Int, since: Instant, handOff: HandOffID) {
        self.urgency = urgency
        self.since = since
        self.handOff = handOff
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.urgency, left.since, left.handOff) < (right.urgency, right.since, right.handOff)
    }
}
