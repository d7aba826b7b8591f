import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Whose turn it is when not all can go, and what stops a mailbox.
struct TurnScenarios {
    private let oneADay = LaneLimits(
        shortestGap: .zero, longestGap: .zero, startCap: 1, capRamp: 0, ceiling: 1)

    private func recipients(_ stage: Stage) -> [String] { stage.dots.map(\.recipient) }

    @Test("Under a cap follow-ups go first, then hot hand-offs, then the oldest")
    func priority() throws {
        let stage = try Stage(Plans.twoMails, limits: oneADay)
        try stage.enroll("first@a.example")
        stage.run(.minutes(1))
        try stage.enroll("old@b.example")
        try stage.enroll("older@c.example")
        _ = try stage.enroll(stage.add("hot@d.example", isHot: true)).get()
        stage.run(.days(5) - .hours(1))
        #expect(
            recipients(stage) == [
                "first@a.example", "first@a.example", "hot@d.example", "hot@d.example",
                "old@b.example",
            ])
        #expect(try stage.broken(cap: 1).isEmpty)
    }

    @Test("A follow-up that must wait for a sweep still goes before a first touch")
    func followUpBeforeFirstTouch() throws {
        let limits = LaneLimits(shortestGap: .seconds(60), longestGap: .seconds(60))
        let stage = try Stage(Plans.twoMails, limits: limits)
        try stage.enroll("begun@a.example")
        stage.run(.days(1) - .seconds(1))
        let lead = try stage.add("new@b.example")
        _ = try stage.enroll(lead, startAt: Stage.start + .days(1)).get()
        stage.run(.hours(1))
        let second = stage.dots.dropFirst().map { $0.at.since(Stage.start) - .days(1) }
        #expect(recipients(stage) == ["begun@a.example", "begun@a.example", "new@b.example"])
        #expect(second == [.zero, .seconds(60)])
    }

    @Test("While the mailbox can't be read, first touches go on and follow-ups wait")
    func unreadable() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll("begun@a.example")
        stage.run(.hours(23))
        stage.inbox.fail(.connection(cause: "refused"))
        stage.run(.hours(2))
        try stage.enroll("new@b.example")
        stage.run(.minutes(1))
        #expect(recipients(stage) == ["begun@a.example", "new@b.example"])
        let waiting = try stage.deliveries().filter { $0.state.name == .queued }
        #expect(waiting.map(\.recipient) == ["begun@a.example"])
        #expect(waiting[0].waitsFor == Store.waitsForFence)
        stage.inbox.fail(nil)
        stage.run(.minutes(2))
        #expect(recipients(stage).count == 3)
    }

    @Test("A domain has a cap of its own; other domains go on")
    func domainCap() throws {
        let limits = LaneLimits(shortestGap: .zero, longestGap: .zero, domainCap: 2)
        let stage = try Stage(Plans.hello, limits: limits)
        for name in ["a", "b", "c"] { try stage.enroll("\(name)@one.example") }
        try stage.enroll("d@two.example")
        stage.run(.hours(1))
        #expect(recipients(stage) == ["a@one.example", "b@one.example", "d@two.example"])
        let waiting = try #require(stage.deliveries().first { $0.state.name == .queued })
        #expect(waiting.waitsFor == "the cap of 2 messages in 24 hours to one.example")
        #expect(waiting.notBeforeAt == Stage.start + .hours(24))
        stage.run(.days(1))
        #expect(recipients(stage).last == "c@one.example")
    }

    @Test("First touches of one account keep their distance, over all mailboxes")
    func accountSpacing() throws {
        let stage = try Stage(
            Plans.twoMails, mailboxes: [Stage.mailbox, "dana@second.example"],
            accountSpacing: .hours(30))
        for name in ["a", "b"] { try stage.enroll("\(name)@one.example") }
        try stage.enroll("c@two.example")
        stage.run(.days(4))
        let firsts = ["a@one.example", "b@one.example", "c@two.example"].map { address in
            stage.dots.first { $0.recipient == address }.map { $0.at.since(Stage.start) }
        }
        #expect(firsts == [.zero, .hours(30), .zero])
        // A follow-up is not held back by it.
        #expect(
            stage.dots.filter { $0.recipient == "a@one.example" }.map { $0.at.since(Stage.start) }
                == [.zero, .days(1)])
        #expect(Set(stage.dots.map(\.mailbox)).count == 2)
    }

    @Test("A lead stays with the mailbox that wrote first; new ones go where there is room")
    func severalMailboxes() throws {
        let second = "dana@zweit.example"
        let stage = try Stage(Plans.hello, mailboxes: [second, Stage.mailbox])
        let lead = try stage.add("mira@north.example")
        let first = try stage.enroll(lead).get()
        #expect(first.mailbox == Stage.mailbox)
        stage.run(.hours(1))
        #expect(stage.dots.map(\.mailbox) == [Stage.mailbox])
        // The first mailbox is now the busier one, and yet the lead comes back to it.
        for number in 1...3 { try stage.enroll("lead\(number)@company.example") }
        try stage.publish(Plans.hello, as: "again")
        #expect(try stage.enroll(lead, in: "again").get().mailbox == Stage.mailbox)
        let counts = try stage.store.enrollments(
            state: nil, sequence: "plan", lead: nil, rep: nil, limit: 10
        ).map(\.mailbox)
        #expect(counts.count { $0 == second } == 1)
    }

    @Test("A paused mailbox sends nothing, says why, and goes on when its date has come")
    func pausedMailbox() throws {
        let stage = try Stage(Plans.hello)
        let until = Stage.start + .hours(5)
        try stage.engine.pause(
            mailbox: Stage.mailbox, until: until, why: "a new server", by: "dana")
        try stage.enroll()
        stage.run(.hours(4))
        #expect(stage.dots.isEmpty)
        let status = try #require(stage.engine.laneStatus(of: Stage.mailbox))
        #expect(status.holdUntil == until)
        #expect(status.holdReason == "the mailbox is paused: a new server")
        stage.run(.hours(2))
        #expect(stage.dots.map(\.at) == [until])
    }

    @Test("A pause that comes while the body is on its way keeps the dot back")
    func pausedAtCommitPoint() throws {
        let stage = try Stage(Plans.hello)
        let engine = stage.engine
        try stage.enroll()
        stage.server.beforeCommitPoint { @Sendable in
            try? engine.pause(mailbox: Stage.mailbox, until: nil, why: "stop", by: "dana")
        }
        stage.run(.days(3))
        #expect(stage.server.attempts.count == 1)
        #expect(stage.dots.isEmpty)
        #expect(try engine.resume(mailbox: Stage.mailbox, by: "dana"))
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        #expect(try !engine.resume(mailbox: Stage.mailbox, by: "dana"))
    }

    private func pause(_ stage: Stage) throws -> MailboxPause? {
        try stage.store.mailbox(Stage.mailbox).pause
    }

    @Test("Three refusals for policy in a row stop the mailbox; one that is taken breaks the row")
    func policyRefusals() throws {
        let stage = try Stage(Plans.hello)
        stage.server.tell(.refuses, .refuses, .accepts, .refuses, .refuses)
        for number in 1...5 { try stage.enroll("lead\(number)@company.example") }
        stage.run(.hours(1))
        #expect(try pause(stage) == nil)
        stage.server.tell(.refuses)
        for number in 6...8 { try stage.enroll("lead\(number)@company.example") }
        stage.run(.days(3))
        #expect(try pause(stage)?.cause == .breaker)
        #expect(
            try pause(stage)?.why
                == "3 messages in a row were refused for policy: “550 5.7.1 not here”")
        #expect(stage.server.attempts.count == 6)
        #expect(try stage.engine.resume(mailbox: Stage.mailbox, by: "dana"))
        stage.run(.hours(1))
        #expect(stage.server.attempts.count == 8)
    }

    @Test("Bounces stop the mailbox at their share of a sample, and never below it")
    func bounces() throws {
        let limits = LaneLimits(
            shortestGap: .zero, longestGap: .zero,
            breaker: BreakerRules(bouncePercent: 20, minimumSample: 10))
        let stage = try Stage(Plans.hello, limits: limits)
        for number in 1...9 { try stage.enroll("lead\(number)@company\(number).example") }
        stage.run(.minutes(1))
        for dot in stage.dots.prefix(2) { try stage.hardBounce(dot) }
        stage.run(.minutes(1))
        #expect(try pause(stage) == nil)
        for number in 10...11 { try stage.enroll("lead\(number)@company\(number).example") }
        stage.run(.minutes(1))
        #expect(stage.dots.count == 11)
        try stage.hardBounce(stage.dots[10])
        stage.run(.minutes(1))
        #expect(try pause(stage)?.why == "3 of 11 messages bounced")
        let late = try stage.enroll("late@company.example")
        stage.run(.days(4))
        #expect(stage.dots.count == 11)
        let line = try #require(
            stage.engine.touchGapReport().lines.first { $0.row.enrollment?.id == late })
        #expect(line.assessment.primary?.reason == .breakerOpen)
        #expect(
            line.assessment.primary?.command == "thirdtouch mailbox resume \(Stage.mailbox)")
    }

    @Test("A complaint stops the mailbox at once")
    func complaint() throws {
        let stage = try Stage(Plans.hello)
        try stage.enroll()
        stage.run(.minutes(1))
        stage.post(
            LeadMail.complaint(about: try stage.original(stage.dots[0]), at: stage.time.now()))
        stage.run(.minutes(1))
        #expect(try pause(stage)?.why == "a recipient complained")
        try stage.enroll("next@company.example")
        stage.run(.days(2))
        #expect(stage.dots.count == 1)
    }
}

/// What a lane knows of its own future.
struct DrainScenarios {
    @Test("A lane knows when each message leaves and when the last one has")
    func drain() throws {
        let limits = LaneLimits(
            shortestGap: .seconds(90), longestGap: .seconds(90), startCap: 3, capRamp: 1, ceiling: 5
        )
        let stage = try Stage(Plans.hello, hours: "08:00-18:00", limits: limits)
        for number in 1...14 { try stage.enroll("lead\(number)@company\(number).example") }
        stage.run(.hours(2))
        let forecast = try stage.engine.laneForecast(of: Stage.mailbox)
        #expect(forecast.expectedAt.count == 11)
        let expected = try Dictionary(
            uniqueKeysWithValues: forecast.expectedAt.map { id, at in
                (try stage.store.lead(stage.store.enrollment(id).lead).email.text, at)
            })
        stage.run(.days(6))
        #expect(stage.dots.count == 14)
        for dot in stage.dots.dropFirst(3) { #expect(expected[dot.recipient] == dot.at) }
        #expect(forecast.drainsAt == stage.dots.last?.at)
        let empty = try stage.engine.laneForecast(of: Stage.mailbox)
        #expect(empty.drainsAt == nil && empty.expectedAt.isEmpty)
    }

    @Test("A lane that is paused without a date never drains")
    func paused() throws {
        let stage = try Stage(Plans.hello)
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        try stage.enroll()
        stage.run(.hours(2))
        let forecast = try stage.engine.laneForecast(of: Stage.mailbox)
        #expect(forecast.drainsAt == nil && forecast.expectedAt.isEmpty)
    }
}
