import Engine
package import Sequencing

/// Zones as the system has them, and holidays that a rule makes: the same on every machine.
package struct SimulatedCalendars: CalendarSource {
    static let countries = ["DE", "US", "JP", "AU"]
    static let zones = [
        "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Europe/London",
        "America/Santiago",
    ]

    package let fingerprint = "simulated"
    private let known: [String: ZoneRules]
    private let holidaysByCountry: [String: Set<LocalDate>]

    /// `zone` reads a zone of the system; throws when it has none of the name.
    package init(zone: (String) throws -> ZoneRules) throws {
        known = try Dictionary(
            uniqueKeysWithValues: (Self.zones + ["UTC"]).map { ($0, try zone($0)) })
        let first = LocalDate(year: 2026, month: 1, day: 1).daysSince1970
        holidaysByCountry = Dictionary(
            uniqueKeysWithValues: Self.countries.enumerated().map { index, country in
                // Every eleventh day, others in each country.
                let days = stride(from: first + index * 3, to: first + 800, by: 11)
                return (country, Set(days.map { LocalDate(daysSince1970: $0) }))
            })
    }

    package func zone(named name: String) -> ZoneRules? { known[name] }

    package func holidays(of country: String) -> Set<LocalDate> {
        holidaysByCountry[country] ?? []
    }
}

/// A lead's office as the judge reckons it: day by day and second by second, by no code of the engine's.
struct JudgedOffice {
    var zone: ZoneRules
    var days: Set<Weekday>
    var hours: [Window.Hours]
    var holidays: Set<LocalDate>

    private func works(on date: LocalDate) -> Bool {
        days.contains(date.weekday) && !holidays.contains(date)
    }

    func isOpen(_ instant: Instant) -> Bool {
        let local = zone.local(instant)
        let second = local.time.secondOfDay
        return works(on: local.date)
            && hours.contains { $0.opens.secondOfDay <= second && second < $0.closes.secondOfDay }
    }

    /// Whether `moment` lies at least `span` after `start`. Where a span is counted in days, the hour that a
    /// change of the clocks takes or gives is not argued about.
    func isAtLeast(_ span: Delay.Span, from start: Instant, to moment: Instant) -> Bool {
        switch span.unit {
        case .minutes: moment >= start + .minutes(span.count)
        case .hours: moment >= start + .hours(span.count)
        case .days: isReached(date(span.count, after: start) { _ in true }, from: start, by: moment)
        case .businessDays:
            isReached(
                date(span.count, after: start) { works(on: $0) }, from: start, by: moment)
        }
    }

    private func date(
        _ count: Int, after start: Instant, counts: (LocalDate) -> Bool
    ) -> LocalDate {
        var date = zone.local(start).date
        var left = count
        while left > 0 {
            date = date.adding(days: 1)
            if counts(date) { left -= 1 }
        }
        return date
    }

    private func isReached(_ date: LocalDate, from start: Instant, by moment: Instant) -> Bool {
        let wanted = LocalDateTime(date: date, time: zone.local(start).time).secondsSince1970
        return zone.local(moment).secondsSince1970 >= wanted - 3600
    }
}
