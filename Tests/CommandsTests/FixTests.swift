import API
import APISupport
import Commands
import Foundation
import Sequencing
import Testing

/// `report touch-gap --fix`: each key is the command that is shown beside it.
struct FixTests {
    private static let report = "GET /v1/reports/touch-gap"

    /// One row of the work list, a daemon that takes everything, and the walk over it.
    private static func walk(
        _ row: WorkListRow, keys: String, answers: [String] = [], answering posts: [String] = []
    ) throws -> (console: Console, requests: [UnixHTTPServer.Request]) {
        var report = Example.touchGap
        report.rows = [row]
        let handOff = String(decoding: try WireJSON.encode(Example.handOffReply), as: UTF8.self)
        let replies: [String: any Encodable & Sendable] = [
            "/v1/tasks/T4/done": Example.task, "/v1/leads/info%40stillwater.example": Example.lead,
            "/v1/enrollments/E7/resume": Example.waiting,
            "/v1/deliveries/D33/settle": Example.settled,
        ]
        let server = try UnixHTTPServer(Self.report, report)
        for path in posts {
            let text = try replies[path].map {
                String(decoding: try WireJSON.encode($0), as: UTF8.self)
            }
            server.answer("POST \(path)", .json(200, text ?? handOff))
        }
        let console = Console.run(
            ["report", "touch-gap", "--fix"], socket: server.path, terminal: .wide, keys: keys,
            answers: answers)
        return (console, server.requests.filter { $0.method == "POST" })
    }

    private static let overdue = Example.touchGap.rows[1]
    private static let ownerless = Example.touchGap.rows[2]
    private static let paused = row(.pausedNoDate, .stalled, ["E7"], "enrollment resume E7")
    private static let doubtful = row(
        .deliveryInDoubt, .stalled, ["E7", "D33"], "delivery settle D33")

    private static func row(
        _ reason: TouchGapReason, _ group: TouchGapClass, _ evidence: [String], _ command: String
    ) -> WorkListRow {
        var row = Example.touchGap.rows[1]
        row.reason = reason
        row.class = group
        row.evidence = evidence
        row.command = "thirdtouch \(command)"
        return row
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var row: WorkListRow
        var keys: String
        var answers: [String] = []
        var path: String
        var body: String
        var count: String
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "f does what is proposed", row: overdue, keys: "f", path: "/v1/tasks/T4/done",
            body: #"{"outcome":"connected"}"#, count: "1 done as proposed"),
        Row(
            name: "f asks for what the command lacks", row: ownerless, keys: "f", answers: ["ben"],
            path: "/v1/leads/info%40stillwater.example",
            body: #"{"fields":{"custom":{}},"owner":"ben"}"#,
            count: "1 done as proposed"),
        Row(
            name: "a gives it to the rep who is named", row: overdue, keys: "a", answers: ["ben"],
            path: "/v1/hand-offs/H12/assign", body: #"{"owner":"ben"}"#, count: "1 assigned"),
        Row(
            name: "d closes it, and the beginning of a word will do", row: overdue, keys: "d",
            answers: ["bored", "no", "no-n"], path: "/v1/hand-offs/H12/dispose",
            body: #"{"disposition":"no-need"}"#, count: "1 disposed of"),
        Row(
            name: "d asks for the day of what is recycled", row: overdue, keys: "d",
            answers: ["recycled", "2027-01-15"], path: "/v1/hand-offs/H12/dispose",
            body: #"{"disposition":"recycled","wakeAt":"2027-01-14T23:00:00Z"}"#,
            count: "1 disposed of"),
        Row(
            name: "f resumes what is paused", row: paused, keys: "f",
            path: "/v1/enrollments/E7/resume", body: "{}", count: "1 done as proposed"),
        Row(
            name: "t settles what is in doubt", row: doubtful, keys: "t", answers: ["sent"],
            path: "/v1/deliveries/D33/settle", body: #"{"settlement":"sent"}"#,
            count: "1 settled"),
        Row(
            name: "an unknown key, help and an empty answer change nothing", row: overdue,
            keys: "z?ar\u{FFFD}a", answers: ["", "ben"], path: "/v1/hand-offs/H12/assign",
            body: #"{"owner":"ben"}"#, count: "1 assigned"),
    ]

    @Test("A key does what stands beside it, once", arguments: rows)
    func key(_ row: Row) throws {
        let (console, requests) = try Self.walk(
            row.row, keys: row.keys, answers: row.answers, answering: [row.path])
        #expect(requests.map(\.target) == [row.path])
        #expect(requests.first?.body == row.body)
        #expect(console.exitCode == 0)
        #expect(console.output.contains("Done: \(row.count)."), "\(console.output)")
    }

    @Test("Skipping, quitting and the end of the input change nothing")
    func nothing() throws {
        for (keys, words) in [
            ("s", "Done: 1 skipped."), ("q", "Done: 1 left."), ("", "Done: 1 left."),
            ("?q", "Done: 1 left."), ("dq", "Done: 1 left."),
        ] {
            let (console, requests) = try Self.walk(Self.overdue, keys: keys)
            #expect(requests.isEmpty)
            #expect(console.output.hasSuffix("\n\(words)\n"), "\(console.output)")
        }
    }

    @Test("What the daemon refuses is said and counted, and the row stays until it is dealt with")
    func refused() throws {
        // Nothing is scripted for the first: the stand-in answers 404.
        let (console, requests) = try Self.walk(
            Self.overdue, keys: "fs", answers: [])
        #expect(requests.map(\.target) == ["/v1/tasks/T4/done"])
        #expect(console.errors.contains("not scripted"))
        #expect(console.output.hasSuffix("Done: 1 skipped, 1 refused.\n"), "\(console.output)")
    }

    @Test("A row shows lead, reason, evidence, and what each key would run")
    func shown() throws {
        let (console, _) = try Self.walk(Self.overdue, keys: "?q")
        for words in [
            "1 of 1", "Mira Falk, mira.falk@nordwind.example", "task-overdue (rep)",
            "evidence: E7, T4", "f  thirdtouch task done T4 --outcome connected",
            "a  thirdtouch lead assign H12 --to REP",
            "d  thirdtouch lead dispose H12 --as OUTCOME", "x  thirdtouch lead explain L12",
            "s skip   q quit   ? help", "t  say what became of the e-mail (not for this one)",
        ] {
            #expect(console.output.contains(words), "\(words)\n\(console.output)")
        }
    }

    @Test("On a pipe it is refused, with what to do there instead")
    func pipe() throws {
        let server = try UnixHTTPServer()
        let console = Console.run(["report", "touch-gap", "--fix"], socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.errors.contains("at a terminal, and there is none here"))
        #expect(console.errors.contains("--do"))
        #expect(server.requests.isEmpty)
    }

    // MARK: For many at once

    private func bulk(
        _ arguments: String..., answer: String? = nil, refusing refused: [String] = []
    ) throws -> (console: Console, posts: [String]) {
        let handOff = String(decoding: try WireJSON.encode(Example.handOffReply), as: UTF8.self)
        let server = try UnixHTTPServer(Self.report, Example.touchGap)
        for id in ["H15", "H12", "H17"] where !refused.contains(id) {
            server.answer("POST /v1/hand-offs/\(id)/assign", .json(200, handOff))
        }
        let console = Console.run(
            ["report", "touch-gap"] + arguments, socket: server.path, answer: answer)
        return (console, server.requests.filter { $0.method == "POST" }.map(\.target))
    }

    @Test("Without a yes it shows what would change, and changes nothing", arguments: [nil, "no"])
    func preview(_ answer: String?) throws {
        let (console, posts) = try bulk("--do", "assign ben", answer: answer)
        #expect(console.exitCode == 1)
        #expect(posts.isEmpty)
        let said = console.output + console.errors
        #expect(said.contains("thirdtouch lead assign H17 --to ben"))
        #expect(said.contains("3 leads would be changed."))
        #expect(said.contains("Nothing was changed."))
    }

    @Test("With a yes, as a flag or a word, each row is done by its own command")
    func done() throws {
        let all = ["H15", "H12", "H17"].map { "/v1/hand-offs/\($0)/assign" }
        let flag = try bulk("--do", "assign ben", "--yes")
        #expect(flag.console.exitCode == 0)
        #expect(flag.posts == all)
        #expect(flag.console.output.hasSuffix("3 done.\n"))
        let word = try bulk("--do", "assign ben", answer: "yes")
        #expect(word.console.exitCode == 0)
        #expect(word.posts == all)
    }

    @Test("Each refusal is told with its lead, the others are done, and the exit code is 1")
    func partly() throws {
        let (console, posts) = try bulk("--do", "assign ben", "--yes", refusing: ["H12"])
        #expect(console.exitCode == 1)
        #expect(posts.count == 3)
        let line = try #require(console.output.split(separator: "\n").first { $0.contains("L12") })
        #expect(line.contains("not scripted"))
        #expect(console.output.hasSuffix("2 done, 1 refused.\n"))
    }

    @Test("What can't be done for all of them is left out of the count, with the reason")
    func proposed() throws {
        let (console, posts) = try bulk("--do", "proposed")
        #expect(console.exitCode == 1)
        #expect(posts.isEmpty)
        for words in [
            "a person has to look: thirdtouch reply show R3",
            "a person has to say something: thirdtouch lead edit info@stillwater.example --owner REP",
            "thirdtouch task done T4 --outcome connected", "1 lead would be changed, 2 can't.",
        ] {
            #expect(console.output.contains(words), "\(console.output)")
        }
        let none = try bulk("--do", "resume")
        #expect(none.console.errors.contains("There is nothing to do."))
    }

    @Test("Enrolling is for the hand-off of the row, which somebody may have closed meanwhile")
    func enrolling() throws {
        let row = Self.row(
            .notEnrolled, .neverTouched, ["H12"],
            "enroll mira.falk@nordwind.example --sequence inbound-handoff")
        let offers = FixOffer.all(for: row).map(\.command)
        #expect(offers.contains("thirdtouch enroll H12 --sequence inbound-handoff"))
        #expect(offers.contains("thirdtouch enroll H12 --sequence NAME"))
        for act in ["proposed", "enroll inbound-handoff"] {
            #expect(
                try BulkAct(typed: act).command(for: row).get()
                    == "thirdtouch enroll H12 --sequence inbound-handoff")
        }
        #expect(
            FixOffer.all(for: Self.overdue).first?.command
                == "thirdtouch task done T4 --outcome connected")
    }

    @Test("The JSON says of each row what was done or why not")
    func json() throws {
        let (console, _) = try bulk(
            "--do", "assign ben", "--yes", "--json", refusing: ["H12"])
        #expect(console.exitCode == 1)
        let view = try WireJSON.decode(BulkView.self, from: Data(console.output.utf8))
        #expect(!view.isPreview)
        #expect(view.lines.map { $0.refusal == nil } == [true, false, true])
        #expect(
            view.lines.map(\.command)
                == ["H15", "H12", "H17"].map {
                    "thirdtouch lead assign \($0) --to ben"
                })
    }
}
