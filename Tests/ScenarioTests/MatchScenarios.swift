import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// What ties a message to a lead, rule by rule, and the evidence that is kept of it.
struct MatchScenarios {
    private func touched() throws -> (Stage, EnrollmentID, LeadMail.Original) {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        return (stage, id, try stage.original(stage.dots[0]))
    }

    @Test(
        "An answer is known by any place of our Message-ID, whoever writes it",
        arguments: [
            ("In-Reply-To: <ID>", "In-Reply-To"),
            ("In-Reply-To: <other@x.example>\r\nReferences: <ID> <other@x.example>", "References"),
            ("References: <a@x.example> <ID> <b@x.example> <c@x.example>", "References"),
        ])
    func messageID(header: String, place: String) throws {
        let (stage, id, original) = try touched()
        let line = header.replacing("ID", with: original.messageID)
        stage.post(
            stage.mail("From: <assistant@elsewhere.example>", "To: <\(Stage.mailbox)>", line))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        let reply = try #require(try stage.replies().first)
        #expect(reply.matchRule == .messageID)
        #expect(reply.matchedBy == "it quotes our message \(original.messageID) in \(place)")
        #expect(reply.decidedBy?.rule == "person")
        #expect(
            try stage.story().contains {
                $0.contains("by the rule “person”") && $0.contains("in \(place)")
            })
    }

    @Test(
        "A relay that changes the host of our Message-ID does not hide it; a forged name is nobody's"
    )
    func changedHost() throws {
        let (stage, id, original) = try touched()
        let name = String(original.messageID.prefix { $0 != "@" })
        let forged = name.dropLast(4) + "0000"
        stage.post(
            stage.mail("From: <a@elsewhere.example>", "In-Reply-To: <\(forged)@relay.example>"))
        stage.run(.minutes(1))
        #expect(try stage.replies().isEmpty)
        stage.post(
            stage.mail(
                "From: <a@elsewhere.example>",
                "In-Reply-To: <\(name.uppercased())@relay.example>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.replies().map(\.matchRule) == [.messageID])
    }

    @Test(
        "A tag of ours in the address that it was sent to proves the touch",
        arguments: ["To", "Cc", "Delivered-To", "X-Original-To"])
    func tag(field: String) throws {
        let (stage, id, original) = try touched()
        let name = original.messageID.prefix { $0 != "@" }
        stage.post(
            stage.mail(
                "From: <a@elsewhere.example>", "\(field): \"Dana\" <dana+\(name)@sender.example>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.replies().map(\.matchRule) == [.addressTag])
    }

    @Test("A tag that was not made with our key proves nothing")
    func forgedTag() throws {
        let (stage, id, _) = try touched()
        stage.post(
            stage.mail(
                "From: <a@elsewhere.example>",
                "To: <dana+e1.0.1.00000000000000000000@sender.example>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.replies().isEmpty)
    }

    @Test(
        "A new thread is known by the address, wherever the lead's program puts it",
        arguments: [
            ("From: Mira <Mira@North.example>", "it comes from (From) mira@north.example"),
            (
                "From: <m.f@phone.example>\r\nReply-To: <mira@north.example>",
                "it wants its answer at (Reply-To) mira@north.example"
            ),
            (
                "From: <m.f@phone.example>\r\nSender: <mira@north.example>",
                "it was sent by (Sender) mira@north.example"
            ),
        ])
    func address(header: String, evidence: String) throws {
        let (stage, id, _) = try touched()
        stage.post(stage.mail(header, "Subject: Something else"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        let reply = try #require(try stage.replies().first)
        #expect(reply.matchRule == .address)
        #expect(reply.matchedBy == evidence)
    }

    @Test(
        "Mail older than the enrollment, known by its address alone, ends nothing and owes nothing")
    func older() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.post(
            stage.mail("From: <mira@north.example>", "Subject: Last month"),
            arrivedAt: Stage.start - .days(9))
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.openTasks().isEmpty)
        #expect(try stage.replies().map(\.handOff) == [nil])
        #expect(try stage.story().contains { $0.contains("older than the enrollment") })
        // An answer to our own message counts whenever it is found.
        let original = try stage.original(stage.dots[0])
        stage.post(
            stage.mail("From: <mira@north.example>", "In-Reply-To: <\(original.messageID)>"),
            arrivedAt: Stage.start - .days(9))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
    }

    @Test("An old word of opting out is final all the same")
    func olderOptOut() throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        stage.post(
            stage.mail("From: <mira@north.example>", "Subject: No", text: "unsubscribe"),
            arrivedAt: Stage.start - .days(9))
        stage.run(.days(3))
        #expect(try stage.state(id) == .ended(.optedOut))
        #expect(stage.dots.count == 1)
    }

    @Test("Somebody of the company under our subject: everything rests until a person has looked")
    func sameSubject() throws {
        let (stage, id, _) = try touched()
        stage.post(stage.mail("From: <petra@north.example>", "Subject: AW: Hello"))
        stage.run(.minutes(1))
        #expect(
            try stage.state(id)
                == .paused(step: StepIndex(1), cause: .colleagueReplied, until: nil))
        let task = try #require(try stage.openTasks().first)
        #expect(task.script.firstLine.contains("petra@north.example writes under our subject"))
        let reply = try #require(try stage.replies().first)
        #expect(reply.matchRule == .sameSubject)
        #expect(task.script.contains("thirdtouch reply classify \(reply.id) --as person"))
        stage.run(.days(9))
        #expect(stage.dots.count == 1)
    }

    @Test(
        "Another subject, another company, or a domain that everybody uses: not our business",
        arguments: [
            ("mira@north.example", "petra@north.example", "Re: Invoice 7"),
            ("mira@north.example", "petra@south.example", "Re: Hello"),
            ("mira@gmail.com", "petra@gmail.com", "Re: Hello"),
        ])
    func notOurs(lead: String, writer: String, subject: String) throws {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll(lead)
        stage.run(.hours(1))
        stage.post(stage.mail("From: <\(writer)>", "Subject: \(subject)"))
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.replies().isEmpty)
    }

    @Test("A message of another mailbox of ours in the lead's thread is no answer of the lead")
    func ourColleague() throws {
        let stage = try Stage(
            Plans.twoMails, mailboxes: [Stage.mailbox, "kit@sender.example"])
        let id = try stage.enroll()
        stage.run(.hours(1))
        let original = try stage.original(stage.dots[0])
        stage.post(
            stage.mail("From: <kit@sender.example>", "In-Reply-To: <\(original.messageID)>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id).name == .waiting)
        #expect(try stage.replies().isEmpty)
    }

    @Test(
        "The name that a server gave our message is learned from Sent, and answers to it are known")
    func providerID() throws {
        let (stage, id, original) = try touched()
        let renamed = String(decoding: stage.dots[0].bytes, as: UTF8.self)
            .replacing(original.messageID, with: "AAQk.77@provider.example")
        stage.post(Array(renamed.utf8), in: .sent)
        stage.run(.minutes(1))
        stage.post(
            stage.mail(
                "From: <assistant@elsewhere.example>", "In-Reply-To: <AAQk.77@provider.example>"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.replies().map(\.matchRule) == [.providerID])
        // It was no mail of the rep's.
        #expect(try stage.effort().touches == 1)
    }

    @Test("A message to two mailboxes of ours is recorded and owed once")
    func twoMailboxes() throws {
        let (stage, _, original) = try touched()
        for copy in ["one", "two"] {
            stage.post(
                stage.mail(
                    "Received: by \(copy).sender.example", "From: <mira@north.example>",
                    "Subject: Re: Hello", "In-Reply-To: <\(original.messageID)>"))
        }
        stage.run(.minutes(1))
        #expect(try stage.replies().count == 1)
        #expect(try stage.openTasks().count == 1)
    }

    @Test("What can't be parsed still stops the sequence of the lead who wrote it")
    func unreadable() throws {
        let (stage, id, _) = try touched()
        let deep = (0..<40).map {
            "--b\($0)\r\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\r\n"
        }
        let mail =
            "From: Mira <mira@north.example>\r\nSubject: Re\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + deep.joined(separator: "\r\n")
        stage.post(Array(mail.utf8))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.replies().map { ReplyKind($0.replyClass) } == [.unreadable])
        #expect(try stage.openTasks().count == 1)
    }
}
