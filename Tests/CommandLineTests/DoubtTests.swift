import Foundation
import Support
import Testing

/// A message in doubt on the real daemon: what is shown, and that no second copy leaves unasked (promises G1, G2).
@Suite(.serialized) struct DoubtTests {
    @Test(
        "It is shown with what is known, the report names the command, and resend wants a person's word"
    )
    func settle() throws {
        let servers = try MailServers()
        // Postfix's smtp-sink takes the dot, keeps the mail, and hangs up without an answer.
        let sink = try SMTPSink(flags: ["-q", "."])
        let daemon = try RunningDaemon(
            mailboxes: """
                      - address: dana@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        smtp: { host: 127.0.0.1, port: \(sink.port), security: none }
                        imap:
                          host: localhost
                          port: \(servers.dovecot.imapPort)
                          user: dana
                          password-file: \(servers.folder.path("password"))
                          ca-file: \(servers.dovecot.certificatePath)
                """)
        try daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
            """)
        try daemon.json("lead", "add", "mira@north.example")
        try daemon.json("enroll", "mira@north.example", "--sequence", "quick")
        func awaitDoubt() throws -> JSON {
            try eventually("the doubt: \(daemon.log.suffix(2000))") {
                let view = try daemon.json("delivery", "settle", "D1")
                return view["state"].text == "in-doubt" ? view : nil
            }
        }
        let view = try awaitDoubt()
        #expect(view["doubt"]["weight"].text == "unknown")
        #expect(view["doubt"]["committedAt"].text != nil)
        #expect(view["doubt"]["serverSaid"].text?.isEmpty == false)
        #expect(view["message"].text == nil)
        let page = try daemon.ask("delivery", "settle", "D1")
        #expect(page.output.contains("What is known of it"))
        let report = try daemon.ask("report", "touch-gap")
        #expect(report.output.contains("thirdtouch delivery settle D1"), "\(report.output)")

        // Nobody can be asked here, and another program must say the same word.
        let refused = try daemon.ask("delivery", "settle", "D1", "resend")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("thirdtouch delivery settle D1 resend --yes"))
        let raw = try Programs.run(
            "/usr/bin/curl",
            [
                "-s", "--unix-socket", daemon.socket, "-d", #"{"settlement":"resend"}"#,
                "http://localhost/v1/deliveries/D1/settle",
            ])
        #expect(raw.output.contains("second copy"))
        #expect(try daemon.json("delivery", "show", "D1")["state"].text == "in-doubt")
        #expect(sink.mails.count == 1)

        let resent = try daemon.json("delivery", "settle", "D1", "resend", "--yes")
        #expect(resent["before"]["weight"].text == "unknown")
        #expect(resent["changes"].items.isEmpty == false)
        _ = try eventually("the second copy") { sink.mails.count == 2 ? true : nil }
        #expect(sink.mails[0].bytes == sink.mails[1].bytes)
        _ = try awaitDoubt()
        let sent = try daemon.json("delivery", "settle", "D1", "sent")
        #expect(sent["delivery"]["state"].text == "accepted")
        #expect(try daemon.ask("delivery", "settle", "D1", "drop").status == 1)
        #expect(daemon.stop() == 0)
    }
}
