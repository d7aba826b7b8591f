import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// E-mails that a person reads before they leave.
struct ReviewScenarios {
    private static let steps = """
          - id: hello
            email:
              review: true
              subject: "Hello {{first_name|there}}"
              body: "Hi {{first_name|there}}."
          - id: nudge
            after: 1 day
            email: { review: true, reply-to: hello, body: "Still there?" }
        """

    private func review(_ stage: Stage) throws -> TaskRow {
        try #require(try stage.openTasks().first)
    }

    @Test("It waits for its approval, then leaves as it was read, once; and it is one touch")
    func approved() throws {
        let stage = try Stage(Self.steps, hours: "08:00-18:00")
        let id = try stage.enroll(fields: ["first_name": "Mira"])
        stage.run(.days(1))
        #expect(stage.dots.isEmpty)
        let task = try review(stage)
        #expect(task.script == "Hello Mira\n\nHi Mira.")
        // Approved at night: it leaves in the morning, in the lead's window.
        stage.run(.hours(16))
        _ = try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
        stage.run(.minutes(10))
        #expect(stage.dots.isEmpty)
        stage.run(.hours(12))
        #expect(stage.dots.map(\.at) == [Stage.at(day: 18, hour: 8)])
        let parsed = try MessageParser.parse(stage.dots[0].bytes)
        #expect(parsed.subject == "Hello Mira")
        #expect(try stage.engine.touchGapReport().lines[0].facts.effort.touches == 1)
        #expect(throws: StoreError.self) {
            try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
        }
        stage.run(.days(2))
        _ = try stage.engine.approve(review(stage).id, subject: nil, text: "In May?", by: "dana")
        stage.run(.hours(12))
        #expect(stage.dots.count == 2)
        let second = try MessageParser.parse(stage.dots[1].bytes)
        #expect(second.subject == "Re: Hello Mira")
        #expect(second.references.last == parsed.messageID)
        #expect(String(decoding: stage.dots[1].bytes, as: UTF8.self).contains("In May?"))
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.broken().isEmpty)
    }

    @Test("A lead that was edited meanwhile is read again first")
    func changed() throws {
        let stage = try Stage(Self.steps)
        let id = try stage.enroll(fields: ["first_name": "Mira"])
        stage.run(.minutes(1))
        var lead = try stage.store.lead(stage.store.enrollment(id).lead)
        lead.fields["first_name"] = "Mirjam"
        try stage.engine.edit(lead, why: "changed: first_name", by: "dana")
        let task = try review(stage)
        #expect(throws: StoreError.self) {
            try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
        }
        #expect(try review(stage).script == "Hello Mirjam\n\nHi Mirjam.")
        _ = try stage.engine.approve(task.id, subject: "Docks", text: nil, by: "dana")
        stage.run(.minutes(1))
        #expect(try MessageParser.parse(stage.dots[0].bytes).subject == "Docks")
    }

    @Test("It can't be recorded as done, and skipped it never leaves")
    func skipped() throws {
        let stage = try Stage(Self.steps)
        let id = try stage.enroll()
        stage.run(.minutes(1))
        let task = try review(stage)
        #expect(throws: StoreError.self) {
            try stage.engine.close(task.id, .done(outcome: "done", note: nil), by: "dana")
        }
        _ = try stage.engine.close(task.id, .skipped(reason: "not now"), by: "dana")
        stage.run(.days(2))
        #expect(stage.dots.isEmpty)
        // The second answers in a thread that never began.
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .threadParentMissing))
    }

    @Test("An answer that comes while it waits cancels it")
    func answered() throws {
        let stage = try Stage(Self.steps)
        let id = try stage.enroll()
        stage.run(.minutes(1))
        let first = try review(stage)
        _ = try stage.engine.approve(first.id, subject: nil, text: nil, by: "dana")
        stage.run(.days(1) + .hours(1))
        let second = try review(stage)
        try stage.answer(stage.dots[0])
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(throws: StoreError.self) {
            try stage.engine.approve(second.id, subject: nil, text: nil, by: "dana")
        }
        stage.run(.days(1))
        #expect(stage.dots.count == 1)
    }

    @Test("One that nobody approves is overdue in the report, with the command that sends it")
    func overdue() throws {
        let stage = try Stage(Self.steps)
        try stage.enroll()
        stage.run(.days(6))
        let finding = try stage.engine.touchGapReport().lines[0].assessment.primary
        #expect(finding?.reason == .taskOverdue)
        #expect(finding?.command == "thirdtouch task approve \(try review(stage).id)")
    }
}
