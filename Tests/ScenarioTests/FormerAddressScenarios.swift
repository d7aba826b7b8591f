import Engine
import Sequencing
import Simulation
import Store
import Testing

/// An address that a lead had before it was edited is the lead's still (docs/decisions/0049; promises G3, G4).
struct FormerAddressScenarios {
    private static let stop = "Please remove me from your list."

    private func suppressed(_ stage: Stage) throws -> [String] {
        try stage.store.suppressions(containing: nil, limit: 100).map(\.address).sorted()
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
