import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Whatever lets an enrollment rest, the delay of the step at hand is kept: a rest only ever makes it later.
struct RestScenarios {
    @Test("A notice without a date holds each sequence as long as that one says")
    func ownRule() throws {
        func rule(_ days: Int) -> String {
            "out-of-office: resume 1 business day after return, else after \(days) days"
        }
        let stage = try Stage(Plans.hello, when: rule(3))
        try stage.publish(Plans.twoMails, as: "other", when: rule(8))
        let lead = try stage.add("mira@north.example")
        _ = try stage.enroll(lead).get()
        stage.run(.hours(1))
        let second = try stage.enroll(lead, in: "other").get()
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        let arrivedAt = stage.time.now()
        stage.post(
            stage.mail(
                "From: <mira@north.example>", "Subject: Out of office: Hello",
                "Auto-Submitted: auto-replied",
                "In-Reply-To: <\(try stage.original(stage.dots[0]).messageID)>",
                text: "I am out of the office and will answer when I am back."))
        stage.run(.minutes(10))
        guard case .paused(_, .outOfOffice, let until?) = try stage.state(second.id) else {
            Issue.record("it does not rest: \(try stage.state(second.id))")
            return
        }
        #expect(until.since(arrivedAt) >= .days(8) - .minutes(1))
        stage.run(.days(7))
        #expect(stage.dots.count == 2)
    }

    /// The second e-mail comes ten days after the first.
    private static let slow = """
        \(Plans.hello)
          - id: nudge
            after: 10 days
            email:
              reply-to: hello
              body: Still there?
        """

    private enum Rest: CaseIterable {
        case datedPause, undatedPause, outOfOffice, longOutOfOffice, colleague
    }

    @Test("A rest that ends before the delay leaves the delay as it was", arguments: 0..<5)
    func delayIsKept(number: Int) throws {
        let stage = try Stage(Self.slow, when: "colleague-replies: pause 1 business days")
        let id = try stage.enroll()
        let colleague = try stage.enroll("nils@north.example")
        stage.run(.hours(2))
        #expect(stage.dots.count == 2)
        let own = try #require(stage.dots.first { $0.recipient == "mira@north.example" })
        let other = try #require(stage.dots.first { $0.recipient == "nils@north.example" })
        let planned = own.at + .days(10)
        switch Rest.allCases[number] {
        case .datedPause:
            _ = try stage.engine.pause(
                id, until: stage.time.now() + .hours(3), why: "wait", by: "dana")
        case .undatedPause:
            _ = try stage.engine.pause(id, until: nil, why: "wait", by: "dana")
            stage.run(.days(2))
            _ = try stage.engine.resume(id, by: "dana")
        case .outOfOffice: try stage.outOfOffice(own, backOn: 18)
        case .longOutOfOffice: try stage.outOfOffice(own, backOn: 30)
        case .colleague: try stage.answer(other)
        }
        if Rest.allCases[number] != .colleague {
            _ = try stage.engine.stop(colleague, why: "-", disposition: nil, by: "dana")
        }
        stage.time.run(until: own.at + .days(9))
        #expect(stage.dots.count == 2)
        stage.run(.days(12))
        #expect(stage.dots.count == 3)
        let last = try #require(stage.dots.last)
        switch Rest.allCases[number] {
        case .datedPause, .undatedPause, .outOfOffice, .colleague: #expect(last.at == planned)
        // Back on the 30th: a business day after that the step is overdue and goes at once.
        case .longOutOfOffice: #expect(last.at > planned)
        }
        #expect(try stage.broken().isEmpty)
    }

    @Test("While two sequences rest beside each other the lead's clocks stand once, not twice")
    func beside() throws {
        let stage = try Stage(Self.slow, enrollment: EnrollmentRules(allowsSeveral: true))
        try stage.publish(Self.slow, as: "other")
        let lead = try stage.add("mira@north.example")
        _ = try stage.enroll(lead).get()
        _ = try stage.enroll(lead, in: "other", isBeside: true).get()
        stage.run(.hours(2))
        #expect(stage.dots.count == 2)
        let asked = stage.time.now()
        try stage.outOfOffice(stage.dots[0], backOn: 30)
        stage.run(.days(2))
        try stage.outOfOffice(stage.dots[1], backOn: 31)
        stage.run(.days(3))
        let report = try stage.engine.touchGapReport()
        let line = try #require(report.lines.first)
        #expect(line.row.rests.count == 1)
        let clock = try #require(report.clocks(of: line).last { $0.clock == .touchToTouch })
        // All hours are open: what is left is the time before the first of the two.
        #expect(clock.raw == stage.time.now().since(clock.startedAt))
        let before = asked.since(clock.startedAt)
        #expect(clock.business >= before && clock.business <= before + .minutes(1))
    }

    @Test("A first step that was put far ahead does not leave because of a pause")
    func firstStep() throws {
        let stage = try Stage(
            """
              - id: hello
                after: 5 days
                email:
                  subject: Hello
                  body: Hi.
            """)
        let id = try stage.enroll()
        _ = try stage.engine.pause(id, until: nil, why: "wait", by: "dana")
        _ = try stage.engine.resume(id, by: "dana")
        stage.run(.days(4))
        #expect(stage.dots.isEmpty)
        stage.run(.days(2))
        #expect(stage.dots.map(\.at) == [Stage.start + .days(5)])
    }

    @Test("A step that had been due goes at once when the rest is over")
    func dueStep() throws {
        let stage = try Stage(Plans.callFirst)
        let id = try stage.enroll(fields: ["phone": "+00 555 0101"])
        stage.run(.hours(1))
        #expect(try stage.openTasks().count == 1)
        _ = try stage.engine.pause(id, until: nil, why: "wait", by: "dana")
        #expect(try stage.openTasks().isEmpty)
        stage.run(.days(1))
        _ = try stage.engine.resume(id, by: "dana")
        stage.run(.minutes(1))
        #expect(try stage.openTasks().count == 1)
    }
}
