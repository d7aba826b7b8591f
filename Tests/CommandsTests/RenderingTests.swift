import API
import APISupport
import Commands
import Sequencing
import Testing

/// The pages people read, whole.
struct RenderingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let key: String
        let reply: String
        let terminal: CommandContext.Terminal

        init(
            _ name: String, _ line: String, _ key: String, _ reply: some Encodable,
            _ terminal: CommandContext.Terminal = .pipe
        ) throws {
            self.name = name
            arguments = line.split(separator: " ").map(String.init)
            self.key = key
            self.reply = String(decoding: try WireJSON.encode(reply), as: UTF8.self)
            self.terminal = terminal
        }
        var testDescription: String { name }
    }

    static func rows() throws -> [Row] {
        let report = "GET /v1/reports/touch-gap"
        let leads = Page(items: [Example.lead, Example.bareLead], more: true, limit: 100)
        let enrollments = Page(
            oneMore: [Example.waiting, Example.atTask, Example.paused, Example.ended], limit: 100)
        return try [
            Row("touch-gap", "report touch-gap", report, Example.touchGap),
            Row("touch-gap-color", "report touch-gap", report, Example.touchGap, .colored),
            Row("touch-gap-narrow", "report touch-gap", report, Example.touchGap, .narrow),
            Row(
                "touch-gap-csv-summary", "report touch-gap --csv summary", report, Example.touchGap),
            Row("touch-gap-csv-reps", "report touch-gap --csv reps", report, Example.touchGap),
            Row(
                "touch-gap-csv-reasons", "report touch-gap --csv reasons", report, Example.touchGap),
            Row("touch-gap-csv-rows", "report touch-gap --csv rows", report, Example.touchGap),
            Row(
                "reps", "rep list", "GET /v1/reps",
                Page(oneMore: [Example.rep, Example.present], limit: 100)),
            Row("rep", "rep back ada", "POST /v1/reps/ada/back", Example.rep),
            Row("status", "status", "GET /v1/status", Example.status),
            Row("page-link", "page open", "POST /v1/page-links", Example.pageLink),
            Row(
                "token-new", "token add webform --scope hand-off:write", "POST /v1/tokens",
                Example.newToken),
            Row(
                "tokens", "token list", "GET /v1/tokens",
                Page(items: [Example.token, Example.revokedToken], more: false, limit: 100)),
            Row("lead", "lead show L12", "GET /v1/leads/L12", Example.lead),
            Row(
                "hand-off", "lead accept H12", "POST /v1/hand-offs/H12/accept",
                Example.handOffReply),
            Row(
                "hand-off-short", "lead accept H12", "POST /v1/hand-offs/H12/accept",
                Example.shortHandOff),
            Row("leads", "lead list", "GET /v1/leads", leads),
            Row("leads-narrow", "lead list", "GET /v1/leads", leads, .narrow),
            Row(
                "leads-none", "lead list", "GET /v1/leads",
                Page<LeadView>(items: [], more: false, limit: 100)),
            Row(
                "explanation", "lead explain L12", "GET /v1/leads/L12/explanation",
                Example.explanation),
            Row(
                "lead-forgotten", "lead forget L12 --yes", "POST /v1/leads/L12/forget",
                Example.forgotten),
            Row("enrollments", "enrollment list", "GET /v1/enrollments", enrollments),
            Row(
                "enrollment", "enrollment resume E7", "POST /v1/enrollments/E7/resume",
                Example.atTask),
            Row("backup", "backup", "POST /v1/backup", Example.backup),
            Row("backup-none", "backup --status", "GET /v1/backup", BackupView(state: .none)),
            Row(
                "settled", "enrollment settle --all --as sent", "POST /v1/settlements",
                SettledView(settled: 40, open: 3)),
            Row(
                "migration", "sequence migrate inbound-handoff",
                "POST /v1/sequences/inbound-handoff/migrate", Example.migration),
            Row("tasks", "task list", "GET /v1/tasks", Page(oneMore: [Example.task], limit: 100)),
            Row("task", "task skip T4", "POST /v1/tasks/T4/skip", Example.taskDone),
            Row(
                "replies", "reply list", "GET /v1/replies",
                Page(oneMore: [Example.referral, Example.reply, Example.bounce], limit: 100)),
            Row("reply", "reply show R3", "GET /v1/replies/R3", Example.reply),
            Row("reply-bounce", "reply show R2", "GET /v1/replies/R2", Example.bounce),
            Row(
                "reply-classified", "reply classify R4 --as person",
                "POST /v1/replies/R4/classify", Example.classified),
            Row(
                "deliveries", "delivery list", "GET /v1/deliveries",
                Page(oneMore: [Example.delivery, Example.queued], limit: 100)),
            Row("delivery", "delivery show D31", "GET /v1/deliveries/D31", Example.delivery),
            Row("delivery-doubt", "delivery settle D33", "GET /v1/deliveries/D33", Example.inDoubt),
            Row(
                "delivery-settled", "delivery settle D31 sent", "POST /v1/deliveries/D31/settle",
                Example.settled),
            Row(
                "sequences", "sequence list", "GET /v1/sequences",
                Page(oneMore: [Example.sequence], limit: 100)),
            Row("sequence", "sequence show s", "GET /v1/sequences/s", Example.sequence),
            Row(
                "mailbox-probed", "mailbox show ada@seller.example",
                "GET /v1/mailboxes/ada%40seller.example", Example.probedMailbox),
            Row(
                "mailboxes", "mailbox list", "GET /v1/mailboxes",
                Page(oneMore: [Example.mailbox, Example.downMailbox], limit: 100)),
        ]
    }

    @Test("A page is the documented one", arguments: try rows())
    func golden(_ row: Row) throws {
        let server = try UnixHTTPServer([row.key: .json(200, row.reply)])
        let console = Console.run(row.arguments, socket: server.path, terminal: row.terminal)
        #expect(console.errors.isEmpty)
        let expected = try GoldenFile("pages/\(row.name).txt").text(found: console.output)
        #expect(console.output == expected)
        #expect(console.output.contains("\u{1B}") == row.terminal.usesColor)
        let lines = console.output.split(separator: "\n")
        #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    }

    @Test("A table is never wider than the terminal where its columns may be cut")
    func narrow() throws {
        let lead = LeadView(
            id: LeadID(1), email: String(repeating: "a", count: 60) + "@long.example",
            fields: LeadFields(firstName: "Bartholomäus-Maximilian", company: "東京運輸株式会社"))
        let server = try UnixHTTPServer("GET /v1/leads", Page(oneMore: [lead], limit: 100))
        let console = Console.run(["lead", "list"], socket: server.path, terminal: .narrow)
        for line in console.output.split(separator: "\n") {
            #expect(SafeText.columns(of: line) <= 80)
        }
        #expect(console.output.contains("…"))
    }
}

/// Text from outside never moves the terminal.
struct SafeTextTests {
    @Test(
        "Controls, escapes and direction marks are taken away",
        arguments: [
            ("plain", "plain"), ("a\u{1B}[31mb", "a[31mb"), ("a\u{9B}2Jb", "a2Jb"),
            ("a\u{7}b\u{8}c\u{7F}d", "abcd"), ("a\r\nb", "a b"), ("a\tb\nc", "a b c"),
            ("a\u{202E}b\u{2066}c", "abc"), ("a\u{FEFF}\u{200B}b", "ab"),
            ("a\u{2028}b", "ab"), ("पा\u{200D}नी", "पा\u{200D}नी"), ("Zoë 東京", "Zoë 東京"),
        ])
    func line(_ text: String, _ expected: String) {
        #expect(SafeText.line(text) == expected)
    }

    @Test("A block keeps its lines")
    func block() {
        #expect(SafeText.block("a\u{1B}c\r\nb\n") == "ac\nb\n")
    }

    @Test(
        "Width is counted in cells", arguments: [("abc", 3), ("東京", 4), ("e\u{301}", 1), ("", 0)])
    func columns(_ text: String, _ width: Int) {
        #expect(SafeText.columns(of: text) == width)
    }

    @Test("What is cut ends in an ellipsis and fits")
    func cut() {
        #expect(SafeText.cut("abcdef", to: 6) == "abcdef")
        #expect(SafeText.cut("abcdef", to: 4) == "abc…")
        #expect(SafeText.cut("東京都庁", to: 4) == "東…")
    }

    @Test("No page of a hostile lead has a control character", arguments: ["show", "explain"])
    func hostile(_ verb: String) throws {
        let evil = "\u{1B}]0;owned\u{7}\u{9B}2J\u{202E}\r\n"
        var explanation = Example.explanation
        explanation.lead.fields.firstName = evil
        explanation.lead.fields.custom = [evil: evil]
        explanation.lead.email = evil
        explanation.timeline[0].why = evil
        explanation.handOffs[0].finding?.text = evil
        explanation.next.text = evil
        explanation.enrollments[0].stateText = evil
        let server = try UnixHTTPServer("GET /v1/leads/L1", explanation.lead)
        let text = String(decoding: try WireJSON.encode(explanation), as: UTF8.self)
        server.answer("GET /v1/leads/L1/explanation", .json(200, text))
        for flags in [[], ["--json"]] {
            let console = Console.run(
                ["lead", verb, "L1"] + flags, socket: server.path, terminal: .wide)
            #expect(console.exitCode == 0)
            let scalars = console.output.unicodeScalars
            #expect(!scalars.contains { $0 != "\n" && ($0.isControl || $0 == "\u{202E}") })
        }
    }

    @Test("The text of a reply is shown harmless")
    func reply() throws {
        var reply = Example.reply
        reply.subject = "Re: \u{1B}[2Jx"
        reply.text = "one\u{1B}[31m\r\ntwo"
        reply.reading = nil
        let server = try UnixHTTPServer("GET /v1/replies/R3", reply)
        let console = Console.run(["reply", "show", "R3"], socket: server.path)
        #expect(console.output.contains("R3 Re: [2Jx\n"))
        #expect(console.output.hasSuffix("  one[31m\n  two\n"))
    }
}
