import Foundation
import Sequencing
import Simulation
import ZoneData

/// When a window opens next, ours beside Foundation's `Calendar` asked the natural way: the same
/// random leads, windows, zones and holidays, in turns.
enum OpeningBenchmark {
    static let cases = 1_000_000
    /// Foundation gets every so-manieth case, and its time is compared by the case.
    static let stride = 50
    static let zones = [
        "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Chicago",
        "America/Los_Angeles", "America/St_Johns", "America/Santiago", "Asia/Kolkata",
        "Asia/Tokyo", "Asia/Kathmandu", "Australia/Sydney", "Australia/Lord_Howe",
        "Pacific/Auckland", "Pacific/Chatham", "Pacific/Apia", "Africa/Johannesburg", "UTC",
    ]
    static let windows: [(days: Set<Weekday>, hours: [(Int, Int)])] = [
        (Window.workdays, [(540, 1020)]), (Window.workdays, [(510, 690), (780, 1020)]),
        ([.mon, .wed, .fri], [(600, 660)]), ([.sat, .sun], [(0, 1440)]),
        (Set(Weekday.allCases), [(480, 481), (1200, 1380)]), ([.tue], [(570, 960)]),
    ]

    private struct Case {
        var zone: Int
        var window: Int
        var isHolidayed: Bool
        var at: Instant
    }

    static func run() throws {
        var random = SeededRandom(seed: 11)
        let start = LocalDateTime(
            date: LocalDate(year: 2025, month: 1, day: 1), time: LocalTime(hour: 0, minute: 0)
        ).secondsSince1970
        let all = (0..<cases).map { _ in
            Case(
                zone: Int.random(in: 0..<zones.count, using: &random),
                window: Int.random(in: 0..<windows.count, using: &random),
                isHolidayed: Bool.random(using: &random),
                at: Instant(
                    milliseconds: (start + Int64.random(in: 0..<315_360_000, using: &random)) * 1000
                ))
        }
        let holidays = Set(
            (0..<120).map { _ in
                LocalDate(daysSince1970: 20_089 + Int.random(in: 0..<3650, using: &random))
            })
        let ours = try calendars(holidays: holidays)
        let theirs = zones.map { name in
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = TimeZone(identifier: name) ?? .gmt
            return calendar
        }
        var (ourSeconds, theirSeconds) = (0.0, 0.0)
        var (compared, unequal, theirCases) = (0, 0, 0)
        // In turns of a tenth each, so that a busy moment of the machine strikes both alike.
        for part in 0..<10 {
            let slice = all[(part * cases / 10)..<((part + 1) * cases / 10)]
            var answers: [Instant?] = []
            answers.reserveCapacity(slice.count)
            ourSeconds += seconds {
                for each in slice {
                    answers.append(ours[index(each)].nextOpening(from: each.at))
                }
            }
            let sampled = Swift.stride(from: 0, to: slice.count, by: Self.stride).map { $0 }
            var sampledAnswers: [Date?] = []
            theirSeconds += seconds {
                for offset in sampled {
                    let each = slice[slice.startIndex + offset]
                    sampledAnswers.append(
                        opening(
                            from: Date(
                                timeIntervalSince1970: Double(each.at.milliseconds) / 1000),
                            in: theirs[each.zone], window: windows[each.window],
                            holidays: each.isHolidayed ? holidays : []))
                }
            }
            theirCases += sampled.count
            for (offset, theirAnswer) in zip(sampled, sampledAnswers) {
                let each = slice[slice.startIndex + offset]
                guard let mine = answers[offset], let theirAnswer else { continue }
                guard agrees(theirs[each.zone].timeZone, ours[index(each)].zone, each.at, mine)
                else { continue }
                compared += 1
                if mine.milliseconds != Int64(theirAnswer.timeIntervalSince1970 * 1000) {
                    unequal += 1
                    if unequal <= 5 {
                        print(
                            "  unequal: \(zones[each.zone]) window \(each.window) from \(each.at): "
                                + "\(mine), Foundation \(theirAnswer)")
                    }
                }
            }
        }
        let (mine, foundation) = (
            ourSeconds / Double(cases) * 1e6, theirSeconds / Double(theirCases) * 1e6
        )
        Measurement(
            name: "openings", value: mine, unit: "µs a case",
            against: "faster than Foundation's Calendar", ratio: foundation / mine,
            remark: "\(cases) cases, \(theirCases) of them by both, "
                + "\(compared - unequal) of \(compared) equal where the zone data agree, goal: 20 ×"
        ).report()
    }

    private static func index(_ each: Case) -> Int {
        (each.zone * windows.count + each.window) * 2 + (each.isHolidayed ? 1 : 0)
    }

    private static func calendars(holidays: Set<LocalDate>) throws -> [WorkingCalendar] {
        let database = ZoneDatabase()
        return try zones.flatMap { zone in
            let rules = try database.rules(named: zone)
            return windows.flatMap { window in
                let value = Window(
                    days: window.days,
                    hours: window.hours.map {
                        .init(
                            opens: LocalTime(secondOfDay: $0.0 * 60),
                            closes: LocalTime(secondOfDay: $0.1 * 60))
                    }, zone: .lead, holidays: .none)
                return [[], holidays].map {
                    WorkingCalendar(window: value, zone: rules, holidays: $0)
                }
            }
        }
    }

    /// Foundation carries zone data of its own: only where both know the same is there one answer.
    private static func agrees(
        _ theirs: TimeZone, _ ours: ZoneRules, _ from: Instant, _ to: Instant
    ) -> Bool {
        [from, to, to - .days(1), to + .days(1)].allSatisfy { moment in
            theirs.secondsFromGMT(
                for: Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000))
                == ours.offsetSeconds(at: moment)
        }
    }

    private static func opening(
        from moment: Date, in calendar: Calendar, window: (days: Set<Weekday>, hours: [(Int, Int)]),
        holidays: Set<LocalDate>
    ) -> Date? {
        var day = calendar.startOfDay(for: moment)
        for _ in 0...WorkingCalendar.horizonDays {
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: day)
            guard let year = parts.year, let month = parts.month, let number = parts.day,
                let weekday = parts.weekday,
                let next = calendar.date(byAdding: .day, value: 1, to: day)
            else { return nil }
            let date = LocalDate(year: year, month: month, day: number)
            if window.days.contains(Weekday.allCases[(weekday + 5) % 7]),
                holidays.isEmpty || !holidays.contains(date)
            {
                for (opens, closes) in window.hours {
                    let from = calendar.date(
                        bySettingHour: opens / 60, minute: opens % 60, second: 0, of: day)
                    let to =
                        closes == 1440
                        ? next
                        : calendar.date(
                            bySettingHour: closes / 60, minute: closes % 60, second: 0, of: day)
                    if let from, let to, moment < to { return max(from, moment) }
                }
            }
            day = next
        }
        return nil
    }
}
