import Foundation
import Support
import Testing

/// Start, reload, stop: nothing is lost at either end.
@Suite(.serialized) struct LifecycleTests {
    @Test("SIGTERM finishes the message in flight")
    func messageInFlight() throws {
        // The server takes the mail and thinks for a while before it answers the final dot.
        let sink = try SMTPSink(flags: ["-w", "2"])
        let servers = try MailServers()
        let folder = try TemporaryFolder(named: "daemon")
        _ = try TestMaildir(path: folder.path("in"))
        let mailbox = servers.mailbox(security: "starttls")
            .replacingOccurrences(
                of: """
                            smtp:
                              host: localhost
                              port: \(servers.dovecot.submissionPort)
                              security: starttls
                              user: dana
                              password-file: \(servers.folder.path("password"))
                              ca-file: \(servers.dovecot.certificatePath)
                    """,
                with: """
                            smtp:
                              host: 127.0.0.1
                              port: \(sink.port)
                              security: none
                    """)
        #expect(mailbox.contains("security: none"))
        let daemon = try RunningDaemon(
            mailboxes: mailbox, folder: folder, environment: ["WATCHDOG_USEC": "60000000"])
        try daemon.publish(
            "  - id: hello\n    email: { subject: Pumps, body: Hi. }\n"
                + "  - id: later\n    after: 2 hours\n    email: { reply-to: hello, body: Again. }")
        try daemon.json("lead", "add", "mira@customer.example")
        try daemon.json("enroll", "mira@customer.example", "--sequence", "quick")
        _ = try eventually("the message to be on its way: \(daemon.log)") {
            let state = try daemon.json("delivery", "list")["items"][0]["state"].text
            return state == "submitting" || state == "committing" ? true : nil
        }
        #expect(daemon.stop() == 0)
        #expect(sink.mails.count == 1)
        try daemon.start()
        try daemon.awaitReady()
        #expect(try daemon.json("delivery", "list")["items"][0]["state"].text == "accepted")
        #expect(try daemon.json("lead", "show", "mira@customer.example")["touches"].number == 1)
        #expect(sink.mails.count == 1)
    }

    @Test("SIGHUP takes a new configuration over and refuses a wrong one")
    func reload() throws {
        let daemon = try BadInputTests.daemon()
        let good = TextFile.contents(of: daemon.configurationFile)
        _ = try daemon.folder.write(
            good + "  - name: omar\n    full-name: Omar Feld\n", to: "thirdtouchd.yaml")
        daemon.signal(SIGHUP)
        _ = try eventually("the new rep: \(daemon.log)") {
            try daemon.ask("lead", "add", "mira@customer.example", "--owner", "omar").status == 0
                ? true : nil
        }
        _ = try daemon.folder.write(good + "nonsense: 1\n", to: "thirdtouchd.yaml")
        daemon.signal(SIGHUP)
        _ = try eventually("the refusal in the log") {
            daemon.log.contains("nonsense") ? true : nil
        }
        #expect(
            try daemon.ask("lead", "add", "nils@customer.example", "--owner", "omar").status == 0)
        #expect(daemon.stop() == 0)
    }

    @Test("What was waiting before kill -9 leaves once after the next start")
    func killed() throws {
        let daemon = try BadInputTests.daemon()
        try daemon.publish(RealPathTests.steps)
        for number in 1...10 {
            try daemon.json(
                "lead", "add", "lead\(number)@customer\(number).example", "--company", "C")
        }
        try daemon.json(
            "enroll", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "L9", "L10", "--sequence",
            "quick")
        daemon.signal(SIGKILL)
        daemon.process.waitUntilExit()
        try daemon.start()
        try daemon.awaitReady()
        let settled = try eventually(within: 30, "twenty mails: \(daemon.log.suffix(2000))") {
            let items = try daemon.json("delivery", "list")["items"].items
            let isSettled = items.allSatisfy {
                ["accepted", "in-doubt"].contains($0["state"].text)
            }
            let doubtful = items.count { $0["state"].text == "in-doubt" }
            return isSettled && items.count + doubtful >= 20 ? items : nil
        }
        let names = TextFile.names(in: daemon.folder.path("out/new"))
        let ids = names.compactMap {
            header(
                "Message-ID", of: TextFile.contents(of: daemon.folder.path("out/new/\($0)")))
        }
        #expect(Set(ids).count == ids.count)
        #expect(ids.count <= settled.count)
        #expect(ids.count >= settled.count { $0["state"].text == "accepted" })
    }

    @Test("The demo prints a report that adds up, with every ending that it promises")
    func demo() throws {
        let folder = try TemporaryFolder(named: "demo")
        let ending = try Programs.run(
            Programs.commandLine,
            ["demo", "--state-folder", folder.path("state"), "--fast"])
        #expect(ending.status == 0, "\(ending.errors)")
        for piece in [
            "out of office", "an opt-out", "a hard bounce", "a person's answer", "adds up",
            "not-enrolled", "merge-field-missing", "task-overdue", "paused-no-date",
            "reply-unanswered", "The database:", "The mails:",
        ] {
            #expect(ending.output.contains(piece), "missing: \(piece)")
        }
    }
}
