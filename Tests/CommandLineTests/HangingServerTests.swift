import Foundation
import Support
import Testing

/// A mail server that takes the connection and then says nothing: whoever asks the daemon does not notice.
@Suite(.serialized) struct HangingServerTests {
    @Test("While a message hangs in DATA, leads are added and enrolled, and another mailbox sends")
    func hangs() throws {
        let servers = try MailServers()
        // Postfix's smtp-sink answers DATA after a minute.
        let hanging = try SMTPSink(flags: ["-w", "60"])
        let folder = try TemporaryFolder(named: "daemon")
        let box = folder.path("box")
        _ = try TestMaildir(path: box)
        let password = servers.folder.path("password")
        let daemon = try RunningDaemon(
            mailboxes: """
                      - address: dana@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        smtp: { host: 127.0.0.1, port: \(hanging.port), security: none }
                        imap:
                          host: localhost
                          port: \(servers.dovecot.imapPort)
                          user: dana
                          password-file: \(password)
                          ca-file: \(servers.dovecot.certificatePath)
                      - address: omar@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        maildir: { out: \(box), in: \(folder.path("in")) }
                """, folder: folder)
        _ = try TestMaildir(path: folder.path("in"))
        try daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
            """)
        try daemon.json("lead", "add", "first@north.example")
        try daemon.json(
            "enroll", "first@north.example", "--sequence", "quick", "--mailbox",
            "dana@sender.example")
        _ = try eventually("the message to hang: \(daemon.log)") {
            let state = try daemon.json("delivery", "show", "D1")["state"].text
            return state == "submitting" ? true : nil
        }
        try daemon.json("lead", "add", "second@north.example")
        let enrolled = try daemon.json(
            "enroll", "second@north.example", "--sequence", "quick", "--mailbox",
            "omar@sender.example")
        #expect(enrolled["items"][0]["enrollment"]["id"].number == 2)
        _ = try eventually("the other mailbox to send: \(daemon.log)") {
            try daemon.json("delivery", "show", "D2")["state"].text == "accepted" ? true : nil
        }
        // All that while the first hung.
        #expect(try daemon.json("delivery", "show", "D1")["state"].text == "submitting")
        daemon.signal(SIGKILL)
    }
}
