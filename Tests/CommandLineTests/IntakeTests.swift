import Foundation
import Support
import Testing

/// Hand-offs over HTTP by token, on the real daemon.
@Suite(.serialized) struct IntakeTests {
    private final class Bench {
        let daemon: RunningDaemon
        let port: UInt16

        init() throws {
            let folder = try TemporaryFolder(named: "daemon")
            port = try Loopback.freePort()
            daemon = try RunningDaemon(
                mailboxes: BadInputTests.maildirs(folder), folder: folder,
                extra: """
                    assignment: [{ owners: dana }]
                    intake:
                      listen: 127.0.0.1:\(port)
                      hosts: [leads.sender.example]
                    """)
        }

        func token(_ name: String, _ scope: String = "hand-off:write") throws -> String {
            let made = try daemon.json("token", "add", name, "--scope", scope)
            return try #require(made["secret"].text)
        }

        /// The answer to a request: status, body, and the whole as it came.
        func ask(
            _ method: String, _ path: String, token: String?, body: String = "",
            fields: [String] = [], host: String = "leads.sender.example",
            type: String = "application/json"
        ) throws -> (status: String, json: JSON, text: String) {
            let lines =
                ["\(method) \(path) HTTP/1.1", "Host: \(host)"]
                + (token.map { ["Authorization: Bearer \($0)"] } ?? []) + fields
                + [
                    "Content-Type: \(type)", "Connection: close",
                    "Content-Length: \(body.utf8.count)", "", body,
                ]
            let text = try Loopback.exchange(lines.joined(separator: "\r\n"), port: port)
            let status = text.split(separator: "\r\n").first?.dropFirst("HTTP/1.1 ".count)
                .prefix(3)
            let head = text.firstRange(of: "\r\n\r\n")
            let body = head.map { String(text[$0.upperBound...]) } ?? ""
            // Why the error is dropped: an answer without JSON is told by its status.
            return (String(status ?? ""), (try? JSON(parsing: body)) ?? JSON(nil), text)
        }

        func post(
            _ body: String, token: String, fields: [String] = []
        ) throws -> (status: String, json: JSON, text: String) {
            try ask("POST", "/v1/hand-offs", token: token, body: body, fields: fields)
        }

        var leads: [String] {
            get throws {
                try daemon.json("lead", "list")["items"].items.compactMap { $0["email"].text }
                    .sorted()
            }
        }
    }

    @Test("Nobody is let in without a live token of the right scope, and no error tells more")
    func access() throws {
        let bench = try Bench()
        let writer = try bench.token("webform")
        let reader = try bench.token("dashboard", "report:read")
        let gone = try bench.token("old")
        #expect(try bench.daemon.ask("token", "revoke", "old").status == 0)
        let body = #"{"lead":"mira@north.example"}"#
        let report = "/v1/reports/touch-gap"
        let forged = "tt_" + String(repeating: "0", count: 64)
        let rows: [(String, String, String?, String, String)] = [
            ("POST", "/v1/hand-offs", nil, "leads.sender.example", "401"),
            ("POST", "/v1/hand-offs", forged, "leads.sender.example", "401"),
            ("POST", "/v1/hand-offs", gone, "leads.sender.example", "401"),
            ("POST", "/v1/hand-offs", "mona", "leads.sender.example", "401"),
            ("POST", "/v1/hand-offs", reader, "leads.sender.example", "403"),
            ("POST", "/v1/hand-offs", writer, "rebound.example", "421"),
            ("GET", report, nil, "leads.sender.example", "401"),
            ("GET", report, writer, "leads.sender.example", "403"),
            ("GET", report, reader, "leads.sender.example", "200"),
            ("GET", report, reader, "127.0.0.1:\(bench.port)", "200"),
            ("GET", "\(report)?class=bored", reader, "localhost", "400"),
            ("GET", "/v1/leads", reader, "leads.sender.example", "404"),
            ("GET", "/v1/leads", writer, "leads.sender.example", "404"),
            ("GET", "/v1/tokens", writer, "leads.sender.example", "404"),
            ("POST", "/v1/enrollments", writer, "leads.sender.example", "404"),
            ("GET", "/v1/reports/../tokens", reader, "leads.sender.example", "404"),
            ("GET", "/", nil, "leads.sender.example", "401"),
        ]
        for (method, path, token, host, status) in rows {
            let answer = try bench.ask(method, path, token: token, body: body, host: host)
            #expect(answer.status == status, "\(method) \(path) \(host): \(answer.text)")
            if status == "401" {
                #expect(answer.text.lowercased().contains("www-authenticate: bearer"))
                #expect(answer.json["code"].text == "unknown-caller")
            }
        }
        #expect(try bench.leads.isEmpty)
        // The tokens are the administrator's, on the socket alone.
        let again = try bench.daemon.ask("token", "add", "webform", "--scope", "report:read")
        #expect(again.status == 1)
        #expect(again.errors.contains("thirdtouch token revoke webform"))
        #expect(bench.daemon.stop() == 0)
    }

    @Test("A secret is shown once: no file of the daemon, no log and no answer has it afterwards")
    func secret() throws {
        let bench = try Bench()
        let secret = try bench.token("webform")
        #expect(try bench.post(#"{"lead":"mira@north.example"}"#, token: secret).status == "200")
        #expect(try bench.post("nonsense", token: secret).status == "400")
        #expect(try bench.ask("GET", "/v1/leads", token: secret).status == "404")
        let list = try bench.daemon.ask("token", "list", "--json")
        let story = try bench.daemon.ask("lead", "explain", "mira@north.example", "--json")
        #expect(try JSON(parsing: list.output)["items"][0]["lastUsedAt"].text != nil)
        #expect(try bench.daemon.ask("token", "revoke", "webform").status == 0)
        #expect(try bench.post(#"{"lead":"kim@north.example"}"#, token: secret).status == "401")
        let hash = try sha256(of: secret)
        var files = 0
        var hashes = 0
        let state = bench.daemon.folder.path("state")
        for name in try FileManager.default.subpathsOfDirectory(atPath: state) {
            let path = "\(state)/\(name)"
            guard let bytes = FileManager.default.contents(atPath: path) else { continue }
            files += 1
            #expect(bytes.range(of: Data(secret.dropFirst(3).utf8)) == nil, "\(name)")
            if bytes.range(of: Data(hash.utf8)) != nil { hashes += 1 }
        }
        // The database and its log: were they not read, nothing would have been shown.
        #expect(files >= 2)
        #expect(hashes >= 1)
        for text in [bench.daemon.log, list.output, story.output] {
            #expect(!text.contains(secret.dropFirst(3)))
            #expect(!text.contains(hash))
        }
        #expect(bench.daemon.stop() == 0)
    }

    private func sha256(of text: String) throws -> String {
        let folder = try TemporaryFolder(named: "hash")
        let file = try folder.write(text, to: "secret")
        let ending = try Programs.run("/usr/bin/sha256sum", [file])
        return String(ending.output.prefix(64))
    }

    @Test("A lead is added and handed over, its author is the token; again it is open already")
    func single() throws {
        let bench = try Bench()
        let token = try bench.token("webform")
        let body = """
            {"lead": "Mira@north.example", "source": "webinar", "isHot": true, "role": "champion", "tier": " 2 ",
             "fields": {"firstName": "Mira", "country": "de", "zone": "Europe/Berlin",
                        "custom": {"docks": 7}}}
            """
        let answer = try bench.post(body, token: token)
        #expect(answer.status == "200", "\(answer.text)")
        let item = answer.json["items"][0]
        #expect(item["outcome"].text == "added")
        #expect(item["owner"].text == "dana")
        #expect(item["lead"].number == 1)
        #expect(item["handOff"].number == 1)
        // Killed at once: what was answered with 200 is on the disk.
        bench.daemon.signal(SIGKILL)
        bench.daemon.process.waitUntilExit()
        try bench.daemon.start()
        try bench.daemon.awaitReady()
        let lead = try bench.daemon.json("lead", "show", "mira@north.example")
        #expect(lead["fields"]["firstName"].text == "Mira")
        #expect(lead["fields"]["country"].text == "DE")
        #expect(lead["fields"]["custom"]["docks"].text == "7")
        #expect(lead["source"].text == "webinar")
        #expect(lead["role"].text == "champion")
        #expect(lead["tier"].text == "2")
        let again = try bench.post(#"{"lead":"mira@NORTH.example"}"#, token: token)
        #expect(again.json["items"][0]["outcome"].text == "open")
        #expect(again.json["items"][0]["handOff"].number == 1)
        try bench.daemon.json("lead", "dispose", "L1", "--as", "no-need")
        let third = try bench.post(#"{"lead":"mira@north.example"}"#, token: token)
        #expect(third.json["items"][0]["outcome"].text == "handed-over")
        #expect(third.json["items"][0]["handOff"].number == 2)
        let story = try bench.daemon.json("lead", "explain", "L1")["timeline"].items
        #expect(
            story.map { "\($0["actor"].text ?? "") \($0["what"].text ?? "")" } == [
                "token webform added", "token webform handed-off", "dana disposed",
                "token webform handed-off",
            ])
        #expect(bench.daemon.stop() == 0)
    }

    @Test(
        "Every mistake of a batch is named with its place and nothing is taken; suppression holds")
    func batch() throws {
        let bench = try Bench()
        let token = try bench.token("webform")
        let bad = """
            {"handOffs": [
              {"lead": "mira@north.example"}, {"lead": "mo at north"}, {"source": "fair"}, 7,
              {"lead": "kim@north.example", "owner": "nobody", "isHot": "yes"},
              {"lead": "lea@north.example", "fields": {"frist": "Lea", "country": "Austria"}},
              {"lead": "li@north.example", "colour": "red", "role": "boss", "tier": "a/b"},
              {"lead": "al@north.example\\r\\nBcc: x@y.example"},
              {"lead": "jo@north.example", "fields": {"firstName": "Jo\\nBcc: x", "custom": {"A b": "1"}}},
              {"lead": "su@north.example", "source": "rep"}
            ]}
            """
        let refused = try bench.post(bad, token: token)
        #expect(refused.status == "400")
        let places = refused.json["details"].items.map {
            "\($0["file"].text ?? "") \($0["field"].text ?? "")"
        }
        #expect(
            places == [
                "handOffs[1] lead", "handOffs[2] lead", "handOffs[3] ", "handOffs[4] owner",
                "handOffs[4] isHot", "handOffs[5] fields.frist", "handOffs[5] fields",
                "handOffs[6] role", "handOffs[6] tier", "handOffs[6] colour", "handOffs[7] lead",
                "handOffs[8] fields.custom", "handOffs[8] fields", "handOffs[9] source",
            ], "\(places)")
        #expect(refused.json["details"].items.allSatisfy { $0["advice"].text != "" })
        #expect(try bench.leads.isEmpty)

        #expect(
            try bench.daemon.ask("suppression", "add", "kim@north.example", "--reason", "asked")
                .status == 0)
        let good = """
            {"handOffs": [{"lead": "mira@north.example"}, {"lead": "kim@north.example"},
              {"lead": "MIRA@north.example"}]}
            """
        let taken = try bench.post(good, token: token)
        #expect(taken.status == "200")
        #expect(
            taken.json["items"].items.map { $0["outcome"].text } == ["added", "suppressed", "open"])
        #expect(try bench.leads == ["mira@north.example"])
        #expect(bench.daemon.stop() == 0)
    }

    @Test("A request that is sent again with its key is answered as before and does nothing")
    func key() throws {
        let bench = try Bench()
        let token = try bench.token("webform")
        let other = try bench.token("fair")
        let body = #"{"lead":"mira@north.example"}"#
        let key = ["Idempotency-Key: 7f1c-1"]
        let first = try bench.post(body, token: token, fields: key)
        #expect(first.json["items"][0]["outcome"].text == "added")
        #expect(first.json["isRepeated"].value as? Bool == false)
        try bench.daemon.json("lead", "dispose", "L1", "--as", "no-need")
        let again = try bench.post(body, token: token, fields: key)
        #expect(again.status == "200")
        #expect(again.json["items"][0]["outcome"].text == "added")
        #expect(again.json["items"][0]["handOff"].number == 1)
        #expect(again.json["isRepeated"].value as? Bool == true)
        let changed = try bench.post(
            #"{"lead":"kim@north.example"}"#, token: token, fields: key)
        #expect(changed.status == "409")
        #expect(try bench.leads == ["mira@north.example"])
        // A key is its token's own.
        let foreign = try bench.post(body, token: other, fields: key)
        #expect(foreign.json["items"][0]["outcome"].text == "handed-over")
        for wrong in ["", String(repeating: "k", count: 201), "a b"] {
            let answer = try bench.post(body, token: token, fields: ["Idempotency-Key: \(wrong)"])
            #expect(answer.status == "400", "\(wrong)")
        }
        // What was refused is not remembered: mended, it may use the key again.
        let mended = ["Idempotency-Key: 7f1c-2"]
        #expect(try bench.post(#"{"lead":"kim"}"#, token: token, fields: mended).status == "400")
        #expect(
            try bench.post(#"{"lead":"kim@north.example"}"#, token: token, fields: mended).status
                == "200")
        #expect(bench.daemon.stop() == 0)
    }

    @Test("Too large, too many, too often and of another type is turned away; the next is served")
    func limits() throws {
        let bench = try Bench()
        let token = try bench.token("webform")
        let one = #"{"lead":"mira@north.example"}"#
        let many = Array(repeating: one, count: 1001).joined(separator: ",")
        #expect(try bench.post("{\"handOffs\":[\(many)]}", token: token).status == "413")
        let large = #"{"lead":"\#(String(repeating: "x", count: 1 << 20))"}"#
        #expect(try bench.post(large, token: token).status == "413")
        let deep = String(repeating: "[", count: 100_000)
        #expect(try bench.post(deep, token: token).status == "400")
        for empty in ["", "[]", "{}", "7", #"{"handOffs":[]}"#, #"{"handOffs":{},"lead":"a"}"#] {
            #expect(try bench.post(empty, token: token).status == "400", "\(empty)")
        }
        let form = try bench.ask(
            "POST", "/v1/hand-offs", token: token, body: "lead=mira@north.example",
            type: "application/x-www-form-urlencoded")
        #expect(form.status == "400")
        var seen: Set<String> = []
        for _ in 0..<400 where !seen.contains("429") {
            seen.insert(try bench.post("7", token: token).status)
        }
        #expect(seen == ["400", "429"])
        // One program's flood is not another's.
        let other = try bench.token("fair")
        #expect(try bench.post(one, token: other).status == "200")
        _ = try eventually("the flood to be over") {
            try bench.post(one, token: token).status == "200" ? true : nil
        }
        #expect(bench.daemon.stop() == 0)
    }
}
