import Engine
import Sequencing
import Simulation
import Store
import Testing

/// What the rep sends from their own mail program counts, answers, and puts the next e-mail off.
struct HandwrittenScenarios {
    private func touched(_ steps: String = Plans.twoMails) throws -> (Stage, EnrollmentID) {
        let stage = try Stage(steps)
        let id = try stage.enroll()
        stage.run(.hours(12))
        return (stage, id)
    }

    private func byHand(
        _ stage: Stage, _ headers: [String] = ["To: Mira <mira@north.example>"],
        name: String = "hand"
    ) -> [UInt8] {
        let lines =
            ["From: Dana <\(Stage.mailbox)>"] + headers + [
                "Subject: Between us", "Date: \(Stage.date(stage.time.now()))",
                "Message-ID: <\(name)@sender.example>", "", "Just a word.",
            ]
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    @Test("It is a human touch, and the next e-mail counts its delay from it")
    func touch() throws {
        let (stage, id) = try touched()
        stage.post(byHand(stage), in: .sent)
        let written = stage.time.now()
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 2)
        let handOff = try #require(
            try stage.store.handOffs(lead: LeadID(1), owners: nil, source: nil).first)
        #expect(handOff.touches.map(\.isHuman) == [false, true])
        guard case .waiting(StepIndex(1), let dueAt) = try stage.state(id) else {
            Issue.record("\(try stage.state(id))")
            return
        }
        #expect(dueAt >= written + .days(1))
        stage.run(dueAt.since(stage.time.now()) - .minutes(1))
        #expect(stage.dots.count == 1)
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        #expect(try stage.story().contains { $0.hasPrefix("wrote-by-hand: “Between us”") })
        #expect(try stage.broken().isEmpty)
    }

    @Test("A draft among all mail is nothing; sent, it is a touch")
    func draft() throws {
        let (stage, _) = try touched()
        stage.inbox.post(draft: byHand(stage))
        stage.engine.sweep(EmailAddress(known: Stage.mailbox))
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 1)
        stage.post(byHand(stage), in: .all)
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 2)
    }

    @Test(
        "What came in and names the rep as its sender is no touch",
        arguments: [
            FolderRole.inbox, .all, .archive,
        ])
    func forged(_ role: FolderRole) throws {
        let (stage, _) = try touched()
        stage.post(
            Array("Received: from elsewhere.example by mx.sender.example; x\r\n".utf8)
                + byHand(stage), in: role)
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 1)
    }

    @Test("It is recorded once, though it lies in Sent and in All")
    func once() throws {
        let (stage, _) = try touched()
        stage.post(byHand(stage), in: .sent)
        stage.post(
            Array("X-Label: sent\r\n".utf8) + byHand(stage), in: .all)
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 2)
    }

    @Test("Each lead in To, Cc and Bcc has a touch of its own, and nobody else")
    func severalLeads() throws {
        let (stage, _) = try touched()
        for name in ["kim", "ben", "zoe"] { _ = try stage.add("\(name)@south.example") }
        stage.post(
            byHand(
                stage,
                [
                    "To: \"zoe@south.example\" <mira@north.example>, Kim <kim@south.example>",
                    "Cc: Someone <s@else.example>, Kim Again <KIM@south.example>",
                    "Bcc: ben@south.example",
                ]), in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.effort(LeadID(1)).touches == 2)
        #expect(try stage.effort(LeadID(2)).touches == 1)
        #expect(try stage.effort(LeadID(3)).touches == 1)
        #expect(try stage.effort(LeadID(4)).touches == 0)
    }

    @Test("It answers what the lead wrote before it: the task closes, once, without a second touch")
    func answers() throws {
        let (stage, _) = try touched()
        try stage.answer(stage.dots[0])
        stage.run(.hours(1))
        #expect(try stage.openTasks().count == 1)
        stage.post(byHand(stage), in: .sent)
        let written = stage.time.now()
        stage.run(.minutes(1))
        #expect(try stage.openTasks().isEmpty)
        #expect(try stage.replies().map(\.answeredAt) == [written])
        #expect(try stage.effort().touches == 2)
        stage.run(.days(9))
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.class != .ourTurn)
    }

    @Test("It answers also what is found only after it: folders are read one after the other")
    func foundLater() throws {
        let (stage, id) = try touched()
        let arrivedAt = stage.time.now()
        stage.run(.hours(1))
        let written = stage.time.now()
        stage.post(byHand(stage), in: .sent)
        stage.run(.minutes(1))
        stage.post(
            stage.mail("From: <mira@north.example>", "Subject: Re: Hello"), arrivedAt: arrivedAt)
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.openTasks().isEmpty)
        #expect(
            try stage.replies().map(\.answeredAt).map { $0.map { $0.milliseconds / 1000 } }
                == [written.milliseconds / 1000])
    }

    @Test("Written before the answer came, it answers nothing")
    func before() throws {
        let (stage, _) = try touched()
        let mail = byHand(stage)
        stage.run(.hours(1))
        try stage.answer(stage.dots[0])
        stage.run(.hours(1))
        stage.post(mail, in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.openTasks().count == 1)
        #expect(try stage.replies().map(\.answeredAt) == [nil])
    }

    @Test("Sent before the lead was handed over it is no touch")
    func beforeHandOff() throws {
        let stage = try Stage(Plans.twoMails)
        let mail = byHand(stage)
        stage.run(.hours(1))
        _ = try stage.add("mira@north.example")
        stage.post(mail, in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 0)
        #expect(try stage.story().contains { $0.contains("before the lead was handed over") })
    }

    @Test(
        "Drafts that were thrown away and what the rep's machines send are no touches",
        arguments: [
            ("X-A: b", FolderRole.trash), ("Auto-Submitted: auto-replied", .sent),
            ("X-Autoreply: yes", .all),
        ])
    func notWritten(header: String, role: FolderRole) throws {
        let (stage, _) = try touched()
        stage.post(byHand(stage, ["To: <mira@north.example>", header]), in: role)
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 1)
    }

    @Test("A message that waits in the lane is called back, and goes a business day later")
    func underWay() throws {
        let stage = try Stage(Plans.hello)
        stage.inbox.fail(nil)
        let id = try stage.enroll()
        let answer = byHand(stage)
        stage.server.tell(.putsOff)
        stage.run(.minutes(5))
        #expect(try stage.state(id).name == .sending)
        stage.post(answer, in: .sent)
        stage.run(.minutes(1))
        guard case .paused(StepIndex(0), .handWritten, .some(let until)) = try stage.state(id)
        else {
            Issue.record("\(try stage.state(id))")
            return
        }
        #expect(try stage.deliveries().map(\.state) == [.withdrawn])
        stage.run(until.since(stage.time.now()) - .minutes(1))
        #expect(stage.dots.isEmpty)
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A call stays where it is: the task waits for the same person")
    func call() throws {
        let stage = try Stage(Plans.callFirst)
        let id = try stage.enroll("mira@north.example", fields: ["phone": "+00 555"])
        stage.run(.hours(1))
        stage.post(byHand(stage), in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .atTask)
        #expect(try stage.effort().touches == 1)
    }

    @Test("An answer to it is known by its Message-ID, and its bounce takes its touch back")
    func thread() throws {
        let (stage, id) = try touched()
        stage.post(byHand(stage), in: .sent)
        stage.run(.minutes(1))
        stage.post(
            Notice(
                recipients: [.init(address: "mira@north.example", status: "4.2.2")],
                messageID: "hand@sender.example", subject: "Between us"
            ).bytes(at: stage.time.now()))
        stage.run(.minutes(1))
        #expect(try stage.effort().touches == 1)
        #expect(try stage.state(id).name == .waiting)
        stage.post(
            stage.mail(
                "From: <assistant@elsewhere.example>", "In-Reply-To: <hand@sender.example>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.replies().map(\.matchRule) == [.handWritten, .handWritten])
    }

    @Test("Our own message in Sent is no touch by hand, and settles a doubt")
    func ownCopy() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.hangsUp)
        _ = try stage.enroll()
        stage.run(.hours(1))
        let delivery = try #require(try stage.deliveries().first)
        #expect(delivery.state == .inDoubt)
        stage.post(stage.dots[0].bytes, in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.store.delivery(delivery.id).state == .accepted)
        #expect(try stage.effort().touches == 1)
        #expect(try stage.replies().isEmpty)
        #expect(try stage.broken().isEmpty)
    }

    @Test("A message in doubt that the server has renamed is proven by its frozen date and subject")
    func renamedCopy() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.hangsUp)
        _ = try stage.enroll()
        stage.run(.hours(1))
        let original = try stage.original(stage.dots[0])
        let renamed = String(decoding: stage.dots[0].bytes, as: UTF8.self)
            .replacing(original.messageID, with: "AAQk.1@provider.example")
        stage.post(Array(renamed.utf8), in: .sent)
        stage.run(.minutes(1))
        #expect(try stage.deliveries().first?.state == .accepted)
        #expect(try stage.effort().touches == 1)
        #expect(try stage.story().contains { $0.contains("AAQk.1@provider.example") })
    }
}
