import MailTransport
import Sequencing
import Support
import Testing

/// Servers that lie, stop in the middle or attack, played by a script.
struct IMAPLiarTests {
    struct Row: CustomStringConvertible {
        var name: String
        /// Answers to EXAMINE and all that follows; `#` stands for the tag.
        var answers: [String]
        var isExpected: @Sendable (SweepFailure) -> Bool
        var description: String { name }
    }

    private static let examine = "* 2 EXISTS\n* OK [UIDVALIDITY 7] x\n* OK [UIDNEXT 13] x\n# OK x\n"
    private static let outlines =
        "* 1 FETCH (UID 11 RFC822.SIZE 5)\n* 2 FETCH (UID 12 RFC822.SIZE 5)\n# OK x\n"
    private static let body = "* 1 FETCH (UID 11 BODY[] {7}\nhello\n)\n"
    private static let otherBody = "* 2 FETCH (UID 12 BODY[] {7}\nworld\n)\n"

    private static func isMalformed(_ failure: SweepFailure) -> Bool {
        if case .malformedResponse = failure { true } else { false }
    }

    private static func isConnection(_ failure: SweepFailure) -> Bool {
        if case .connection = failure { true } else { false }
    }

    /// The answer to a question for a count.
    private static func count(_ number: Int) -> String {
        "* ESEARCH (TAG \"#\") UID COUNT \(number)\n# OK x\n"
    }

    static let rows = [
        Row(
            name: "a message is counted and not listed",
            answers: [
                examine, "* 1 FETCH (UID 11 RFC822.SIZE 5)\n# OK x\n", body + "# OK x\n", count(1),
            ],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 1) }),
        Row(
            name: "a message is listed and not sent",
            answers: [examine, outlines, body + "# OK x\n", count(0), count(1)],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 1) }),
        Row(
            name: "a message is sent as NIL",
            answers: [
                examine, outlines, body + "* 2 FETCH (UID 12 BODY[] NIL)\n# OK x\n", count(0),
                count(1),
            ],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 1) }),
        Row(
            name: "messages are counted and none is listed",
            answers: [examine, "# OK x\n", count(2)],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 0) }),
        Row(
            name: "there are more messages than UIDs",
            answers: [examine.replacing("* 2 EXISTS", with: "* 13 EXISTS")],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 13, seen: 12) }),
        Row(name: "no count", answers: [examine, "# OK x\n", "# OK x\n"], isExpected: isMalformed),
        Row(
            name: "the count of another question",
            answers: [examine, "# OK x\n", "* ESEARCH (TAG \"T1\") UID COUNT 0\n# OK x\n"],
            isExpected: isMalformed),
        Row(
            name: "no UIDVALIDITY", answers: ["* OK [UIDNEXT 7] x\n# OK x\n"],
            isExpected: isMalformed),
        Row(
            name: "a UIDNEXT of zero",
            answers: ["* OK [UIDVALIDITY 7] x\n* OK [UIDNEXT 0] x\n# OK x\n"],
            isExpected: isMalformed),
        Row(name: "another tag", answers: ["T999 OK x\n"], isExpected: isMalformed),
        Row(
            name: "the same answer twice", answers: ["# OK x\n# OK x\n"], isExpected: isMalformed),
        Row(name: "BAD", answers: ["# BAD x\n"], isExpected: isMalformed),
        Row(name: "NO", answers: ["# NO [UNAVAILABLE] x\n"], isExpected: isConnection),
        Row(name: "BYE", answers: ["* BYE x\n"], isExpected: isConnection),
        Row(
            name: "BYE in the middle of messages",
            answers: [examine, outlines, body + "* BYE going down\n"], isExpected: isConnection),
        Row(name: "silence", answers: ["* OK still here\n"], isExpected: isConnection),
        Row(
            name: "messages that are refused",
            answers: [examine, outlines, "# NO [SERVERBUG] x\n", count(0)],
            isExpected: isConnection),
        Row(
            name: "a line that has no end",
            answers: [examine, "* OK \(String(repeating: "x", count: 5 << 20))"],
            isExpected: isMalformed),
        Row(
            name: "a UID that is NIL", answers: [examine, "* 1 FETCH (UID NIL)\n# OK x\n"],
            isExpected: isMalformed),
        Row(
            name: "a literal that never ends",
            answers: [examine, outlines, "* 1 FETCH (UID 11 BODY[] {7000}\nhello\n"],
            isExpected: isConnection),
        Row(
            name: "a huge literal is announced",
            answers: [examine, outlines, "* 1 FETCH (UID 11 BODY[] {9000000000}\nhello\n"],
            isExpected: isMalformed),
    ]

    @Test("A server that lies or breaks off fails the sweep, and no cursor moves", arguments: rows)
    func liars(_ row: Row) throws {
        let sweeping = try sweep(answers: row.answers)
        guard case .failed(let failure) = sweeping.result else {
            Issue.record("the sweep was \(sweeping.result)")
            return
        }
        #expect(row.isExpected(failure), "\(failure)")
        #expect(sweeping.batches.isEmpty)
    }

    struct Oddity: CustomStringConvertible {
        var description: String
        var answers: [String]
        var capabilities = "IMAP4rev1 ESEARCH"
    }

    static let oddities = [
        Oddity(
            description: "extra, doubled and unasked messages",
            answers: [
                examine,
                "* 9 FETCH (UID 99 RFC822.SIZE 5)\n* 3 EXISTS\n* 2 FETCH (FLAGS ())\n" + outlines,
                "* 7 FETCH (UID 3 BODY[] {1}\nx)\n" + body + body + otherBody
                    + "* OK [ALERT] tidy up {4}\n# OK x\n",
                count(0),
            ]),
        Oddity(
            description: "codes, responses and bytes that nobody has heard of",
            answers: [
                "* OK [X-FOO (bar \"baz\")] Größe\n* X-BAR (a (b \"c\") {3}\n)))) NIL\n" + examine,
                "* OK [] x\n* NO [X] y\n* 7 X-COUNT\n* 1 FETCH (X-Y (NIL) RFC822.SIZE 5 UID 11)\n"
                    + "* 2 FETCH (UID 12 RFC822.SIZE 5 INTERNALDATE NIL)\n# OK [X-DONE]\n",
                body + otherBody + "* VANISHED (EARLIER) 1:9\n# OK x\n", count(0),
            ]),
        Oddity(
            description: "a very long line",
            answers: [
                "* OK \(String(repeating: "y", count: 1 << 20))\n" + examine, outlines,
                otherBody + body + "# OK x\n", count(0),
            ]),
        Oddity(
            description: "a server without ESEARCH that finds more than was asked for",
            answers: [
                examine, outlines, body + otherBody + "# OK x\n", "* SEARCH 3 11 12 99\n# OK x\n",
            ], capabilities: "IMAP4rev1"),
        Oddity(
            description: "a server without ESEARCH that answers twice, and once nothing",
            answers: [
                examine, outlines, body + otherBody + "# OK x\n",
                "* SEARCH\n* SEARCH 12\n# OK x\n",
            ], capabilities: "IMAP4rev1"),
        Oddity(
            description: "a server that ends commands in another order",
            answers: [
                examine, outlines, body,
                "* ESEARCH (TAG \"#\") UID COUNT 0\n# OK x\n" + otherBody
                    + "T5 OK late\n",
            ]),
        Oddity(
            description: "a server that foretells no UIDNEXT",
            answers: [
                "* 2 EXISTS\n* OK [UIDVALIDITY 99] x\n# OK x\n",
                "* 2 EXISTS\n* OK [UIDVALIDITY 7] x\n# OK x\n", "* 2 FETCH (UID 12)\n# OK x\n",
                outlines, body + otherBody + "# OK x\n", count(0),
            ]),
    ]

    @Test("What a server should not say does no harm", arguments: oddities)
    func oddity(_ oddity: Oddity) throws {
        let sweeping = try sweep(answers: oddity.answers, capabilities: oddity.capabilities)
        #expect(sweeping.result == .complete(folders: 1, messages: 2))
        #expect(sweeping.messages.map(\.uid) == [11, 12])
        #expect(
            sweeping.messages.map(\.bytes) == [Array("hello\r\n".utf8), Array("world\r\n".utf8)])
        #expect(sweeping.batches.map(\.cursor.lastUID) == [12])
    }

    @Test("A server that never falls silent ends neither the wait nor the sweeps")
    func chatterbox() throws {
        let chatter = String(repeating: "* OK Still here\r\n* 1 FETCH (FLAGS ())\r\n", count: 2000)
        let acts: [ScriptedServer.Act] =
            Self.login("IMAP4rev1 IDLE") + [
                .hearLine,
                .say(
                    "* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\nT2 OK x\r\n"),
                .hearLine, .say("+ idling\r\n"),
            ] + [ScriptedServer.Act](repeating: .say(chatter), count: 200)
        let server = try ScriptedServer(acts)
        let inbox = try inbox(of: server)
        let start = ContinuousClock.now
        _ = inbox.waitForNews(timeout: .milliseconds(300))
        server.stop()
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("A UIDNEXT that went back is a rebuilt folder, read by date")
    func wentBack() throws {
        let sweeping = try sweep(answers: [
            "* 2 EXISTS\n* OK [UIDVALIDITY 7] x\n* OK [UIDNEXT 6] x\n# OK x\n",
            "* ESEARCH (TAG \"#\") UID MIN 4 COUNT 2\n# OK x\n",
        ])
        #expect(sweeping.result == .failed(.uidValidityChanged(folder: "INBOX")))
        #expect(
            sweeping.batches.map(\.cursor) == [
                FolderCursor(
                    folder: "INBOX", uidValidity: 7, lastUID: 3, uidNext: 6, messageCount: 2)
            ])
    }

    private static func login(_ capabilities: String) -> [ScriptedServer.Act] {
        [
            .say("* OK hi\r\n"), .hearLine,
            .say("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nA001 OK\r\n"),
            .hearLine, .say("A002 OK in\r\n"), .hearLine,
            .say("* CAPABILITY \(capabilities)\r\nT1 OK x\r\n"),
        ]
    }

    private func sweep(
        answers: [String], capabilities: String = "IMAP4rev1 ESEARCH"
    ) throws -> Sweeping {
        var acts: [ScriptedServer.Act] =
            Self.login(capabilities) + [.hearLine, .say("* LIST () \"/\" INBOX\r\nT2 OK x\r\n")]
        for (place, answer) in answers.enumerated() {
            let text = answer.replacing("\n", with: "\r\n").replacing("#", with: "T\(place + 3)")
            acts += [.hearLine, .say(text)]
        }
        let server = try ScriptedServer(acts + [.stayMute])
        defer { server.stop() }
        return try inbox(of: server).sweep(
            from: [FolderCursor(folder: "INBOX", uidValidity: 7, lastUID: 10)])
    }

    private func inbox(of server: ScriptedServer) throws -> IMAPInbox {
        var limits = IMAPLimits()
        limits.answer = .seconds(1)
        limits.endOfIdle = .seconds(1)
        let access = try IMAPServer(
            host: "127.0.0.1", port: server.port, tls: .none, username: "nora",
            password: DovecotServer.password)
        return IMAPInbox(server: access, limits: limits, logger: TestMessages.logger)
    }
}
