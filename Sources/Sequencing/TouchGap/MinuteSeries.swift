/// A kind of minutes of which the report tells the middle, or of marks of which it tells a share.
package enum MinuteSeries: Hashable, Sendable {
    /// From being given to the first touch.
    case firstTouch(byHuman: Bool)
    /// By the wall, of clocks that have stopped.
    case raw(HandOffClock)
    case business(HandOffClock)
    /// No minutes: 1 where the promise was kept, to its limit, and 0 where not.
    case kept(HandOffClock)

    /// By which it is stored.
    package var number: Int {
        switch self {
        case .firstTouch(let isHuman): isHuman ? 1 : 0
        case .raw(let clock): 2 + 3 * clock.number
        case .business(let clock): 3 + 3 * clock.number
        case .kept(let clock): 4 + 3 * clock.number
        }
    }
}

extension HandOffClock {
    fileprivate var number: Int {
        switch self {
        case .givenToOwned: 0
        case .ownedToAccepted: 1
        case .givenToFirstTouch: 2
        case .acceptedToHumanTouch: 3
        case .touchToTouch: 4
        case .replyToAnswer: 5
        case .givenToMinimum: 6
        case .givenToDisposition: 7
        }
    }
}

/// One value of a series.
package struct SeriesMinutes: Hashable, Sendable {
    /// `MinuteSeries.number`.
    package var series: Int
    /// Whole ones, towards zero; negative where the end was logged before the beginning.
    package var minutes: Int

    package init(series: Int, minutes: Int) {
        self.series = series
        self.minutes = minutes
    }

    package init(_ series: MinuteSeries, _ minutes: Int) {
        self.init(series: series.number, minutes: minutes)
    }
}

extension TouchGap {
    /// What one hand-off adds to the report's medians; `now` is after all that has happened to it.
    package static func minutes(
        of times: HandOffTimes, now: Instant, policy: Policy, calendar: WorkingCalendar
    ) -> [SeriesMinutes] {
        var found: [SeriesMinutes] = []
        for isHuman in [false, true] {
            if let first = times.touches.first(where: { $0.isHuman == isHuman }) {
                found.append(
                    SeriesMinutes(
                        .firstTouch(byHuman: isHuman), first.at.since(times.givenAt).wholeMinutes))
            }
        }
        let readings = clocks(
            of: times, now: now, policy: policy, calendar: calendar, onlyStopped: true)
        for reading in readings {
            found.append(SeriesMinutes(.raw(reading.clock), reading.raw.wholeMinutes))
            found.append(SeriesMinutes(.business(reading.clock), reading.business.wholeMinutes))
            if reading.standing != .unjudged {
                found.append(
                    SeriesMinutes(.kept(reading.clock), reading.standing == .broken ? 0 : 1))
            }
        }
        return found
    }
}

extension Duration {
    fileprivate var wholeMinutes: Int { Int(wholeMilliseconds / 60_000) }
}

/// How many values of each series are what.
package struct MinuteCounts: Equatable, Sendable {
    /// By series and minutes; no count is 0.
    package private(set) var bySeries: [Int: [Int: Int]] = [:]

    package init() {}

    package mutating func count(_ value: SeriesMinutes, _ n: Int) {
        let sum = (bySeries[value.series]?[value.minutes] ?? 0) + n
        bySeries[value.series, default: [:]][value.minutes] = sum == 0 ? nil : sum
    }
}
