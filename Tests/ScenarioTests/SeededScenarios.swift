import SequenceFile
import Sequencing
import Simulation
import Support
import Testing
import ZoneData

/// The seeded worlds, and the judge that must be able to say no.
struct SeededScenarios {
    @Test("The same seed makes the same history")
    func sameHash() throws {
        let zones = ZoneDatabase()
        let text = """
            title: Two mails
            window: { days: mon-fri, hours: "09:00-17:00", zone: lead, holidays: none }
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
            \(Plans.twoMails)
            """
        let sequence = try SequenceFile.read(
            text, file: "two.yaml", knownZones: { (try? zones.rules(named: $0)) != nil })
        let outcomes = try [3, 3, 4].map { seed in
            let folder = try TemporaryFolder(named: "seed")
            return try SeededRun(seed: UInt64(seed), leads: 12, days: 20).play(
                stateFolder: folder.path, sequences: [(sequence, text)],
                calendars: StageCalendars(), start: Stage.start)
        }
        #expect(outcomes.flatMap(\.broken).isEmpty)
        #expect(outcomes[0].historyHash == outcomes[1].historyHash)
        #expect(outcomes[0].historyHash != outcomes[2].historyHash)
    }

    @Test(
        "The judge sees a second dot, one outside the window, one too many, and one after an answer"
    )
    func judge() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        try stage.enroll()
        stage.run(.hours(5))
        let dot = try #require(stage.dots.first)
        #expect(try stage.broken().isEmpty)
        #expect(try stage.broken(dots: [dot, dot]).contains { $0.hasPrefix("I1 ") })
        #expect(try stage.broken(dots: []).contains { $0.hasPrefix("I2 ") })
        var early = dot
        early.at = Stage.at(day: 16, hour: 8)
        #expect(try stage.broken(dots: [early]).contains { $0.hasPrefix("I5 ") })
        #expect(try stage.broken(dots: [dot, dot], cap: 1).contains { $0.hasPrefix("I6 ") })
        try stage.answer(dot)
        stage.run(.minutes(1))
        var late = dot
        late.at = stage.time.now() + .minutes(1)
        #expect(try stage.broken(dots: [late]).contains { $0.hasPrefix("I3 ") })
    }
}
