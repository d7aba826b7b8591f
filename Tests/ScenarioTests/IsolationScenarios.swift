import Engine
import Sequencing
import Simulation
import Store
import Support
import Testing

/// One bad recipient, lead, sequence, mailbox or server never delays another.
struct IsolationScenarios {
    private static let mailboxes = [Stage.mailbox, "omar@sender.example"]

    private func lastDot(_ stage: Stage, to recipient: String) -> Instant? {
        stage.dots.last { $0.recipient == recipient }?.at
    }

    @Test(
        "A recipient whom the server refuses, puts off or leaves in doubt delays nobody in its mailbox",
        arguments: [ObedientServer.Fate.refuses, .putsOff, .hangsUp])
    func recipient(_ fate: ObedientServer.Fate) throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(fate)
        try stage.enroll("bad@north.example")
        try stage.enroll("good@south.example")
        stage.run(.minutes(1))
        #expect(lastDot(stage, to: "good@south.example") == Stage.start)
        stage.run(.days(1))
        #expect(lastDot(stage, to: "good@south.example") == Stage.start + .days(1))
        #expect(try stage.broken().isEmpty)
    }

    @Test(
        "A lead of whose fields no message can be made is held with the reason; the others' leave")
    func unworkableLead() throws {
        let stage = try Stage(
            """
              - id: hello
                email: { subject: "{{company}} and docks", body: Hi. }
            """)
        // A line separator of Unicode's own: a header has one line, and so has a name in it.
        let bad = try stage.enroll(
            "bad@north.example", fields: ["company": "North", "first_name": "Mi\u{2028}ra"])
        try stage.enroll("good@south.example", fields: ["company": "Nord"])
        stage.run(.hours(1))
        #expect(stage.dots.map(\.recipient) == ["good@south.example"])
        guard case .held(_, .unworkable(let cause)) = try stage.state(bad) else {
            Issue.record("\(try stage.state(bad))")
            return
        }
        #expect(cause.contains("toName"))
        stage.run(.days(3))
        let finding = try #require(
            try stage.engine.touchGapReport(lead: LeadID(1)).lines[0].assessment.primary)
        #expect(finding.text.contains("toName"))
        // Mended, it goes on.
        var lead = try stage.store.lead(LeadID(1))
        lead.fields["first_name"] = "Mira"
        try stage.engine.edit(lead, why: "mended", by: "dana")
        stage.run(.hours(1))
        #expect(stage.dots.last?.recipient == "bad@north.example")
        #expect(try stage.broken().isEmpty)
    }

    @Test("A row that nobody can read keeps no other enrollment waiting")
    func unreadableRow() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.enroll("bad@north.example")
        try stage.enroll("good@south.example")
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        // As after a bad sector or a hand in the file: a sequence that is not there.
        try ServerProcess.run(
            "/usr/bin/sqlite3",
            [
                stage.store.file,
                "PRAGMA foreign_keys = OFF; UPDATE enrollment SET sequenceVersion = 99 WHERE id = 1",
            ])
        stage.run(.days(1))
        #expect(stage.dots.last?.recipient == "good@south.example")
        #expect(stage.dots.count == 3)
        guard case .held(_, .unworkable) = try stage.state(EnrollmentID(1)) else {
            Issue.record("\(try stage.state(EnrollmentID(1)))")
            return
        }
    }

    @Test("A message that can't be taken up is put off, and the rest of its lane leaves")
    func unreadableMessage() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.engine.pause(mailbox: Stage.mailbox, until: nil, why: "test", by: "dana")
        try stage.enroll("bad@north.example")
        try stage.enroll("good@south.example")
        stage.run(.minutes(10))
        #expect(
            try stage.deliveries().map(\.state) == [.queued(attempts: 0), .queued(attempts: 0)])
        try ServerProcess.run(
            "/usr/bin/sqlite3",
            [stage.store.file, "UPDATE delivery SET recipient = 'nobody' WHERE id = 1"])
        _ = try stage.engine.resume(mailbox: Stage.mailbox, by: "dana")
        stage.run(.hours(3))
        #expect(stage.dots.map(\.recipient) == ["good@south.example"])
        #expect(stage.dots.first?.at == Stage.start + .minutes(10))
        let bad = try stage.store.delivery(DeliveryID(1))
        #expect(bad.state == .queued(attempts: 0))
        #expect(bad.waitsFor?.hasPrefix("a person:") == true)
    }

    @Test("A server that is down, and a mailbox that can't be read, hold their own mailbox alone")
    func mailbox() throws {
        let stage = try Stage(Plans.twoMails, mailboxes: Self.mailboxes)
        stage.server.isDown { $0.sender.canonical == Self.mailboxes[1] }
        func enroll(_ address: String, from mailbox: String) throws -> EnrollmentID {
            try stage.engine.enroll(
                .init(
                    lead: stage.add(address).id, sequence: "plan", mailbox: mailbox, rep: "dana",
                    source: nil, startAt: nil), by: "dana"
            ).get().id
        }
        let bad = try enroll("bad@north.example", from: Self.mailboxes[1])
        _ = try enroll("good@south.example", from: Self.mailboxes[0])
        stage.run(.days(1) + .minutes(1))
        #expect(
            stage.dots.map(\.at) == [Stage.start, Stage.start + .days(1)])
        #expect(stage.dots.allSatisfy { $0.recipient == "good@south.example" })
        #expect(try stage.state(bad).name == .sending)
        // And the other way round: the first can't be read, so its follow-ups stay, and only its.
        stage.server.isDown(for: nil)
        stage.engine.refresh()
        stage.run(.minutes(1))
        #expect(stage.dots.last?.recipient == "bad@north.example")
        stage.inbox.fail(.connection(cause: "gone"))
        _ = try enroll("held@south.example", from: Self.mailboxes[0])
        stage.run(.days(2))
        #expect(stage.dots.count { $0.recipient == "bad@north.example" } == 2)
        #expect(stage.dots.count { $0.recipient == "held@south.example" } == 1)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A sequence without a window holds its own leads alone")
    func sequence() throws {
        let stage = try Stage(Plans.twoMails)
        try stage.publish(Plans.hello, as: "shut", hours: "00:00-00:01")
        let lead = try stage.add("shut@north.example")
        for day in 16...31 {
            stage.calendars.declareHoliday(LocalDate(year: 2026, month: 3, day: day))
        }
        try stage.publish(Plans.hello, as: "never", holidays: "DE")
        _ = try stage.enroll(lead, in: "shut")
        _ = try stage.enroll(stage.add("never@north.example"), in: "never")
        try stage.enroll("good@south.example")
        stage.run(.minutes(1))
        #expect(stage.dots.map(\.recipient) == ["good@south.example"])
        stage.run(.days(1))
        #expect(stage.dots.count { $0.recipient == "good@south.example" } == 2)
    }
}
