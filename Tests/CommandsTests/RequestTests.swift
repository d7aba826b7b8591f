import API
import APISupport
import Commands
import Foundation
import Testing

/// What each command asks of the daemon: method, path, query and body.
struct RequestTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let target: String
        let body: String
        let reply: String

        init(
            _ line: String, _ target: String, _ body: String = "",
            _ reply: some Encodable & Sendable
        ) throws {
            arguments = line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
            self.target = target
            self.body = body
            self.reply = String(decoding: try WireJSON.encode(reply), as: UTF8.self)
        }
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static func rows() throws -> [Row] {
        let enrollments = Page(oneMore: [Example.atTask], limit: 100)
        return try [
            Row("status", "GET /v1/status", "", Example.status),
            Row("page open", "POST /v1/page-links", "{}", Example.pageLink),
            Row(
                "token add webform --scope hand-off:write", "POST /v1/tokens",
                #"{"name":"webform","scopes":["hand-off:write"]}"#, Example.newToken),
            Row(
                "token list", "GET /v1/tokens", "",
                Page(oneMore: [Example.token, Example.revokedToken], limit: 100)),
            Row(
                "token revoke webform", "POST /v1/tokens/webform/revoke", "{}",
                Example.revokedToken),
            Row(
                "lead add a@b.example --first-name Mo --country de --zone Europe/Berlin "
                    + "--custom size=7=8 --owner ada --source web --role user --tier A",
                "POST /v1/leads",
                #"{"email":"a@b.example","fields":{"country":"DE","custom":{"size":"7=8"},"#
                    + #""firstName":"Mo","zone":"Europe/Berlin"},"isHot":false,"owner":"ada","role":"user","#
                    + #""source":"web","tier":"A"}"#, Example.lead),
            Row(
                "lead list --owner ada --limit 5", "GET /v1/leads?owner=ada&limit=5", "",
                Page(oneMore: [Example.lead], limit: 5)),
            Row("lead show L12", "GET /v1/leads/L12", "", Example.lead),
            Row(
                "lead explain mira+x@b.example", "GET /v1/leads/mira%2Bx%40b.example/explanation",
                "", Example.explanation),
            Row("lead export L12", "GET /v1/leads/L12/export", "", Example.export),
            Row(
                "lead forget mira.falk@b.example --yes",
                "POST /v1/leads/mira.falk%40b.example/forget", "{}", Example.forgotten),
            Row(
                "lead edit 12 --phone '' --tier '' --owner ben", "POST /v1/leads/12",
                #"{"fields":{"custom":{},"phone":""},"owner":"ben","tier":""}"#, Example.lead),
            Row(
                "lead hand-off a@b.example --source web --owner ada --hot --company Nord --tier b",
                "POST /v1/hand-offs",
                #"{"fields":{"company":"Nord","custom":{}},"isHot":true,"lead":"a@b.example","#
                    + #""owner":"ada","role":"unknown","source":"web","tier":"b"}"#,
                Example.handOffReply),
            Row(
                "lead accept a@b.example", "POST /v1/hand-offs/a%40b.example/accept", "{}",
                Example.handOffReply),
            Row(
                "lead reject H12 --reason outside-criteria --note small",
                "POST /v1/hand-offs/H12/dispose",
                #"{"disposition":"outside-criteria","why":"small"}"#, Example.handOffReply),
            Row(
                "lead dispose L12 --as recycled --wake 2027-01-15",
                "POST /v1/hand-offs/L12/dispose",
                #"{"disposition":"recycled","wakeAt":"2027-01-14T23:00:00Z"}"#,
                Example.handOffReply),
            Row(
                "lead assign L12 --to ben", "POST /v1/hand-offs/L12/assign", #"{"owner":"ben"}"#,
                Example.handOffReply),
            Row(
                "enroll L1 a@b.example --sequence s --start-at 2026-03-02T10:30 --mailbox m@b.example",
                "POST /v1/enrollments",
                #"{"isBeside":false,"leads":["L1","a@b.example"],"mailbox":"m@b.example","sequence":"s","#
                    + #""startAt":"2026-03-02T09:30:00Z"}"#,
                EnrollReply(items: [EnrollResult(lead: "L1", enrollment: Example.waiting)])),
            Row(
                "enrollment list --state at-task --lead L1 --rep ada --sequence s",
                "GET /v1/enrollments?state=at-task&sequence=s&lead=L1&rep=ada", "", enrollments),
            Row(
                "enrollment pause e7 --until 2026-12-01T08:00:00Z --reason busy",
                "POST /v1/enrollments/E7/pause",
                #"{"reason":"busy","until":"2026-12-01T08:00:00Z"}"#, Example.paused),
            Row(
                "rep away ada --from 2026-12-20 --until 2026-12-27T09:00 --delegate ben",
                "POST /v1/reps/ada/away",
                #"{"delegate":"ben","from":"2026-12-19T23:00:00Z","until":"2026-12-27T08:00:00Z"}"#,
                Example.rep),
            Row("rep back ada", "POST /v1/reps/ada/back", "{}", Example.rep),
            Row(
                "rep list", "GET /v1/reps", "", Page(oneMore: [Example.rep], limit: 100)),
            Row("enrollment resume 7", "POST /v1/enrollments/E7/resume", "{}", Example.atTask),
            Row(
                "enrollment stop E7 --disposition no-need", "POST /v1/enrollments/E7/stop",
                #"{"disposition":"no-need"}"#, Example.ended),
            Row(
                "enrollment list --restored", "GET /v1/enrollments?restored=true", "",
                enrollments),
            Row(
                "enrollment settle E7 9 --as sent", "POST /v1/settlements",
                #"{"enrollments":[7,9],"settlement":"sent"}"#, SettledView(settled: 2, open: 0)),
            Row(
                "enrollment settle --all --as resend", "POST /v1/settlements",
                #"{"settlement":"resend"}"#, SettledView(settled: 40, open: 0)),
            Row("backup", "POST /v1/backup", #"{"isReplacing":false}"#, Example.backup),
            Row(
                "backup /srv/copy.sqlite --force", "POST /v1/backup",
                #"{"file":"/srv/copy.sqlite","isReplacing":true}"#, Example.backup),
            Row("backup --status", "GET /v1/backup", "", BackupView(state: .none)),
            Row(
                "task list --channel call --state done", "GET /v1/tasks?state=done&channel=call",
                "", Page(oneMore: [Example.taskDone], limit: 100)),
            Row(
                "task done T4 --outcome no-answer --note later", "POST /v1/tasks/T4/done",
                #"{"note":"later","outcome":"no-answer"}"#, Example.taskDone),
            Row("task show T4", "GET /v1/tasks/T4", "", Example.task),
            Row("task approve T4", "POST /v1/tasks/T4/approve", "{}", Example.taskDone),
            Row(
                "task approve 4 --subject Docks", "POST /v1/tasks/T4/approve",
                #"{"subject":"Docks"}"#, Example.taskDone),
            Row("task skip T4", "POST /v1/tasks/T4/skip", "{}", Example.taskDone),
            Row(
                "reply list --unanswered --kind person",
                "GET /v1/replies?kind=person&unanswered=true", "",
                Page(oneMore: [Example.reply], limit: 100)),
            Row(
                "reply list --intent referral", "GET /v1/replies?intent=referral", "",
                Page(oneMore: [Example.referral], limit: 100)),
            Row("reply show R3", "GET /v1/replies/R3", "", Example.reply),
            Row(
                "reply classify R4 --as person", "POST /v1/replies/R4/classify",
                #"{"kind":"person"}"#, Example.classified),
            Row(
                "reply classify 4 --as out-of-office --back-on 2026-04-01 --why holiday",
                "POST /v1/replies/R4/classify",
                #"{"backOn":"2026-04-01","kind":"out-of-office","why":"holiday"}"#,
                Example.classified),
            Row(
                "delivery list --state in-doubt --mailbox m@b.example",
                "GET /v1/deliveries?state=in-doubt&mailbox=m%40b.example", "",
                Page(oneMore: [Example.delivery], limit: 100)),
            Row("delivery show 31", "GET /v1/deliveries/D31", "", Example.delivery),
            Row(
                "delivery settle D31 drop", "POST /v1/deliveries/D31/settle",
                #"{"settlement":"drop"}"#, Example.settled),
            Row(
                "delivery settle D31 resend --yes", "POST /v1/deliveries/D31/settle",
                #"{"mayBeSecondCopy":true,"settlement":"resend"}"#, Example.settled),
            Row("delivery settle 33", "GET /v1/deliveries/D33", "", Example.inDoubt),
            Row(
                "sequence list", "GET /v1/sequences", "",
                Page(oneMore: [Example.sequence], limit: 100)),
            Row(
                "sequence migrate s --to 4 --map a=b --map c=end --yes",
                "POST /v1/sequences/s/migrate",
                #"{"isApplied":true,"stepMap":{"a":"b","c":"end"},"version":4}"#,
                Example.migration),
            Row("sequence show s@2", "GET /v1/sequences/s?version=2", "", Example.sequence),
            Row(
                "mailbox list", "GET /v1/mailboxes", "",
                Page(oneMore: [Example.mailbox], limit: 100)),
            Row(
                "mailbox show m@b.example", "GET /v1/mailboxes/m%40b.example", "",
                Example.mailbox),
            Row(
                "mailbox probe m@b.example", "POST /v1/mailboxes/m%40b.example/probe", "{}",
                Example.probedMailbox),
            Row(
                "mailbox pause m@b.example --until 2026-12-01T08:00:00Z --reason busy",
                "POST /v1/mailboxes/m%40b.example/pause",
                #"{"reason":"busy","until":"2026-12-01T08:00:00Z"}"#, Example.mailbox),
            Row(
                "mailbox resume m@b.example", "POST /v1/mailboxes/m%40b.example/resume", "{}",
                Example.mailbox),
            Row(
                "lead edit L1 --account-zone Europe/Berlin", "POST /v1/leads/L1",
                #"{"accountZone":"Europe/Berlin","fields":{"custom":{}}}"#, Example.lead),
            Row(
                "report audit --team north --tier b",
                "GET /v1/reports/audit?team=north&tier=b", "", Example.auditReport),
            Row(
                "report touch-gap --rep ada --below 2 --as-of 2026-03-01 --class waiting",
                "GET /v1/reports/touch-gap?rep=ada&as-of=2026-02-28T23%3A00%3A00Z"
                    + "&class=waiting&below=2", "", Example.touchGap),
            Row(
                "report sequence --sequence s --sequence-version 2 --step 3",
                "GET /v1/reports/sequence?sequence=s&version=2&step=3", "",
                Example.sequenceReport),
            Row(
                "report hand-off --source fair --given-from 2026-01-01 --given-to 2026-02-01",
                "GET /v1/reports/hand-off?source=fair&given-from=2025-12-31T23%3A00%3A00Z"
                    + "&given-to=2026-01-31T23%3A00%3A00Z", "", Example.handOffReport),
            Row(
                "report coverage --account a.example --role champion --limit 5",
                "GET /v1/reports/coverage?account=a.example&role=champion&limit=5", "",
                Example.coverageReport),
            Row(
                "report audit --lead L1 --age 30", "GET /v1/reports/audit?lead=L1&age=30", "",
                Example.auditReport),
        ]
    }

    @Test(
        "A command asks for exactly this, and prints the wire value with --json",
        arguments: try rows())
    func request(_ row: Row) throws {
        let server = try UnixHTTPServer([row.target: .json(200, row.reply)])
        let console = Console.run(row.arguments + ["--json"], socket: server.path)
        #expect(console.errors.isEmpty)
        #expect(console.exitCode == 0)
        let requests = server.requests
        #expect(requests.map { "\($0.method) \($0.target)" } == [row.target])
        #expect(requests.map(\.body) == [row.body])
        // Pretty and compact are the same value.
        let printed = try JSONSerialization.jsonObject(with: Data(console.output.utf8)) as? NSObject
        let sent = try JSONSerialization.jsonObject(with: Data(row.reply.utf8)) as? NSObject
        #expect(printed != nil && printed == sent)
    }

    @Test("Leads are read from a file, without comments, a thousand at a time")
    func fromFile() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID()).txt")
        defer { try? FileManager.default.removeItem(at: file) }  // why: a temporary file
        let keys = (1...1500).map { "L\($0)" }
        let text = "# spring fair\n\n" + keys.joined(separator: "  # seen\r\n") + "\n"
        try Data(text.utf8).write(to: file)
        let server = try UnixHTTPServer("POST /v1/enrollments", EnrollReply(items: []))
        let arguments = ["enroll", "--from-file", file.path, "--sequence", "s"]
        #expect(Console.run(arguments, socket: server.path).exitCode == 0)
        let sent = try server.requests.map { request in
            try WireJSON.decode(EnrollRequest.self, from: Data(request.body.utf8)).leads
        }
        #expect(sent.map(\.count) == [1000, 500])
        #expect(sent.flatMap { $0 } == keys)
    }

    @Test("A backup is waited for, and one that failed says why, with exit code 1")
    func backup() throws {
        let running = BackupView(state: .running, file: "/srv/copy.sqlite", expectedBytes: 100)
        let server = try UnixHTTPServer("POST /v1/backup", running)
        let text = String(decoding: try WireJSON.encode(Example.failedBackup), as: UTF8.self)
        server.answer("GET /v1/backup", .json(200, text))
        let console = Console.run(["backup", "/srv/copy.sqlite"], socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.output.isEmpty)
        #expect(
            console.errors
                == "Error: The backup was not written: /srv/copy.sqlite: its disk has no room "
                + "for a copy\n  Next: free some, or write it elsewhere\n")
    }

    @Test("Settling asks whom, and all is said aloud; what did not fit gives exit code 1")
    func settle() throws {
        let server = try UnixHTTPServer("POST /v1/settlements", SettledView(settled: 1, open: 4))
        let wrong = [["--as", "sent"], ["E7", "--all", "--as", "sent"], ["E7"]]
        for arguments in wrong {
            let console = Console.run(["enrollment", "settle"] + arguments, socket: server.path)
            #expect(console.exitCode == 64, "\(arguments)")
        }
        #expect(server.requests.isEmpty)
        let console = Console.run(
            ["enrollment", "settle", "E7", "E8", "--as", "sent"], socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.output.hasPrefix("1 enrollment settled, 4 open."))
    }

    @Test("A file that is not there is named, and nothing is sent")
    func missingFile() throws {
        let server = try UnixHTTPServer()
        let arguments = ["enroll", "--from-file", "/nonexistent/keys", "--sequence", "s"]
        let console = Console.run(arguments, socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.errors.contains("/nonexistent/keys can't be read"))
        #expect(server.requests.isEmpty)
    }
}
