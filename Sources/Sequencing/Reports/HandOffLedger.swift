/// What a ledger knows of one hand-off.
package struct LedgerEntry: Equatable, Sendable {
    package var source: String?
    package var givenAt: Instant
    package var acceptedAt: Instant?
    package var firstTouchAt: Instant?
    /// When the minimum of its sequence was met.
    package var minimumAt: Instant?
    /// Nil also for one that does not hold.
    package var disposition: Disposition?
    package var disposedAt: Instant?

    package init(
        source: String?, givenAt: Instant, acceptedAt: Instant? = nil,
        firstTouchAt: Instant? = nil, minimumAt: Instant? = nil, disposition: Disposition? = nil,
        disposedAt: Instant? = nil
    ) {
        self.source = source
        self.givenAt = givenAt
        self.acceptedAt = acceptedAt
        self.firstTouchAt = firstTouchAt
        self.minimumAt = minimumAt
        self.disposition = disposition
        self.disposedAt = disposedAt
    }

    package var result: Disposition.Result { disposition?.result ?? .open }

    /// From being given to being qualified; nil where it was not.
    var timeToQualify: Duration? {
        guard result == .qualified, let disposedAt else { return nil }
        return disposedAt.since(givenAt)
    }
}

extension Disposition {
    /// What a disposition means to whoever handed the lead over.
    package enum Result: String, Codable, CaseIterable, Sendable {
        case open, rejected, qualified, disqualified, recycled
    }

    package var result: Result {
        switch self {
        case .qualified, .meetingBooked: .qualified
        case .noNeed, .noBudget, .badTiming, .badData, .notAFit, .unableToReach: .disqualified
        case .recycled: .recycled
        case .misrouted, .incomplete, .outsideCriteria: .rejected
        }
    }
}

/// What became of some hand-offs.
package struct LedgerSums: Equatable, Sendable {
    package var given = 0
    package var accepted = 0
    package var touched = 0
    package var workedToMinimum = 0
    package var results: [Disposition.Result: Int] = [:]
    package var dispositions: [Disposition: Int] = [:]
    package var medianToAccept: Duration?
    package var medianToFirstTouch: Duration?
    package var medianToQualify: Duration?

    package init(_ entries: [LedgerEntry]) {
        given = entries.count
        accepted = entries.count { $0.acceptedAt != nil }
        touched = entries.count { $0.firstTouchAt != nil }
        workedToMinimum = entries.count { $0.minimumAt != nil }
        for entry in entries {
            results[entry.result, default: 0] += 1
            if let word = entry.disposition { dispositions[word, default: 0] += 1 }
        }
        medianToAccept = entries.compactMap { $0.acceptedAt?.since($0.givenAt) }.median
        medianToFirstTouch = entries.compactMap { $0.firstTouchAt?.since($0.givenAt) }.median
        medianToQualify = entries.compactMap(\.timeToQualify).median
    }
}

/// The hand-offs of one week, read at the same ages.
package struct HandOffCohort: Equatable, Sendable {
    /// A Monday, UTC.
    package var week: LocalDate
    package var entries: [LedgerEntry]

    package static let ages = [30, 60, 90, 180]

    /// By week, the oldest first.
    package static func cohorts(of entries: [LedgerEntry]) -> [HandOffCohort] {
        Dictionary(grouping: entries) { monday(of: $0.givenAt) }.map { week, entries in
            HandOffCohort(week: week, entries: entries)
        }.sorted { $0.week < $1.week }
    }

    static func monday(of moment: Instant) -> LocalDate {
        let local = LocalDateTime(
            secondsSince1970: moment.milliseconds.flooredDivision(by: 1000))
        var date = local.date
        while date.weekday != .mon { date = date.adding(days: -1) }
        return date
    }

    /// Whether the youngest of them is younger than a lead takes to be qualified; where none ever was, than the
    /// first age at which it is read.
    package func isTooEarly(at now: Instant, medianToQualify: Duration?) -> Bool {
        guard let youngest = entries.map(\.givenAt).max() else { return true }
        return now.since(youngest) < medianToQualify ?? .days(Self.ages[0])
    }

    /// How they stood at an age; nil while the youngest has not reached it.
    package func sums(atAge days: Int, now: Instant) -> LedgerSums? {
        guard entries.allSatisfy({ $0.givenAt + .days(days) <= now }) else { return nil }
        return LedgerSums(
            entries.map { entry in
                let limit = entry.givenAt + .days(days)
                var then = entry
                let keep = { (moment: Instant?) in moment.flatMap { $0 <= limit ? $0 : nil } }
                then.acceptedAt = keep(entry.acceptedAt)
                then.firstTouchAt = keep(entry.firstTouchAt)
                then.minimumAt = keep(entry.minimumAt)
                then.disposedAt = keep(entry.disposedAt)
                if then.disposedAt == nil { then.disposition = nil }
                return then
            })
    }
}

extension [Duration] {
    /// The middle one, the later of two; nil of none.
    package var median: Duration? { isEmpty ? nil : sorted()[count / 2] }
}
