package import Sequencing
import Store

/// Puts a summary together from the tally and from what it may not know.
struct SummaryReader {
    /// Hand-offs that are read and judged at once.
    private static let judgedAtOnce = 500

    private let engine: Engine
    private let question: ReportQuestion
    private let scope: HandOffScope
    private let filter: WorkListFilter
    private let judging: Judging
    private let usesTally: Bool
    private var summary: TouchGapSummary
    private var listed: [WorkListPlace] = []
    /// Hand-offs of the tally that were judged instead.
    private var judged: Set<HandOffID> = []
    /// What of the tally does not count, and what counts beside it.
    private var minutes = MinuteCounts()

    private var store: Store { engine.store }

    /// Without a scope it is the question's, at the moment that is judged.
    init(
        engine: Engine, question: ReportQuestion, scope: HandOffScope? = nil,
        filter: WorkListFilter, judging: Judging, usesTally: Bool
    ) {
        self.engine = engine
        self.question = question
        self.filter = filter
        self.judging = judging
        self.usesTally = usesTally
        self.scope = scope ?? judging.scope(of: question)
        summary = TouchGapSummary(asOf: judging.moment, policy: judging.policy)
    }

    mutating func read() throws -> TouchGapSummary {
        var front = HandOffID(0)
        if usesTally {
            front = try store.tallyMark().front
            try takeDoubtful(store.doubtful(at: judging.moment))
            try takeTally()
        }
        try forEach(after: front) { reader, row in try reader.take(row) }
        try readMedians()
        try listLines()
        summary.dropEmpty()
        return summary
    }

    /// The classes alone, each hand-off judged.
    mutating func readClasses() throws -> [TouchGapClass: Int] {
        try forEach(after: HandOffID(0)) { reader, row in
            let group = try reader.engine.line(of: row, by: reader.judging).assessment.class
            reader.summary.classes[group, default: 0] += 1
        }
        return summary.classes
    }

    private mutating func forEach(
        after number: HandOffID, _ take: (inout SummaryReader, HandOffRow) throws -> Void
    ) throws {
        if let lead = scope.lead {
            // With what was planned for each touch of a lead that is asked for alone.
            let rows = try store.handOffs(
                lead: lead, owners: scope.owners, source: scope.source, asOf: judging.past)
            for row in rows where isMeant(row) { try take(&self, row) }
            return
        }
        var front = number
        while true {
            let numbers = try store.handOffNumbers(
                after: front, in: scope, asOf: judging.past, limit: Self.judgedAtOnce)
            for row in try store.handOffs(numbers, asOf: judging.past) where isMeant(row) {
                try take(&self, row)
            }
            guard let last = numbers.last, numbers.count == Self.judgedAtOnce else { return }
            front = last
        }
    }

    private func isMeant(_ row: HandOffRow) -> Bool {
        question.isAbout(row, at: judging.moment) && scope.contains(row.scope)
    }
}

// MARK: - Counts

extension SummaryReader {
    private mutating func takeTally() throws {
        let counts = try store.talliedCounts(in: scope, at: judging.moment) { filter.lists($0) }
        summary.take(counts)
        listed += try store.workList(
            of: counts, touches: filter.touches, at: judging.moment, without: judged,
            limit: filter.limit + 1)
    }

    private mutating func takeDoubtful(_ doubtful: [HandOffID]) throws {
        judged = Set(doubtful)
        for start in stride(from: 0, to: doubtful.count, by: Self.judgedAtOnce) {
            let numbers = Array(doubtful[start..<min(start + Self.judgedAtOnce, doubtful.count)])
            for (_, known) in try store.tallied(numbers, at: judging.moment)
            where scope.contains(known.scope) {
                summary.count(
                    known.kind, of: known.scope.owner, touches: known.touches,
                    skipped: known.skipped, -1)
                for value in known.minutes { minutes.count(value, -1) }
            }
            for row in try store.handOffs(numbers) where isMeant(row) { try take(row) }
        }
    }

    /// Counts one as it is.
    private mutating func take(_ row: HandOffRow) throws {
        let line = try engine.line(of: row, by: judging)
        let touches = line.facts.effort.touches
        let kind = TallyKind(
            class: line.assessment.class, reason: line.assessment.primary?.reason,
            thirdTouch: TouchGap.thirdTouch(
                row.thirdTouchAt, givenAt: row.givenAt, now: judging.moment,
                calendar: line.calendar))
        summary.count(kind, of: row.owner, touches: touches, skipped: row.skippedTasks, 1)
        let values = TouchGap.minutes(
            of: line.times, now: judging.moment, policy: judging.policy, calendar: line.calendar)
        for value in values { minutes.count(value, 1) }
        guard filter.lists(kind), filter.touches.map({ $0 == touches }) ?? true else { return }
        listed.append(line.place(at: judging.moment))
        if listed.count > 4 * max(filter.limit, Self.judgedAtOnce) {
            listed = Array(listed.sorted().prefix(filter.limit + 1))
        }
    }
}

// MARK: - Medians

extension SummaryReader {
    private mutating func readMedians() throws {
        var buckets: TalliedBuckets?
        if usesTally {
            buckets = try store.talliedBuckets(in: scope)
            if buckets == nil {
                var all = minutes
                try store.countMinutes(in: scope, into: &all)
                minutes = all
            }
        }
        let series = MedianReader(store: store, minutes: minutes, buckets: buckets)
        summary.medianSystemMinutes = try series.median(.firstTouch(byHuman: false))
        summary.medianHumanMinutes = try series.median(.firstTouch(byHuman: true))
        summary.medians = try HandOffClock.allCases.compactMap { clock in
            guard let raw = try series.median(.raw(clock)),
                let business = try series.median(.business(clock))
            else { return nil }
            let marks = series.counts(.kept(clock))
            return TouchGapSummary.ClockMedian(
                clock: clock, count: series.counts(.raw(clock)).reduce(0) { $0 + $1.n },
                minutes: raw, businessMinutes: business,
                kept: marks.reduce(0) { $0 + ($1.bucket == 1 ? $1.n : 0) },
                judged: marks.reduce(0) { $0 + $1.n })
        }
    }
}

/// Reads the middle of a series from the tally's buckets and from what is counted beside them.
private struct MedianReader {
    let store: Store
    let minutes: MinuteCounts
    /// Nil where all is in `minutes`.
    let buckets: TalliedBuckets?

    /// In the order of the buckets; a bucket of few minutes is one of them.
    func counts(_ series: MinuteSeries) -> [(bucket: Int, n: Int)] {
        let known = buckets?.bySeries[series.number] ?? []
        let beside = minutes.bySeries[series.number] ?? [:]
        if beside.isEmpty { return known }
        var counts: [Int: Int] = [:]
        counts.reserveCapacity(known.count + beside.count)
        for (bucket, n) in known { counts[bucket, default: 0] += n }
        for (minutes, n) in beside { counts[MinuteBucket.of(minutes), default: 0] += n }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The middle one, the later of two; nil of none.
    func median(_ series: MinuteSeries) throws -> Int? {
        let counts = counts(series)
        var place = counts.reduce(0) { $0 + $1.n } / 2
        for (bucket, n) in counts {
            guard place >= n else {
                return try minutes(in: bucket, of: series, at: place)
            }
            place -= n
        }
        return nil
    }

    private func minutes(in bucket: Int, of series: MinuteSeries, at place: Int) throws -> Int? {
        let range = MinuteBucket.minutes(in: bucket)
        var inside =
            try buckets.map {
                try store.talliedMinutes(of: series.number, range, in: $0)
            } ?? [:]
        for (minutes, n) in minutes.bySeries[series.number] ?? [:] where range.contains(minutes) {
            inside[minutes, default: 0] += n
        }
        var place = place
        for (minutes, n) in inside.sorted(by: { $0.key < $1.key }) {
            if place < n { return minutes }
            place -= n
        }
        return nil
    }
}

// MARK: - Lines

extension SummaryReader {
    private mutating func listLines() throws {
        let first = listed.sorted().prefix(filter.limit + 1)
        summary.isMore = first.count > filter.limit
        let numbers = first.prefix(filter.limit).map(\.handOff)
        var lines: [HandOffID: TouchGapReport.Line] = [:]
        for start in stride(from: 0, to: numbers.count, by: Self.judgedAtOnce) {
            let part = Array(numbers[start..<min(start + Self.judgedAtOnce, numbers.count)])
            let rows = try store.handOffs(part, asOf: judging.past, withDuplicates: true)
            for row in rows { lines[row.id] = try engine.line(of: row, by: judging) }
        }
        summary.lines = numbers.compactMap { lines[$0] }
        for line in summary.lines where line.needsAnotherPerson {
            guard let account = line.row.lead.account, summary.others[account] == nil else {
                continue
            }
            summary.others[account] = try untouched(in: account)
        }
    }

    private func untouched(in account: AccountID) throws -> [String] {
        let numbers = try store.untouchedNumbers(in: account, asOf: judging.past)
        var found: [String] = []
        for start in stride(from: 0, to: numbers.count, by: Self.judgedAtOnce) {
            let part = Array(numbers[start..<min(start + Self.judgedAtOnce, numbers.count)])
            found += try store.handOffs(part, asOf: judging.past).filter {
                isMeant($0) && $0.countedTouches.isEmpty && $0.disposition == nil
                    && !$0.isSuppressed
            }.map(\.lead.email.text)
        }
        return found
    }
}

extension TouchGapReport.Line {
    /// Channels of the touches since the lead last wrote, the last one last.
    package var channelsSinceReply: [Channel] {
        let lastWord = row.replies.last?.arrivedAt
        return touches.filter { touch in lastWord.map { touch.happenedAt > $0 } ?? true }
            .map(\.channel)
    }

    /// Whether another channel than e-mail is wanted, and none is known.
    fileprivate var needsAnotherPerson: Bool {
        !row.lead.has(channel: .call) && !row.lead.has(channel: .linkedIn)
            && channelsSinceReply.reversed().prefix { $0 == .email }.count
                >= ChannelAdvice.mostEmails
    }
}
