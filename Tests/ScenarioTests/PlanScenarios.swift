import Engine
import Sequencing
import Simulation
import Store
import Testing

/// `sequence plan` against the daemon itself: what was foreseen is what happens, to the millisecond.
struct PlanScenarios {
    private static let steps = """
          - id: hello
            email:
              subject: "Hello {{first_name|there}}"
              body: Hi.
          - id: ring
            after: 3 hours
            only-if: lead.phone
            call:
              script: Ask.
            on:
              connected: end
          - id: nudge
            after: 1 business day
            between: 10:00-15:30
            email:
              reply-to: hello
              variants:
                - { weight: 1, body: "Still there?" }
                - { weight: 1, body: "Is {{topic}} still on?" }
          - id: again
            after: 4 days from start
            only-if: ring was no-answer
            email:
              subject: "A thought"
              body: Hi.
          - id: view
            after: 1 hour
            only-if: lead.linkedin
            linkedin: { action: view }
          - id: last
            after: 1 business day
            at: "11:20"
            email:
              subject: "Last"
              body: Bye.
          - id: aside
            after: 1 hour
            only-if: lead.linkedin
            email: { subject: "Aside", body: "Hi." }
          - id: aside-nudge
            after: 1 business day
            email: { reply-to: aside, body: "Still there?" }
        """
    private static let zones = [
        "America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland", "Asia/Kathmandu",
    ]

    /// Random leads of a seed: zones, fields and companies mixed, some without a zone.
    private func people(_ count: Int, _ random: inout SeededRandom) throws -> [PlanOrder.Lead] {
        try (0..<count).map { number in
            var fields: [String: String] = [:]
            if Bool.random(using: &random) { fields["phone"] = "+00 555 0100" }
            if Bool.random(using: &random) { fields["linkedin"] = "https://profile.example/x" }
            if Int.random(in: 0..<4, using: &random) > 0 { fields["topic"] = "docks" }
            let company = Int.random(in: 0..<count / 2, using: &random)
            return PlanOrder.Lead(
                email: try EmailAddress("lead\(number)@company\(company).example"), fields: fields,
                country: nil,
                zone: Bool.random(using: &random) ? Self.zones.randomElement(using: &random) : nil)
        }
    }

    /// A touch that happened or was foreseen, comparable.
    private struct Seen: Hashable, CustomStringConvertible {
        var email: String
        var channel: Channel
        var at: Instant

        var description: String { "\(email) \(channel) \(at)" }
    }

    /// Does each task as soon as it is due, as the plan takes it.
    private func play(_ stage: Stage, for length: Duration) throws {
        var failure: (any Error)?
        stage.time.run(until: stage.time.now() + length) {
            do {
                for task in try stage.openTasks() {
                    _ = try stage.engine.close(
                        task.id, .done(outcome: task.channel.forecastOutcome, note: nil), by: "dana"
                    )
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private func happened(_ stage: Stage, after start: Instant) throws -> Set<Seen> {
        Set(
            try stage.engine.touchGapReport().lines.flatMap { line in
                line.row.touches.filter { $0.happenedAt >= start }.map {
                    Seen(email: line.row.lead.email.text, channel: $0.channel, at: $0.happenedAt)
                }
            })
    }

    @Test(
        "The daemon does what the plan foresaw, under caps, spacing and queues", arguments: 1...12)
    func oracle(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let limits = LaneLimits(
            shortestGap: .seconds(Int.random(in: 0...60, using: &random)), longestGap: .seconds(90),
            startCap: Int.random(in: 2...8, using: &random), capRamp: 1, ceiling: 12,
            domainCap: Bool.random(using: &random) ? 2 : nil)
        let stage = try Stage(
            Self.steps, hours: "08:30-17:00", limits: limits,
            mailboxes: seed % 3 == 0 ? [Stage.mailbox, "dana@zweit.example"] : [Stage.mailbox],
            accountSpacing: .hours(Int.random(in: 0...30, using: &random)))
        let everybody = try people(24, &random)
        // Some are on the way already, a few of them paused with a date, before the plan is made.
        for person in everybody.prefix(8) { try enroll(person, on: stage) }
        try play(stage, for: .hours(Int.random(in: 1...60, using: &random)))
        if let row = try stage.store.enrollments(
            state: .waiting, sequence: nil, lead: nil, rep: nil, limit: 1
        ).first {
            _ = try stage.engine.pause(
                row.id, until: stage.time.now() + .hours(30), why: "later", by: "dana")
        }
        let start = stage.time.now()
        let before = try happened(stage, after: Instant(milliseconds: 0))
        let sequence = try #require(try stage.store.sequence(named: "plan")).sequence
        let plan = try stage.engine.plan(
            PlanOrder(sequence: sequence, leads: Array(everybody.dropFirst(8)), rep: "dana"))
        for person in everybody.dropFirst(8) { try enroll(person, on: stage) }
        try play(stage, for: .days(60))
        let foreseen = Set(
            plan.lines.flatMap { line in
                line.touches.map { Seen(email: line.email.text, channel: $0.channel, at: $0.at) }
            })
        let new = Set(everybody.dropFirst(8).map(\.email.text))
        let seen = try happened(stage, after: start).subtracting(before).filter {
            new.contains($0.email)
        }
        #expect(foreseen.count > 16)
        #expect(seen == foreseen)
        let held = try stage.store.enrollments(
            state: .held, sequence: nil, lead: nil, rep: nil, limit: 100
        ).filter { row in try new.contains(stage.store.lead(row.lead).email.text) }
        #expect(plan.lines.count { $0.hold != nil } == held.count)
        #expect(plan.lines.allSatisfy { !$0.isUnfinished })
        #expect(try stage.broken(cap: 12).isEmpty)
    }

    private func enroll(_ person: PlanOrder.Lead, on stage: Stage) throws {
        let lead = try stage.add(person.email.text, fields: person.fields, zone: person.zone)
        _ = try stage.enroll(lead).get()
    }

    @Test(
        "A plan refuses whom enrolling would refuse: cool-off at the first step, people of an account"
    )
    func refusals() throws {
        let steps = """
              - id: hello
                after: 5 days
                email: { subject: "Hello", body: "Hi." }
            """
        let stage = try Stage(
            Plans.hello, enrollment: EnrollmentRules(coolOffDays: 4, peoplePerAccount: 2))
        let touched = try stage.enroll("touched@south.example")
        stage.run(.hours(1))
        _ = try stage.engine.stop(touched, why: "-", disposition: nil, by: "dana")
        try stage.publish(steps, as: "later")
        let names = [
            "a@north.example", "touched@south.example", "b@north.example", "c@north.example",
            "d@south.example",
        ]
        let leads = try names.map {
            PlanOrder.Lead(email: try EmailAddress($0), fields: [:], country: nil, zone: "UTC")
        }
        let sequence = try #require(try stage.store.sequence(named: "later")).sequence
        let plan = try stage.engine.plan(PlanOrder(sequence: sequence, leads: leads, rep: "dana"))
        let refused = try names.map { name in
            let lead = try stage.store.lead(typed: name) ?? stage.add(name)
            switch try stage.enroll(lead, in: "later") {
            case .success: return nil as EnrollmentRefusal.Code?
            case .failure(let refusal): return refusal.code
            }
        }
        #expect(refused == [nil, nil, nil, .accountLimit, nil])
        #expect(plan.lines.map(\.refusal?.code) == refused)
    }

    @Test("A plan names the fields that are missing, who would be refused, and what never ends")
    func findings() throws {
        let stage = try Stage(Self.steps)
        try stage.enroll("busy@north.example")
        let sequence = try #require(try stage.store.sequence(named: "plan")).sequence
        let leads = try (0..<8).map { number in
            PlanOrder.Lead(
                email: try EmailAddress("new\(number)@south.example"), fields: [:], country: nil,
                zone: "UTC")
        }
        let busy = PlanOrder.Lead(
            email: EmailAddress(known: "busy@north.example"), fields: ["topic": "x"], country: nil,
            zone: nil)
        let plan = try stage.engine.plan(
            PlanOrder(sequence: sequence, leads: leads + [busy], rep: "dana"))
        let lacking = plan.lines.filter { $0.missingFields == ["topic"] }
        #expect(!lacking.isEmpty && lacking.count < 8)
        #expect(lacking.allSatisfy { $0.hold?.reason == .mergeFieldMissing(fields: ["topic"]) })
        #expect(plan.lines.last?.refusal?.code == .alreadyEnrolled)
        #expect(plan.lines.last?.missingFields == [])
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        let stuck = try stage.engine.plan(
            PlanOrder(sequence: sequence, leads: leads, rep: "dana"))
        #expect(stuck.lines.allSatisfy { $0.isUnfinished && $0.touches.isEmpty })
        #expect(try stage.store.counts().leads == 1)
    }
}
