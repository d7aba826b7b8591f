import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Who wrote is not always whom we wrote to (promises G3, G4).
struct OtherWriterScenarios {
    private static let stop = "Please remove me from your list."

    /// Two leads with a message each, and the answer of the second in the thread of the first.
    private func passedOn(
        _ text: String, by writer: String
    ) throws -> (stage: Stage, first: EnrollmentID, second: EnrollmentID) {
        let stage = try Stage(Plans.twoMails, when: "colleague-replies: ignore")
        let first = try stage.enroll("mira@north.example")
        let second = try stage.enroll("kim@south.example")
        stage.run(.hours(1))
        let dot = try #require(stage.dots.first { $0.recipient == "mira@north.example" })
        stage.post(
            stage.mail(
                "From: <\(writer)>", "Subject: Re: Hello",
                "In-Reply-To: <\(try stage.original(dot).messageID)>", text: text))
        stage.run(.days(6))
        return (stage, first, second)
    }

    private func suppressed(_ stage: Stage) throws -> [String] {
        try stage.store.suppressions(containing: nil, limit: 100).map(\.address).sorted()
    }

    @Test(
        "A lead who answers in another lead's thread is written to no more until somebody has looked"
    )
    func answer() throws {
        let (stage, first, second) = try passedOn("Let us talk.", by: "Kim@South.example")
        #expect(stage.dots.count == 2)
        #expect(try stage.state(first) == .ended(.replied))
        #expect(
            try stage.state(second)
                == .paused(step: StepIndex(1), cause: .colleagueReplied, until: nil))
        #expect(try suppressed(stage).isEmpty)
        let gap = try stage.engine.touchGapReport(lead: LeadID(2)).lines[0].assessment
        #expect(gap.primary?.reason == .colleagueReplied)
        #expect(try stage.broken().isEmpty)
    }

    @Test("Somebody else's answer in a thread is nothing to whoever did not write it")
    func stranger() throws {
        let (stage, first, second) = try passedOn("Let us talk.", by: "pat@west.example")
        #expect(try stage.state(first) == .ended(.replied))
        #expect(try stage.state(second) == .ended(.completed))
        #expect(stage.dots.count == 3)
    }

    @Test(
        "An opt-out is about the lead of the thread and about whoever wrote it, lead or not",
        arguments: ["kim@south.example", "pat@west.example"])
    func optOut(writer: String) throws {
        let (stage, first, second) = try passedOn(Self.stop, by: writer)
        let isLead = writer == "kim@south.example"
        #expect(try stage.state(first) == .ended(.optedOut))
        #expect(try stage.state(second) == .ended(isLead ? .suppressed : .completed))
        #expect(try suppressed(stage) == [writer, "mira@north.example"].sorted())
        #expect(stage.dots.count == (isLead ? 2 : 3))
        #expect(try stage.broken().isEmpty)
    }

    @Test("Their opt-out in it from an address that was edited away holds at the present one too")
    func optOutOfFormerAddress() throws {
        let stage = try Stage(Plans.twoMails, when: "colleague-replies: ignore")
        try stage.enroll("mira@north.example")
        var kim = try stage.add("kim@south.example")
        kim.email = EmailAddress(known: "kim@west.example")
        try stage.engine.edit(kim, why: "moved", by: "dana")
        let second = try stage.enroll(kim).get().id
        stage.run(.hours(1))
        let dot = try #require(stage.dots.first { $0.recipient == "mira@north.example" })
        stage.post(
            stage.mail(
                "From: <kim@south.example>", "Subject: Re: Hello",
                "In-Reply-To: <\(try stage.original(dot).messageID)>", text: Self.stop))
        stage.run(.days(6))
        #expect(try stage.state(second) == .ended(.suppressed))
        #expect(
            try suppressed(stage) == [
                "kim@south.example", "kim@west.example", "mira@north.example",
            ])
        #expect(stage.dots.count == 2)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A mailbox of ours is never suppressed, whatever stands in From")
    func ourselves() throws {
        let (stage, first, _) = try passedOn(
            Self.stop, by: "\(Stage.mailbox)>, <mira@north.example")
        #expect(try stage.state(first) == .ended(.optedOut))
        #expect(try suppressed(stage) == ["mira@north.example"])
    }

    @Test("A notice in text alone is about the address as DNS has it")
    func noticeOfOtherScript() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll("mira@m\u{fc}nchen.example")
        stage.run(.hours(1))
        stage.post(
            stage.mail(
                "From: <mailer-daemon@mx.north.example>", "Subject: Undelivered Mail",
                "Auto-Submitted: auto-replied",
                text: "<mira@m\u{fc}nchen.example>: host mx said: 550 5.1.1 User unknown"))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.bounced))
    }

    @Test(
        "An opt-out from any spelling of an address holds for the others",
        arguments: ["mira@m\u{fc}nchen.example", "Mira@xn--mnchen-3ya.example"])
    func spellings(writer: String) throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll("mira@mu\u{308}nchen.example")
        stage.run(.hours(1))
        #expect(stage.dots.map(\.recipient) == ["mira@xn--mnchen-3ya.example"])
        stage.post(
            stage.mail("From: <\(writer)>", "Subject: Something else", text: Self.stop))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(stage.dots.count == 1)
        #expect(try suppressed(stage) == ["mira@xn--mnchen-3ya.example"])
        for other in ["mira@m\u{fc}nchen.example", "mira@XN--mnchen-3ya.example"] {
            #expect(try stage.store.suppressionReason(of: EmailAddress(other)) != nil)
            #expect(try stage.store.lead(typed: other)?.id == LeadID(1))
        }
        for part in ["m\u{fc}nch", "MU\u{308}NCHEN", "mnchen-3ya", "mira@"] {
            #expect(try stage.store.suppressions(containing: part, limit: 9).count == 1)
        }
        #expect(try stage.store.suppressions(containing: "k\u{f6}ln", limit: 9).isEmpty)
    }
}
