import Foundation
import Support
import Testing

/// `thirdtouch backup` and `thirdtouchd restore` on the real binaries.
@Suite(.serialized) struct BackupCommandTests {
    private static let lead = "mira@customer.example"

    /// A daemon that has sent one mail and has another due in a day.
    private func daemon() throws -> RunningDaemon {
        let daemon = try BadInputTests.daemon()
        try daemon.publish(
            """
              - id: hello
                email: { subject: Pumps, body: Hi. }
              - id: nudge
                after: 1 minutes
                email: { reply-to: hello, body: Again. }
            """)
        try daemon.json("lead", "add", Self.lead)
        return daemon
    }

    private func awaitAccepted(_ count: Int, _ daemon: RunningDaemon) throws {
        _ = try eventually(within: 90, "\(count) mails: \(daemon.log.suffix(2000))") {
            let items = try daemon.json("delivery", "list", "--state", "accepted")["items"].items
            return items.count == count ? true : nil
        }
    }

    @Test("A backup lands in the state folder or where an absolute path says, and says so")
    func places() throws {
        let daemon = try daemon()
        let first = try daemon.ask("backup")
        #expect(first.status == 0, "\(first.errors)")
        let backups = daemon.folder.path("state/backups")
        let name = try #require(TextFile.names(in: backups).first)
        #expect(name.hasPrefix("thirdtouch-") && name.hasSuffix("Z.sqlite"))
        #expect(first.output.contains("\(backups)/\(name)"))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(backups)/\(name)")
        #expect(mode[.posixPermissions] as? Int == 0o600)

        let target = daemon.folder.path("elsewhere.sqlite")
        #expect(try daemon.json("backup", target)["file"].text == target)
        let again = try daemon.ask("backup", target)
        #expect(again.status == 1)
        #expect(again.errors.contains("the file exists"))
        #expect(try daemon.ask("backup", target, "--force").status == 0)
        #expect(try daemon.json("backup", "--status")["state"].text == "done")
        for wrong in ["some/where.sqlite", "/nonexistent/x", daemon.folder.path("state/x")] {
            let ending = try daemon.ask("backup", wrong)
            #expect(ending.status == 1, "\(wrong)")
            #expect(ending.errors.contains("Next: "), "\(wrong): \(ending.errors)")
        }
        #expect(daemon.stop() == 0)
    }

    @Test(
        "What was sent after a backup is not sent again after its restore, until a person says so")
    func restore() throws {
        let daemon = try daemon()
        let backup = daemon.folder.path("backup.sqlite")
        #expect(try daemon.ask("enroll", Self.lead, "--sequence", "quick").status == 0)
        try awaitAccepted(1, daemon)
        #expect(try daemon.ask("backup", backup).status == 0)
        #expect(
            try daemon.ask(
                "suppression", "add", "gone@customer.example", "--reason", "asked on the phone"
            ).status == 0)
        try awaitAccepted(2, daemon)

        let arguments = ["restore", backup, "--config", daemon.configurationFile]
        let held = try Programs.run(Programs.daemon, arguments)
        #expect(held.status == 1)
        #expect(held.errors.contains("in use by another thirdtouchd"))
        #expect(daemon.stop() == 0)
        let done = try Programs.run(Programs.daemon, arguments)
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("1 opt-outs that it alone knew were carried over"))
        #expect(done.output.contains("see thirdtouch status"))

        try daemon.start()
        try daemon.awaitReady()
        let open = try eventually("the step to be held: \(daemon.log.suffix(2000))") {
            let items = try daemon.json("enrollment", "list", "--restored")["items"].items
            return items.first?["state"].text == "held" ? items : nil
        }
        #expect(open.map { $0["reason"].text } == ["restored"])
        let status = try daemon.ask("status")
        #expect(status.output.contains("an enrollment may have gone on since"))
        #expect(status.output.contains("thirdtouch enrollment settle --all --as sent|resend"))
        #expect(TextFile.names(in: daemon.folder.path("out/new")).count == 2)
        #expect(try daemon.ask("suppression", "check", "gone@customer.example").status == 1)

        #expect(
            try daemon.json("enrollment", "settle", "--all", "--as", "sent")["open"].number == 0)
        #expect(try !daemon.ask("status").output.contains("may have gone on since"))
        let enrollment = try daemon.json("enrollment", "list")["items"][0]
        #expect(enrollment["outcome"].text == "completed")
        #expect(TextFile.names(in: daemon.folder.path("out/new")).count == 2)
        #expect(daemon.stop() == 0)
    }

    @Test("A damaged, cut or vanished database stops the start, which names it and the way out")
    func damaged() throws {
        let daemon = try daemon()
        #expect(daemon.stop() == 0)
        let file = daemon.folder.path("state/thirdtouch.sqlite")
        let whole = try Data(contentsOf: URL(filePath: file))
        func start() throws -> Programs.Ending {
            try Programs.run(Programs.daemon, ["run", "--config", daemon.configurationFile])
        }
        for bytes in [whole.prefix(whole.count / 2), Data(), Data(repeating: 1, count: 8192)] {
            try Data(bytes).write(to: URL(filePath: file))
            let ending = try start()
            #expect(ending.status == 1)
            #expect(ending.errors.contains("\(file) is damaged"), "\(ending.errors)")
            #expect(ending.errors.contains("thirdtouchd restore FILE"))
            #expect(try Data(contentsOf: URL(filePath: file)) == Data(bytes))
        }
        try FileManager.default.removeItem(atPath: file)
        let ending = try start()
        #expect(ending.status == 1)
        #expect(ending.errors.contains("\(file) is gone"), "\(ending.errors)")
        #expect(!FileManager.default.fileExists(atPath: file))
        try whole.write(to: URL(filePath: file))
        try daemon.start()
        try daemon.awaitReady()
        #expect(daemon.stop() == 0)
    }
}
