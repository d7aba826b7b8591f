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

    /// A lead whose address was changed after the first message.
    private func edited() throws -> (Stage, EnrollmentID) {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        var lead = try stage.store.lead(LeadID(1))
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "moved", by: "dana")
        return (stage, id)
    }

    @Test("An opt-out from before the lead moved is about both addresses")
    func optOutOfEdited() throws {
        let (stage, id) = try edited()
        try stage.answer(stage.dots[0], Self.stop)
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(try suppressed(stage) == ["mira@new.example", "mira@north.example"])
        #expect(stage.dots.count == 1)
    }

    @Test(
        "What a lead writes from the address of before, in a thread of its own, is the lead's",
        arguments: [("Let us talk.", EnrollmentOutcome.replied), (stop, .optedOut)])
    func oldAddress(text: String, outcome: EnrollmentOutcome) throws {
        let (stage, id) = try edited()
        stage.post(
            stage.mail("From: <Mira@North.example>", "Subject: Something else", text: text))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(outcome))
        #expect(stage.dots.count == 1)
        #expect(
            try stage.replies().map(\.matchedBy) == [
                "it comes from (From) mira@north.example, which was the lead's"
            ])
    }

    /// A lead whose address was changed before anything was sent.
    private func mended() throws -> Stage {
        let stage = try Stage(Plans.twoMails)
        var lead = try stage.add("Mira@old.example")
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "a typing mistake", by: "dana")
        return stage
    }

    @Test("An address that was edited away is the same person, whoever brings it")
    func former() throws {
        let stage = try mended()
        let mira = try #require(try stage.store.lead(typed: "mira@old.example"))
        #expect(mira.email.text == "mira@new.example")
        #expect(throws: StoreError.self) { try stage.add("mira@old.example") }
        let chunk = ImportChunk(
            file: "again.csv", columns: [],
            leads: [
                ImportedLead(line: 2, email: EmailAddress(known: "Mira@OLD.example"), values: []),
                ImportedLead(line: 3, email: EmailAddress(known: "kim@old.example"), values: []),
            ])
        #expect(try stage.store.previewImport(of: chunk).known == 1)
        let outcome = try stage.store.importLeads(
            chunk, assignment: .init(), now: stage.time.now(), by: "dana")
        #expect([outcome.known, outcome.added] == [1, 1])
        // Taken back, it is the lead's own, and the other one is the former.
        var lead = mira
        lead.email = EmailAddress(known: "mira@old.example")
        try stage.engine.edit(lead, why: "it was right", by: "dana")
        #expect(try stage.store.lead(typed: "mira@new.example")?.id == lead.id)
        #expect(try stage.store.lead(typed: "mira@old.example")?.email == lead.email)
    }

    @Test("An opt-out from an address that was never mailed ends what runs to the new one")
    func optOutOfFormer() throws {
        let stage = try mended()
        let id = try stage.enroll(stage.store.lead(LeadID(1))).get().id
        stage.run(.hours(1))
        stage.post(stage.mail("From: <mira@old.example>", "Subject: Please", text: Self.stop))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(try suppressed(stage) == ["mira@new.example", "mira@old.example"])
    }

    @Test("A complaint there that quotes nothing of ours is about the person, and final")
    func complaintOfFormer() throws {
        let (stage, id) = try edited()
        var original = try stage.original(stage.dots[0])
        original.messageID = "renamed.by@relay.example"
        stage.post(LeadMail.complaint(about: original, at: stage.time.now()))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.complained))
        #expect(try suppressed(stage).contains("mira@new.example"))
        #expect(stage.dots.count == 1)
    }

    @Test("A notice of absence from there holds what runs to the new address")
    func absenceOfFormer() throws {
        let (stage, id) = try edited()
        stage.post(
            stage.mail(
                "From: <mira@north.example>", "Subject: Out of office",
                "Auto-Submitted: auto-replied", text: "I am away."))
        stage.run(.minutes(30))
        guard case .paused(_, .outOfOffice, _) = try stage.state(id) else {
            Issue.record("it is \(try stage.state(id).summary)")
            return
        }
    }

    @Test("A bounce there says nothing of the new address")
    func bounceOfFormer() throws {
        let (stage, id) = try edited()
        var original = try stage.original(stage.dots[0])
        original.messageID = "renamed.by@relay.example"
        stage.post(LeadMail.hardBounce(of: original, at: stage.time.now()))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.completed))
        #expect(stage.dots.last?.recipient == "mira@new.example")
    }

    @Test("Whoever is forgotten is so under every address")
    func forgottenFormer() throws {
        let stage = try mended()
        _ = try stage.engine.forget("mira@old.example", by: "dana")
        #expect(try stage.store.lead(LeadID(1)).isForgotten)
        for address in ["mira@old.example", "mira@new.example"] {
            #expect(try stage.store.suppressionReason(of: EmailAddress(known: address)) != nil)
            #expect(try stage.store.lead(typed: address) == nil)
        }
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

    @Test("An address of before is found whatever its case")
    func oldCapitals() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll("Mira.Falk@North.example")
        stage.run(.hours(1))
        var lead = try stage.store.lead(LeadID(1))
        lead.email = EmailAddress(known: "mira@new.example")
        try stage.engine.edit(lead, why: "moved", by: "dana")
        stage.post(
            stage.mail("From: <mira.falk@north.example>", "Subject: Please", text: Self.stop))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(stage.dots.count == 1)
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

    @Test("Whoever has opted out gets no other address, and can be edited otherwise")
    func noOtherAddress() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        stage.run(.hours(1))
        try stage.answer(stage.dots[0], Self.stop)
        stage.run(.hours(1))
        var lead = try stage.store.lead(LeadID(1))
        lead.fields["first_name"] = "Mira"
        try stage.engine.edit(lead, why: "named", by: "dana")
        lead.email = EmailAddress(known: "mira@new.example")
        #expect(throws: StoreError.self) {
            try stage.engine.edit(lead, why: "moved", by: "dana")
        }
        #expect(try stage.store.lead(typed: "mira@new.example") == nil)
    }

    @Test("That the address of before takes no mail says nothing of today's")
    func oldAddressFails() throws {
        let (stage, id) = try edited()
        stage.post(
            stage.mail(
                "From: <mailer-daemon@mx.north.example>", "Subject: Undelivered Mail",
                "Auto-Submitted: auto-replied",
                text: "<mira@north.example>: host mx said: 550 5.1.1 User unknown"))
        stage.run(.days(6))
        #expect(try stage.state(id) == .ended(.completed))
        #expect(stage.dots.map(\.recipient) == ["mira@north.example", "mira@new.example"])
    }
}
