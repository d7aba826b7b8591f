import Sequencing
import Testing

/// The next opening against a slow answer that is obviously right: look at the wall clock every five minutes until the
/// window is open. All hours, and all changes of these zones, lie on such minutes.
struct OpeningOracleTests {
    private static let grain: Duration = .minutes(5)
    private static let mostDays = 12

    private static func slow(
        _ window: Window, _ holidays: Set<LocalDate>, _ zone: ZoneRules, from start: Instant
    ) -> Instant? {
        func isOpen(_ moment: Instant) -> Bool {
            let local = zone.local(moment)
            guard !holidays.contains(local.date) else { return false }
            return (window.hoursByDay[local.date.weekday] ?? []).contains {
                $0.opens <= local.time && local.time < $0.closes
            }
        }
        if isOpen(start) { return start }
        let step = grain.wholeMilliseconds
        var moment = Instant(milliseconds: (start.milliseconds / step + 1) * step)
        let end = start + .days(mostDays)
        while moment <= end {
            if isOpen(moment) { return moment }
            moment = moment + grain
        }
        return nil
    }

    /// Spans in order that do not overlap, on minutes that the grain hits.
    private static func hours(_ numbers: inout SeededNumbers) -> [Window.Hours] {
        let cuts = Set(
            (0..<Int.random(in: 1...3, using: &numbers) * 2).map { _ in
                Int.random(in: 0...288, using: &numbers) * 300
            }
        ).sorted()
        return stride(from: 0, to: cuts.count - 1, by: 2).map {
            Window.Hours(
                opens: LocalTime(secondOfDay: cuts[$0]),
                closes: LocalTime(secondOfDay: cuts[$0 + 1]))
        }
    }

    /// Near a change of the zone's clock more often than chance would have it.
    private static func start(_ zone: ZoneRules, _ numbers: inout SeededNumbers) -> Instant {
        let year = Int.random(in: 2025...2034, using: &numbers)
        let months = [3, 4, 9, 10, 11]
        let date =
            Bool.random(using: &numbers)
            ? LocalDate(year: year, month: months.randomElement(using: &numbers) ?? 3, day: 1)
                .adding(days: Int.random(in: 0...33, using: &numbers))
            : LocalDate(year: year, month: 1, day: 1)
                .adding(days: Int.random(in: 0...364, using: &numbers))
        let midnight = LocalDateTime(date: date, time: LocalTime(secondOfDay: 0))
        return zone.instant(midnight)
            + .milliseconds(Int64.random(in: 0..<86_400_000, using: &numbers))
    }

    @Test("Random windows, zones, holidays and moments open when the wall clock says so")
    func oracle() {
        var numbers = SeededNumbers(seed: 2026)
        var opened = 0
        for number in 0..<1000 {
            let zone = TestZone.all[number % TestZone.all.count]
            var days: [Weekday: [Window.Hours]] = [:]
            for day in Weekday.allCases where Int.random(in: 0..<3, using: &numbers) > 0 {
                let hours = Self.hours(&numbers)
                if !hours.isEmpty { days[day] = hours }
            }
            let window = Window(hoursByDay: days, zone: .lead, holidays: .lead)
            let start = Self.start(zone, &numbers)
            let today = zone.local(start).date
            let holidays = Set(
                (0..<4).filter { _ in Bool.random(using: &numbers) }.map { _ in
                    today.adding(days: Int.random(in: 0...8, using: &numbers))
                })
            let expected = Self.slow(window, holidays, zone, from: start)
            let found = WorkingCalendar(window: window, zone: zone, holidays: holidays)
                .nextOpening(from: start)
            if let expected {
                opened += 1
                #expect(found == expected, "\(zone.name) \(start) \(days) \(holidays)")
            } else {
                #expect(found.map { $0 > start + .days(Self.mostDays) } ?? true)
            }
        }
        #expect(opened > 700)
    }
}
