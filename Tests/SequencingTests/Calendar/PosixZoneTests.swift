import Sequencing
import Testing

struct PosixZoneTests {
    @Test(
        "A footer is read",
        arguments: [
            ("UTC0", 0, nil), ("IST-5:30", 19_800, nil), ("<+1030>-10:30", 37_800, nil),
            ("<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", -10_800, -7200),
            ("EST5EDT,M3.2.0,M11.1.0", -18_000, -14_400),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 3600, 0),
            ("XXX3EDT4,0/0,J365/23", -10_800, -14_400),
            ("NZST-12:00:30NZDT-13,J60,300/167:59:59", 43_230, 46_800),
        ] as [(String, Int, Int?)])
    func reading(text: String, standard: Int, daylight: Int?) throws {
        let zone = try #require(PosixZone(parsing: text))
        #expect(zone.standardOffsetSeconds == standard)
        #expect(zone.daylight?.offsetSeconds == daylight)
    }

    @Test(
        "What is no footer is refused",
        arguments: [
            "", "C0", "CET", "CET-", "CET-1CEST", "CET-1CEST,M3.5.0", "<+03-3",
            "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
            "CET-1CEST,M3.5.0,M10.5.0/3 ", "CET-1CEST,J0,J365", "CET-1CEST,366,1",
            "CET-1CEST,M3.5.0,M10.5.0/", "CET-1:", ":Europe/Berlin", "CET-99999999999999999999",
        ])
    func refusing(text: String) {
        #expect(PosixZone(parsing: text) == nil)
    }

    @Test(
        "The clock changes at the second the rule says",
        arguments: [
            // 2040-03-25 01:00 UTC and 2040-10-28 01:00 UTC.
            ("CET-1CEST,M3.5.0,M10.5.0/3", 2_216_250_000, 3600, 7200),
            ("CET-1CEST,M3.5.0,M10.5.0/3", 2_234_998_800, 7200, 3600),
            // Dublin calls the summer standard: the same moments, an hour less.
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 2_216_250_000, 0, 3600),
            ("IST-1GMT0,M10.5.0,M3.5.0/1", 2_234_998_800, 3600, 0),
            // Lord Howe, 2026-04-04 15:00 UTC: half an hour.
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 1_775_314_800, 39_600, 37_800),
        ])
    func change(text: String, second: Int64, before: Int, after: Int) throws {
        let zone = try #require(PosixZone(parsing: text))
        #expect(zone.offsetSeconds(at: second - 1) == before)
        #expect(zone.offsetSeconds(at: second) == after)
        #expect(zone.offsetSeconds(at: second + 1) == after)
    }

    @Test("Daylight time that never ends is always in force")
    func allYear() throws {
        let zone = try #require(PosixZone(parsing: "XXX3EDT4,0/0,J365/23"))
        for day in stride(from: Int64(20_000), to: 20_800, by: 1) {
            for second in [0, 3 * 3600, 4 * 3600, 86_399] as [Int64] {
                #expect(zone.offsetSeconds(at: day * 86_400 + second) == -14_400)
            }
        }
    }
}
