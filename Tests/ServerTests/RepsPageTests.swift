import API
import Sequencing
import Testing

@testable import Server

/// The table of reps says what is in the list behind a number.
struct RepsPageTests {
    private static let now = Instant(milliseconds: 1_773_644_400_000)

    private func report(_ gaps: [(rep: String?, count: Int)]) -> TouchGapView {
        TouchGapView(
            asOf: Timestamp(Self.now), below: 3, total: 0, counts: [],
            reps: gaps.map {
                RepTouches(
                    rep: $0.rep, zero: $0.count, one: 1, two: 0, threeToFive: 0, sixAndMore: 0,
                    gaps: $0.count, skipped: 0)
            }, reasons: [], rows: [])
    }

    private let visit = PageVisit(
        caller: Caller(name: "mona", access: .manager, isRep: true),
        reps: [
            "ann": Rep(name: "ann", fullName: "Ann Lund"),
            "ben": Rep(name: "ben", fullName: "Ben Osei"),
        ], clock: PageClock(now: Self.now, zone: .utc, zoneName: "UTC"), token: "", formToken: "")

    private func absences(from days: Int) -> Absences {
        Absences([
            Absence(
                id: AbsenceID(1), rep: "ann", from: Self.now + .days(days),
                until: Self.now + .days(days + 3), delegate: "ben")
        ])
    }

    @Test("Whoever stands in has beside their name whose leads their list has too, and how many")
    func standsIn() throws {
        let report = report([("ann", 5), ("ben", 2), (nil, 3)])
        let page = RepsPage(report, absences: absences(from: -1), visit: visit)
        #expect(
            page.rows.map { $0.standsIn.map { "\($0.name) \($0.count)" } } == [
                [], ["Ann Lund 5"], [],
            ])
        let html = try PageLibrary().html(
            .reps, page, in: PageFrame(title: "Reps", style: "", mark: ""))
        #expect(
            html.contains(
                """
                <a href="/work?rep=ben">Ben Osei</a> <span class="note">stands in for Ann Lund: 5 more in the list</span></th>
                """))
        #expect(html.ranges(of: "stands in").count == 1)
    }

    @Test("Nobody stands in for whoever is there, nor for whom nothing waits")
    func nobody() {
        for (gaps, days) in [(5, 1), (5, -4), (0, -1)] {
            let page = RepsPage(
                report([("ann", gaps), ("ben", 2)]), absences: absences(from: days), visit: visit)
            #expect(page.rows.allSatisfy { $0.standsIn.isEmpty }, "\(gaps) \(days)")
        }
    }
}
