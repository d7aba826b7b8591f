import Engine
import MailMessage
import Sequencing
import Simulation
import Store
import Testing

/// After a backup was put back: nothing leaves twice, nothing vanishes (promises G1, G2, G4).
struct RestoreScenarios {
    private let id = EnrollmentID(1)

    @Test(
        "A step that was due since the copy is held, listed, and leaves only when a person says so")
    func dueSince() throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .days(3))
        let stage = second.stage
        #expect(second.forgotten.count == 1)
        stage.run(.days(10))
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .restored))
        #expect(try stage.store.restoration(rep: "dana")?.open == 1)
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.primary?.reason == .restored)
        #expect(gap.primary?.command == "thirdtouch enrollment settle E1 --as sent|resend")
        #expect(try second.broken().isEmpty)
    }

    @Test("Said to have left, it is over and the sequence goes on after it")
    func sent() throws {
        let steps =
            Plans.twoMails + "\n  - id: last\n    after: 2 days\n"
            + "    email: { reply-to: hello, body: Last. }"
        let second = try second(steps, copied: .hours(1), restored: .days(2))
        let stage = second.stage
        stage.run(.hours(1))
        #expect(try stage.engine.settleRestore(of: nil, rep: nil, as: .sent, by: "dana") == 1)
        stage.run(.days(5))
        #expect(second.leftTwice.isEmpty)
        #expect(stage.dots.map(\.at) == [Stage.start + .days(4)], "two days after the restore")
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.store.restoration(rep: nil)?.open == 0)
        #expect(try stage.story().contains { $0.contains("dana says: it left before the restore") })
        #expect(try second.broken().isEmpty)
    }

    @Test(
        "Said not to have left, it leaves now; a resume says the same", arguments: [true, false])
    func resend(byResume: Bool) throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .days(2))
        let stage = second.stage
        stage.run(.hours(1))
        if byResume {
            #expect(try stage.engine.resume(id, by: "dana") == .moved(.nothing))
        } else {
            #expect(
                try stage.engine.settleRestore(of: [id], rep: nil, as: .resend, by: "dana") == 1)
        }
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.engine.settleRestore(of: [id], rep: nil, as: .resend, by: "dana") == 0)
    }

    @Test("A step that is due only after the restore goes on without anybody")
    func dueLater() throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .hours(12))
        let stage = second.stage
        stage.run(.days(2))
        #expect(second.forgotten.isEmpty)
        #expect(stage.dots.map(\.at) == [Stage.start + .days(1)])
        #expect(try stage.store.restoration(rep: nil)?.open == 0)
        #expect(try second.broken().isEmpty)
    }

    @Test(
        "A message that was on its way is in doubt; our copy in Sent settles it, the next step is held"
    )
    func onItsWay() throws {
        let second = try second(
            Plans.twoMails, copied: .minutes(1), restored: .days(3),
            first: { stage in
                stage.server.tell(.putsOff)
                try stage.enroll()
            })
        let stage = second.stage
        #expect(second.forgotten.count == 2)
        stage.run(.hours(1))
        let delivery = try #require(stage.deliveries().first)
        #expect(delivery.state == .inDoubt)
        #expect(delivery.serverReply?.contains("restored") == true)
        stage.post(second.forgotten[0].bytes, in: .sent)
        stage.run(.days(5))
        #expect(try stage.store.delivery(delivery.id).state == .accepted)
        #expect(try stage.effort().touches == 1)
        // It was due before the restore, counted from the message: it may have left too, and did.
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .restored))
        #expect(stage.dots.isEmpty)
        #expect(try second.broken().isEmpty)
    }

    @Test(
        "All that is in doubt is settled with the rest, as sent or to be sent",
        arguments: [true, false])
    func doubtSettled(isSent: Bool) throws {
        let second = try second(
            Plans.twoMails, copied: .minutes(1), restored: .hours(2),
            first: { stage in
                stage.server.tell(.putsOff)
                try stage.enroll()
            })
        let stage = second.stage
        #expect(second.forgotten.count == 1)
        #expect(
            try stage.engine.settleRestore(
                of: nil, rep: "dana", as: isSent ? .sent : .resend, by: "dana") == 1)
        stage.run(.days(2))
        #expect(stage.dots.count == (isSent ? 1 : 2))
        #expect(second.leftTwice.isEmpty == isSent)
        #expect(stage.dots.first?.bytes == second.forgotten[0].bytes || isSent, "the frozen bytes")
        #expect(try stage.state(id) == .ended(.completed))
        #expect(try stage.store.restoration(rep: nil)?.open == 0)
    }

    @Test("After a task that is done again, the mail that followed it does not leave again")
    func afterTask() throws {
        let second = try second(
            Plans.callFirst, copied: .hours(1), restored: .hours(30),
            first: { try $0.enroll(fields: ["phone": "+49 30 5550100"]) },
            between: { stage in
                let task = try #require(stage.openTasks().first)
                _ = try stage.engine.close(
                    task.id, .done(outcome: "voicemail", note: nil), by: "dana")
            })
        let stage = second.stage
        #expect(second.forgotten.count == 1)
        stage.run(.hours(1))
        for task in try stage.openTasks() {
            _ = try stage.engine.close(
                task.id, .done(outcome: "voicemail", note: nil), by: "dana")
        }
        stage.run(.days(5))
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .restored))
    }

    @Test(
        "An enrollment that is resumed again does not send again what left after the first resume")
    func afterPause() throws {
        let second = try second(
            Plans.twoMails, copied: .hours(1), restored: .days(3),
            first: { stage in
                let id = try stage.enroll()
                stage.run(.minutes(10))
                _ = try stage.engine.pause(id, until: nil, why: "wait", by: "dana")
            },
            between: { stage in _ = try stage.engine.resume(EnrollmentID(1), by: "dana") })
        let stage = second.stage
        #expect(second.forgotten.count == 1)
        #expect(try stage.engine.resume(id, by: "dana") == .moved(.nothing))
        stage.run(.days(5))
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .restored))
    }

    @Test("An answer that came in between is read again, and ends the sequence")
    func answered() throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .days(2))
        let stage = second.stage
        stage.post(
            stage.mail(
                "From: mira@north.example", "To: dana@sender.example", "Subject: Re: Hello",
                text: "Let us talk."))
        stage.run(.hours(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.store.restoration(rep: nil)?.open == 0)
        #expect(stage.dots.isEmpty)
    }

    @Test("Editing the lead lets nothing go that a restore holds")
    func edited() throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .days(2))
        let stage = second.stage
        stage.run(.hours(1))
        var lead = try stage.store.lead(LeadID(1))
        lead.fields["first_name"] = "Mira"
        try stage.engine.edit(lead, why: "test", by: "dana")
        stage.run(.days(2))
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .held(step: StepIndex(1), reason: .restored))
    }

    @Test("An e-mail to be reviewed can't be approved until it is known whether it left")
    func reviewed() throws {
        let steps = """
              - id: hello
                email: { review: true, subject: Hello, body: Hi. }
            """
        let second = try second(
            steps, copied: .hours(1), restored: .days(2),
            between: { stage in
                let task = try #require(stage.openTasks().first)
                _ = try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
            })
        let stage = second.stage
        #expect(second.forgotten.count == 1)
        let task = try #require(stage.openTasks().first)
        #expect(throws: StoreError.self) {
            try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
        }
        #expect(try stage.engine.settleRestore(of: [id], rep: nil, as: .resend, by: "dana") == 1)
        _ = try stage.engine.approve(task.id, subject: nil, text: nil, by: "dana")
        stage.run(.hours(1))
        #expect(stage.dots.count == 1)
    }

    @Test("Leads who are enrolled after the restore are nobody's doubt")
    func newcomers() throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .days(2))
        let stage = second.stage
        try stage.enroll("new@south.example")
        stage.run(.days(3))
        #expect(stage.dots.map(\.recipient) == ["new@south.example", "new@south.example"])
    }

    /// The token in the `mailto:` of a message that left.
    private func token(in dot: Dot) throws -> String {
        let field = try #require(
            MessageParser.parse(dot.bytes).headers.first { $0.name == "List-Unsubscribe" })
        return try #require(field.value.split(separator: "%20").last.map { String($0.dropLast()) })
    }

    @Test(
        "Nobody gets the number of an enrollment that the copy did not know, nor what is meant for that"
    )
    func numbers() throws {
        let second = try second(
            Plans.twoMails, copied: .hours(1), restored: .days(2),
            between: { try $0.enroll("late@north.example") })
        let stage = second.stage
        let lost = try #require(second.forgotten.first { $0.recipient == "late@north.example" })
        let newcomer = try stage.enroll("new@south.example")
        stage.run(.hours(1))
        let name = try #require(
            try stage.original(stage.dots[0]).messageID.split(separator: ".").first)
        #expect(try !stage.original(lost).messageID.hasPrefix("\(name)."))
        // What comes of the lost message is about somebody of whom nothing is known any more.
        try stage.engine.optOut(byLink: token(in: lost))
        stage.post(
            stage.mail(
                "From: <late@private.example>",
                "In-Reply-To: <\(try stage.original(lost).messageID)>"))
        stage.run(.minutes(1))
        #expect(try stage.state(newcomer).name == .waiting)
        #expect(try stage.store.suppressions(containing: nil, limit: 10).isEmpty)
        #expect(try stage.replies().isEmpty)
        stage.run(.days(2))
        #expect(stage.dots.count == 2)
    }

    enum Word: CaseIterable { case link, mailto, answer }

    @Test(
        "A word on a message that the restore has lost still finds its lead",
        arguments: Word.allCases)
    func lostMessage(word: Word) throws {
        let second = try second(Plans.twoMails, copied: .hours(1), restored: .hours(25))
        let stage = second.stage
        let lost = try #require(second.forgotten.first)
        let from = "From: <m.falk@private.example>"
        switch word {
        case .link: try stage.engine.optOut(byLink: token(in: lost))
        case .mailto:
            stage.post(stage.mail(from, "Subject: unsubscribe \(try token(in: lost))", text: ""))
        case .answer:
            stage.post(
                stage.mail(from, "In-Reply-To: <\(try stage.original(lost).messageID)>"))
        }
        stage.run(.hours(1))
        #expect(try stage.state(id) == .ended(word == .answer ? .replied : .optedOut))
        let isSuppressed =
            try stage.store.suppressionReason(
                of: EmailAddress("mira@north.example")) != nil
        #expect(isSuppressed == (word != .answer))
        #expect(try stage.story().contains { $0.contains("a restore has lost") })
        #expect(stage.dots.isEmpty)
    }
}
