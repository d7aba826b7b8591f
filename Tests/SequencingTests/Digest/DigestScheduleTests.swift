import Sequencing
import Testing

/// When digests are due: the receiver's mornings, without weekends and holidays.
struct DigestScheduleTests {
    private static func at(
        _ day: String, _ time: String, in zone: ZoneRules = .utc
    ) throws -> Instant {
        let date = try #require(LocalDate(text: day))
        return zone.instant(LocalDateTime(date: date, time: try #require(LocalTime(text: time))))
    }

    private static func schedule(
        zone: ZoneRules = .utc, holidays: [String] = []
    ) -> DigestSchedule {
        DigestSchedule(
            zone: zone, holidays: Set(holidays.compactMap { LocalDate(text: $0) }),
            time: DigestRules.usualTime)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var now: String
        var kind: DigestKind
        var holidays: [String] = []
        var isWeekly = true
        /// The period's name; nil for none.
        var period: String?
        var testDescription: String { "\(now) \(kind) \(holidays)" }
    }

    // 2026-11-30 is a Monday.
    static let rows: [Row] = [
        Row(now: "2026-11-30 07:29", kind: .weekly, period: nil),
        Row(now: "2026-11-30 07:30", kind: .weekly, period: "2026-11-30"),
        // Down on Monday morning: it comes late, but in its week.
        Row(now: "2026-12-03 15:00", kind: .weekly, period: "2026-11-30"),
        Row(now: "2026-12-06 23:59", kind: .weekly, period: "2026-11-30"),
        Row(now: "2026-12-07 07:00", kind: .weekly, period: nil),
        Row(now: "2026-11-30 09:00", kind: .weekly, holidays: ["2026-11-30"], period: nil),
        Row(
            now: "2026-12-01 07:30", kind: .weekly, holidays: ["2026-11-30"], period: "2026-11-30"),
        Row(
            now: "2026-12-04 09:00", kind: .weekly,
            holidays: (0..<5).map { "2026-\($0 == 0 ? "11-30" : "12-0\($0)")" }, period: nil),
        // The week's digest has the day's list too.
        Row(now: "2026-11-30 09:00", kind: .daily, period: nil),
        Row(now: "2026-11-30 09:00", kind: .daily, isWeekly: false, period: "2026-11-30"),
        Row(now: "2026-12-01 09:00", kind: .daily, holidays: ["2026-11-30"], period: nil),
        Row(now: "2026-12-02 07:29", kind: .daily, period: nil),
        Row(now: "2026-12-02 07:30", kind: .daily, period: "2026-12-02"),
        Row(now: "2026-12-02 23:59", kind: .daily, period: "2026-12-02"),
        Row(now: "2026-12-03 00:00", kind: .daily, period: nil),
        Row(now: "2026-12-02 09:00", kind: .daily, holidays: ["2026-12-02"], period: nil),
        Row(now: "2026-12-05 09:00", kind: .daily, period: nil),
    ]

    @Test("A digest is due from its morning to the end of its period", arguments: rows)
    func current(_ row: Row) throws {
        let words = row.now.split(separator: " ").map(String.init)
        let now = try Self.at(words[0], words[1])
        let period = Self.schedule(holidays: row.holidays)
            .current(row.kind, at: now, isWeekly: row.isWeekly)
        #expect(period?.day.description == row.period)
    }

    @Test("The morning is the receiver's own, also where the clock has just changed")
    func zones() throws {
        let berlin = TestZone.berlin
        // Summer time ended on 25 October 2026.
        let monday = try #require(
            Self.schedule(zone: berlin).current(
                .weekly, at: Self.at("2026-10-26", "08:00", in: berlin), isWeekly: true))
        #expect(monday.dueAt == (try Self.at("2026-10-26", "06:30")))
        #expect(monday.endsAt == (try Self.at("2026-11-01", "23:00")))
        let kolkata = TestZone.kolkata
        #expect(
            Self.schedule(zone: kolkata).current(
                .weekly, at: try Self.at("2026-11-30", "02:00"), isWeekly: true) != nil)
        #expect(
            Self.schedule(zone: .utc).current(
                .weekly, at: try Self.at("2026-11-30", "02:00"), isWeekly: true) == nil)
    }

    @Test("The next one is the next working morning, over weekends and holidays")
    func next() throws {
        let schedule = Self.schedule(holidays: ["2026-12-25", "2026-12-28"])
        for (now, next) in [
            ("2026-11-30 07:29", "2026-11-30 07:30"), ("2026-11-30 07:30", "2026-12-01 07:30"),
            ("2026-12-04 12:00", "2026-12-07 07:30"), ("2026-12-24 12:00", "2026-12-29 07:30"),
        ] {
            let (from, to) = (now.split(separator: " "), next.split(separator: " "))
            let moment = schedule.next(
                after: try Self.at(String(from[0]), String(from[1])))
            #expect(moment == (try Self.at(String(to[0]), String(to[1]))), "\(now)")
        }
    }

    @Test("Managers and reps with an address get them, as the installation says; marketing none")
    func audience() throws {
        let mail = try EmailAddress("x@sender.example")
        let reach = { (access: Rep.Access, audience: DigestRules.Audience, email: EmailAddress?) in
            DigestRules(mailbox: "m", audience: audience).reach(
                Rep(name: "x", fullName: "X", email: email, access: access))
        }
        #expect(reach(.manager, .all, mail) && reach(.rep, .all, mail) && reach(.admin, .all, mail))
        #expect(reach(.manager, .managers, mail) && !reach(.rep, .managers, mail))
        #expect(!reach(.manager, .reps, mail) && reach(.rep, .reps, mail))
        #expect(!reach(.marketing, .all, mail) && !reach(.manager, .all, nil))
    }
}
