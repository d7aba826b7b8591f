import Engine
import Sequencing
import Simulation
import Store
import Testing

/// A person says that an address may never be contacted again (promise G4).
struct SuppressionScenarios {
    @Test("What waits, what is queued and what rests of a lead ends, and nothing leaves any more")
    func ends() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        let ids = try ["waits", "queued", "rests", "other"].map {
            try stage.enroll("\($0)@north.example")
        }
        stage.run(.hours(3))
        #expect(stage.dots.count == 4)
        _ = try stage.engine.pause(ids[2], until: nil, why: "-", by: "dana")
        // The second messages are due at nine of the next day, and the mailbox lets none leave.
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        stage.run(.days(1))
        #expect(try stage.state(ids[1]).name == .sending)
        let outcomes = try stage.engine.suppress(
            ["waits", "queued", "rests"].map { try EmailAddress("\($0)@NORTH.example") },
            reason: "asked on the phone", evidence: nil, by: "dana")
        #expect(outcomes.map(\.isNew) == [true, true, true])
        #expect(outcomes.flatMap(\.ended) == Array(ids[..<3]))
        _ = try stage.engine.resume(mailbox: Stage.mailbox, by: "dana")
        stage.run(.days(3))
        #expect(stage.dots.count == 5)
        #expect(stage.dots.last?.recipient == "other@north.example")
        for id in ids[..<3] { #expect(try stage.state(id) == .ended(.suppressed)) }
        #expect(try stage.broken().isEmpty)
    }

    @Test("The first entry stays, and adding or enrolling the lead again does not help")
    func final() throws {
        let stage = try Stage(Plans.twoMails)
        let address = try EmailAddress("mira@north.example")
        _ = try stage.engine.suppress([address], reason: "first", evidence: nil, by: "dana")
        let again = try stage.engine.suppress(
            [address, address], reason: "second", evidence: nil, by: "omar")
        #expect(again.map(\.isNew) == [false, false])
        #expect(again.allSatisfy { $0.row.reason == "first" && $0.row.author == "dana" })
        #expect(try stage.store.suppressions(containing: "NORTH", limit: 10).count == 1)
        #expect(try stage.store.suppressions(containing: "south", limit: 10).isEmpty)
        let lead = try? stage.add("mira@north.example")  // why: adding may be refused as well
        if let lead {
            guard case .failure(let refusal) = try stage.enroll(lead) else {
                Issue.record("a suppressed lead was enrolled")
                return
            }
            #expect(refusal.code == .suppressed)
        }
        stage.run(.days(2))
        #expect(stage.dots.isEmpty)
    }
}
