import Sequencing
import Testing

struct ScheduleTests {
    private static func delay(
        _ count: Int, _ unit: Delay.Unit, _ anchor: Delay.Anchor = .previousStep, at: String? = nil,
        between: (String, String)? = nil
    ) -> Delay {
        Delay(
            span: .init(count: count, unit: unit), anchor: anchor,
            at: at.flatMap { LocalTime(text: $0) },
            between: between.flatMap { opens, closes in
                guard let opens = LocalTime(text: opens), let closes = LocalTime(text: closes)
                else { return nil }
                return Window.Hours(opens: opens, closes: closes)
            })
    }

    @Test(
        "A step is due after its delay, at its time, inside the window",
        arguments: [
            (delay(0, .minutes), "2026-06-10 10:00", "2026-06-10 10:00"),
            (delay(2, .hours), "2026-06-10 09:45", "2026-06-10 13:00"),
            (delay(2, .hours), "2026-06-10 16:00", "2026-06-11 08:30"),
            (delay(45, .minutes), "2026-06-10 09:00", "2026-06-10 09:45"),
            (delay(1, .days), "2026-06-12 10:00", "2026-06-15 08:30"),
            (delay(1, .days), "2026-06-10 10:15", "2026-06-11 10:15"),
            (delay(2, .businessDays), "2026-06-11 16:45", "2026-06-15 16:45"),
            // Enrolled on Sunday: the first business day is Monday.
            (delay(1, .businessDays), "2026-06-14 10:00", "2026-06-15 10:00"),
            (delay(1, .businessDays), "2026-04-30 10:00", "2026-05-04 10:00"),
            // A day of 23 hours and one of 25: the time of day stays.
            (delay(2, .days), "2026-03-28 10:00", "2026-03-30 10:00"),
            (delay(2, .days), "2026-10-24 10:00", "2026-10-26 10:00"),
            // Hours are elapsed time: 48 of them over the 23-hour day end an hour later on the wall.
            (delay(48, .hours), "2026-03-28 10:00", "2026-03-30 11:00"),
            (delay(0, .minutes, at: "09:15"), "2026-06-10 08:00", "2026-06-10 09:15"),
            (delay(0, .minutes, at: "09:15"), "2026-06-10 09:16", "2026-06-11 09:15"),
            (delay(1, .businessDays, at: "09:15"), "2026-06-11 09:16", "2026-06-15 09:15"),
            (delay(1, .businessDays, at: "09:15"), "2026-06-11 09:15", "2026-06-12 09:15"),
            (delay(0, .minutes, at: "09:15"), "2026-06-13 08:00", "2026-06-15 09:15"),
            // The window has the last word over a time that it excludes.
            (delay(0, .minutes, at: "12:00"), "2026-06-10 10:00", "2026-06-10 13:00"),
            (delay(0, .minutes, at: "07:00"), "2026-06-10 06:00", "2026-06-10 08:30"),
            (delay(0, .minutes, at: "18:00"), "2026-06-12 10:00", "2026-06-15 08:30"),
            (
                delay(0, .minutes, between: ("10:00", "11:00")), "2026-06-10 09:00",
                "2026-06-10 10:00"
            ),
            (
                delay(0, .minutes, between: ("10:00", "11:00")), "2026-06-10 10:59",
                "2026-06-10 10:59"
            ),
            (
                delay(0, .minutes, between: ("10:00", "11:00")), "2026-06-12 11:00",
                "2026-06-15 10:00"
            ),
            (delay(1, .days, between: ("10:00", "11:00")), "2026-06-10 16:00", "2026-06-12 10:00"),
            // Only the part within the window counts, here the afternoon's first half-hour.
            (
                delay(0, .minutes, between: ("11:30", "13:30")), "2026-06-10 11:45",
                "2026-06-10 13:00"
            ),
            // Hours that the window excludes: its next opening, rather than never.
            (
                delay(0, .minutes, between: ("18:00", "19:00")), "2026-06-12 10:00",
                "2026-06-15 08:30"
            ),
        ])
    func due(delay: Delay, previous: String, expected: String) throws {
        let calendar = try calendar(
            TestZone.berlin, hours: hours("08:30-11:30", "13:00-17:00"), holidays: ["2026-05-01"])
        let previousAt = TestZone.berlin.instant(try LocalDateTime(previous))
        let due = Schedule.dueAt(
            delay, previousAt: previousAt, startAt: previousAt - .days(40), in: calendar)
        #expect(due.map { TestZone.berlin.local($0).table } == expected)
    }

    @Test("A delay from the start counts from the enrollment, never before the previous step")
    func anchor() throws {
        let calendar = try calendar(TestZone.berlin, hours: hours("08:00-18:00"))
        let start = TestZone.berlin.instant(try LocalDateTime("2026-06-08 09:00"))
        let early = start + .hours(1)
        let late = start + .days(7)
        let delay = Self.delay(3, .days, .start)
        let due = Schedule.dueAt(delay, previousAt: early, startAt: start, in: calendar)
        #expect(due == start + .days(3))
        #expect(Schedule.dueAt(delay, previousAt: late, startAt: start, in: calendar) == late)
    }

    @Test("A window that never opens gives no due time, with and without a time of day")
    func never() throws {
        let calendar = try calendar(TestZone.berlin, days: [], hours: hours("08:00-18:00"))
        let now = Instant(milliseconds: 1_790_000_000_000)
        for delay in [Self.delay(1, .hours), Self.delay(1, .hours, at: "09:00")] {
            #expect(Schedule.dueAt(delay, previousAt: now, startAt: now, in: calendar) == nil)
        }
    }

    @Test(
        "A task's patience ends at a plain moment",
        arguments: [
            (Delay.Span(count: 2, unit: .businessDays), "2026-06-12 15:00", "2026-06-16 15:00"),
            (Delay.Span(count: 3, unit: .hours), "2026-06-12 15:00", "2026-06-12 18:00"),
            (Delay.Span(count: 1, unit: .days), "2026-06-12 15:00", "2026-06-13 15:00"),
        ])
    func expiry(span: Delay.Span, from: String, expected: String) throws {
        let calendar = try calendar(TestZone.berlin, hours: hours("08:00-18:00"))
        let start = TestZone.berlin.instant(try LocalDateTime(from))
        let end = Schedule.expiry(span, from: start, in: calendar)
        #expect(TestZone.berlin.local(end).table == expected)
    }

    @Test("In every zone a due time is open, not before its delay, and later for a later step")
    func properties() throws {
        var numbers = SeededNumbers(seed: 7)
        let units: [Delay.Unit] = [.minutes, .hours, .days, .businessDays]
        for zone in TestZone.all {
            let calendar = try calendar(
                zone, hours: hours("08:30-11:30", "13:00-17:00"),
                holidays: ["2026-12-25", "2027-01-01", "2040-05-01"])
            for _ in 0..<200 {
                let start = Int64.random(in: 1_780_000_000...2_300_000_000, using: &numbers)
                let earlier = Instant(milliseconds: start * 1000)
                // Steps happen in the window; counted from a closed moment business days may cross:
                // Friday evening's next evening is after Saturday's next afternoon.
                let opened = try #require(calendar.nextOpening(from: earlier))
                let later = opened + .minutes(Int.random(in: 120...20_000, using: &numbers))
                let unit = units[Int.random(in: 0..<4, using: &numbers)]
                let delay = Self.delay(
                    Int.random(in: 0...20, using: &numbers), unit,
                    at: Bool.random(using: &numbers) ? "09:15" : nil)
                let first = try #require(
                    Schedule.dueAt(delay, previousAt: earlier, startAt: earlier, in: calendar))
                let fromOpened = try #require(
                    Schedule.dueAt(delay, previousAt: opened, startAt: opened, in: calendar))
                let open = try #require(calendar.nextOpening(from: later))
                let second = try #require(
                    Schedule.dueAt(delay, previousAt: open, startAt: open, in: calendar))
                #expect(calendar.isOpen(first), "\(zone.name) \(earlier) \(delay)")
                #expect(fromOpened <= second, "\(zone.name) \(earlier) \(later) \(delay)")
                let expiry = Schedule.expiry(delay.span, from: earlier, in: calendar)
                #expect(first >= expiry && first >= earlier)
                if delay.at != nil { #expect(zone.local(first).time.hourAndMinute == "09:15") }
            }
        }
    }
}
