import API
import APISupport
import Foundation
import Testing

/// Lint needs no daemon; publish asks it only when every file is in order.
struct SequenceTests {
    private static let good = """
        title: Two touches
        window:
          days: mon-fri
          hours: [09:00-17:00]
          zone: Europe/Berlin
          holidays: none
        unable-to-reach-after: 2 touches on 1 channel in 2 business days
        steps:
          - id: hello
            email:
              subject: "{{company}} and docks"
              body: |
                Hello {{first_name}}, may I ask how you book your docks?
          - id: nudge
            after: 2 business days
            email:
              reply-to: hello
              body: |
                Did you see my note?

        """

    /// A folder with files, and what to call.
    private struct Desk: ~Copyable {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")

        init(_ files: [String: String]) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (name, text) in files {
                try Data(text.utf8).write(to: folder.appending(path: name))
            }
        }

        deinit { try? FileManager.default.removeItem(at: folder) }  // why: a temporary folder

        func path(_ name: String) -> String { folder.appending(path: name).path }
    }

    @Test("A file in order has no mistakes")
    func good() throws {
        let desk = try Desk(["two.yaml": Self.good])
        let console = Console.run(["sequence", "lint", desk.path("two.yaml")])
        #expect(console.output == "\(desk.path("two.yaml")): no mistakes, 2 steps: Two touches\n")
        #expect(console.exitCode == 0)
    }

    @Test("A mistake is named with its place, in the page and in JSON")
    func mistake() throws {
        let text = Self.good.replacingOccurrences(of: "Europe/Berlin", with: "Europe/Atlantis")
        let desk = try Desk(["bad.yaml": text, "two.yaml": Self.good])
        let files = [desk.path("two.yaml"), desk.path("bad.yaml")]
        let console = Console.run(["sequence", "lint"] + files)
        #expect(console.exitCode == 1)
        #expect(console.errors.isEmpty)
        #expect(console.output.contains("\(desk.path("bad.yaml")):5:9: "))
        #expect(console.output.hasSuffix("1 mistake in 2 files.\n"))
        let json = Console.run(["sequence", "lint", "--json"] + files)
        #expect(json.exitCode == 1)
        let found = try WireJSON.decode(LintView.self, from: Data(json.output.utf8))
        #expect(found.files.map(\.mistakes.count) == [0, 1])
        #expect(found.files[1].mistakes[0].line == 5)
    }

    @Test("A remark hinders nothing: it is shown, and the file is linted and published")
    func remark() throws {
        let emails = (1...5).map { "  - { id: s\($0), email: { subject: Hello, body: Hello } }\n" }
        let text = """
            title: Five
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:

            """ + emails.joined()
        let desk = try Desk(["five.yaml": text])
        let path = desk.path("five.yaml")
        let words = "remark: steps[5]: “s5” is the 5th e-mail in a row"
        let lint = Console.run(["sequence", "lint", path])
        #expect(lint.exitCode == 0)
        #expect(lint.output.contains("\(path):8:5: \(words)"))
        #expect(lint.output.contains("no mistakes, 5 steps"))
        let server = try UnixHTTPServer("POST /v1/sequences", Example.sequence)
        let publish = Console.run(["sequence", "publish", path], socket: server.path)
        #expect(publish.exitCode == 0)
        #expect(publish.errors.contains(words))
    }

    @Test("A file that can't be read, is no text or is huge is refused by name")
    func unreadable() throws {
        let desk = try Desk([
            "huge.yaml": String(repeating: "# x\n", count: 300_000), "bad.yaml": "titel: x\n",
        ])
        try Data([0xFF, 0xFE, 0x00]).write(to: desk.folder.appending(path: "latin.yaml"))
        let rows = [("none", "can't be read"), ("latin", "not UTF-8"), ("huge", "larger than")]
        for (name, words) in rows {
            let console = Console.run(["sequence", "lint", desk.path("\(name).yaml")])
            #expect(console.exitCode == 1)
            #expect(console.output.contains(words))
        }
        // What is wrong with the others is said all the same.
        let files = [desk.path("none.yaml"), desk.path("bad.yaml")]
        let console = Console.run(["sequence", "lint"] + files)
        #expect(console.exitCode == 1)
        #expect(console.output.hasSuffix("mistakes in 2 files.\n"))
    }

    @Test("A file in order is published under its name, without its folder")
    func publish() throws {
        let desk = try Desk(["two.yaml": Self.good])
        let server = try UnixHTTPServer("POST /v1/sequences", Example.sequence)
        let console = Console.run(
            ["sequence", "publish", desk.path("two.yaml")], socket: server.path)
        #expect(console.exitCode == 0)
        #expect(
            console.output
                == "published  inbound-handoff@3: Inbound lead, two weeks, three channels\n")
        let body = Data(server.requests[0].body.utf8)
        let sent = try WireJSON.decode(PublishRequest.self, from: body)
        #expect(sent == PublishRequest(file: "two.yaml", text: Self.good))
    }

    @Test("While any file has a mistake nothing is published")
    func publishMistake() throws {
        let desk = try Desk(["two.yaml": Self.good, "bad.yaml": Self.good + "colour: red\n"])
        let server = try UnixHTTPServer("POST /v1/sequences", Example.sequence)
        let console = Console.run(
            ["sequence", "publish", desk.path("two.yaml"), desk.path("bad.yaml")],
            socket: server.path)
        #expect(console.exitCode == 1)
        #expect(console.errors.contains("so nothing was published"))
        #expect(console.errors.contains("colour"))
        #expect(server.requests.isEmpty)
    }

    @Test("What the daemon refuses is shown with its places")
    func refused() throws {
        let desk = try Desk(["two.yaml": Self.good])
        let text = String(decoding: try WireJSON.encode(Example.refusal), as: UTF8.self)
        let server = try UnixHTTPServer(["POST /v1/sequences": .json(422, text)])
        let console = Console.run(
            ["sequence", "publish", desk.path("two.yaml")], socket: server.path)
        #expect(console.exitCode == 1)
        #expect(
            console.errors == """
                Error: inbound-handoff.yaml has 1 mistake, nothing was published
                  inbound-handoff.yaml:4:9: there is no field “compny”; write company
                  Next: thirdtouch sequence lint inbound-handoff.yaml

                """)
    }
}
