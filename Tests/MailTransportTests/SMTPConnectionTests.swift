import MailTransport
import Sequencing
import Support
import Testing

@testable import MailTransport

/// Logging in, certificates, and the connection that is kept.
struct SMTPConnectionTests {
    @Test(
        "A wrong password is an authentication failure in the server's words",
        arguments: [true, false])
    func wrongPassword(isImplicit: Bool) throws {
        let dovecot = try DovecotServer()
        let verdict = try submit(to: dovecot, isImplicit: isImplicit, password: "wrong-horse")
        guard case .unsent(.authentication(let reply)) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(reply.hasPrefix("535"))
        #expect(!reply.contains("wrong-horse"))
    }

    @Test("A certificate that nobody vouches for is a TLS failure", arguments: [true, false])
    func untrusted(isImplicit: Bool) throws {
        let dovecot = try DovecotServer()
        let verdict = try submit(to: dovecot, isImplicit: isImplicit, caFile: nil)
        #expect(verdict.kind == .tls, "\(verdict)")
    }

    @Test("A server that offers no STARTTLS is a TLS failure, and gets no password")
    func noStartTLS() throws {
        let server = try ScriptedServer([
            .say("220 scripted.example\r\n"), .hearLine,
            .say("250-scripted.example\r\n250 AUTH PLAIN\r\n"), .hearLine, .say("500 what\r\n"),
            .stayMute,
        ])
        let access = try SMTPServer(
            host: "127.0.0.1", port: server.port, tls: .startTLS, username: "nora",
            password: DovecotServer.password)
        let verdict = SMTPSubmitter(server: access, logger: TestMessages.logger)
            .submit(try TestMessages.outgoing()) { true }
        #expect(verdict.kind == .tls, "\(verdict)")
        #expect(!server.heardText.contains("AUTH"))
    }

    @Test("A server that is down is a connection failure")
    func down() throws {
        let access = try SMTPServer(host: "127.0.0.1", port: try Loopback.freePort(), tls: .none)
        let verdict = SMTPSubmitter(server: access, logger: TestMessages.logger)
            .submit(try TestMessages.outgoing()) { true }
        #expect(verdict.kind == .connection, "\(verdict)")
    }

    private static let session: [ScriptedServer.Act] = [
        .say("220 scripted.example\r\n"), .hearLine, .say("250 scripted.example\r\n"), .hearLine,
        .say("250 ok\r\n"), .hearLine, .say("250 ok\r\n"), .hearLine, .say("354 go on\r\n"),
        .hearMessage, .say("250 queued\r\n"),
    ]

    /// Ways in which a server ends a connection that was kept.
    static let farewells: [[ScriptedServer.Act]] = [
        [], [.reset], [.say("421 idle too long\r\n")], [.hearLine], [.hearLine, .reset],
        [.hearLine, .say("421 idle too long\r\n")],
    ]

    @Test("A kept connection that the server ended is replaced by a new one", arguments: farewells)
    func keptConnectionDies(_ farewell: [ScriptedServer.Act]) throws {
        let server = try ScriptedServer(Self.session + farewell, Self.session)
        let submitter = SMTPSubmitter(
            server: try SMTPServer(host: "127.0.0.1", port: server.port, tls: .none),
            logger: TestMessages.logger)
        var asked = 0
        for _ in 1...2 {
            let verdict = submitter.submit(try TestMessages.outgoing()) {
                asked += 1
                return true
            }
            #expect(verdict == .accepted(reply: "250 queued"))
        }
        #expect(asked == 2)
        #expect(server.connectionCount == 2)
    }

    @Test("Messages share one connection, and the server is greeted by name")
    func oneConnection() throws {
        let message: [ScriptedServer.Act] = [
            .hearLine, .say("250 ok\r\n"), .hearLine, .say("250 ok\r\n"), .hearLine,
            .say("354 go on\r\n"), .hearMessage, .say("250 queued\r\n"),
        ]
        let server = try ScriptedServer(Self.session + message + message)
        let access = try SMTPServer(
            host: "127.0.0.1", port: server.port, tls: .none, heloName: "mx.sender.example")
        let submitter = SMTPSubmitter(server: access, logger: TestMessages.logger)
        for _ in 1...3 {
            #expect(submitter.submit(try TestMessages.outgoing()) { true }.isAccepted)
        }
        #expect(server.connectionCount == 1)
        let lines = server.heardText.split(separator: "\r\n").filter { $0.hasPrefix("EHLO") }
        #expect(lines == ["EHLO mx.sender.example"])
        #expect(server.heardText.contains("MAIL FROM:<nora.vance@sender.example>\r\n"))
        #expect(server.heardText.contains("RCPT TO:<ida.holm@lead.example>\r\n"))
    }

    @Test("A server that is mute when we say goodbye does not hold us")
    func muteGoodbye() throws {
        let server = try ScriptedServer(Self.session + [.hearLine, .stayMute])
        let submitter = SMTPSubmitter(
            server: try SMTPServer(host: "127.0.0.1", port: server.port, tls: .none),
            logger: TestMessages.logger)
        #expect(submitter.submit(try TestMessages.outgoing()) { true }.isAccepted)
        let start = ContinuousClock.now
        submitter.close()
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test(
        "An address that could end its command makes no envelope",
        arguments: [
            "a@b.example\r\nDATA", "a@b.example\nDATA", "a\u{0}@b.example", "a@b.example>",
            "<a@b.example",
            "a b@c.example", "a\u{85}@b.example", "a\u{2028}@b.example", "",
        ])
    func unsafeAddress(_ address: String) {
        #expect(throws: SMTPEnvelope.UnsafeAddress.self) {
            try SMTPEnvelope(sender: address, recipient: "ida.holm@lead.example")
        }
        #expect(throws: SMTPEnvelope.UnsafeAddress.self) {
            try SMTPEnvelope(sender: "nora.vance@sender.example", recipient: address)
        }
    }

    @Test("Plain text is for loopback hosts only, and settings can't change the URL's meaning")
    func refusals() throws {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "::1"] {
            _ = try SMTPServer(host: host, port: 25, tls: .none)
        }
        for host in [
            "mail.example", "10.0.0.1", "127.0.0.1.example", "128.0.0.1", "localhost.example",
        ] {
            #expect(throws: ServerRefusal.plainTextBeyondLoopback(host)) {
                try SMTPServer(host: host, port: 25, tls: .none)
            }
            _ = try SMTPServer(host: host, port: 25, tls: .startTLS)
        }
        for host in ["", "a/b", "a@b", "a?b", "a b", "a\r\nb", "a#b", "[::1]"] {
            #expect(throws: ServerRefusal.hostName(host)) {
                try SMTPServer(host: host, port: 25, tls: .implicit)
            }
        }
        for name in ["", "a/b", "a b", "a\r\nMAIL", "a%0d"] {
            #expect(throws: ServerRefusal.heloName(name)) {
                try SMTPServer(host: "localhost", port: 25, tls: .none, heloName: name)
            }
        }
        #expect(throws: ServerRefusal.controlInCredentials) {
            try SMTPServer(
                host: "a.example", port: 25, tls: .implicit, username: "a", password: "b\u{0}c")
        }
        #expect(throws: ServerRefusal.port) {
            try SMTPServer(host: "a.example", port: 0, tls: .implicit)
        }
    }

    private func submit(
        to dovecot: DovecotServer, isImplicit: Bool, password: String = DovecotServer.password,
        caFile: String? = ""
    ) throws -> SubmissionVerdict {
        let server = try SMTPServer(
            host: "127.0.0.1", port: isImplicit ? dovecot.submissionsPort : dovecot.submissionPort,
            tls: isImplicit ? .implicit : .startTLS, username: "nora", password: password,
            caFile: caFile == nil ? nil : dovecot.certificatePath)
        return SMTPSubmitter(server: server, logger: TestMessages.logger)
            .submit(try TestMessages.outgoing()) { true }
    }
}
