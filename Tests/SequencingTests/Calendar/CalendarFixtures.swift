import Sequencing
import Testing

/// Zones as their footers write them, so that no test needs the system's files.
enum TestZone {
    static let berlin = zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3")
    static let newYork = zone("America/New_York", "EST5EDT,M3.2.0,M11.1.0")
    static let lordHowe = zone("Australia/Lord_Howe", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")
    /// Summer is the standard here and winter the exception, an hour back.
    static let dublin = zone("Europe/Dublin", "IST-1GMT0,M10.5.0,M3.5.0/1")
    /// Changes at midnight: a day may begin at one o'clock, and 23:00 may come twice.
    static let santiago = zone("America/Santiago", "<-04>4<-03>,M9.1.6/24,M4.1.6/24")
    static let nuuk = zone("America/Nuuk", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0")
    static let kolkata = zone("Asia/Kolkata", "IST-5:30")

    static func zone(_ name: String, _ footer: String) -> ZoneRules {
        ZoneRules(
            name: name, initialOffset: 0, transitions: [], footer: PosixZone(parsing: footer))
    }

    static let all = [berlin, newYork, lordHowe, dublin, santiago, nuuk, kolkata, .utc]
}

/// A generator with a seed: the same numbers in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

extension LocalDateTime {
    /// `2026-03-29 02:30`
    init(_ text: String) throws {
        let parts = text.split(separator: " ")
        let date = try #require(LocalDate(text: parts[0]))
        let time = try #require(LocalTime(text: parts[1]))
        self.init(date: date, time: time)
    }

    /// As it is written in tables.
    var table: String { "\(date) \(time.hourAndMinute)" }
}

/// `08:30-11:30`
func hours(_ texts: String...) throws -> [Window.Hours] {
    try texts.map { text in
        let ends = text.split(separator: "-")
        return Window.Hours(
            opens: try #require(LocalTime(text: ends[0])),
            closes: try #require(LocalTime(text: ends[1])))
    }
}

func calendar(
    _ zone: ZoneRules, days: Set<Weekday> = Window.workdays, hours: [Window.Hours],
    holidays: [String] = []
) throws -> WorkingCalendar {
    let window = Window(days: days, hours: hours, zone: .lead, holidays: .lead)
    let dates = try holidays.map { try #require(LocalDate(text: $0)) }
    return WorkingCalendar(window: window, zone: zone, holidays: Set(dates))
}
