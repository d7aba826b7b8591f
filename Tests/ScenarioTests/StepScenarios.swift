import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// What each kind of step becomes, and what people make of it.
struct StepScenarios {
    @Test("A missing merge field holds the enrollment, and an edit lets it go")
    func mergeField() throws {
        let stage = try Stage(
            """
              - id: hello
                email:
                  subject: Hello
                  body: "Hi {{first_name}}."
            """)
        let id = try stage.enroll()
        stage.run(.hours(1))
        #expect(
            try stage.state(id)
                == .held(step: StepIndex(0), reason: .mergeFieldMissing(fields: ["first_name"])))
        #expect(stage.server.attempts.isEmpty)
        var lead = try #require(try stage.store.lead(typed: "mira@north.example"))
        lead.fields["first_name"] = "Mira"
        try stage.engine.edit(lead, why: "asked her", by: "dana")
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
    }

    @Test("A call without a number is held for the number")
    func noNumber() throws {
        let stage = try Stage(Plans.callFirst)
        let id = try stage.enroll()
        stage.run(.hours(1))
        #expect(
            try stage.state(id)
                == .held(step: StepIndex(0), reason: .channelDataMissing(.call)))
    }

    private enum Deed: CaseIterable { case noAnswer, connected, skip, nothing }

    @Test("A call's end steers the sequence", arguments: 0..<4)
    func call(number: Int) throws {
        let deed = Deed.allCases[number]
        let stage = try Stage(Plans.callFirst)
        let id = try stage.enroll(fields: ["phone": "+00 555 0101"])
        stage.run(.hours(1))
        let task = try #require(try stage.openTasks().first)
        switch deed {
        case .noAnswer:
            _ = try stage.engine.close(task.id, .done(outcome: "no-answer", note: nil), by: "dana")
        case .connected:
            _ = try stage.engine.close(task.id, .done(outcome: "connected", note: nil), by: "dana")
        case .skip: _ = try stage.engine.close(task.id, .skipped(reason: "bad day"), by: "dana")
        case .nothing: break
        }
        stage.run(.days(5))
        #expect(try stage.state(id) == .ended(.completed))
        #expect(stage.dots.count == (deed == .connected ? 0 : 1))
        let wait: Duration = deed == .nothing ? .days(3) : .hours(25)
        if let dot = stage.dots.first { #expect(dot.at.since(Stage.start) == wait) }
        let touches = try stage.engine.touchGapReport().lines[0].facts.effort.touches
        #expect(touches == (deed == .noAnswer ? 2 : 1))
    }

    @Test("A step whose condition fails is passed over")
    func onlyIf() throws {
        let stage = try Stage(
            """
              - id: ring
                only-if: lead.phone
                call: { script: Ask. }
            \(Plans.hello)
            """)
        try stage.enroll("kim@south.example", fields: ["phone": "+00 555 0101"])
        try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        #expect(stage.dots.map(\.recipient) == ["mira@north.example"])
        #expect(try stage.openTasks().map(\.channel) == [.call])
    }

    @Test("A follow-up continues the thread")
    func thread() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.days(2))
        let messages = try stage.dots.map { try MessageParser.parse($0.bytes) }
        #expect(messages.map(\.subject) == ["Hello", "Re: Hello"])
        #expect(messages[1].inReplyTo == [messages[0].messageID])
        #expect(messages[1].references == [messages[0].messageID])
        #expect(stage.dots[1].at.since(stage.dots[0].at) == .days(1))
    }

    @Test("Paused, nothing leaves; resumed, it goes on")
    func pause() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        _ = try stage.engine.pause(id, until: nil, why: "the fair", by: "dana")
        stage.run(.days(10))
        #expect(stage.dots.count == 1)
        #expect(
            try stage.engine.touchGapReport().lines[0].assessment.primary?.reason == .pausedNoDate)
        _ = try stage.engine.resume(id, by: "dana")
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
    }

    @Test("A pause with a date ends by itself")
    func datedPause() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        let until = Stage.at(day: 25, hour: 9)
        _ = try stage.engine.pause(id, until: until, why: "asked us to", by: "dana")
        stage.run(.days(12))
        #expect(stage.dots.count == 2)
        #expect(stage.dots.last?.at == until)
    }

    @Test("A stop takes back what is queued and cancels what is open")
    func stop() throws {
        let stage = try Stage(Plans.callFirst)
        let id = try stage.enroll(fields: ["phone": "+00 555 0101"])
        stage.run(.hours(1))
        _ = try stage.engine.stop(
            id, why: "they bought elsewhere", disposition: nil, by: "dana")
        stage.run(.days(5))
        #expect(try stage.openTasks().isEmpty)
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .ended(.stopped))
    }
}
