import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Hand-offs in the running engine.
struct HandOffScenarios {
    @Test("The engine hands a recycled lead over on its day, with nothing else to wake it")
    func recycled() throws {
        let stage = try Stage(Plans.twoMails)
        let lead = try stage.add("mira@north.example")
        let old = try #require(try stage.store.lastHandOff(of: lead.id))
        let wakeAt = stage.time.now() + .days(20)
        try stage.engine.dispose(
            old.id, as: .recycled, wakeAt: wakeAt, why: "budget in spring", by: "dana")
        stage.run(.days(19))
        #expect(try stage.store.lastHandOff(of: lead.id)?.id == old.id)
        stage.run(.days(2))
        let new = try #require(try stage.store.lastHandOff(of: lead.id))
        #expect(new.givenAt == wakeAt)
        #expect(new.source == HandOffSource.recycled)
        let classes = try stage.engine.touchGapReport(lead: lead.id).lines.map(\.assessment.class)
        #expect(classes == [.closed, .onPlan])
    }

    @Test("Disposing stops the mail that is still to come")
    func disposed() throws {
        let stage = try Stage(Plans.twoMails, hours: "09:00-17:00")
        let id = try stage.enroll("mira@north.example")
        stage.run(.hours(3))
        #expect(stage.dots.count == 1)
        let row = try stage.store.enrollment(id)
        try stage.engine.dispose(
            row.handOff, as: .noBudget, wakeAt: nil, why: nil, by: "dana")
        stage.run(.days(10))
        #expect(stage.dots.count == 1)
        #expect(try stage.broken().isEmpty)
    }

    @Test(
        "Unable to reach below the minimum stays a gap, and enrolling goes on with the same effort")
    func unableToReach() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll("mira@north.example")
        let row = try stage.store.enrollment(id)
        try stage.engine.dispose(
            row.handOff, as: .unableToReach, wakeAt: nil, why: nil, by: "dana")
        let line = try #require(try stage.engine.touchGapReport(lead: row.lead).lines.first)
        #expect(line.assessment.class == .endedShort)
        let again = try stage.enroll(stage.store.lead(row.lead)).get()
        #expect(again.handOff == row.handOff)
        #expect(try stage.store.handOff(row.handOff).disposition == nil)
        #expect(try stage.story(row.lead).contains { $0.contains("reopened") })
    }
}
