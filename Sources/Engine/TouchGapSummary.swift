package import Sequencing
package import Store

/// The touch-gap report in numbers, and the first lines of its work list.
package struct TouchGapSummary: Sendable {
    package struct RepCounts: Equatable, Sendable {
        package var bands = TouchBands()
        /// Of all of them, those that are gaps.
        package var gaps = 0
    }

    /// The middle of all clocks of a kind that have stopped.
    package struct ClockMedian: Equatable, Sendable {
        package var clock: HandOffClock
        package var count: Int
        package var minutes: Int
        package var businessMinutes: Int
        /// Of those of whom something was promised: how many kept it, to the limit.
        package var kept: Int
        package var judged: Int
    }

    package var asOf: Instant
    package var policy: TouchGap.Policy
    /// Hand-offs, counted apart from their classes.
    package var total = 0
    package var classes: [TouchGapClass: Int] = [:]
    /// Of the gaps.
    package var reasons: [TouchGapReason: Int] = [:]
    /// By owner; nil for what nobody owns.
    package var reps: [String?: RepCounts] = [:]
    package var thirdTouches: [ThirdTouchStanding: Int] = [:]
    /// From being given to the first touch, in minutes; nil while there is none.
    package var medianSystemMinutes: Int?
    package var medianHumanMinutes: Int?
    /// Of every clock that has stopped for somebody, in their order.
    package var medians: [ClockMedian] = []
    /// The work list in its order.
    package var lines: [TouchGapReport.Line] = []
    package var isMore = false
    /// People whom nobody has touched, of the accounts of lines for which somebody else is advised; by address, in the
    /// order in which they were given.
    package var others: [AccountID: [String]] = [:]

    package init(asOf: Instant, policy: TouchGap.Policy) {
        self.asOf = asOf
        self.policy = policy
    }

    /// Whether the classes add up to the hand-offs (promise G7).
    package var addsUp: Bool { classes.values.reduce(0, +) == total }

    mutating func count(_ kind: TallyKind, _ n: Int) {
        classes[kind.class, default: 0] += n
        thirdTouches[kind.thirdTouch, default: 0] += n
        if kind.class.isGap, let reason = kind.reason { reasons[reason, default: 0] += n }
    }

    /// A hand-off of an owner, and its kind.
    mutating func count(
        _ kind: TallyKind, of owner: String?, touches: Int, skipped: Int, _ n: Int
    ) {
        count(kind, n)
        total += n
        reps[owner, default: RepCounts()].bands.count(touches: touches, skipped: skipped, n)
        if kind.class.isGap { reps[owner, default: RepCounts()].gaps += n }
    }

    mutating func take(_ counts: TallyCounts) {
        for (kind, n) in counts.kinds { count(kind, n) }
        for (owner, bands) in counts.bands {
            total += bands.total
            reps[owner, default: RepCounts()].bands += bands
        }
        for (owner, n) in counts.gaps { reps[owner, default: RepCounts()].gaps += n }
    }

    mutating func dropEmpty() {
        reps = reps.filter { $0.value.bands.total > 0 }
        reasons = reasons.filter { $0.value > 0 }
        classes = classes.filter { $0.value > 0 }
        thirdTouches = thirdTouches.filter { $0.value > 0 }
    }
}

/// Which hand-offs a work list has; without a class the gaps alone.
package struct WorkListFilter: Equatable, Sendable {
    package var `class`: TouchGapClass?
    package var reason: TouchGapReason?
    package var party: ResponsibleParty?
    /// Exactly so many.
    package var touches: Int?
    package var limit: Int

    package init(
        class: TouchGapClass? = nil, reason: TouchGapReason? = nil, party: ResponsibleParty? = nil,
        touches: Int? = nil, limit: Int
    ) {
        self.class = `class`
        self.reason = reason
        self.party = party
        self.touches = touches
        self.limit = limit
    }

    func lists(_ kind: TallyKind) -> Bool {
        guard self.class.map({ $0 == kind.class }) ?? kind.class.isGap else { return false }
        if let reason, kind.reason != reason { return false }
        if let party, kind.reason?.party != party { return false }
        return true
    }
}

extension Engine {
    /// Counts the hand-offs in question and lists the first that a filter names.
    ///
    /// What the tally knows is taken from it; what it may not know, as it changed a moment ago, is judged. The answer
    /// is that of judging every hand-off, always: of an earlier moment, by another band, or narrowed by what the tally
    /// does not count by, they all are.
    package func touchGapSummary(
        of question: ReportQuestion = ReportQuestion(), listing filter: WorkListFilter,
        mayUseTally: Bool = true
    ) throws -> TouchGapSummary {
        try store.reading {
            let present = try presentOfTally()
            let judging = try judging(of: question, present: present)
            let usesTally =
                try mayUseTally && judging.past == nil && question.isCounted
                && judging.policy == settings.touchGap && isTallyValid(at: judging.moment)
            var reader = SummaryReader(
                engine: self, question: question, filter: filter, judging: judging,
                usesTally: usesTally)
            return try reader.read()
        }
    }

    /// How many were what at an earlier moment; nil is the scope of whoever stood in then.
    package func touchGapClasses(
        of question: ReportQuestion, in scope: HandOffScope? = nil, asOf moment: Instant
    ) throws -> [TouchGapClass: Int] {
        var question = question
        question.asOf = moment
        return try store.reading {
            let judging = try judging(of: question, present: now)
            var reader = SummaryReader(
                engine: self, question: question, scope: scope, filter: WorkListFilter(limit: 0),
                judging: judging, usesTally: false)
            return try reader.readClasses()
        }
    }
}

extension ReportQuestion {
    /// Whether the tally counts by all that narrows it.
    var isCounted: Bool {
        lead == nil && version == nil && step == nil && account == nil && role == nil
            && tier == nil && givenFrom == nil && givenTo == nil && age == nil
    }
}
