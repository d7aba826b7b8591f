import Foundation
import Support
import Testing

/// From `lead add` to a stopped sequence, on real binaries, a real SMTP server and a real IMAP server.
@Suite(.serialized) struct RealPathTests {
    static let steps = """
          - id: hello
            email: { subject: "Pumps at {{company}}", body: "Hi {{first_name|there}}, a word?" }
          - id: nudge
            after: 0 minutes
            email: { reply-to: hello, body: "Did you see my mail?" }
          - id: last
            after: 2 hours
            email: { reply-to: hello, body: "A last word." }
        """
    static let lead = "mira@customer.example"

    @Test(
        "An answer stops the sequence, over STARTTLS and over implicit TLS",
        arguments: ["starttls", "implicit"])
    func answerStopsTheSequence(security: String) throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: security))
        try daemon.publish(Self.steps)
        try daemon.json("lead", "add", Self.lead, "--first-name", "Mira", "--company", "Nordwind")
        let enrolled = try daemon.json("enroll", Self.lead, "--sequence", "quick")
        #expect(enrolled["items"][0]["enrollment"]["sequence"].text == "quick")

        let mails = try eventually("two mails at the server: \(daemon.log)") {
            let mails = servers.mails(to: Self.lead)
            return mails.count == 2 ? mails : nil
        }
        let first = try #require(mails.first { header("Subject", of: $0) == "Pumps at Nordwind" })
        let second = try #require(
            mails.first { header("Subject", of: $0) == "Re: Pumps at Nordwind" })
        let firstID = try #require(header("Message-ID", of: first))
        #expect(header("In-Reply-To", of: second) == firstID)
        #expect(header("References", of: second) == firstID)
        #expect(header("From", of: first)?.contains(MailServers.address) ?? false)
        #expect(first.contains("Hi Mira, a word?"))

        try servers.deliver([
            "From: Mira Falk <\(Self.lead)>", "To: <\(MailServers.address)>",
            "Subject: Re: Pumps at Nordwind", "Message-ID: <answer.1@customer.example>",
            "In-Reply-To: \(try #require(header("Message-ID", of: second)))",
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "",
            "Thursday suits me.", "", "> Did you see my mail?",
        ])
        let ended = try eventually(within: 6, "the answer to end the enrollment: \(daemon.log)") {
            let state = try daemon.json("enrollment", "list")["items"][0]
            return state["state"].text == "ended" ? state : nil
        }
        #expect(ended["outcome"].text == "replied")

        let reply = try daemon.json("reply", "list")["items"][0]
        #expect(reply["kind"].text == "person")
        let id = try #require(reply["id"].number)
        #expect(try daemon.json("reply", "show", "R\(id)")["text"].text == "Thursday suits me.")
        let story = try daemon.ask("lead", "explain", Self.lead)
        #expect(story.status == 0)
        #expect(story.output.contains("a person answered"))
        // The answer is owed: the task says so, and doing it counts as a human touch.
        let task = try #require(try daemon.json("task", "list")["items"][0]["id"].number)
        #expect(try daemon.ask("task", "done", "T\(task)", "--outcome", "answered").status == 0)
        #expect(try daemon.json("lead", "show", Self.lead)["touches"].number == 3)
        #expect(servers.mails(to: Self.lead).count == 2)
        #expect(daemon.stop() == 0)
        #expect(!daemon.log.contains(DovecotServer.password))
    }

    @Test("A hard bounce ends the enrollment and takes the touch back")
    func hardBounce() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: "starttls"))
        try daemon.publish(
            """
              - id: hello
                email: { subject: "Pumps", body: "Hi." }
              - id: later
                after: 2 hours
                email: { reply-to: hello, body: "Again." }
            """)
        try daemon.json("lead", "add", Self.lead)
        try daemon.json("enroll", Self.lead, "--sequence", "quick")
        let mail = try eventually("the mail at the server") { servers.mails(to: Self.lead).first }
        _ = try eventually("the touch") {
            try daemon.json("lead", "show", Self.lead)["touches"].number == 1 ? true : nil
        }
        let messageID = try #require(header("Message-ID", of: mail))
        try servers.deliver([
            "From: MAILER-DAEMON@mx.customer.example", "To: <\(MailServers.address)>",
            "Subject: Undelivered Mail Returned to Sender", "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "", "--b",
            "Content-Type: text/plain", "", "No such user.", "--b",
            "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.customer.example",
            "", "Final-Recipient: rfc822; \(Self.lead)", "Action: failed", "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 user unknown", "", "--b",
            "Content-Type: text/rfc822-headers", "", "Message-ID: \(messageID)", "", "--b--",
        ])
        let ended = try eventually(within: 6, "the bounce to be read: \(daemon.log)") {
            let state = try daemon.json("enrollment", "list")["items"][0]
            return state["state"].text == "ended" ? state : nil
        }
        #expect(ended["outcome"].text == "bounced")
        #expect(try daemon.json("lead", "show", Self.lead)["touches"].number == 0)
        let line = try daemon.json("report", "touch-gap")["rows"][0]
        #expect(line["class"].text == "ended-short")
        #expect(line["reason"].text == "bounced-hard")
        #expect(line["attempts"].number == 1)
        #expect(line["party"].text == "data")
    }

    @Test("A mail from the rep's own program counts, answers, and a correction is done anew")
    func byHandAndCorrected() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: "starttls"))
        try daemon.publish(
            """
              - id: hello
                email: { subject: "Pumps", body: "Hi." }
              - id: later
                after: 2 hours
                email: { reply-to: hello, body: "Again." }
            """)
        try daemon.json("lead", "add", Self.lead)
        try daemon.json("enroll", Self.lead, "--sequence", "quick")
        let mail = try eventually("the mail at the server") { servers.mails(to: Self.lead).first }
        let messageID = try #require(header("Message-ID", of: mail))
        let dueAt = try eventually("the next step") {
            try daemon.json("enrollment", "list")["items"][0]["dueAt"].text
        }

        // Written by hand: a second touch, and the next e-mail comes later than it would have.
        try servers.deliver(
            [
                "From: Dana <\(MailServers.address)>", "To: <\(Self.lead)>", "Subject: Lunch",
                "Message-ID: <hand.1@sender.example>", "", "Shall we?",
            ], in: "Sent")
        // Sent has no news of its own: it is read with the others.
        try servers.deliver([
            "From: <news@shop.example>", "To: <\(MailServers.address)>", "Subject: Offers", "",
            "Buy.",
        ])
        _ = try eventually(within: 20, "the touch by hand: \(daemon.log)") {
            try daemon.json("lead", "show", Self.lead)["touches"].number == 2 ? true : nil
        }
        let later = try #require(
            try daemon.json("enrollment", "list")["items"][0]["dueAt"].text)
        #expect(later > dueAt)

        // A machine's answer, which Mira wrote herself.
        try servers.deliver([
            "From: Mira Falk <\(Self.lead)>", "To: <\(MailServers.address)>",
            "Subject: Automatic reply: Pumps", "Message-ID: <away.1@customer.example>",
            "In-Reply-To: \(messageID)", "Auto-Submitted: auto-replied",
            "Content-Type: text/plain; charset=utf-8", "",
            "I am out of the office. Please talk to petra@customer.example.",
        ])
        let kind = try eventually(within: 20, "the notice to be read: \(daemon.log)") {
            try daemon.json("reply", "list")["items"][0]["kind"].text
        }
        #expect(kind == "out-of-office" || kind == "auto-reply")
        let shown = try daemon.json("reply", "show", "R1")
        #expect(shown["matchRule"].text == "message-id")
        #expect(shown["matchedBy"].text?.hasSuffix("in In-Reply-To") == true)
        #expect(!shown["reading"]["rules"].items.isEmpty)
        let person = ["reply", "classify", "R1", "--as", "person", "--why", "she wrote it"]
        let classified = try daemon.json(person)
        #expect(classified["reply"]["correction"]["readAs"].text == kind)
        #expect(classified["changes"].items.count >= 3)
        #expect(try daemon.json(person)["changes"].items.isEmpty)
        #expect(try daemon.json("enrollment", "list")["items"][0]["outcome"].text == "replied")
        #expect(try daemon.json("task", "list")["items"][0]["reply"].number == 1)
        let story = try daemon.ask("lead", "explain", Self.lead).output
        #expect(story.contains("she wrote it"))
        #expect(story.contains("written by hand") || story.contains("wrote-by-hand"))

        // And back: the task closes, and the command to begin again works.
        let back = try daemon.json("reply", "classify", "R1", "--as", "auto-reply")
        #expect(try daemon.json("task", "list")["items"].items.isEmpty)
        let command = try #require(back["advice"][0]["command"].text)
            .split(separator: " ").map(String.init)
        #expect(try daemon.ask(Array(command.dropFirst())).status == 0)
        #expect(try daemon.ask("reply", "classify", "R9", "--as", "person").status == 1)
    }

    @Test("A neglected lead is in the report, and the command that it names works")
    func touchGapCommand() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: "starttls"))
        try daemon.publish(Self.steps)
        try daemon.json("lead", "add", Self.lead, "--company", "Nordwind", "--source", "webinar")
        let future = ISO8601DateFormatter().string(from: Date().addingTimeInterval(9 * 86_400))
        let report = try daemon.json("report", "touch-gap", "--as-of", future)
        #expect(report["addsUp"].value as? Bool == true)
        let line = report["rows"][0]
        #expect(line["class"].text == "never-touched")
        #expect(line["reason"].text == "not-enrolled")
        #expect(line["party"].text == "rep")
        let command = try #require(line["command"].text).split(separator: " ").map(String.init)
        #expect(command.first == "thirdtouch")
        #expect(try daemon.ask(Array(command.dropFirst())).status == 0)
        _ = try eventually("the mail of the command") { servers.mails(to: Self.lead).first }

        // One touch and a pause without a date: stalled, with the command that goes on.
        let id = try #require(try daemon.json("enrollment", "list")["items"][0]["id"].number)
        _ = try eventually("the second touch") {
            try daemon.json("lead", "show", Self.lead)["touches"].number == 2 ? true : nil
        }
        #expect(try daemon.ask("enrollment", "pause", "E\(id)").status == 0)
        let stalled = try daemon.json("report", "touch-gap", "--as-of", future)["rows"][0]
        #expect(stalled["class"].text == "stalled")
        #expect(stalled["reason"].text == "paused-no-date")
        #expect(stalled["command"].text == "thirdtouch enrollment resume E\(id)")
        #expect(try daemon.ask("enrollment", "resume", "E\(id)").status == 0)
        #expect(
            try daemon.ask("report", "touch-gap", "--as-of", future, "--check").status == 2
                || daemon.json("enrollment", "list")["items"][0]["state"].text != "paused")
    }

    @Test("A plan foresees the touches that then happen, and writes nothing")
    func plan() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: "starttls"))
        let file = try daemon.folder.write(
            """
            title: For tests
            window: { days: mon-sun, hours: 00:00-24:00, zone: UTC, holidays: none }
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
              - id: hello
                email: { subject: "Pumps", body: "Hi {{first_name}}." }
              - id: later
                after: 2 days
                email: { reply-to: hello, body: "Again." }

            """, to: "foreseen.yaml")
        let leads = try daemon.folder.write(
            "email,first name\n\(Self.lead),Mira\nken@other.example,\n", to: "leads.csv")
        let plan = try daemon.json("sequence", "plan", file, "--leads", leads)
        #expect(plan["touches"].number == 2)
        #expect(plan["lines"][0]["touches"][1]["id"].text == "later")
        #expect(plan["lines"][1]["missingFields"][0].text == "first_name")
        #expect(plan["warnings"][0]["code"].text == "merge-field-missing")
        #expect(try daemon.json("status")["leads"].number == 0)
        #expect(try daemon.ask("sequence", "publish", file).status == 0)
        try daemon.json("lead", "add", Self.lead, "--first-name", "Mira")
        try daemon.json("enroll", Self.lead, "--sequence", "foreseen")
        _ = try eventually("the mail at the server") { servers.mails(to: Self.lead).first }
    }
}
