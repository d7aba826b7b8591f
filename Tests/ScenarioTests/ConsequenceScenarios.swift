import Engine
import Sequencing
import Simulation
import Store
import Testing

/// The other classes, each with what it moves and what it owes.
struct ConsequenceScenarios {
    private func touched() throws -> (Stage, EnrollmentID, LeadMail.Original) {
        let stage = try Stage(Plans.twoMails)
        let id = try stage.enroll()
        stage.run(.hours(1))
        return (stage, id, try stage.original(stage.dots[0]))
    }

    @Test("“We have received your message” says nothing: the sequence goes on as planned")
    func acknowledgement() throws {
        let (stage, id, original) = try touched()
        let before = try stage.state(id)
        stage.post(
            stage.mail(
                "From: <mira@north.example>", "Subject: We have received your message",
                "In-Reply-To: <\(original.messageID)>", "Auto-Submitted: auto-replied",
                text: "Thank you. Your message has been received."))
        stage.run(.minutes(1))
        #expect(try stage.replies().map { ReplyKind($0.replyClass) } == [.autoReply])
        #expect(try stage.state(id) == before)
        stage.run(.days(2))
        #expect(stage.dots.count == 2)
    }

    @Test("A complaint suppresses the address in the same transaction")
    func complaint() throws {
        let (stage, id, original) = try touched()
        stage.post(LeadMail.complaint(about: original, at: stage.time.now()))
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.complained))
        let lead = try stage.store.lead(LeadID(1))
        #expect(try stage.store.suppressionReason(of: lead.email) == "a complaint")
    }

    @Test("A read receipt is recorded, and that is all")
    func receipt() throws {
        let (stage, id, original) = try touched()
        let before = try stage.state(id)
        stage.post(
            stage.mail(
                "From: <mira@north.example>", "In-Reply-To: <\(original.messageID)>",
                "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
                text: "--b\r\nContent-Type: text/plain\r\n\r\nRead.\r\n--b\r\n"
                    + "Content-Type: message/disposition-notification\r\n\r\n"
                    + "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--"))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == before)
        #expect(try stage.openTasks().isEmpty)
    }

    @Test("An answer to an invitation is the lead's: the sequence ends and somebody looks")
    func calendar() throws {
        let (stage, id, original) = try touched()
        stage.post(
            Array(
                """
                From: <mira@north.example>\r
                Subject: Accepted: Hello\r
                In-Reply-To: <\(original.messageID)>\r
                MIME-Version: 1.0\r
                Content-Type: text/calendar; method=REPLY; charset=utf-8\r
                \r
                BEGIN:VCALENDAR\r
                METHOD:REPLY\r
                END:VCALENDAR\r

                """.utf8))
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(
            try stage.openTasks().map(\.script.firstLine)
                == ["Look at the lead's answer to the invitation."])
    }

    @Test(
        "What happened to an enrollment that another message ended first is told, and nothing moves"
    )
    func afterTheEnd() throws {
        let (stage, id, _) = try touched()
        try stage.answer(stage.dots[0])
        stage.run(.minutes(1))
        try stage.outOfOffice(stage.dots[0], backOn: 20)
        stage.run(.minutes(1))
        #expect(try stage.state(id) == .ended(.replied))
        #expect(try stage.story().contains { $0.contains("ignored (ended)") })
    }
}
