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

    /// The lead is handed over again by command, or by a form that it fills in.
    private func handOverAgain(_ stage: Stage, _ lead: Lead, byForm: Bool) throws -> HandOffID? {
        guard byForm else {
            return try stage.engine.handOver(
                lead.id, source: "web", owner: nil, isHot: true, by: "mark")
        }
        let token = try stage.store.addToken(
            named: "form", hash: String(repeating: "0", count: 64), scopes: [.handOffWrite],
            now: stage.time.now(), by: "mona")
        let answer = try stage.engine.takeIn(
            IntakeOrder(
                token: token, leads: [NewLead(email: lead.email, source: "web", isHot: true)],
                key: nil, digest: ""))
        guard case .done(let results) = answer else { return nil }
        #expect(results.map(\.outcome) == [.handedOver])
        return results.first?.handOff
    }

    @Test(
        "A lead that is handed over again goes on with what was not validly closed, and can be moved",
        arguments: [false, true])
    func handedOverAgain(byForm: Bool) throws {
        let stage = try Stage(Plans.twoMails)
        let lead = try stage.add("mira@north.example")
        let first = try #require(try stage.store.lastHandOff(of: lead.id)).id
        try stage.engine.dispose(first, as: .unableToReach, wakeAt: nil, why: nil, by: "dana")
        stage.run(.days(1))
        #expect(try handOverAgain(stage, lead, byForm: byForm) == first)
        let line = try #require(try stage.engine.touchGapReport(lead: lead.id).lines.first)
        #expect(line.row.disposition == nil)
        #expect(line.row.isHot)
        let words =
            "reopened: unable-to-reach was not valid, and the lead is handed over again from web"
        #expect(try stage.story(lead.id).contains(words))
        try stage.engine.dispose(first, as: .noNeed, wakeAt: nil, why: nil, by: "dana")
        let classes = try stage.engine.touchGapReport(lead: lead.id).lines.map(\.assessment.class)
        #expect(classes == [.closed])
        // What was validly closed is over: the next is another effort.
        let next = try stage.engine.handOver(
            lead.id, source: "web", owner: nil, isHot: false, by: "mark")
        #expect(next != first)
    }

    @Test("What the report proposes for an owner who is gone works for what was not validly closed")
    func ownerGone() throws {
        let stage = try Stage(Plans.twoMails)
        var lead = try stage.add("mira@north.example")
        let id = try #require(try stage.store.lastHandOff(of: lead.id)).id
        try stage.engine.dispose(id, as: .unableToReach, wakeAt: nil, why: nil, by: "dana")
        try stage.store.configure(
            reps: ["erik", "mona"].map { Rep(name: $0, fullName: "\($0) Holm") },
            mailboxes: [(EmailAddress(known: Stage.mailbox), "erik")])
        stage.engine.refresh()
        func reasons() throws -> [TouchGapReason] {
            let found = try stage.engine.touchGapReport(lead: lead.id).lines[0].assessment
            return ([found.primary].compactMap(\.self) + found.secondary).map(\.reason)
        }
        #expect(try reasons().contains(.ownerInactive))
        lead.owner = "erik"
        try stage.engine.edit(lead, why: "changed: owner", by: "mona")
        #expect(try stage.store.handOff(id).owner == "erik")
        #expect(try !reasons().contains(.ownerInactive))
        #expect(try reasons().contains(.endedShort))
        try stage.engine.assign(id, to: "mona", by: "mona")
        #expect(try stage.store.handOff(id).owner == "mona")
        #expect(try stage.store.handOff(id).disposition == .unableToReach)
    }

    @Test("What comes due after a lead was given to another is the new owner's, also the answer")
    func given() throws {
        let stage = try Stage(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
              - id: ring
                after: 2 days
                call: { script: Ask. }
            """)
        try stage.store.configure(
            reps: ["dana", "erik"].map { Rep(name: $0, fullName: "\($0) Holm") },
            mailboxes: [(EmailAddress(known: Stage.mailbox), "dana")])
        stage.engine.refresh()
        let id = try stage.enroll(fields: ["phone": "+49 621 12"])
        stage.run(.hours(1))
        try stage.engine.assign(stage.store.enrollment(id).handOff, to: "erik", by: "mona")
        stage.run(.days(3))
        #expect(try stage.openTasks().map(\.channel) == [.call])
        #expect(try stage.openTasks().map(\.rep) == ["erik"])
        try stage.answer(stage.dots[0])
        stage.run(.minutes(1))
        #expect(try stage.openTasks().map(\.channel) == [.email])
        #expect(try stage.openTasks().map(\.rep) == ["erik"])
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
