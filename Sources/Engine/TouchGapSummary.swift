package import Sequencing
package import Store

/// The touch-gap report in numbers, and the first lines of its work list.
package struct TouchGapSummary: Sendable {
    package struct RepCounts: Equatable, Sendable {
        package var bands = TouchBands()
        /// Of all of them, those that are gaps.
        package var gaps = 0
    }

    package var asOf: Instant
    /// Hand-offs, counted apart from their classes.
    package var total = 0
    package var classes: [TouchGapClass: Int] = [:]
    /// Of the gaps.
    package var reasons: [TouchGapReason: Int] = [:]
    /// By owner; nil for what nobody owns.
    package var reps: [String?: RepCounts] = [:]
    /// From being given to the first touch, in minutes; nil while there is none.
    package var medianSystemMinutes: Int?
    package var medianHumanMinutes: Int?
    /// The work list in its order.
    package var lines: [TouchGapReport.Line] = []
    package var isMore = false

    package init(asOf: Instant) { self.asOf = asOf }

    /// Whether the classes add up to the hand-offs (promise G7).
    package var addsUp: Bool { classes.values.reduce(0, +) == total }

    mutating func count(_ cell: TallyCell, _ n: Int) {
        classes[cell.class, default: 0] += n
        guard cell.class.isGap else { return }
        reps[cell.scope.owner, default: RepCounts()].gaps += n
        if let reason = cell.reason { reasons[reason, default: 0] += n }
    }

    mutating func count(_ bands: TouchBands, of owner: String?) {
        total += bands.total
        reps[owner, default: RepCounts()].bands += bands
    }

    mutating func count(owner: String?, touches: Int, skipped: Int, _ n: Int) {
        total += n
        reps[owner, default: RepCounts()].bands.count(touches: touches, skipped: skipped, n)
    }

    mutating func dropEmpty() {
        reps = reps.filter { $0.value.bands.total > 0 }
        reasons = reasons.filter { $0.value > 0 }
        classes = classes.filter { $0.value > 0 }
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

    func lists(_ group: TouchGapClass, _ reason: TouchGapReason?) -> Bool {
        guard self.class.map({ $0 == group }) ?? group.isGap else { return false }
        if let wanted = self.reason, reason != wanted { return false }
        if let party, reason?.party != party { return false }
        return true
    }
}

extension Engine {
    /// Hand-offs that are read and judged at once.
    static let judgedAtOnce = 500

    /// Counts the hand-offs of a scope and lists the first that a filter names.
    ///
    /// What the tally knows is taken from it; what it may not know, as it changed a moment ago, is judged. The answer
    /// is that of judging every hand-off, always: as of an earlier moment, or by another band, they all are.
    package func touchGapSummary(
        of scope: ReportScope, listing filter: WorkListFilter, asOf: Instant? = nil,
        lowBand: Int? = nil, mayUseTally: Bool = true
    ) throws -> TouchGapSummary {
        try store.reading {
            let present = try presentOfTally()
            let judging = try judging(asOf: asOf ?? present, lowBand: lowBand)
            var scope = scope
            if let owner = scope.owner {
                scope.absentees = judging.absences.absentees(leftTo: owner, at: judging.moment)
            }
            var reader = SummaryReader(
                engine: self, scope: scope, filter: filter, judging: judging)
            let usesTally =
                try mayUseTally && judging.moment >= present && scope.lead == nil
                && judging.policy == settings.touchGap && isTallyValid(at: judging.moment)
            return try reader.read(usesTally: usesTally)
        }
    }
}

/// Puts a summary together from the tally and from what it may not know.
private struct SummaryReader {
    let engine: Engine
    let scope: ReportScope
    let filter: WorkListFilter
    let judging: Judging
    private var summary: TouchGapSummary
    private var listed: [ListedHandOff] = []
    /// Hand-offs of the tally that were judged instead.
    private var judged: Set<HandOffID> = []
    /// By whether a person touched first: what of the tally does not count, and what counts beside it.
    private var withdrawn: [Bool: [Int]] = [:]
    private var added: [Bool: [Int]] = [:]

    private var store: Store { engine.store }

    init(engine: Engine, scope: ReportScope, filter: WorkListFilter, judging: Judging) {
        self.engine = engine
        self.scope = scope
        self.filter = filter
        self.judging = judging
        summary = TouchGapSummary(asOf: judging.moment)
    }

    mutating func read(usesTally: Bool) throws -> TouchGapSummary {
        var front = HandOffID(0)
        if usesTally {
            front = try store.tallyMark().front
            try takeDoubtful(store.doubtful(at: judging.moment))
            try takeTally()
        }
        while true {
            let numbers = try store.handOffNumbers(
                after: front, in: scope, limit: Engine.judgedAtOnce)
            for row in try store.handOffs(numbers) { try take(row) }
            guard let last = numbers.last, numbers.count == Engine.judgedAtOnce else { break }
            front = last
        }
        summary.medianSystemMinutes = try median(byHuman: false, usesTally: usesTally)
        summary.medianHumanMinutes = try median(byHuman: true, usesTally: usesTally)
        try listLines()
        summary.dropEmpty()
        return summary
    }

    private mutating func takeTally() throws {
        var cells: Set<TallyCell> = []
        var expected = 0
        for (cell, n) in try store.talliedCells(at: judging.moment)
        where scope.contains(cell.scope) {
            summary.count(cell, n)
            // What is fleeting was judged, each of them.
            if !cell.isFleeting, filter.lists(cell.class, cell.reason) {
                cells.insert(cell)
                expected += n
            }
        }
        for (each, bands) in try store.talliedBands() where scope.contains(each) {
            summary.count(bands, of: each.owner)
        }
        listed += try store.workList(
            in: cells, expected: expected, touches: filter.touches, at: judging.moment,
            without: judged, limit: filter.limit + 1)
    }

    private mutating func takeDoubtful(_ doubtful: [HandOffID]) throws {
        judged = Set(doubtful)
        for start in stride(from: 0, to: doubtful.count, by: Engine.judgedAtOnce) {
            let numbers = Array(
                doubtful[start..<min(start + Engine.judgedAtOnce, doubtful.count)])
            for (_, known) in try store.tallied(numbers, at: judging.moment)
            where scope.contains(known.cell.scope) {
                summary.count(known.cell, -1)
                summary.count(
                    owner: known.cell.scope.owner, touches: known.touches, skipped: known.skipped,
                    -1)
                if let minutes = known.systemMinutes {
                    withdrawn[false, default: []].append(minutes)
                }
                if let minutes = known.humanMinutes { withdrawn[true, default: []].append(minutes) }
            }
            for row in try store.handOffs(numbers) { try take(row) }
        }
    }

    /// Counts one as it is.
    private mutating func take(_ row: HandOffRow) throws {
        guard row.givenAt <= judging.moment, scope.contains(row.scope) else { return }
        let line = try engine.line(of: row, by: judging)
        let (group, primary) = (line.assessment.class, line.assessment.primary)
        let touches = line.facts.effort.touches
        summary.count(TallyCell(scope: row.scope, class: group, reason: primary?.reason), 1)
        summary.count(owner: row.owner, touches: touches, skipped: row.skippedTasks, 1)
        for isHuman in [false, true] {
            if let minutes = row.minutesToFirstTouch(byHuman: isHuman) {
                added[isHuman, default: []].append(minutes)
            }
        }
        guard filter.lists(group, primary?.reason), filter.touches.map({ $0 == touches }) ?? true
        else { return }
        listed.append(
            ListedHandOff(
                urgency: group.urgency, since: primary?.since ?? row.givenAt, handOff: row.id))
        if listed.count > 4 * max(filter.limit, Engine.judgedAtOnce) {
            listed = Array(listed.sorted().prefix(filter.limit + 1))
        }
    }

    private func median(byHuman isHuman: Bool, usesTally: Bool) throws -> Int? {
        let added = added[isHuman] ?? []
        guard usesTally else { return added.isEmpty ? nil : added.sorted()[added.count / 2] }
        guard let known = try store.firstTouchBuckets(byHuman: isHuman, in: scope) else {
            let all =
                try added
                + store.firstTouchMinutes(byHuman: isHuman, in: scope, nil, without: judged)
            return all.isEmpty ? nil : all.sorted()[all.count / 2]
        }
        var buckets = Dictionary(uniqueKeysWithValues: known.map { ($0.bucket, $0.n) })
        for minutes in withdrawn[isHuman] ?? [] {
            buckets[MinuteBucket.of(minutes), default: 0] -= 1
        }
        for minutes in added { buckets[MinuteBucket.of(minutes), default: 0] += 1 }
        var place = buckets.values.reduce(0, +) / 2
        for (bucket, n) in buckets.sorted(by: { $0.key < $1.key }) {
            guard place >= n else {
                let range = MinuteBucket.minutes(in: bucket)
                let inside =
                    try added.filter { range.contains($0) }
                    + store.firstTouchMinutes(byHuman: isHuman, in: scope, range, without: judged)
                return inside.sorted()[place]
            }
            place -= n
        }
        return nil
    }

    private mutating func listLines() throws {
        let first = listed.sorted().prefix(filter.limit + 1)
        summary.isMore = first.count > filter.limit
        let numbers = first.prefix(filter.limit).map(\.handOff)
        var lines: [HandOffID: TouchGapReport.Line] = [:]
        for start in stride(from: 0, to: numbers.count, by: Engine.judgedAtOnce) {
            let part = Array(numbers[start..<min(start + Engine.judgedAtOnce, numbers.count)])
            for row in try store.handOffs(part, withDuplicates: true) {
                lines[row.id] = try engine.line(of: row, by: judging)
            }
        }
        summary.lines = numbers.compactMap { lines[$0] }
    }
}

extension HandOffRow {
    package var scope: TallyScope {
        TallyScope(owner: owner, source: source, sequence: enrollment?.sequence.name)
    }

    package func minutesToFirstTouch(byHuman isHuman: Bool) -> Int? {
        touches.first { $0.isHuman == isHuman && $0.takenBackAt == nil }.map {
            Int($0.happenedAt.since(givenAt).wholeMilliseconds / 60_000)
        }
    }
}
