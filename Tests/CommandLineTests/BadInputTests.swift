import Foundation
import Support
import Testing

/// Each kind of bad input: one clear message with what to do, and everything as it was.
@Suite(.serialized) struct BadInputTests {
    /// A daemon whose mailbox is a pair of Maildirs: no server needed.
    static func maildirs(_ folder: TemporaryFolder) throws -> String {
        for name in ["in", "out"] {
            _ = try TestMaildir(path: folder.path(name))
        }
        return """
                  - address: dana@sender.example
                    limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                    maildir: { out: \(folder.path("out")), in: \(folder.path("in")) }
            """
    }

    static func daemon() throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "daemon")
        return try RunningDaemon(mailboxes: maildirs(folder), folder: folder)
    }

    @Test("A wrong sequence file is refused with line and column, and nothing is published")
    func sequenceFile() throws {
        let daemon = try Self.daemon()
        let file = try daemon.folder.write(
            "title: Wrong\nsteps:\n  - id: hello\n    emial: { subject: a, body: b }\n",
            to: "wrong.yaml")
        for verb in ["lint", "publish"] {
            let ending = try daemon.ask("sequence", verb, file)
            #expect(ending.status == 1)
            #expect((ending.output + ending.errors).contains("wrong.yaml:4:5"))
            #expect((ending.output + ending.errors).contains("did you mean email"))
        }
        let unreadable = try daemon.ask("sequence", "publish", daemon.folder.path("none.yaml"))
        #expect(unreadable.status == 1)
        #expect(unreadable.errors.contains("none.yaml"))
        #expect(try daemon.json("sequence", "list")["items"].items.isEmpty)
    }

    @Test("A message beyond the limits is set aside, named by status, and forgotten with its file")
    func poison() throws {
        let daemon = try Self.daemon()
        let headers = (0..<4000).map { "X-Field-\($0): \(String(repeating: "x", count: 80))\r\n" }
        let message = "From: mira@customer.example\r\n" + headers.joined() + "\r\nHello\r\n"
        try Data(message.utf8).write(to: URL(filePath: daemon.folder.path("in/new/poison")))
        func warning() throws -> JSON? {
            try daemon.json("status")["warnings"].items.first {
                $0["code"].text == "message-set-aside"
            }
        }
        let found = try eventually(within: 20, "the warning: \(daemon.log)") { try warning() }
        #expect(found["message"].text?.contains("dana@sender.example") == true)
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: daemon.folder.path("state/set-aside"))
                .first)
        #expect(found["advice"].text?.contains(name) == true)
        try FileManager.default.removeItem(atPath: daemon.folder.path("state/set-aside/\(name)"))
        #expect(try warning() == nil)
        #expect(daemon.stop() == 0)
    }

    @Test("A malformed address, an unknown zone and an unknown lead are refused by name")
    func leads() throws {
        let daemon = try Self.daemon()
        let address = try daemon.ask("lead", "add", "mira at customer.example")
        #expect(address.status == 64)
        #expect(address.errors.contains("has no @"))
        let injected = try daemon.ask("lead", "add", "a@b.example\r\nBcc: c@d.example")
        #expect(injected.status == 64)
        let zone = try daemon.ask("lead", "add", "mira@customer.example", "--zone", "Mars/Base")
        #expect(zone.status == 64)
        #expect(zone.errors.contains("Mars/Base"))
        let unknown = try daemon.ask("lead", "show", "nobody@customer.example")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("thirdtouch lead add"))
        #expect(try daemon.json("lead", "list")["items"].items.isEmpty)
    }

    @Test("A lead that is enrolled already names the enrollment in the way")
    func alreadyEnrolled() throws {
        let daemon = try Self.daemon()
        try daemon.publish(RealPathTests.steps)
        try daemon.json("lead", "add", "mira@customer.example", "--company", "Nordwind")
        try daemon.json("enroll", "mira@customer.example", "--sequence", "quick")
        let again = try daemon.ask("enroll", "mira@customer.example", "--sequence", "quick")
        #expect(again.status == 1)
        #expect((again.output + again.errors).contains("E1"))
        #expect((again.output + again.errors).contains("thirdtouch enrollment stop E1"))
        #expect(try daemon.json("enrollment", "list")["items"].items.count == 1)
    }

    @Test("A wrong mailbox password sends nothing, and the mailbox says why")
    func wrongPassword() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(
            mailboxes: servers.mailbox(security: "starttls", password: "wrong"))
        try daemon.publish(RealPathTests.steps)
        try daemon.json("lead", "add", "mira@customer.example", "--company", "Nordwind")
        try daemon.json("enroll", "mira@customer.example", "--sequence", "quick")
        // Sending and reading find it out each by itself.
        let mailbox = try eventually("the mailbox to be down: \(daemon.log)") {
            let mailbox = try daemon.json("mailbox", "list")["items"][0]
            let isTold = mailbox["fence"]["closedReason"].text?.contains("password") ?? false
            return mailbox["state"].text == "down" && isTold ? mailbox : nil
        }
        #expect(mailbox["cause"].text != nil)
        #expect(mailbox["fence"]["isOpen"].value as? Bool == false)
        #expect(try daemon.json("delivery", "list")["items"][0]["state"].text == "queued")
        let status = try daemon.ask("status")
        #expect(status.output.contains("mailbox-down") || status.output.contains("can't send"))
        #expect(servers.mails(to: "mira@customer.example").isEmpty)
        let outputs = [daemon.log, status.output, status.errors, "\(mailbox)"]
        #expect(!outputs.contains { $0.contains("hunter2-wrong") })
    }

    @Test("A server that is down sends nothing and loses nothing")
    func serverDown() throws {
        let servers = try MailServers()
        let daemon = try RunningDaemon(mailboxes: servers.mailbox(security: "implicit"))
        servers.dovecot.stop()
        try daemon.publish(RealPathTests.steps)
        try daemon.json("lead", "add", "mira@customer.example", "--company", "Nordwind")
        try daemon.json("enroll", "mira@customer.example", "--sequence", "quick")
        _ = try eventually("the mailbox to be down: \(daemon.log)") {
            try daemon.json("mailbox", "list")["items"][0]["state"].text == "down" ? true : nil
        }
        #expect(try daemon.json("delivery", "list")["items"][0]["state"].text == "queued")
        #expect(daemon.stop() == 0)
    }

    @Test("Wrong configurations are refused at start with file, line and key")
    func configuration() throws {
        let folder = try TemporaryFolder(named: "configuration")
        let rows: [(text: String, said: String)] = [
            ("zone: Mars/Base\nreps:\n  - name: dana\n    full-name: Dana\n", ":1:1"),
            ("reps:\n  - name: dana\n    full-name: Dana\n    colour: red\n", "colour"),
            ("reps: []\n", "no rep"),
            (
                "reps:\n  - name: dana\n    full-name: Dana\n    mailboxes:\n"
                    + "      - address: dana at sender\n", "has no @"
            ),
            ("reps:\n\t- name", ":2:1"),
            (
                "reps:\n  - { name: dana, full-name: Dana }\nassignment:\n  - { owners: [erik] }\n",
                ":4:16"
            ),
            (
                "reps:\n  - { name: dana, full-name: Dana }\nassignment:\n"
                    + "  - { country: Germany, owners: [dana] }\n", "country: [DE, AT]"
            ),
            (
                "reps:\n  - { name: dana, full-name: Dana }\nassignment:\n  - owners: dana\n"
                    + "  - { country: DE, owners: dana }\n", "never reached"
            ),
            (
                "reps:\n  - { name: dana, full-name: Dana }\nassignment:\n"
                    + "  - { field: { ttile: boss }, owners: dana }\n", "did you mean title"
            ),
            (
                "reps:\n  - { name: mark, full-name: Mark, role: marketing }\nassignment:\n"
                    + "  - { owners: mark }\n", "works no leads"
            ),
            (
                "reps:\n  - name: dana\n    full-name: Dana\n    team: \(String(repeating: "n", count: 41))\n",
                ":4:5"
            ),
            (
                "reps:\n  - { name: dana, full-name: Dana, team: \" north\" }\n",
                "write one line of 1 to 40 characters, as in team: north"
            ),
            (
                "reps:\n  - { name: dana, full-name: Dana, team: North }\n"
                    + "  - { name: erik, full-name: Erik, team: north }\n",
                "“north” is another team than “North”"
            ),
        ]
        for row in rows {
            let file = try folder.write(row.text, to: "thirdtouchd.yaml")
            let ending = try Programs.run(Programs.daemon, ["run", "--config", file])
            #expect(ending.status == 1)
            #expect(ending.errors.contains("thirdtouchd.yaml"), "\(ending.errors)")
            #expect(ending.errors.contains(row.said), "\(ending.errors)")
        }
        let missing = try Programs.run(
            Programs.daemon, ["run", "--config", folder.path("none.yaml")])
        #expect(missing.status == 1)
        #expect(missing.errors.contains("--config"))
    }

    @Test("A password file that others can read is refused with the command that shuts it")
    func openPasswordFile() throws {
        let servers = try MailServers()
        let folder = try TemporaryFolder(named: "configuration")
        chmod(servers.folder.path("password"), 0o644)
        let file = try folder.write(
            RunningDaemon.configuration(
                folder: folder, mailboxes: servers.mailbox(security: "starttls")),
            to: "thirdtouchd.yaml")
        let ending = try Programs.run(Programs.daemon, ["run", "--config", file])
        #expect(ending.status == 1)
        #expect(ending.errors.contains("chmod 600"))
        #expect(!ending.errors.contains(DovecotServer.password))
    }

    @Test("A second daemon on the same state folder is refused and the first one goes on")
    func folderInUse() throws {
        let daemon = try Self.daemon()
        let other = try TemporaryFolder(named: "other")
        let text = TextFile.contents(of: daemon.configurationFile)
            .replacingOccurrences(of: daemon.socket, with: other.path("other.sock"))
        let file = try other.write(text, to: "thirdtouchd.yaml")
        let second = try Programs.run(Programs.daemon, ["run", "--config", file])
        #expect(second.status == 1)
        #expect(second.errors.contains("in use by another thirdtouchd"))
        #expect(second.errors.contains("\(daemon.process.processIdentifier)"))
        #expect(try daemon.ask("status").status == 0)
    }

    @Test("Nobody at the socket is exit code 69, with the command that starts the daemon")
    func unreachable() throws {
        let ending = try Programs.run(
            Programs.commandLine, ["status"],
            environment: ["THIRDTOUCH_SOCKET": "/tmp/thirdtouch-nobody-is-here.sock"])
        #expect(ending.status == 69)
        #expect(ending.errors.contains("systemctl start thirdtouchd"))
    }
}
