import Engine
import Sequencing
import Simulation
import Store
import Testing

/// No follow-up without the proof that nobody answered (promise G3).
struct FenceScenarios {
    static let blindness = SweepFailure.connection(cause: "the network is down")

    @Test("A mailbox that can't be read keeps follow-ups back, and lets them go when it can")
    func blind() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        stage.inbox.fail(Self.blindness)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id).name == .sending)
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.primary?.reason == .inboxStale)
        stage.inbox.fail(nil)
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        #expect(try stage.broken().isEmpty)
    }

    @Test("An answer that nobody could read for days still comes before the follow-up")
    func answerWhileBlind() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(Self.blindness)
        stage.run(.days(2))
        try stage.answer(stage.dots[0])
        stage.inbox.fail(nil)
        stage.run(.days(2))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.replied))
    }

    /// Written to, and the mailbox can't be read any more when the answer comes.
    private func answeredUnread(
        then act: (Stage, EnrollmentID) throws -> Void
    ) throws -> Stage {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(Self.blindness)
        try stage.answer(stage.dots[0])
        stage.run(.hours(1))
        try act(stage, id)
        stage.run(.days(3))
        return stage
    }

    @Test("A follow-up that a migration has made the first step is a follow-up all the same")
    func migratedToFirst() throws {
        let stage = try answeredUnread { stage, id in
            let steps = """
                  - id: nudge
                    after: 1 days
                    email: { subject: Again, body: Still there? }
                """
            try stage.publish(steps)
            let moved = try stage.engine.migrate(.init(sequence: "plan"), by: "dana").moved
            #expect(moved == [id])
            #expect(try stage.state(id).step == StepIndex(0))
        }
        #expect(stage.dots.count == 1)
        #expect(
            try stage.engine.touchGapReport().lines[0].assessment.primary?.reason == .inboxStale)
        stage.inbox.fail(nil)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(EnrollmentID(1)) == .ended(.replied))
    }

    @Test("The first step of another sequence waits for the answer to the one before")
    func secondSequence() throws {
        let stage = try answeredUnread { stage, id in
            _ = try stage.engine.stop(id, why: "another plan", disposition: nil, by: "dana")
            _ = try stage.enroll(stage.store.lead(LeadID(1))).get()
        }
        #expect(stage.dots.count == 1)
        stage.inbox.fail(nil)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(EnrollmentID(2)) == .ended(.replied))
    }

    @Test("Of two sequences side by side the second first touch waits for the answer to the first")
    func besideInTheQueue() throws {
        let stage = try Stage(
            Plans.twoMails,
            limits: LaneLimits(shortestGap: .seconds(60), longestGap: .seconds(60)),
            enrollment: EnrollmentRules(allowsSeveral: true))
        try stage.publish(Plans.hello, as: "other")
        let lead = try stage.add("mira@north.example")
        let first = try stage.enroll(lead).get()
        let second = try stage.enroll(lead, in: "other", isBeside: true).get()
        stage.run(.seconds(30))
        #expect(stage.dots.count == 1)
        stage.inbox.fail(Self.blindness)
        try stage.answer(stage.dots[0])
        stage.run(.days(1))
        #expect(stage.dots.count == 1)
        let waiting = try stage.deliveries().filter { $0.state.name == .queued }
        #expect(waiting.contains { $0.enrollment == second.id && $0.needsFence })
        stage.inbox.fail(nil)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(first.id) == .ended(.replied))
        #expect(try stage.state(second.id) == .ended(.replied))
    }

    @Test(
        "Every cause closes it, and the next complete reading opens it again",
        arguments: [
            SweepFailure.authentication(reply: "NO"), .connection(cause: "reset"),
            .uidValidityChanged(folder: "INBOX"),
            .countMismatch(folder: "INBOX", expected: 2, seen: 1),
            .malformedResponse(cause: "?"), .storage(cause: "disk"), .cancelled,
        ])
    func causes(failure: SweepFailure) throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(failure)
        stage.run(.days(2))
        #expect(stage.dots.count == 1)
        #expect(try stage.store.mailboxes()[0].fenceCause != nil)
        stage.inbox.fail(nil)
        stage.run(.hours(2))
        #expect(stage.dots.count == 2)
        #expect(try stage.store.mailboxes()[0].fenceCause == nil)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A password that was refused is not tried every minute, but at once when a person asks")
    func refusedPassword() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        stage.inbox.fail(.authentication(reply: "NO"))
        stage.run(.days(2))
        let before = stage.inbox.sweeps
        stage.run(.hours(5))
        let attempts = stage.inbox.sweeps - before
        #expect((3...6).contains(attempts), "\(attempts)")
        stage.inbox.fail(nil)
        stage.engine.sweep(EmailAddress(known: Stage.mailbox))
        stage.run(.minutes(2))
        #expect(stage.dots.count == 2)
    }

    @Test("A rebuilt folder is read again: nothing is recorded twice, and then the fence opens")
    func rebuilt() throws {
        let stage = try Stage(Plans.twoMails)
        let away = try stage.enroll("kim@south.example")
        try stage.enroll("mira@north.example")
        stage.run(.hours(1))
        let dot = try #require(stage.dots.first { $0.recipient == "kim@south.example" })
        try stage.answer(dot)
        stage.run(.hours(1))
        stage.inbox.rebuild()
        stage.run(.days(2))
        #expect(
            try stage.store.replies(
                kind: nil, lead: nil, rep: nil, limit: 10
            ).count == 1)
        #expect(try stage.state(away) == .ended(.replied))
        #expect(stage.dots.map(\.recipient).filter { $0 == "mira@north.example" }.count == 2)
    }
}
