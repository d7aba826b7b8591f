import Sequencing
import Testing
import ZoneData

/// The reader against glibc, over every zone that the machine has.
struct ZoneOffsetTests {
    private static let database = ZoneDatabase()

    /// 1970, 2026, 2040, 2100 and moments between, and both sides of New Year.
    private static let fixed: [Int64] = [
        0, 15_000_000, 315_532_800, 946_684_799, 1_136_073_600, 1_767_225_599, 1_767_225_600,
        1_774_746_000, 1_780_000_000, 1_792_890_000, 2_208_988_800, 2_224_000_000, 4_102_444_800,
        4_118_000_000, 4_133_980_799,
    ]

    private static func offset(_ rules: ZoneRules, _ seconds: Int64) -> Int {
        rules.offsetSeconds(at: Instant(milliseconds: seconds * 1000))
    }

    /// The moments at which our rules change from 1970 to 2045, each by bisection.
    private static func changes(_ rules: ZoneRules) -> [Int64] {
        var found: [Int64] = []
        let step: Int64 = 14 * 86400
        for start in stride(from: Int64(0), to: 2_366_841_600, by: Int(step)) {
            var (low, high) = (start, start + step)
            guard offset(rules, low) != offset(rules, high) else { continue }
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if offset(rules, middle) == offset(rules, low) {
                    low = middle
                } else {
                    high = middle
                }
            }
            found.append(high)
        }
        return found
    }

    @Test("the system has the zones that these tests compare")
    func present() {
        #expect(Self.database.names().count > 300)
        #expect(Self.database.names().contains("America/Argentina/Ushuaia"))
        #expect(!Self.database.names().contains { $0.hasPrefix("posix") || $0.hasPrefix("right") })
    }

    @Test("every zone shows the offsets of glibc, also one second before and after its changes")
    func everyZone() throws {
        var (compared, changes) = (0, 0)
        for name in Self.database.names() {
            let rules = try Self.database.rules(named: name)
            let zoneChanges = Self.changes(rules)
            let moments = Self.fixed + zoneChanges.flatMap { [$0 - 1, $0, $0 + 1] }
            let expected = try GlibcDate(zone: name).offsets(at: moments)
            let ours = moments.map { Self.offset(rules, $0) }
            #expect(ours == expected, "\(name)")
            (compared, changes) = (compared + moments.count, changes + zoneChanges.count)
        }
        #expect(compared > 10_000)
        #expect(changes > 5_000)
    }

    @Test(
        "changes that glibc sees are ours too: a sample every five days of two years",
        arguments: [
            "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
            "America/Sao_Paulo", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham",
            "America/Nuuk", "Europe/Dublin", "Antarctica/Troll", "Asia/Gaza", "Africa/Cairo",
        ])
    func samples(name: String) throws {
        let rules = try Self.database.rules(named: name)
        for start: Int64 in [1_767_225_600, 4_070_908_800] {
            let moments = (0..<146).map { start + Int64($0) * 5 * 86400 }
            #expect(
                try GlibcDate(zone: name).offsets(at: moments)
                    == moments.map { Self.offset(rules, $0) })
        }
    }

    @Test("a day that never was has no opening: Apia went from 29 to 31 December 2011")
    func apia() throws {
        let rules = try Self.database.rules(named: "Pacific/Apia")
        let calendar = WorkingCalendar(
            window: Window(
                days: Set(Weekday.allCases),
                hours: [
                    .init(
                        opens: LocalTime(hour: 9, minute: 0), closes: LocalTime(hour: 17, minute: 0)
                    )
                ],
                zone: .lead, holidays: .none), zone: rules, holidays: [])
        func moment(_ day: Int, _ hour: Int) -> Instant {
            rules.instant(
                LocalDateTime(
                    date: LocalDate(year: 2011, month: 12, day: day),
                    time: LocalTime(hour: hour, minute: 0)))
        }
        let evening = moment(29, 18)
        #expect(calendar.nextOpening(from: evening) == moment(31, 9))
        #expect(moment(31, 9).since(evening) == .hours(15))
        #expect(
            rules.occurrences(
                of: LocalDateTime(
                    date: LocalDate(year: 2011, month: 12, day: 30),
                    time: LocalTime(hour: 12, minute: 0))
            ).isEmpty)
        #expect(calendar.businessTime(from: moment(29, 9), to: moment(31, 17)) == .hours(16))
        #expect(calendar.adding(businessDays: 1, to: evening) == moment(31, 18))
        #expect(calendar.businessDays(from: evening, to: moment(31, 17)) == 2)
    }

    @Test("an inverted summer time and a rule beyond the last transition are read")
    func known() throws {
        let berlin = try Self.database.rules(named: "Europe/Berlin")
        #expect(Self.offset(berlin, 4_118_000_000) == 7200)
        let dublin = try Self.database.rules(named: "Europe/Dublin")
        #expect(Self.offset(dublin, 4_102_444_800) == 0)
    }
}
