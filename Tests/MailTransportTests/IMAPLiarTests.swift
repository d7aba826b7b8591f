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

    static let rows = [
        Row(
            name: "a message is counted and not listed",
            answers: [
                examine, "* 1 FETCH (UID 11 RFC822.SIZE 5)\n# OK x\n", body + "# OK x\n",
                "* ESEARCH (TAG \"#\") UID COUNT 2\n# OK x\n",
            ],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 1) }),
        Row(
            name: "a message is listed and not sent",
            answers: [
                examine, outlines, body + "# OK x\n",
                "* ESEARCH (TAG \"#\") UID COUNT 1\n# OK x\n",
            ],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 1, seen: 0) }),
        Row(
            name: "messages are counted and none is listed",
            answers: [examine, "# OK x\n", "* ESEARCH (TAG \"#\") UID COUNT 2\n# OK x\n"],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 2, seen: 0) }),
        Row(name: "no count", answers: [examine, "# OK x\n", "# OK x\n"], isExpected: isMalformed),
        Row(
            name: "no UIDNEXT", answers: ["* OK [UIDVALIDITY 7] x\n# OK x\n"],
            isExpected: isMalformed),
        Row(name: "another tag", answers: ["T999 OK x\n"], isExpected: isMalformed),
        Row(name: "BAD", answers: ["# BAD x\n"], isExpected: isMalformed),
        Row(name: "NO", answers: ["# NO [UNAVAILABLE] x\n"], isExpected: isConnection),
        Row(name: "BYE", answers: ["* BYE x\n"], isExpected: isConnection),
        Row(name: "silence", answers: ["* OK still here\n"], isExpected: isConnection),
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

    @Test("Extra, doubled and unasked messages do no harm")
    func chatter() throws {
        let sweeping = try sweep(answers: [
            Self.examine,
            "* 9 FETCH (UID 99 RFC822.SIZE 5)\n* 3 EXISTS\n* 2 FETCH (FLAGS ())\n" + Self.outlines,
            "* 7 FETCH (UID 3 BODY[] {1}\nx)\n" + Self.body + Self.body + Self.otherBody
                + "* OK [ALERT] tidy up {4}\n# OK x\n",
            "* ESEARCH (TAG \"#\") UID COUNT 2\n# OK x\n",
        ])
        #expect(sweeping.result == .complete(folders: 1, messages: 2))
        #expect(sweeping.messages.map(\.uid) == [11, 12])
        #expect(
            sweeping.messages.map(\.bytes) == [Array("hello\r\n".utf8), Array("world\r\n".utf8)])
        #expect(sweeping.batches.map(\.cursor.lastUID) == [12])
    }

    private func sweep(answers: [String]) throws -> Sweeping {
        var acts: [ScriptedServer.Act] = [
            .say("* OK hi\r\n"), .hearLine,
            .say("* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\nA001 OK\r\n"),
            .hearLine, .say("A002 OK in\r\n"), .hearLine,
            .say("* CAPABILITY IMAP4rev1 ESEARCH\r\nT1 OK x\r\n"), .hearLine,
            .say("* LIST () \"/\" INBOX\r\nT2 OK x\r\n"),
        ]
        for (place, answer) in answers.enumerated() {
            let text = answer.replacing("\n", with: "\r\n").replacing("#", with: "T\(place + 3)")
            acts += [.hearLine, .say(text)]
        }
        let server = try ScriptedServer(acts + [.stayMute])
        var limits = IMAPLimits()
        limits.answer = .seconds(1)
        let access = try IMAPServer(
            host: "127.0.0.1", port: server.port, tls: .none, username: "nora",
            password: DovecotServer.password)
        let inbox = IMAPInbox(server: access, limits: limits, logger: TestMessages.logger)
        return inbox.sweep(from: [FolderCursor(folder: "INBOX", uidValidity: 7, lastUID: 10)])
    }
}
