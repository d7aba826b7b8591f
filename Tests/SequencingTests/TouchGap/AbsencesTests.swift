import Sequencing
import Testing

struct AbsencesTests {
    private static let now = Instant(milliseconds: 1_000_000_000)

    private static func away(
        _ rep: String, _ delegate: String?, from: Int = -1, until: Int = 1
    ) -> Absence {
        Absence(
            id: AbsenceID(1), rep: rep, from: now + .days(from), until: now + .days(until),
            delegate: delegate)
    }

    struct Row: Sendable {
        var name: String
        var absences: [Absence]
        var worker: String?
        /// Whose work erik does.
        var absentees: [String]
    }

    static let rows = [
        Row(name: "nobody is away", absences: [], worker: "dana", absentees: []),
        Row(
            name: "erik stands in", absences: [away("dana", "erik")], worker: "erik",
            absentees: ["dana"]),
        Row(name: "nobody stands in", absences: [away("dana", nil)], worker: nil, absentees: []),
        Row(
            name: "it begins later", absences: [away("dana", "erik", from: 1, until: 2)],
            worker: "dana", absentees: []),
        Row(
            name: "it ends now", absences: [away("dana", "erik", from: -2, until: 0)],
            worker: "dana", absentees: []),
        Row(
            name: "who stands in is away too",
            absences: [away("dana", "mona"), away("mona", "erik")], worker: "erik",
            absentees: ["dana", "mona"]),
        Row(
            name: "two stand in for each other",
            absences: [away("dana", "erik"), away("erik", "dana")], worker: nil, absentees: []),
    ]

    @Test("Work goes to whoever is there", arguments: rows)
    func worker(_ row: Row) {
        let absences = Absences(row.absences)
        #expect(absences.worker(for: "dana", at: Self.now) == row.worker, "\(row.name)")
        #expect(absences.absentees(leftTo: "erik", at: Self.now) == row.absentees, "\(row.name)")
    }
}
