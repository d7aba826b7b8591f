import Engine
import Sequencing
import Simulation
import Store
import Testing

/// What comes back moves the sequence as docs/replies.md says (promises G3, G4).
struct AnswerScenarios {
    private func touched(when: String? = nil) throws -> (Stage, EnrollmentID) {
        let stage = try Stage(Plans.twoMails, when: when)
        let id = try stage.enroll()
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        return (stage, id)
    }

    @Test("A person's answer ends the sequence and is owed an answer")
    func person() throws {
        let (stage, id) = try touched()
        try stage.answer(stage.dots[0])
        stage.run(.days(5))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.openTasks().map(\.script.firstLine) == ["Answer the lead."])
    }

    @Test("An opt-out is final: no message, no new enrollment")
    func optOut() throws {
        let (stage, id) = try touched()
        try stage.answer(stage.dots[0], "Please remove me from your list.")
        stage.run(.days(5))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.optedOut))
        let lead = try #require(try stage.store.lead(typed: "mira@north.example"))
        let again = try stage.enroll(lead)
        #expect(throws: EnrollmentRefusal.self) { try again.get() }
        #expect(try stage.store.suppressionReason(of: lead.email) != nil)
    }

    @Test("Out of office until Friday: the sequence rests until the business day after")
    func outOfOffice() throws {
        let (stage, id) = try touched(
            when: "out-of-office: resume 1 business day after return, else after 14 days")
        try stage.outOfOffice(stage.dots[0], backOn: 20)
        stage.run(.minutes(1))
        guard case .paused(_, .outOfOffice, .some(let until)) = try stage.state(id) else {
            Issue.record("the enrollment is \(try stage.state(id))")
            return
        }
        stage.run(until.since(stage.time.now()) - .minutes(1))
        #expect(stage.dots.count == 1)
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        #expect(until > Stage.at(day: 20, hour: 9))
    }

    @Test("A hard bounce ends the enrollment and takes the touch back")
    func hardBounce() throws {
        let (stage, id) = try touched()
        #expect(try stage.engine.touchGapReport().lines[0].facts.effort.touches == 1)
        try stage.hardBounce(stage.dots[0])
        stage.run(.days(5))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.bounced))
        #expect(try stage.deliveries().map(\.state) == [.bounced])
        let line = try stage.engine.touchGapReport().lines[0]
        #expect(line.facts.effort.touches == 0)
        #expect(line.facts.effort.attempts == 1)
        #expect(line.assessment.primary?.reason == .bouncedHard)
    }

    @Test(
        "A colleague's answer moves the others by the rule of their sequence",
        arguments: [
            ("pause 2 business days", EnrollmentState.Name.paused, 3), ("stop", .ended, 2),
            ("ignore", .waiting, 3),
        ])
    func colleague(rule: String, state: EnrollmentState.Name, dotsInTheEnd: Int) throws {
        let stage = try Stage(Plans.twoMails, when: "colleague-replies: \(rule)")
        try stage.enroll("mira@north.example")
        let other = try stage.enroll("kim@north.example")
        stage.run(.hours(1))
        let dot = try #require(stage.dots.first { $0.recipient == "mira@north.example" })
        try stage.answer(dot)
        stage.run(.minutes(1))
        #expect(try stage.state(other).name == state)
        stage.run(.days(6))
        #expect(stage.dots.count == dotsInTheEnd)
    }
}

extension String {
    /// What a task asks for, without what is proposed.
    var firstLine: String { String(prefix { $0 != "\n" }) }
}
