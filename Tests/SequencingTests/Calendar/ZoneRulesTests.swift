import Sequencing
import Testing

struct ZoneRulesTests {
    @Test(
        "A wall time has its moment: before a gap's offset, the first of two",
        arguments: [
            (TestZone.berlin, "2026-01-15 12:00", "2026-01-15T11:00:00Z"),
            (TestZone.berlin, "2026-03-29 01:59", "2026-03-29T00:59:00Z"),
            (TestZone.berlin, "2026-03-29 02:30", "2026-03-29T01:30:00Z"),
            (TestZone.berlin, "2026-03-29 03:00", "2026-03-29T01:00:00Z"),
            (TestZone.berlin, "2026-10-25 02:30", "2026-10-25T00:30:00Z"),
            (TestZone.berlin, "2026-10-25 03:00", "2026-10-25T02:00:00Z"),
            (TestZone.newYork, "2026-03-08 02:15", "2026-03-08T07:15:00Z"),
            (TestZone.newYork, "2026-11-01 01:30", "2026-11-01T05:30:00Z"),
            (TestZone.lordHowe, "2026-10-04 02:15", "2026-10-03T15:45:00Z"),
            (TestZone.lordHowe, "2026-04-05 01:45", "2026-04-04T14:45:00Z"),
            (TestZone.dublin, "2026-03-29 01:30", "2026-03-29T01:30:00Z"),
            (TestZone.dublin, "2026-10-25 01:30", "2026-10-25T00:30:00Z"),
            (TestZone.santiago, "2026-09-06 00:30", "2026-09-06T04:30:00Z"),
            (TestZone.santiago, "2026-04-04 23:30", "2026-04-05T02:30:00Z"),
            (TestZone.kolkata, "2099-07-01 00:00", "2099-06-30T18:30:00Z"),
            (ZoneRules.utc, "1969-12-31 23:59", "1969-12-31T23:59:00Z"),
        ])
    func moments(zone: ZoneRules, wall: String, expected: String) throws {
        #expect(zone.instant(try LocalDateTime(wall)).description == expected)
    }

    @Test(
        "An hour that the clock skips occurs never, one that it repeats twice",
        arguments: [
            (TestZone.berlin, "2026-03-29 02:30", []),
            (
                TestZone.berlin, "2026-10-25 02:30",
                ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
            ),
            (TestZone.berlin, "2026-10-25 12:00", ["2026-10-25T11:00:00Z"]),
            (
                TestZone.lordHowe, "2026-04-05 01:45",
                ["2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"]
            ),
        ])
    func occurrences(zone: ZoneRules, wall: String, expected: [String]) throws {
        #expect(zone.occurrences(of: try LocalDateTime(wall)).map(\.description) == expected)
    }

    @Test(
        "The change of a day is found to the second",
        arguments: [
            (TestZone.berlin, "2026-03-29 12:00", "2026-03-29T01:00:00Z"),
            (TestZone.berlin, "2026-10-25 12:00", "2026-10-25T01:00:00Z"),
            (TestZone.dublin, "2026-10-25 12:00", "2026-10-25T01:00:00Z"),
            (TestZone.berlin, "2026-06-25 12:00", nil),
            (TestZone.kolkata, "2026-03-29 12:00", nil),
        ] as [(ZoneRules, String, String?)])
    func change(zone: ZoneRules, wall: String, expected: String?) throws {
        #expect(zone.change(near: try LocalDateTime(wall))?.description == expected)
    }

    @Test("Every moment is found again from its wall time, in every zone")
    func roundTrip() {
        var numbers = SeededNumbers(seed: 3)
        for zone in TestZone.all {
            for _ in 0..<2000 {
                let second = Int64.random(in: -2_000_000_000...6_000_000_000, using: &numbers)
                let instant = Instant(milliseconds: second * 1000)
                let found = zone.occurrences(of: zone.local(instant))
                #expect(found.contains(instant), "\(zone.name) \(instant)")
                #expect(found == found.sorted())
            }
        }
    }

    @Test("Transitions rule up to the last of them, the footer afterwards, the first offset before")
    func parts() {
        let zone = ZoneRules(
            name: "Test/Parts", initialOffset: 1000,
            transitions: [
                .init(at: 0, offsetSeconds: 2000), .init(at: 100, offsetSeconds: 3000),
                .init(at: 200, offsetSeconds: 3600),
            ], footer: PosixZone(parsing: "CET-1CEST,M3.5.0,M10.5.0/3"))
        let table: [(Int64, Int)] = [
            (-1, 1000), (0, 2000), (99, 2000), (100, 3000), (199, 3000), (200, 3600),
            (2_216_250_000, 7200),
        ]
        for (second, offset) in table {
            #expect(zone.offsetSeconds(at: Instant(milliseconds: second * 1000)) == offset)
        }
        #expect(zone.offsetSeconds(at: Instant(milliseconds: -1)) == 1000)
    }

    @Test("A zone without a footer keeps its last offset")
    func noFooter() {
        let zone = ZoneRules(
            name: "Test/Kept", initialOffset: 0,
            transitions: [.init(at: 100, offsetSeconds: -3600)], footer: nil)
        #expect(zone.offsetSeconds(at: Instant(milliseconds: 9_000_000_000_000)) == -3600)
    }

    @Test("A day that a country skipped whole takes the offset before it")
    func skippedDay() throws {
        // Samoa went from -10 to +14 at the end of 2011-12-29.
        let zone = ZoneRules(
            name: "Pacific/Apia", initialOffset: -36_000,
            transitions: [.init(at: 1_325_239_200, offsetSeconds: 50_400)], footer: nil)
        let noon = zone.instant(try LocalDateTime("2011-12-30 12:00"))
        #expect(zone.local(noon).table == "2011-12-31 12:00")
        #expect(
            zone.local(zone.instant(try LocalDateTime("2011-12-31 00:30"))).table
                == "2011-12-31 00:30")
    }
}
