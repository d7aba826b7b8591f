import Engine
import Foundation
import Sequencing
import Simulation
import Store
import Support
import Testing

/// A person has their data erased (promise G4: the opt-out survives the erasure).
struct ForgetScenarios {
    /// Nobody else is called so: where one of these is found, something of the person's was kept.
    private static let canaries = ["mira", "falk", "quetzal", "nordwind"]
    private static let address = "Mira.Falk@nordwind.example"

    /// A lead with everything: two messages out, an answer, a bounce, a call, a mail by hand, a colleague who
    /// names her.
    private func stage() throws -> Stage {
        let stage = try Stage(
            """
              - id: hello
                email:
                  subject: "{{first_name}} and {{topic}}"
                  body: Hi {{first_name}} {{last_name}}.
              - id: nudge
                after: 1 days
                email: { reply-to: hello, body: Still there? }
              - id: ring
                after: 1 days
                call: { script: "Ask {{first_name}} for {{topic}}." }
            """)
        let lead = try stage.add(
            Self.address,
            fields: [
                "first_name": "Mira", "last_name": "Falk", "topic": "Quetzal", "phone": "+49 30 1",
            ])
        _ = try stage.enroll(lead).get()
        let other = try stage.add(
            "ken@south.example",
            fields: ["first_name": "Ken", "last_name": "Ito", "topic": "docks"])
        _ = try stage.enroll(other).get()
        stage.run(.days(3))
        let first = try #require(stage.dots.first { $0.recipient == Self.address.lowercased() })
        try stage.notice(first, status: "4.2.2")
        stage.post(
            stage.mail(
                "From: Dana <\(Stage.mailbox)>", "To: Mira Falk <\(Self.address)>",
                "Subject: Quetzal by hand", text: "As promised.", name: "own"), in: .sent)
        try stage.answer(first, "I am Mira Falk, and Quetzal is my secret.")
        let ken = try #require(stage.dots.first { $0.recipient == "ken@south.example" })
        try stage.answer(ken, "Please talk to \(Self.address), she decides that.")
        stage.run(.hours(1))
        return stage
    }

    /// Every file of the state folder that holds one of the words, in any case.
    private func traces(in folder: String) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.flatMap { name -> [String] in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") ?? Data()
            let text = String(decoding: bytes, as: UTF8.self).lowercased()
            return Self.canaries.filter(text.contains).map { "\($0) in \(name)" }
        }
    }

    @Test("No byte of the state folder knows the person any more, and the report counts as before")
    func erased() throws {
        let stage = try stage()
        #expect(try Set(traces(in: stage.folder.path).map { $0.prefix { $0 != " " } }).count == 4)
        let before = try stage.engine.touchGapReport()
        let lines = try stage.store.history(of: LeadID(1), limit: 1000)
        // The colleague's own words are his: what he wrote stays.
        let erasure = try stage.engine.forget("L1", by: "dana")
        #expect(erasure.lead == LeadID(1))
        #expect(erasure.isNew)
        #expect(erasure.deliveries == 2)
        #expect(erasure.replies == 2)
        #expect(erasure.tasks >= 1)
        #expect(erasure.historyLines >= lines.count)
        let ken = try stage.replies().filter { $0.lead == LeadID(2) }
        #expect(ken.map(\.text.written).joined().contains(Self.address))
        // Without his answer, which is not hers to take away, nothing is left.
        _ = try stage.engine.forget("ken@south.example", by: "dana")
        let traces = try traces(in: stage.folder.path)
        #expect(traces == [])

        let after = try stage.engine.touchGapReport()
        #expect(after.lines.count == before.lines.count)
        #expect(after.lines.map(\.facts.effort) == before.lines.map(\.facts.effort))
        #expect(after.lines.map(\.facts.givenAt) == before.lines.map(\.facts.givenAt))
        #expect(after.lines.map(\.assessment.class) == [.suppressed, .suppressed])
        let left = try stage.store.history(of: LeadID(1), limit: 1000)
        #expect(left.map(\.event).starts(with: lines.map(\.event)))
        #expect(left.map(\.at).starts(with: lines.map(\.at)))
        #expect(left.last?.event == "forgotten")
        // The judge derives windows again, and the person's zone is forgotten as well.
        let broken = try stage.broken().filter { !$0.hasPrefix("I5") }
        #expect(broken == [])
        #expect(try stage.store.leads(owner: nil, source: nil, limit: 10).isEmpty)
    }

    @Test(
        "Nobody brings the person back: not by adding, editing, enrolling, nor by their own late mail"
    )
    func final() throws {
        let stage = try stage()
        let first = try #require(stage.dots.first { $0.recipient == Self.address.lowercased() })
        _ = try stage.engine.forget(Self.address.uppercased(), by: "dana")
        let count = stage.dots.count
        #expect(throws: StoreError.self) { try stage.add(Self.address) }
        var ken = try stage.store.lead(LeadID(2))
        ken.email = EmailAddress(known: Self.address)
        #expect(throws: StoreError.self) { try stage.engine.edit(ken, why: "-", by: "dana") }
        #expect(throws: StoreError.self) { try stage.engine.forget("L1", by: "dana") }
        guard case .failure(let refusal) = try stage.enroll(stage.store.lead(LeadID(1))) else {
            Issue.record("a forgotten lead was enrolled")
            return
        }
        #expect(refusal.code == .suppressed)
        // She answers once more, quoting us; and her mailbox server returns what we sent.
        try stage.answer(first, "Mira Falk again, about Quetzal.")
        try stage.hardBounce(first)
        stage.run(.days(4))
        #expect(try stage.replies().count { $0.lead == LeadID(1) } == 2)
        #expect(try stage.replies().allSatisfy { $0.lead == LeadID(2) || $0.text.written.isEmpty })
        #expect(stage.dots.count == count)
        #expect(
            try stage.store.suppression(of: .address(EmailAddress(known: Self.address)))?.scope
                == .forgotten)
        // A second erasure of the address finds nothing to do.
        #expect(try stage.engine.forget(Self.address, by: "dana").isNew == false)
    }

    @Test("An address that is no lead's can be refused for ever, and its open entry becomes a hash")
    func stranger() throws {
        let stage = try Stage(Plans.twoMails)
        let key = try SuppressionKey(typed: "mira@north.example")
        _ = try stage.engine.suppress([key], reason: "Mira asked", evidence: nil, by: "dana")
        let erasure = try stage.engine.forget("mira@north.example", by: "dana")
        #expect(erasure.lead == nil)
        #expect(erasure.isNew)
        let rows = try stage.store.suppressions(containing: nil, limit: 10)
        #expect(rows.map(\.scope) == [.forgotten])
        #expect(rows.map(\.reason) == ["the person was forgotten"])
        #expect(try stage.store.suppressions(containing: "mira", limit: 10).isEmpty)
        #expect(throws: StoreError.self) { try stage.add("MIRA@north.example") }
        #expect(throws: EmailAddress.Mistake.self) { try stage.engine.forget("nobody", by: "dana") }
    }

    @Test("While a message is on its way nobody is forgotten; in doubt, it never leaves again")
    func inFlight() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll()
        let engine = stage.engine
        stage.server.tell(.hangsUp)
        stage.server.beforeCommitPoint {
            #expect(throws: StoreError.self) { try engine.forget("L1", by: "dana") }
        }
        stage.run(.hours(1))
        #expect(try stage.store.delivery(DeliveryID(1)).state == .inDoubt)
        _ = try stage.engine.forget("L1", by: "dana")
        #expect(try stage.store.delivery(DeliveryID(1)).state == .withdrawn)
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
    }

    @Test(
        "Of a forgotten person the history keeps all but its words, and of others it changes nothing"
    )
    func appendOnly() throws {
        let stage = try stage()
        let others = try stage.store.history(of: LeadID(2), limit: 1000)
        _ = try stage.engine.forget("L1", by: "dana")
        let after = try stage.store.history(of: LeadID(2), limit: 1000)
        #expect(after.map(\.id) == others.map(\.id))
        for (old, new) in zip(others, after) where old.why != new.why {
            #expect(old.why.lowercased().contains(Self.address.lowercased()))
            #expect(new.why.contains("forgotten-1@erased.invalid"))
        }
        #expect(throws: LaunchError.self) {
            try ServerProcess.run(
                "/usr/bin/sqlite3", [stage.store.file, "UPDATE history SET why = 'x' WHERE id = 1"])
        }
    }
}
