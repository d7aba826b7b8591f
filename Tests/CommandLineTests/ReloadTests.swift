import Foundation
import Support
import Testing

/// What a reload refuses, and that what was in force stays in force.
@Suite(.serialized) struct ReloadTests {
    private static let sequence = """
        title: Holidays matter
        window: { days: mon-sun, hours: 00:00-24:00, zone: UTC, holidays: [DE] }
        unable-to-reach-after: 1 touch on 1 channel in 1 business day
        steps:
          - id: hello
            email: { subject: "Pumps", body: "Hi." }

        """

    private func daemon() throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "reload")
        for name in ["holidays", "sequences"] {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: true)
        }
        try write(
            "country: DE\nholidays:\n  2026-01-01: New Year\n", to: "holidays/DE.yaml", folder)
        try write(Self.sequence, to: "sequences/matter.yaml", folder)
        return try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder,
            extra: """
                holidays-folder: \(folder.path("holidays"))
                sequences-folder: \(folder.path("sequences"))
                """)
    }

    private func write(_ text: String, to name: String, _ folder: TemporaryFolder) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path(name)))
    }

    @Test("A holiday file with a wrong date is named, and the calendars of before stay in force")
    func holidays() throws {
        let daemon = try daemon()
        try write(
            "country: DE\nholidays:\n  2026-02-30: Never\n", to: "holidays/DE.yaml", daemon.folder)
        daemon.signal(SIGHUP)
        _ = try eventually("the refusal in the log: \(daemon.log)") {
            daemon.log.contains("the one before stays in force")
                && daemon.log.contains("DE.yaml:3:3") ? true : nil
        }
        #expect(try daemon.json("sequence", "list")["items"][0]["name"].text == "matter")
        #expect(try daemon.ask("status").status == 0)
        #expect(daemon.stop() == 0)
    }

    @Test("A sequence file with mistakes is not published; the version of before goes on")
    func sequence() throws {
        let daemon = try daemon()
        try write(
            Self.sequence.replacingOccurrences(of: "subject", with: "sbject"),
            to: "sequences/matter.yaml", daemon.folder)
        daemon.signal(SIGHUP)
        _ = try eventually("the mistake in the log: \(daemon.log)") {
            daemon.log.contains("did you mean subject?") ? true : nil
        }
        #expect(try daemon.json("sequence", "list")["items"][0]["version"].number == 1)
        try write(
            Self.sequence.replacingOccurrences(of: "Pumps", with: "Docks"),
            to: "sequences/matter.yaml", daemon.folder)
        daemon.signal(SIGHUP)
        _ = try eventually("the second version") {
            try daemon.json("sequence", "list")["items"][0]["version"].number == 2 ? true : nil
        }
        #expect(daemon.stop() == 0)
    }

    @Test("A sequence goes through its life at the command line: review, migrate, pause, approve")
    func life() throws {
        let daemon = try daemon()
        let file = try daemon.folder.write(
            Self.sequence.replacingOccurrences(
                of: "email: { subject", with: "email: { review: true, subject"), to: "reviewed.yaml"
        )
        #expect(try daemon.ask("sequence", "publish", file).status == 0)
        let address = "mira@customer.example"
        try daemon.json("lead", "add", address, "--hot")
        try daemon.json("enroll", address, "--sequence", "reviewed")
        let task = try eventually("the review") {
            try daemon.json("task", "list")["items"][0]["id"].number
        }
        #expect(try daemon.ask("task", "done", "T\(task)", "--outcome", "done").status == 1)
        let shown = try daemon.ask("task", "show", "T\(task)").output
        #expect(shown.contains("Pumps") && shown.contains("thirdtouch task approve T\(task)"))

        _ = try daemon.folder.write(
            Self.sequence.replacingOccurrences(of: "id: hello", with: "id: hey"),
            to: "reviewed.yaml")
        #expect(try daemon.ask("sequence", "publish", file).status == 0)
        let preview = try daemon.json("sequence", "migrate", "reviewed")
        #expect(preview["stuck"].number == 1)
        #expect(preview["lines"][0]["advice"].text?.contains("--map hello=") == true)

        let mailbox = "dana@sender.example"
        try daemon.json("mailbox", "pause", mailbox, "--reason", "a test")
        try daemon.json("task", "approve", "T\(task)", "--subject", "Valves")
        let queued = try eventually("the queued message") {
            let item = try daemon.json("delivery", "list")["items"][0]
            return item["waitsFor"].text == "the mailbox is paused: a test" ? item : nil
        }
        #expect(queued["subject"].text == "Valves")
        #expect(try daemon.json("mailbox", "list")["items"][0]["state"].text == "paused")
        try daemon.json("mailbox", "resume", mailbox)
        _ = try eventually("the message to leave: \(daemon.log.suffix(2000))") {
            try daemon.json("delivery", "list")["items"][0]["state"].text == "accepted" ? true : nil
        }
        #expect(try daemon.ask("mailbox", "resume", mailbox).status == 1)
        #expect(daemon.stop() == 0)
    }
}
