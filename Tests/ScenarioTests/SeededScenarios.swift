import Sequencing
import Simulation
import Testing
import ZoneData

/// The seeded worlds, and the judges that must be able to say no.
struct SeededScenarios {
    static func run() throws -> WorldRun {
        let zones = ZoneDatabase()
        return try WorldRun(calendars: SimulatedCalendars { try zones.rules(named: $0) })
    }

    private func play(_ seed: UInt64, faults: Faults = .all) throws -> WorldOutcome {
        try Self.run().play(WorldPlan(seed: seed, days: 20, leads: 6, faults: faults))
    }

    @Test("The same seed makes the same history, another one another")
    func sameHash() throws {
        let outcomes = try [3, 3, 4].map { try play($0) }
        #expect(outcomes.flatMap(\.violations).isEmpty)
        #expect(outcomes[0].historyHash == outcomes[1].historyHash)
        #expect(outcomes[0].historyHash != outcomes[2].historyHash)
        #expect(outcomes.allSatisfy { $0.dots > 0 })
    }

    @Test("Each fault alone is survived", arguments: Faults.named.map(\.name))
    func alone(name: String) throws {
        let faults = try #require(Faults(named: name))
        #expect(try play(7, faults: faults).violations.isEmpty)
    }

    @Test("A campaign gives the same hash on one thread and on two")
    func jobs() throws {
        let outcomes = try [1, 2].map { jobs in
            try Campaign(seeds: 11...14, days: 10, leads: 4, faults: .all, jobs: jobs).run(
                on: Self.run()
            ) { _, _ in }
        }
        #expect(outcomes[0].summary == outcomes[1].summary)
        #expect(outcomes[0].summary.violations == 0)
        #expect(outcomes[0].deaths.values.reduce(0, +) > 0)
    }

    @Test("An answer around a follow-up never meets a dot after it was seen, nor an old proof")
    func race() throws {
        let outcome = try Race(cases: 100, seed: 5).run(on: Self.run())
        #expect(outcome.bad.isEmpty)
        #expect(outcome.landings[.beforeSweep] == nil)
        #expect(outcome.landings[.heldBack] ?? 0 > 0)
        #expect(outcome.landings[.duringMessage] ?? 0 > 0)
        #expect(outcome.landings[.afterDot] ?? 0 > 0)
        #expect(outcome.ages.count > 20)
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

#if DEBUG
/// Deliberate mistakes around the engine: a simulator that can't see them proves nothing.
struct MutationScenarios {
    @Test("Each mutation is caught within a few seeds", arguments: Mutation.allCases)
    func caught(mutation: Mutation) throws {
        let campaign = MutationCampaign(seeds: 1...20, days: 40, leads: 8)
        let line = try campaign.play(mutation, on: SeededScenarios.run())
        #expect(line.violation != nil)
        #expect(line.violation?.promise != "surprise")
    }
}
#endif

struct FaultNameTests {
    @Test("Faults are read and written by name")
    func names() {
        #expect(Faults(named: "none") == [])
        #expect(Faults(named: "all") == .all)
        #expect(Faults(named: "disk,crashes") == [.crashes, .disk])
        #expect(Faults(named: "disk,") == nil)
        #expect(Faults(named: "fire") == nil)
        #expect("\(Faults.all)" == "all")
        #expect("\(Faults([.clock, .crashes]))" == "crashes,clock")
    }
}
