import Foundation
import Support
import Testing

/// A mail server that takes the connection and then says nothing: whoever asks the daemon does not notice.
@Suite(.serialized) struct HangingServerTests {
    @Test("While a message hangs in DATA, leads are added and enrolled, and another mailbox sends")
    func hangs() throws {
        let (daemon, servers) = try hangingDaemon(seconds: 60)
        try send("first@north.example", from: "dana@sender.example", on: daemon)
        try see(1, "submitting", on: daemon)
        let enrolled = try send("second@north.example", from: "omar@sender.example", on: daemon)
        #expect(enrolled["items"][0]["enrollment"]["id"].number == 2)
        try see(2, "accepted", on: daemon)
        // All that while the first hung.
        #expect(try daemon.json("delivery", "show", "D1")["state"].text == "submitting")
        daemon.signal(SIGKILL)
        withExtendedLifetime(servers) {}
    }

    @Test(
        "A reload waits for no message that is with a server, and that message is settled all the same"
    )
    func reload() throws {
        let (daemon, servers) = try hangingDaemon(seconds: 12)
        try send("first@north.example", from: "dana@sender.example", on: daemon)
        try see(1, "submitting", on: daemon)
        daemon.signal(SIGHUP)
        _ = try eventually(within: 8, "the reload: \(daemon.log)") {
            daemon.log.contains("The configuration was read again") ? true : nil
        }
        try send("second@north.example", from: "omar@sender.example", on: daemon)
        try see(2, "accepted", on: daemon)
        #expect(try daemon.json("delivery", "show", "D1")["state"].text == "submitting")
        // The hanging server's mailbox goes on when that one has answered, and nothing is left between two states.
        try send("third@north.example", from: "dana@sender.example", on: daemon)
        for delivery in [1, 3] { try see(delivery, "accepted", within: 60, on: daemon) }
        for enrollment in 1...3 {
            let row = try daemon.json("enrollment", "list")["items"][enrollment - 1]
            #expect(row["state"].text == "ended")
        }
        #expect(daemon.stop() == 0)
        withExtendedLifetime(servers) {}
    }

    /// Two mailboxes: dana's server answers DATA after so many seconds (Postfix's smtp-sink), omar's is a folder.
    private func hangingDaemon(
        seconds: Int
    ) throws -> (daemon: RunningDaemon, servers: (MailServers, SMTPSink)) {
        let servers = try MailServers()
        let hanging = try SMTPSink(flags: ["-w", "\(seconds)"])
        let folder = try TemporaryFolder(named: "daemon")
        let box = folder.path("box")
        _ = try TestMaildir(path: box)
        _ = try TestMaildir(path: folder.path("in"))
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
        try daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
            """)
        return (daemon, (servers, hanging))
    }

    @discardableResult
    private func send(_ lead: String, from mailbox: String, on daemon: RunningDaemon) throws -> JSON
    {
        try daemon.json("lead", "add", lead)
        return try daemon.json("enroll", lead, "--sequence", "quick", "--mailbox", mailbox)
    }

    private func see(
        _ delivery: Int, _ state: String, within seconds: Double = 15, on daemon: RunningDaemon
    ) throws {
        _ = try eventually(within: seconds, "D\(delivery) to be \(state): \(daemon.log)") {
            try daemon.json("delivery", "show", "D\(delivery)")["state"].text == state ? true : nil
        }
    }
}
