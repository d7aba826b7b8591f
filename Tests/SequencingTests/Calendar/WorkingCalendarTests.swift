import Sequencing
import Testing

struct WorkingCalendarTests {
    @Test(
        "Each day has its own hours",
        arguments: [
            ("2026-06-11 07:00", "2026-06-11 09:00"), ("2026-06-11 16:59", "2026-06-11 16:59"),
            ("2026-06-11 17:00", "2026-06-12 08:00"), ("2026-06-12 11:59", "2026-06-12 11:59"),
            ("2026-06-12 12:00", "2026-06-13 10:00"), ("2026-06-13 10:30", "2026-06-15 09:00"),
        ])
    func hoursOfDays(from: String, expected: String) throws {
        let usual = try hours("09:00-17:00")
        let window = Window(
            hoursByDay: [
                .mon: usual, .tue: usual, .wed: usual, .thu: usual,
                .fri: try hours("08:00-12:00"), .sat: try hours("10:00-10:30"),
            ], zone: .lead, holidays: .none)
        let calendar = WorkingCalendar(window: window, zone: TestZone.berlin, holidays: [])
        let start = TestZone.berlin.instant(try LocalDateTime(from))
        let opening = try #require(calendar.nextOpening(from: start))
        #expect(TestZone.berlin.local(opening).table == expected)
        // A time that only some days have waits for one of them.
        let afternoon = Delay(span: .zero, at: LocalTime(hour: 15, minute: 0))
        let due = try #require(
            Schedule.dueAt(
                afternoon,
                previousAt: TestZone.berlin.instant(try LocalDateTime("2026-06-12 09:00")),
                startAt: start, in: calendar))
        #expect(TestZone.berlin.local(due).table == "2026-06-15 15:00")
    }

    private static func berlin(holidays: [String] = []) throws -> WorkingCalendar {
        try calendar(
            TestZone.berlin, hours: hours("08:30-11:30", "13:00-17:00"), holidays: holidays)
    }

    @Test(
        "The window is open from its first second to the one before it closes",
        arguments: [
            ("2026-06-10 08:29", false), ("2026-06-10 08:30", true), ("2026-06-10 11:29", true),
            ("2026-06-10 11:30", false), ("2026-06-10 12:59", false), ("2026-06-10 13:00", true),
            ("2026-06-10 17:00", false), ("2026-06-13 10:00", false), ("2026-06-14 10:00", false),
            ("2026-06-15 10:00", true), ("2026-05-01 10:00", false),
        ])
    func open(wall: String, isOpen: Bool) throws {
        let calendar = try Self.berlin(holidays: ["2026-05-01"])
        let instant = TestZone.berlin.instant(try LocalDateTime(wall))
        #expect(calendar.isOpen(instant) == isOpen)
        #expect((calendar.nextOpening(from: instant) == instant) == isOpen)
    }

    @Test(
        "A closed window opens at its next hour, over lunch, nights, weekends and holidays",
        arguments: [
            ("2026-06-10 07:00", "2026-06-10 08:30"), ("2026-06-10 11:30", "2026-06-10 13:00"),
            ("2026-06-10 17:00", "2026-06-11 08:30"), ("2026-06-12 17:00", "2026-06-15 08:30"),
            ("2026-06-13 00:00", "2026-06-15 08:30"), ("2026-12-24 17:00", "2026-12-28 08:30"),
            // The Friday before the clocks go forward.
            ("2026-03-27 18:00", "2026-03-30 08:30"),
        ])
    func opening(wall: String, expected: String) throws {
        let calendar = try Self.berlin(holidays: ["2026-12-25", "2026-12-26"])
        let next = calendar.nextOpening(from: TestZone.berlin.instant(try LocalDateTime(wall)))
        #expect(next.map { TestZone.berlin.local($0).table } == expected)
    }

    @Test("A window that closes at 24:00 is open in the last minute and not a day later")
    func midnight() throws {
        let evening = try calendar(
            TestZone.berlin, days: [.fri], hours: hours("22:00-24:00"))
        let last = TestZone.berlin.instant(try LocalDateTime("2026-06-12 23:59"))
        #expect(evening.isOpen(last))
        let after = last + .minutes(1)
        #expect(!evening.isOpen(after))
        let next = try #require(evening.nextOpening(from: after))
        #expect(TestZone.berlin.local(next).table == "2026-06-19 22:00")
        #expect(evening.businessTime(from: last - .hours(3), to: after + .hours(1)) == .hours(2))
    }

    @Test("A window that is always open is open at once, all the time")
    func always() throws {
        let always = try calendar(
            TestZone.santiago, days: Set(Weekday.allCases), hours: hours("00:00-24:00"))
        let start = Instant(milliseconds: 1_790_000_000_000)
        for hour in 0..<(24 * 400) {
            #expect(always.isOpen(start + .hours(hour)))
        }
        #expect(always.businessTime(from: start, to: start + .days(30)) == .days(30))
    }

    @Test("A window that never opens has no opening")
    func never() throws {
        let start = Instant(milliseconds: 1_790_000_000_000)
        #expect(
            try calendar(TestZone.berlin, days: [], hours: hours("08:00-17:00"))
                .nextOpening(from: start) == nil)
        #expect(try calendar(TestZone.berlin, hours: []).nextOpening(from: start) == nil)
        #expect(
            try calendar(TestZone.berlin, hours: hours("17:00-08:00"))
                .nextOpening(from: start) == nil)
    }

    /// Night hours on nights when the clock jumps, against a search every five minutes.
    @Test(
        "The next opening is the first open moment, whatever the clock does",
        arguments: TestZone.all,
        [["02:30-05:00"], ["01:00-02:15"], ["00:15-00:45", "23:30-24:00"]])
    func brute(zone: ZoneRules, spans: [String]) throws {
        let calendar = try calendar(
            zone, days: Set(Weekday.allCases), hours: spans.flatMap { try hours($0) })
        for day in ["2026-03-28", "2026-04-04", "2026-09-05", "2026-10-03", "2026-10-24"] {
            let start = zone.instant(try LocalDateTime("\(day) 18:00"))
            let minutes = (0..<360).map { start + .minutes($0 * 5) }
            var opening: Instant?
            for minute in minutes.reversed() {
                if calendar.isOpen(minute) { opening = minute }
                guard let opening else { continue }
                #expect(calendar.nextOpening(from: minute) == opening, "\(zone.name) \(minute)")
            }
        }
    }

    @Test(
        "Business days keep the time of day and pass over weekends and holidays",
        arguments: [
            (0, "2026-06-10 10:00", "2026-06-10 10:00"),
            (1, "2026-06-10 10:00", "2026-06-11 10:00"),
            (2, "2026-06-11 16:45", "2026-06-15 16:45"),
            (1, "2026-06-13 10:00", "2026-06-15 10:00"),
            (5, "2026-06-10 10:00", "2026-06-17 10:00"),
            (1, "2026-04-30 09:00", "2026-05-04 09:00"),
            (1, "2026-03-27 09:00", "2026-03-30 09:00"),
            (1, "2026-10-23 09:00", "2026-10-26 09:00"),
        ])
    func addition(count: Int, from: String, expected: String) throws {
        let calendar = try Self.berlin(holidays: ["2026-05-01"])
        let start = TestZone.berlin.instant(try LocalDateTime(from))
        let end = calendar.adding(businessDays: count, to: start)
        #expect(TestZone.berlin.local(end).table == expected)
    }

    @Test(
        "Business time counts open hours only",
        arguments: [
            ("2026-06-10 08:30", "2026-06-10 17:00", 420),
            ("2026-06-10 00:00", "2026-06-11 00:00", 420),
            ("2026-06-10 11:00", "2026-06-10 13:30", 60),
            ("2026-06-12 16:00", "2026-06-15 09:30", 120),
            ("2026-06-13 00:00", "2026-06-14 23:00", 0),
            ("2026-06-10 12:00", "2026-06-10 08:30", 0),
            ("2026-03-23 00:00", "2026-04-06 00:00", 4200),
            ("2026-04-30 16:00", "2026-05-04 08:45", 75),
        ])
    func time(from: String, to: String, minutes: Int) throws {
        let calendar = try Self.berlin(holidays: ["2026-05-01"])
        let (start, end) = (
            TestZone.berlin.instant(try LocalDateTime(from)),
            TestZone.berlin.instant(try LocalDateTime(to))
        )
        #expect(calendar.businessTime(from: start, to: end) == .minutes(minutes))
    }

    @Test(
        "Business days of a span count both its ends",
        arguments: [
            ("2026-06-10 08:00", "2026-06-10 09:00", 1),
            ("2026-06-10 08:00", "2026-06-12 09:00", 3),
            ("2026-06-12 08:00", "2026-06-15 09:00", 2),
            ("2026-06-13 08:00", "2026-06-14 09:00", 0),
            ("2026-04-30 08:00", "2026-05-04 09:00", 2),
            ("2026-06-12 08:00", "2026-06-10 09:00", 0),
        ])
    func days(from: String, to: String, expected: Int) throws {
        let calendar = try Self.berlin(holidays: ["2026-05-01"])
        let (start, end) = (
            TestZone.berlin.instant(try LocalDateTime(from)),
            TestZone.berlin.instant(try LocalDateTime(to))
        )
        #expect(calendar.businessDays(from: start, to: end) == expected)
    }
}
