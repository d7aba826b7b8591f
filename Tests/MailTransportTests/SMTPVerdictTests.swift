import MailTransport
import Sequencing
import Support
import Testing

/// The table of docs/states, “Delivery”: what was seen, and what is known of the message.
struct SMTPVerdictTests {
    /// What a verdict is, without the words in it.
    enum Kind: Equatable {
        case accepted, refused, deferred, inDoubt
        case aborted, connection, authentication, tls
    }

    /// A server's misbehaviour, and whether the commit point was passed.
    struct Row: CustomStringConvertible {
        var flags: [String]
        var expected: Kind
        var asked: Int
        var description: String { flags.joined(separator: " ") }
    }

    static let rows = [
        Row(flags: ["-f", "MAIL"], expected: .refused, asked: 0),
        Row(flags: ["-f", "RCPT"], expected: .refused, asked: 0),
        Row(flags: ["-f", "DATA"], expected: .refused, asked: 0),
        Row(flags: ["-f", "."], expected: .refused, asked: 1),
        Row(flags: ["-r", "MAIL"], expected: .deferred, asked: 0),
        Row(flags: ["-r", "RCPT"], expected: .deferred, asked: 0),
        Row(flags: ["-r", "DATA"], expected: .deferred, asked: 0),
        Row(flags: ["-r", "."], expected: .deferred, asked: 1),
        Row(flags: ["-q", "CONNECT"], expected: .connection, asked: 0),
        Row(flags: ["-q", "EHLO,HELO"], expected: .connection, asked: 0),
        Row(flags: ["-q", "MAIL"], expected: .connection, asked: 0),
        Row(flags: ["-q", "RCPT"], expected: .connection, asked: 0),
        Row(flags: ["-q", "DATA"], expected: .connection, asked: 0),
        Row(flags: ["-q", "."], expected: .inDoubt, asked: 1),
        Row(flags: ["-Q", "MAIL"], expected: .deferred, asked: 0),
        Row(flags: ["-Q", "RCPT"], expected: .deferred, asked: 0),
        Row(flags: ["-Q", "."], expected: .deferred, asked: 1),
        Row(flags: ["-w", "1"], expected: .accepted, asked: 1),
        Row(flags: ["-W", ".:1"], expected: .accepted, asked: 1),
        Row(flags: ["-H", "1", "-T", "1024"], expected: .accepted, asked: 1),
    ]

    @Test("A misbehaving server leads to its verdict", arguments: rows)
    func misbehaviour(_ row: Row) throws {
        let sink = try SMTPSink(flags: row.flags)
        let outcome = try submit(to: sink.port)
        #expect(outcome.verdict.kind == row.expected, "\(outcome.verdict)")
        #expect(outcome.asked == row.asked)
    }

    /// A server's answers from the greeting on, and whether the commit point was passed.
    struct Script: CustomStringConvertible {
        var name: String
        var acts: [ScriptedServer.Act]
        var expected: Kind
        var asked: Int
        var description: String { name }

        init(_ name: String, _ acts: [ScriptedServer.Act], _ expected: Kind, asked: Int) {
            (self.name, self.acts, self.expected, self.asked) = (name, acts, expected, asked)
        }
    }

    private static func hello() -> [ScriptedServer.Act] {
        [.say("220 scripted.example\r\n"), .hearLine, .say("250 scripted.example\r\n")]
    }

    private static func upToBody() -> [ScriptedServer.Act] {
        hello() + [
            .hearLine, .say("250 2.1.0 ok\r\n"), .hearLine, .say("250 2.1.5 ok\r\n"),
            .hearLine, .say("354 go on\r\n"),
        ]
    }

    private static func afterDot(_ answer: ScriptedServer.Act...) -> [ScriptedServer.Act] {
        upToBody() + [.hearMessage] + answer
    }

    static let scripts = [
        Script("250 after the dot", afterDot(.say("250 queued as 1\r\n")), .accepted, asked: 1),
        Script("251 after the dot", afterDot(.say("251 forwarded\r\n")), .accepted, asked: 1),
        Script("252 after the dot", afterDot(.say("252 maybe\r\n")), .accepted, asked: 1),
        Script(
            "250 in two lines after the dot", afterDot(.say("250-good\r\n250 queued as 2\r\n")),
            .accepted, asked: 1),
        Script("450 after the dot", afterDot(.say("450 later\r\n")), .deferred, asked: 1),
        Script("421 after the dot", afterDot(.say("421 going down\r\n")), .deferred, asked: 1),
        Script("552 after the dot", afterDot(.say("552 too large\r\n")), .refused, asked: 1),
        Script("closed after the dot", afterDot(), .inDoubt, asked: 1),
        Script("reset after the dot", afterDot(.reset), .inDoubt, asked: 1),
        Script("half an answer to the dot", afterDot(.say("250-good\r\n")), .inDoubt, asked: 1),
        Script("no answer to the dot", afterDot(.stayMute), .inDoubt, asked: 1),
        Script("reset in the body", upToBody() + [.hear(bytes: 9), .reset], .connection, asked: 0),
        Script("no greeting", [.stayMute], .connection, asked: 0),
        Script("421 for a greeting", [.say("421 too busy\r\n")], .connection, asked: 0),
        Script("554 for a greeting", [.say("554 not you\r\n")], .connection, asked: 0),
        Script(
            "530 to MAIL", hello() + [.hearLine, .say("530 5.7.0 log in first\r\n")],
            .authentication, asked: 0),
        Script("no answer to MAIL", hello() + [.hearLine, .stayMute], .connection, asked: 0),
    ]

    @Test("What no real server does on cue leads to its verdict", arguments: scripts)
    func scripted(_ script: Script) throws {
        let server = try ScriptedServer(script.acts)
        // Larger than any socket's buffers, so that a reset in the body is seen there.
        let isInBody = script.name == "reset in the body"
        let bytes = TestMessages.plain(
            1, body: String(repeating: "line\r\n", count: isInBody ? 2_000_000 : 10))
        let outcome = try submit(to: server.port, bytes)
        #expect(outcome.verdict.kind == script.expected, "\(outcome.verdict)")
        #expect(outcome.asked == script.asked)
    }

    @Test("The server's words after the dot come with the verdict")
    func words() throws {
        let server = try ScriptedServer(
            Self.afterDot(.say("250-good\r\n250 2.0.0 queued as 4X\r\n")))
        #expect(try submit(to: server.port).verdict == .accepted(reply: "250 2.0.0 queued as 4X"))
        let refusing = try ScriptedServer(Self.afterDot(.say("554 5.7.1 \u{1b}[31mspam\r\n")))
        #expect(try submit(to: refusing.port).verdict == .refused(reply: "554 5.7.1 [31mspam"))
    }

    @Test("The last message's answer is not taken for this one's")
    func staleReply() throws {
        let refusal: [ScriptedServer.Act] = [
            .hearLine, .say("250 ok\r\n"), .hearLine, .say("550 no\r\n"),
        ]
        let server = try ScriptedServer(
            Self.hello() + refusal + [.hearLine, .say("250 reset\r\n")], [.reset])
        let submitter = try makeSubmitter(port: server.port)
        let message = try TestMessages.outgoing()
        #expect(submitter.submit(message) { true }.kind == .refused)
        #expect(submitter.submit(message) { true }.kind == .connection)
    }

    private func makeSubmitter(port: UInt16) throws -> SMTPSubmitter {
        var limits = SMTPLimits()
        limits.answer = .seconds(2)
        return SMTPSubmitter(
            server: try SMTPServer(host: "127.0.0.1", port: port, tls: .none), limits: limits,
            logger: TestMessages.logger)
    }

    private func submit(
        to port: UInt16, _ bytes: [UInt8] = TestMessages.awkward
    ) throws -> (verdict: SubmissionVerdict, asked: Int) {
        var asked = 0
        let verdict = try makeSubmitter(port: port).submit(try TestMessages.outgoing(bytes)) {
            asked += 1
            return true
        }
        return (verdict, asked)
    }
}

extension SubmissionVerdict {
    var kind: SMTPVerdictTests.Kind {
        switch self {
        case .accepted: .accepted
        case .refused: .refused
        case .deferred: .deferred
        case .inDoubt: .inDoubt
        case .unsent(.abortedAtCommitPoint): .aborted
        case .unsent(.connection): .connection
        case .unsent(.authentication): .authentication
        case .unsent(.tls): .tls
        }
    }
}
