import Foundation
import Support
import Testing

/// The one-click opt-out of RFC 8058 on the real daemon, asked over its own socket (promise G4).
@Suite(.serialized) struct OptOutLinkTests {
    /// A daemon that has mailed a lead, and the path in that message.
    final class Bench {
        static let lead = "mira@north.example"
        let daemon: RunningDaemon
        let port: UInt16
        let path: String

        init() throws {
            let folder = try TemporaryFolder(named: "daemon")
            port = try Loopback.freePort()
            daemon = try RunningDaemon(
                mailboxes: BadInputTests.maildirs(folder), folder: folder,
                extra: """
                    unsubscribe:
                      url: https://mail.sender.example/leave/
                      listen: 127.0.0.1:\(port)
                    """)
            try daemon.publish(
                """
                  - id: hello
                    email: { subject: Hello, body: Hi. }
                """)
            try daemon.json("lead", "add", Self.lead)
            try daemon.json("enroll", Self.lead, "--sequence", "quick")
            let daemon = daemon
            let message = try eventually("the message to leave: \(daemon.log)") {
                let view = try daemon.json("delivery", "show", "D1")
                return view["state"].text == "accepted" ? view["message"].text : nil
            }
            let text = message.replacing("\r\n ", with: " ")
            let field = try #require(
                text.split(separator: "\r\n").first { $0.hasPrefix("List-Unsubscribe: ") })
            #expect(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
            let url = try #require(field.split(separator: "<").dropFirst().first).prefix {
                $0 != ">"
            }
            #expect(url.hasPrefix("https://mail.sender.example/leave/u1.0."))
            #expect(!url.contains("mira"))
            path = String(url.dropFirst("https://mail.sender.example".count))
        }

        /// The answer to a request as it stands, status line first.
        func ask(
            _ method: String, _ path: String? = nil, _ fields: [String] = [], body: String = ""
        ) throws -> String {
            let lines =
                ["\(method) \(path ?? self.path) HTTP/1.1", "Host: mail.sender.example"] + fields
                + ["Connection: close", "Content-Length: \(body.utf8.count)", "", body]
            return try Loopback.exchange(lines.joined(separator: "\r\n"), port: port)
        }

        func post(_ path: String? = nil) throws -> String {
            try ask(
                "POST", path, ["Content-Type: application/x-www-form-urlencoded"],
                body: "List-Unsubscribe=One-Click")
        }

        var isSuppressed: Bool {
            get throws { try daemon.ask("suppression", "check", Self.lead).status == 1 }
        }
    }

    private func status(_ answer: String) -> String {
        String(answer.split(separator: "\r\n").first?.dropFirst("HTTP/1.1 ".count).prefix(3) ?? "")
    }

    /// What a stranger may compare: everything but the date.
    private func essence(_ answer: String) -> [Substring] {
        answer.split(separator: "\r\n").filter { !$0.lowercased().hasPrefix("date:") }
    }

    @Test("Looking, in any way, changes nothing; a form without the words changes nothing")
    func harmless() throws {
        let bench = try Bench()
        let page = try bench.ask("GET")
        #expect(status(page) == "200")
        #expect(page.contains("<form method=\"post\">"))
        #expect(page.contains("name=\"List-Unsubscribe\" value=\"One-Click\""))
        #expect(page.lowercased().contains("content-security-policy: default-src 'none'"))
        #expect(!page.lowercased().contains("set-cookie"))
        let head = try bench.ask("HEAD")
        #expect(status(head) == "200")
        #expect(head.hasSuffix("\r\n\r\n"))
        #expect(status(try bench.ask("OPTIONS")) == "204")
        for method in ["PUT", "DELETE", "PATCH"] {
            #expect(status(try bench.ask(method)) == "405")
        }
        let form = "Content-Type: application/x-www-form-urlencoded"
        #expect(status(try bench.ask("POST", nil, [form])) == "400")
        #expect(status(try bench.ask("POST", nil, [form], body: "List-Unsubscribe=No")) == "400")
        #expect(
            status(try bench.ask("POST", nil, [], body: "List-Unsubscribe=One-Click")) == "415")
        #expect(
            status(
                try bench.ask(
                    "POST", nil, ["Content-Type: text/plain"], body: "List-Unsubscribe=One-Click"))
                == "415")
        let large = "x=\(String(repeating: "x", count: 5000))&List-Unsubscribe=One-Click"
        #expect(status(try bench.ask("POST", nil, [form], body: large)) == "413")
        #expect(try !bench.isSuppressed)
        #expect(bench.daemon.stop() == 0)
    }

    @Test(
        "A form in either coding, without cookies, opts out; it is durable before the 200, and again is fine"
    )
    func optsOut() throws {
        let bench = try Bench()
        let answer = try bench.post()
        // Killed at once: what was answered with 200 is on the disk.
        bench.daemon.signal(SIGKILL)
        bench.daemon.process.waitUntilExit()
        #expect(status(answer) == "200")
        try bench.daemon.start()
        try bench.daemon.awaitReady()
        #expect(try bench.isSuppressed)
        let list = try bench.daemon.json("suppression", "list")["items"]
        #expect(list[0]["author"].text == "link")
        #expect(list[0]["evidence"].text == "the link in D1")
        let multipart = [
            "--b0undary", "Content-Disposition: form-data; name=\"List-Unsubscribe\"", "",
            "One-Click", "--b0undary--", "",
        ].joined(separator: "\r\n")
        let again = try bench.ask(
            "POST", nil, ["Content-Type: multipart/form-data; boundary=\"b0undary\""],
            body: multipart)
        #expect(essence(again) == essence(answer))
        #expect(try bench.daemon.json("suppression", "list")["items"].items.count == 1)
        let lead = try bench.daemon.json("lead", "explain", Bench.lead)
        #expect(
            lead["timeline"].items.count { $0["what"].text == "suppressed" } == 1)
        // The lead that it was about is refused from now on.
        let refused = try bench.daemon.ask("enroll", Bench.lead, "--sequence", "quick")
        #expect(refused.status == 1)
        #expect((refused.output + refused.errors).contains("one-click"))
    }

    @Test("A multipart form alone opts out too")
    func multipart() throws {
        let bench = try Bench()
        let body =
            "--x\nContent-Disposition: form-data; name=List-Unsubscribe\n\nOne-Click\n--x--\n"
        let answer = try bench.ask(
            "POST", nil, ["Content-Type: multipart/form-data; boundary=x"], body: body)
        #expect(status(answer) == "200")
        #expect(try bench.isSuppressed)
    }

    @Test("A wrong token gets the answers of a right one, and nothing is known afterwards")
    func wrongToken() throws {
        let bench = try Bench()
        let wrong = String(bench.path.dropLast()) + (bench.path.hasSuffix("0") ? "1" : "0")
        for path in [wrong, "/", "/leave/u1", "/\(String(repeating: "a", count: 2000))"] {
            #expect(essence(try bench.ask("GET", path)) == essence(try bench.ask("GET")))
            #expect(status(try bench.post(path)) == "200")
        }
        #expect(try !bench.isSuppressed)
        let answers = try [wrong, bench.path].map { essence(try bench.post($0)) }
        #expect(answers[0] == answers[1])
        #expect(try bench.isSuppressed)
    }

    @Test("What can't be written is not answered with 200")
    func noCommit() throws {
        let bench = try Bench()
        let file = bench.daemon.folder.path("state/thirdtouch.sqlite")
        let holder = Process()
        holder.executableURL = URL(filePath: "/usr/bin/sqlite3")
        holder.arguments = [file]
        let (input, output) = (Pipe(), Pipe())
        holder.standardInput = input
        holder.standardOutput = output
        try holder.run()
        input.fileHandleForWriting.write(Data("BEGIN IMMEDIATE; SELECT 'locked';\n".utf8))
        #expect(
            String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "locked\n"
        )
        #expect(status(try bench.post()) == "503")
        input.fileHandleForWriting.closeFile()
        holder.waitUntilExit()
        #expect(try !bench.isSuppressed)
        #expect(status(try bench.post()) == "200")
        #expect(try bench.isSuppressed)
    }

    @Test("A flood is turned away and an honest request gets through afterwards")
    func flood() throws {
        let bench = try Bench()
        var seen: Set<String> = []
        for _ in 0..<600 where !seen.contains("429") { seen.insert(status(try bench.ask("GET"))) }
        #expect(seen == ["200", "429"])
        _ = try eventually("an opt-out after the flood") {
            status(try bench.post()) == "200" ? true : nil
        }
        #expect(try bench.isSuppressed)
    }

    @Test("A port that is taken is named at the start; a listener that changes wants a new start")
    func listener() throws {
        let bench = try Bench()
        let folder = try TemporaryFolder(named: "daemon")
        let extra = """
            unsubscribe: { url: "https://mail.sender.example/u", listen: "127.0.0.1:\(bench.port)" }
            """
        let second = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder, extra: extra, waits: false)
        second.process.waitUntilExit()
        #expect(second.process.terminationStatus != 0)
        #expect(second.log.contains("127.0.0.1:\(bench.port)"), "\(second.log)")

        let text = TextFile.contents(of: bench.daemon.configurationFile)
        _ = try bench.daemon.folder.write(
            text.replacing("listen: 127.0.0.1:\(bench.port)", with: "listen: 127.0.0.1:1"),
            to: "thirdtouchd.yaml")
        bench.daemon.signal(SIGHUP)
        let warning = try eventually("the refused reload") {
            try bench.daemon.json("status")["warnings"].items.first {
                $0["code"].text == "reload-refused"
            }
        }
        #expect(warning["message"].text?.contains("systemctl restart thirdtouchd") == true)
        #expect(status(try bench.ask("GET")) == "200")
    }
}
