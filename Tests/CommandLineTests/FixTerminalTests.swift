import Foundation
import Support
import Testing

/// `report touch-gap --fix` and `--do` with the real programs; the walk in a real terminal.
@Suite(.serialized) struct FixTerminalTests {
    /// A daemon with leads that were handed over and never enrolled, which is a gap at once there.
    private func daemon(leads: [String]) throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder)
                + "\n  - { name: erik, full-name: Erik Holm }",
            folder: folder, extra: "touch-gap: { first-touch-business-days: 0 }")
        try daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
            """)
        for lead in leads { try daemon.json("lead", "hand-off", lead, "--owner", "dana") }
        _ = try eventually("the gaps") {
            try gaps(of: daemon).count == leads.count ? true : nil
        }
        return daemon
    }

    private func gaps(of daemon: RunningDaemon) throws -> [String] {
        try daemon.json("report", "touch-gap")["rows"].items.compactMap { $0["email"].text }
    }

    private func walk(_ daemon: RunningDaemon) throws -> PseudoTerminal {
        try PseudoTerminal(
            Programs.commandLine, ["report", "touch-gap", "--fix"],
            environment: ["THIRDTOUCH_SOCKET": daemon.socket])
    }

    @Test("A manager enrolls, reassigns, disposes of and skips, one key each, and reads the count")
    func walk() throws {
        let leads = ["ada", "ben", "cleo", "dora", "emil"].map { "\($0)@north.example" }
        let daemon = try daemon(leads: leads)
        let terminal = try walk(daemon)
        try terminal.awaitText("1 of 5")
        try terminal.awaitKey()
        // An arrow is no key of ours, not even by its last letter.
        terminal.type("\u{1B}[a")
        try terminal.awaitText("There is no key for that here")
        try terminal.awaitKey()
        terminal.type("f")
        try terminal.awaitText("enrolled")
        try terminal.awaitText("2 of 5")
        try terminal.awaitKey()
        terminal.type("a")
        try terminal.awaitText("Which rep?")
        #expect(terminal.isUsual)
        terminal.type("nobody\n")
        try terminal.awaitKey()
        terminal.type("a")
        try terminal.awaitText("Which rep?")
        terminal.type("erik\n")
        try terminal.awaitText("3 of 5")
        try terminal.awaitKey()
        terminal.type("d")
        try terminal.awaitText("What came of it?")
        terminal.type("no-need\n")
        try terminal.awaitText("No longer a gap.")
        try terminal.awaitKey()
        terminal.type("s")
        try terminal.awaitText("5 of 5")
        try terminal.awaitKey()
        terminal.type("q")
        #expect(try terminal.ending() == 0)
        #expect(terminal.isUsual)
        #expect(
            terminal.text.contains(
                "Done: 1 done as proposed, 1 assigned, 1 disposed of, 1 skipped, 1 refused, 1 left."
            ),
            "\(terminal.text)")
        #expect(
            try daemon.json("enrollment", "list")["items"].items.map { $0["email"].text }
                == [leads[0]])
        #expect(try daemon.json("lead", "show", leads[1])["owner"].text == "erik")
        #expect(try daemon.json("lead", "show", leads[2])["standing"].text == "closed")
        #expect(try gaps(of: daemon).contains(leads[3]))
        #expect(daemon.stop() == 0)
    }

    @Test("Ctrl-C ends it with the terminal as it was, and nothing was changed")
    func interrupted() throws {
        let daemon = try daemon(leads: ["ada@north.example"])
        let terminal = try walk(daemon)
        try terminal.awaitKey()
        terminal.type("\u{03}")
        #expect(try terminal.ending() != 0)
        #expect(terminal.isUsual)
        #expect(try gaps(of: daemon) == ["ada@north.example"])
        #expect(daemon.stop() == 0)
    }

    @Test("Many are done at once after a look at what that means, and each refusal is told")
    func bulk() throws {
        let leads = ["ada", "ben", "cleo"].map { "\($0)@north.example" }
        let daemon = try daemon(leads: leads)
        let command = ["report", "touch-gap", "--reason", "not-enrolled", "--do", "proposed"]
        let preview = try daemon.ask(command)
        #expect(preview.status == 1)
        #expect(preview.output.contains("3 leads would be changed."), "\(preview.output)")
        #expect(try gaps(of: daemon).count == 3)
        // Between the preview and the act one of them is suppressed.
        #expect(try daemon.ask("suppression", "add", leads[1], "--reason", "asked").status == 0)
        let wrong = try daemon.ask(["report", "touch-gap", "--do", "assign nobody", "--yes"])
        #expect(wrong.status == 1)
        #expect(wrong.output.contains("0 done, 2 refused."), "\(wrong.output)")
        let done = try daemon.ask(command + ["--yes"])
        #expect(done.status == 0, "\(done.output)")
        #expect(done.output.contains("2 done."), "\(done.output)")
        #expect(try daemon.json("enrollment", "list")["items"].items.count == 2)
        #expect(daemon.stop() == 0)
    }

    @Test("A shell takes a proposed command as it stands, whatever the address holds")
    func shell() throws {
        let hostile = "`touch${IFS}owned`'&$x@north.example"
        let daemon = try daemon(leads: [hostile])
        let row = try daemon.json("report", "touch-gap")["rows"][0]
        let command = try #require(row["command"].text)
        let folder = try TemporaryFolder(named: "shell")
        let line = command.replacing("thirdtouch ", with: "\(Programs.commandLine) ")
        let ending = try Programs.run(
            "/bin/sh", ["-c", "cd \(folder.path(".")) && \(line)"],
            environment: ["THIRDTOUCH_SOCKET": daemon.socket])
        #expect(ending.status == 0, "\(command): \(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("owned")))
        #expect(
            try daemon.json("enrollment", "list")["items"][0]["email"].text == hostile)
        #expect(daemon.stop() == 0)
    }
}
