import API
import APISupport
import Foundation
import Testing

/// The table of leads that a plan begins with, and what is asked for it.
struct PlanTests {
    private static let sequence = """
        title: Two notes
        unable-to-reach-after: 1 touch on 1 channel in 1 business day
        steps:
          - id: hello
            email: { subject: "Hello", body: "Hi." }

        """

    /// Runs `sequence plan` on a table and gives what was asked of the daemon, and what was printed.
    private func plan(
        _ table: String, _ more: [String] = ["--json"]
    ) throws -> (request: PlanRequest?, console: Console) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // why: a temporary folder
        let file = folder.appending(path: "two-notes.yaml")
        let leads = folder.appending(path: "leads.csv")
        try Data(Self.sequence.utf8).write(to: file)
        try Data(table.utf8).write(to: leads)
        let reply = String(decoding: try WireJSON.encode(Example.plan), as: UTF8.self)
        let server = try UnixHTTPServer(["POST /v1/plans": .json(200, reply)])
        let console = Console.run(
            ["sequence", "plan", file.path, "--leads", leads.path] + more, socket: server.path)
        let request = try server.requests.first.map {
            try WireJSON.decode(PlanRequest.self, from: Data($0.body.utf8))
        }
        return (request, console)
    }

    @Test("Columns are known by many names, separators are guessed, quotes and BOM are read")
    func columns() throws {
        let tables = [
            "email,first_name,company,zone\nmira@a.example,Mira,\"Nord, West\",Europe/Berlin\n",
            "\u{FEFF}E-Mail;First Name;Company;Time Zone\r\nmira@a.example;Mira;Nord, West;Europe/Berlin\r\n",
            "Email Address\tfirstname\tOrganization\ttimezone\nmira@a.example\tMira\tNord, West\tEurope/Berlin",
        ]
        for table in tables {
            let (request, console) = try plan(table)
            #expect(console.exitCode == 0)
            #expect(
                request?.leads == [
                    PlanRequest.Lead(
                        line: 2, email: "mira@a.example",
                        fields: LeadFields(
                            firstName: "Mira", company: "Nord, West", zone: "Europe/Berlin"))
                ])
        }
    }

    @Test("Bad lines are named with their numbers, the others are planned, and the exit code is 1")
    func badLines() throws {
        let table = """
            email,country,zone,topic,custom_size,shoes
            a@a.example,DE,Europe/Berlin,"two
            lines",7,38
            nobody,,,,,
            b@b.example,Germany,,,,
            c@c.example,,Europe/Atlantis,,,

            d@d.example,,,x,7,
            D@d.example,,,,,
            """
        let (request, console) = try plan(table)
        #expect(console.exitCode == 1)
        #expect(request?.leads.map(\.line) == [8])
        #expect(request?.leads.first?.fields.custom == ["size": "7"])
        struct Found: Decodable {
            struct Bad: Decodable, Equatable { var line: Int, email: String, problem: String }
            var badLines: [Bad]
            var ignoredColumns: [String]
        }
        let found = try JSONDecoder().decode(Found.self, from: Data(console.output.utf8))
        #expect(found.ignoredColumns == ["shoes"])
        #expect(found.badLines.map(\.line) == [2, 4, 5, 6, 9])
        #expect(
            found.badLines.map(\.problem) == [
                "topic has a line break or another control character",
                "“nobody” has no @; write name@company.example",
                "“Germany” is no country; write two letters, as in DE",
                "“Europe/Atlantis” is no time zone; write an IANA name, as in Europe/Berlin",
                "is in line 8 already",
            ])
    }

    @Test(
        "A table that can't be read is refused, and nothing is asked",
        arguments: [
            ("name,company\nMira,Nord\n", "no column “email”"),
            ("email,e-mail\na@a.example,b@b.example\n", "two columns for “email”"),
            ("email,topic\na@a.example,\"docks\n", "a quotation mark that is not closed"),
            ("email\n\n", "names no lead"), ("", "no column “email”"),
        ])
    func refused(_ table: String, _ words: String) throws {
        let (request, console) = try plan(table)
        #expect(request == nil)
        #expect(console.exitCode == 1)
        #expect(console.errors.contains(words))
    }

    @Test("For people a plan is a page, with what was left out")
    func page() throws {
        let (request, console) = try plan("email,x\na@a.example,1\nbad,2\n", ["--rep", "ada"])
        #expect(request?.limit == 20)
        #expect(request?.rep == "ada")
        #expect(console.output == (try GoldenFile("pages/plan.txt").text(found: console.output)))
    }

    @Test("A file with mistakes is not planned")
    func mistakes() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tt-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // why: a temporary folder
        let file = folder.appending(path: "bad.yaml")
        let leads = folder.appending(path: "leads.csv")
        try Data("title: Bad\n".utf8).write(to: file)
        try Data("email\na@a.example\n".utf8).write(to: leads)
        let console = Console.run(["sequence", "plan", file.path, "--leads", leads.path])
        #expect(console.exitCode == 1)
        #expect(console.errors.contains("steps"))
    }
}
