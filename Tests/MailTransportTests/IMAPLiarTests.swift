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
    private static let both = listed("11:12", 2)
    private static let body = "* 1 FETCH (UID 11 BODY[] {7}\nhello\n)\n"
    private static let otherBody = "* 2 FETCH (UID 12 BODY[] {7}\nworld\n)\n"

    private static func isMalformed(_ failure: SweepFailure) -> Bool {
        if case .malformedResponse = failure { true } else { false }
    }

    private static func isConnection(_ failure: SweepFailure) -> Bool {
        if case .connection = failure { true } else { false }
    }

    /// The answer to SEARCH.
    private static func listed(_ uids: String, _ count: Int) -> String {
        "* ESEARCH (TAG \"#\") UID ALL \(uids) COUNT \(count)\n# OK x\n"
    }

    private static let none = "* ESEARCH (TAG \"#\") UID COUNT 0\n# OK x\n"

    static let rows = [
        Row(
            name: "a message is sent and not listed",
            answers: [examine, listed("11", 1), body + otherBody + "# OK x\n"],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 1, seen: 2) }),
        Row(
            name: "a message is listed and not sent",
            answers: [
                examine, both, body + "# OK x\n", listed("12", 1), "# OK x\n", listed("12", 1),
            ],
            isExpected: isConnection),
        Row(
            name: "a message is sent as NIL",
            answers: [
                examine, both, body + "* 2 FETCH (UID 12 BODY[] NIL)\n# OK x\n",
                listed("12", 1), "* 2 FETCH (UID 12 BODY[] NIL)\n# OK x\n", listed("12", 1),
            ],
            isExpected: isConnection),
        Row(
            name: "messages are counted and not listed",
            answers: [examine, "* ESEARCH (TAG \"#\") UID COUNT 2\n# OK x\n"],
            isExpected: isMalformed),
        Row(
            name: "more messages are listed than there can be",
            answers: [examine, listed("1:4294967295", 4_294_967_295)], isExpected: isMalformed),
        Row(
            name: "there are more messages than UIDs",
            answers: [examine.replacing("* 2 EXISTS", with: "* 13 EXISTS")],
            isExpected: { $0 == .countMismatch(folder: "INBOX", expected: 13, seen: 12) }),
        Row(name: "no list", answers: [examine, "# OK x\n"], isExpected: isMalformed),
        Row(
            name: "the list of another question",
            answers: [examine, "* ESEARCH (TAG \"T1\") UID COUNT 0\n# OK x\n"],
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
            answers: [examine, both, body + "* BYE going down\n"], isExpected: isConnection),
        Row(name: "silence", answers: ["* OK still here\n"], isExpected: isConnection),
        Row(
            name: "messages that are refused",
            answers: [
                examine, both, "# NO [SERVERBUG] x\n", both, "# NO x\n", listed("11", 1),
            ],
            isExpected: isConnection),
        Row(
            name: "messages that are refused and gone",
            answers: [examine, both, "# NO [EXPUNGEISSUED] x\n", none],
            isExpected: isConnection),
        Row(
            name: "a line that has no end",
            answers: [examine, "* OK \(String(repeating: "x", count: 5 << 20))"],
            isExpected: isMalformed),
        Row(
            name: "a UID that is NIL", answers: [examine, both, "* 1 FETCH (UID NIL)\n# OK x\n"],
            isExpected: isMalformed),
        Row(
            name: "a literal that never ends",
            answers: [examine, both, "* 1 FETCH (UID 11 BODY[] {7000}\nhello\n"],
            isExpected: isConnection),
        Row(
            name: "a huge literal is announced",
            answers: [examine, both, "* 1 FETCH (UID 11 BODY[] {9000000000}\nhello\n"],
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
                "* 9 FETCH (UID 99 FLAGS ())\n* 3 EXISTS\n* 2 FETCH (FLAGS ())\n" + both,
                "* 7 FETCH (UID 3 BODY[] {1}\nx)\n* 1 FETCH (UID 11 FLAGS (\\Seen))\n" + body
                    + body + otherBody + "* OK [ALERT] tidy up {4}\n# OK x\n",
            ]),
        Oddity(
            description: "codes, responses and bytes that nobody has heard of",
            answers: [
                "* OK [X-FOO (bar \"baz\")] Größe\n* X-BAR (a (b \"c\") {3}\n)))) NIL\n" + examine,
                "* OK [] x\n* NO [X] y\n* 7 X-COUNT\n"
                    + "* ESEARCH (TAG \"#\") UID X-Y (NIL) ALL 12,11:11 COUNT 2\n# OK [X-DONE]\n",
                "* 1 FETCH (UID 11 X-Y (NIL) BODY[] {7}\nhello\n INTERNALDATE NIL)\n" + otherBody
                    + "* VANISHED (EARLIER) 1:9\n# OK x\n",
            ]),
        Oddity(
            description: "a very long line",
            answers: [
                "* OK \(String(repeating: "y", count: 1 << 20))\n" + examine, both,
                otherBody + body + "# OK x\n",
            ]),
        Oddity(
            description: "a server without ESEARCH that finds more than was asked for",
            answers: [
                examine, "* SEARCH 3 11 12 99\n# OK x\n", body + otherBody + "# OK x\n",
            ], capabilities: "IMAP4rev1"),
        Oddity(
            description: "a server without ESEARCH that answers in two parts, and once nothing",
            answers: [
                examine, "* SEARCH\n* SEARCH 12\n* SEARCH 11\n# OK x\n",
                body + otherBody + "# OK x\n",
            ], capabilities: "IMAP4rev1"),
        Oddity(
            description: "a server that leaves a message out when it is asked for many",
            answers: [
                examine, both, body + "# OK x\n", listed("12", 1), otherBody + "# OK x\n",
            ]),
        Oddity(
            description: "a server that foretells no UIDNEXT",
            answers: [
                "* 2 EXISTS\n* OK [UIDVALIDITY 99] x\n# OK x\n",
                "* 2 EXISTS\n* OK [UIDVALIDITY 7] x\n# OK x\n", "* 2 FETCH (UID 12)\n# OK x\n",
                both, body + otherBody + "# OK x\n",
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

    @Test("Flags and date may come apart from the bytes, before them or after them")
    func apart() throws {
        let sweeping = try sweep(answers: [
            Self.examine, Self.both,
            "* 1 FETCH (UID 11 FLAGS (\\Draft))\n" + Self.body + Self.otherBody
                + "* 2 FETCH (UID 12 FLAGS (\\Draft) INTERNALDATE \" 7-Feb-1994 21:52:25 -0800\")\n"
                + "# OK x\n",
        ])
        #expect(sweeping.messages.map(\.isDraft) == [true, true])
        #expect(
            sweeping.messages.map(\.arrivedAt) == [nil, Instant(milliseconds: 760_686_745_000)])
    }

    @Test("A message that is refused in a third sweep is set aside, if others are given out")
    func refusedThrice() throws {
        let answers = [
            Self.examine, Self.both, Self.body + "# NO [SERVERBUG] broken\n",
            Self.listed("12", 1), "# NO [SERVERBUG] broken\n", Self.listed("12", 1),
        ]
        let script = Self.script(answers, capabilities: "IMAP4rev1 ESEARCH")
        let server = try ScriptedServer(script, script, script)
        defer { server.stop() }
        let inbox = try inbox(of: server)
        let cursor = FolderCursor(folder: "INBOX", uidValidity: 7, lastUID: 10)
        for _ in 1...2 {
            #expect(
                inbox.sweep(from: [cursor]).result
                    == .failed(
                        .connection(cause: "UID 12 in INBOX: FETCH: NO [SERVERBUG] broken")))
        }
        let third = inbox.sweep(from: [cursor])
        #expect(third.result == .complete(folders: 1, messages: 2))
        #expect(third.messages.map(\.refusal) == [nil, "FETCH: NO [SERVERBUG] broken"])
        #expect(third.batches.map(\.cursor.lastUID) == [12])
    }

    @Test(
        "A server that says it is busy sets nothing aside",
        arguments: ["[UNAVAILABLE] later", "[THROTTLED] slowly", "[LIMIT] too much"])
    func busy(_ words: String) throws {
        let answers = [
            Self.examine, Self.both, Self.body + "# NO \(words)\n", Self.listed("12", 1),
            "# NO \(words)\n",
        ]
        let script = Self.script(answers, capabilities: "IMAP4rev1 ESEARCH")
        let server = try ScriptedServer(script)
        defer { server.stop() }
        let inbox = try inbox(of: server)
        let cursor = FolderCursor(folder: "INBOX", uidValidity: 7, lastUID: 10)
        for _ in 1...5 {
            #expect(
                inbox.sweep(from: [cursor]).result
                    == .failed(.connection(cause: "FETCH: NO \(words)")))
        }
    }

    @Test("A message that was deleted while others were read is no reason to fail")
    func deletedMeanwhile() throws {
        let sweeping = try sweep(answers: [
            Self.examine, Self.both, Self.otherBody + "# OK x\n", Self.none,
        ])
        #expect(sweeping.result == .complete(folders: 1, messages: 1))
        #expect(sweeping.batches.map(\.cursor.lastUID) == [12])
    }

    @Test("Large messages are handed over while others come, and no gap is passed over")
    func handedOverEarly() throws {
        let (examine, five) = (
            Self.examine.replacing("UIDNEXT 13", with: "UIDNEXT 16"), Self.listed("11:15", 5)
        )
        func large(_ uid: Int) -> String {
            "* 1 FETCH (UID \(uid) BODY[] {2000}\n\(String(repeating: "x", count: 2000)))\n"
        }
        let sweeping = try sweep(
            answers: [
                examine, five,
                large(11) + large(12) + large(14) + large(15) + large(13) + "# OK x\n",
            ], batchBytes: 3000)
        #expect(sweeping.result == .complete(folders: 1, messages: 5))
        #expect(sweeping.messages.map(\.uid) == [11, 12, 14, 15, 13])
        #expect(sweeping.batches.map(\.cursor.lastUID) == [12, 12, 15])
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

    private static func script(
        _ answers: [String], capabilities: String
    ) -> [ScriptedServer.Act] {
        var acts: [ScriptedServer.Act] =
            login(capabilities) + [.hearLine, .say("* LIST () \"/\" INBOX\r\nT2 OK x\r\n")]
        for (place, answer) in answers.enumerated() {
            let text = answer.replacing("\n", with: "\r\n").replacing("#", with: "T\(place + 3)")
            acts += [.hearLine, .say(text)]
        }
        return acts + [.stayMute]
    }

    private func sweep(
        answers: [String], capabilities: String = "IMAP4rev1 ESEARCH", batchBytes: Int = 8 << 20
    ) throws -> Sweeping {
        let server = try ScriptedServer(Self.script(answers, capabilities: capabilities))
        defer { server.stop() }
        return try inbox(of: server, batchBytes: batchBytes).sweep(
            from: [FolderCursor(folder: "INBOX", uidValidity: 7, lastUID: 10)])
    }

    private func inbox(
        of server: ScriptedServer, batchBytes: Int = 8 << 20
    ) throws -> IMAPInbox {
        var limits = IMAPLimits()
        limits.batchBytes = batchBytes
        limits.answer = .seconds(1)
        limits.endOfIdle = .seconds(1)
        let access = try IMAPServer(
            host: "127.0.0.1", port: server.port, tls: .none, username: "nora",
            password: DovecotServer.password)
        return IMAPInbox(server: access, limits: limits, logger: TestMessages.logger)
    }
}
