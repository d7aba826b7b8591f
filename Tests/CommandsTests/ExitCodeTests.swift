import API
import APISupport
import Commands
import Foundation
import Testing

/// What fails is printed as: what failed, what it means, what to run.
struct ExitCodeTests {
    @Test("Without a daemon: 69, and how to start it")
    func unreachable() {
        let console = Console.run(["status"])
        #expect(console.exitCode == 69)
        #expect(
            console.errors == """
                Error: The daemon is not running, or its socket /nonexistent/socket can't be opened \
                (there is no such file).
                  Next: systemctl start thirdtouchd, or name its socket with --socket

                """)
    }

    @Test(
        "What the daemon refuses has the exit code of its kind",
        arguments: [
            (APIError.Code.usage, 400, 64), (.notAllowed, 403, 77), (.notFound, 404, 1),
            (.notNow, 409, 1), (.sequenceInvalid, 422, 1), (.fault, 500, 1),
            (.unavailable, 503, 69), (.storage, 507, 1),
        ])
    func refused(_ code: APIError.Code, _ status: Int, _ exit: Int32) throws {
        let error = APIError(code, "It is so\u{1B}[2J.", advice: "do that")
        let text = String(decoding: try WireJSON.encode(error), as: UTF8.self)
        let server = try UnixHTTPServer(["GET /v1/leads/L9": .json(status, text)])
        let console = Console.run(["lead", "show", "L9"], socket: server.path)
        #expect(console.exitCode == exit)
        #expect(console.errors == "Error: It is so[2J.\n  Next: do that\n")
        #expect(console.output.isEmpty)
    }

    @Test("--socket comes before the environment")
    func socketOption() throws {
        let server = try UnixHTTPServer("GET /v1/status", Example.status)
        #expect(Console.run(["status", "--socket", server.path]).exitCode == 0)
    }

    @Test("An enrollment that is refused exits with 1, after the page was printed")
    func enroll() throws {
        let server = try UnixHTTPServer("POST /v1/enrollments", Example.enrollReply)
        let arguments = [
            "enroll", "L13", "mira.falk@nordwind.example", "--sequence", "cold-outbound",
        ]
        let console = Console.run(arguments, socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.errors.isEmpty)
        #expect(
            console.output == """
                enrolled  office@kranich.example in cold-outbound@1 as E8, first step 2026-03-02 10:30 \
                CET (in 30 min)
                refused   mira.falk@nordwind.example: mira.falk@nordwind.example is at step 3 of \
                inbound-handoff as E7
                          Next: thirdtouch enrollment stop E7
                1 enrolled, 1 refused.

                """)
    }

    @Test(
        "A report with gaps exits with 2 only when it is checked and they are too many",
        arguments: [
            ([], 0), (["--check"], 2), (["--check", "--allow", "31"], 2),
            (["--check", "--allow", "32"], 0), (["--check", "--json"], 2),
        ] as [([String], Int32)])
    func breach(_ flags: [String], _ exit: Int32) throws {
        let server = try UnixHTTPServer("GET /v1/reports/touch-gap", Example.touchGap)
        let console = Console.run(["report", "touch-gap"] + flags, socket: server.path)
        #expect(console.exitCode == exit)
        #expect(!console.output.isEmpty)
        #expect(console.errors.isEmpty == (exit == 0))
    }

    // Of 98: 32 gaps; 11 never touched, 13 of task-overdue, 24 of the reps, 4 each of the managers and the data.
    @Test(
        "Each threshold that was passed is named, with what was found and what is allowed",
        arguments: [
            (["never-touched=10"], "never-touched 11, at most 10"),
            (["never-touched=11"], nil), (["task-overdue=12"], "task-overdue 13, at most 12"),
            (["task-overdue=13"], nil), (["rep=23"], "gaps of party rep 24, at most 23"),
            (["rep=24", "manager=4", "system=0"], nil),
            (["32%"], "gaps 32, at most 32.0 % of 98"), (["33%"], nil),
            (["stalled=14.2%"], "stalled 14, at most 14.2 % of 98"), (["stalled=14.3%"], nil),
            (
                ["5", "our-turn=2", "mailbox-down=0", "data=3"],
                "gaps 32, at most 5; gaps of party data 4, at most 3"
            ),
        ] as [([String], String?)])
    func thresholds(_ allowed: [String], _ breach: String?) throws {
        let server = try UnixHTTPServer("GET /v1/reports/touch-gap", Example.touchGap)
        let arguments = ["report", "touch-gap", "--check"] + allowed.flatMap { ["--allow", $0] }
        let console = Console.run(arguments, socket: server.path)
        #expect(console.exitCode == (breach == nil ? 0 : 2))
        #expect(
            console.errors
                == (breach.map {
                    "Error: Too many: \($0).\n  Next: work the list above from its top\n"
                }
                    ?? ""))
    }

    @Test("With a filter on the list, its rows are what is checked")
    func filteredBreach() throws {
        let target = "GET /v1/reports/touch-gap?party=system"
        var report = Example.touchGap
        report.rows = []
        let server = try UnixHTTPServer(target, report)
        let arguments = ["report", "touch-gap", "--party", "system", "--check"]
        #expect(Console.run(arguments, socket: server.path).exitCode == 0)
    }

    @Test("Classes that do not add up are a breach, whatever is allowed")
    func wrongSum() throws {
        var report = Example.touchGap
        report.addsUp = false
        let server = try UnixHTTPServer("GET /v1/reports/touch-gap", report)
        let arguments = ["report", "touch-gap", "--check", "--allow", "1000"]
        let console = Console.run(arguments, socket: server.path)
        #expect(console.exitCode == 2)
        #expect(console.output.contains("DOES NOT ADD UP"))
    }

    @Test(
        "A second copy leaves only when a person says yes, having read what is known",
        arguments: [("yes", true), ("YES ", true), ("y", false), ("", false), (nil, false)])
    func secondCopy(_ answer: String?, isSent: Bool) throws {
        let settled = String(decoding: try WireJSON.encode(Example.settled), as: UTF8.self)
        let known = String(decoding: try WireJSON.encode(Example.inDoubt), as: UTF8.self)
        let server = try UnixHTTPServer([
            "GET /v1/deliveries/D33": .json(200, known),
            "POST /v1/deliveries/D33/settle": .json(200, settled),
        ])
        let console = Console.run(
            ["delivery", "settle", "D33", "resend"], socket: server.path, answer: answer)
        #expect(console.exitCode == (isSent ? 0 : 1))
        #expect(console.errors.contains("it has probably not left"))
        #expect(server.requests.map(\.method) == (isSent ? ["GET", "POST"] : ["GET"]))
        if isSent {
            let body = #"{"mayBeSecondCopy":true,"settlement":"resend"}"#
            #expect(server.requests.last?.body == body)
        } else if answer == nil {
            #expect(console.errors.contains("thirdtouch delivery settle D33 resend --yes"))
        }
    }

    @Test(
        "Somebody is forgotten only when a person says yes, having seen who that is",
        arguments: [("yes", true), ("no", false), (nil, false)])
    func forget(_ answer: String?, isDone: Bool) throws {
        let done = String(decoding: try WireJSON.encode(Example.forgotten), as: UTF8.self)
        let lead = String(decoding: try WireJSON.encode(Example.lead), as: UTF8.self)
        let server = try UnixHTTPServer([
            "GET /v1/leads/L12": .json(200, lead), "POST /v1/leads/L12/forget": .json(200, done),
        ])
        let console = Console.run(["lead", "forget", "L12"], socket: server.path, answer: answer)
        #expect(console.exitCode == (isDone ? 0 : 1))
        #expect(server.requests.map(\.method) == (isDone ? ["GET", "POST"] : ["GET"]))
        if answer == nil {
            #expect(console.errors.contains("thirdtouch lead forget L12 --yes"))
        } else {
            #expect(console.errors.contains("mira.falk@nordwind.example"))
        }
    }

    @Test("The version is printed")
    func version() {
        #expect(Console.run(["--version"]).output == Thirdtouch.version + "\n")
    }
}
