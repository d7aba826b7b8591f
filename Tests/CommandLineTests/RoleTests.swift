import Foundation
import Support
import Testing

/// The identity is the Unix user at the other end of the socket; what a role may not is refused by
/// the daemon.
@Suite(.serialized, .enabled(if: getuid() == 0, "other users can be played by root alone"))
struct RoleTests {
    static let group = "61000"
    static let dana = "61001"
    static let erik = "61002"
    static let mona = "61003"
    static let mark = "61004"

    func daemon() throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "daemon")
        let colleagues = """
              - { name: erik, full-name: Erik Holm, user: \(Self.erik) }
              - { name: mona, full-name: Mona Brandt, user: \(Self.mona), role: manager }
              - { name: mark, full-name: Mark Silva, user: \(Self.mark), role: marketing }
            """
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder) + "\n" + colleagues, folder: folder,
            user: Self.dana, role: "rep")
        // What `socket-group` does for a group that this machine has.
        guard chown(daemon.socket, 0, gid_t(Self.group) ?? 0) == 0 else {
            throw LaunchError("chown", code: errno)
        }
        try daemon.publish(RealPathTests.steps)
        return daemon
    }

    func ask(
        _ daemon: RunningDaemon, as user: String, _ arguments: String...
    ) throws -> Programs.Ending {
        try ask(daemon, as: user, arguments)
    }

    func ask(
        _ daemon: RunningDaemon, as user: String, _ arguments: [String]
    ) throws -> Programs.Ending {
        try Programs.run(
            "/usr/bin/setpriv",
            ["--reuid", user, "--regid", Self.group, "--clear-groups", Programs.commandLine]
                + arguments, environment: ["THIRDTOUCH_SOCKET": daemon.socket])
    }

    @Test("A rep sees and moves their own leads only")
    func rep() throws {
        let daemon = try daemon()
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        #expect(try ask(daemon, as: Self.erik, "lead", "add", "kim@south.example").status == 0)
        let mine = try ask(daemon, as: Self.dana, "lead", "list")
        #expect(mine.output.contains("mira@north.example"))
        #expect(!mine.output.contains("kim@south.example"))
        for command in [
            ["lead", "show", "mira@north.example"], ["lead", "explain", "mira@north.example"],
            ["lead", "edit", "mira@north.example", "--company", "X"],
            ["lead", "list", "--owner", "dana"],
        ] {
            let ending = try ask(daemon, as: Self.erik, command)
            #expect(ending.status == 77, "\(command): \(ending.output)\(ending.errors)")
            #expect(ending.errors.contains("ask "), "\(command): \(ending.errors)")
        }
        let enroll = try ask(
            daemon, as: Self.erik, "enroll", "mira@north.example", "--sequence", "quick")
        #expect(enroll.status == 1)
        #expect(enroll.output.contains("belongs to dana"))
        #expect(try daemon.json("enrollment", "list")["items"].items.isEmpty)
        let history = try ask(daemon, as: Self.dana, "lead", "explain", "mira@north.example")
        #expect(history.output.contains("dana"))
        #expect(!history.output.contains("erik"))
    }

    @Test(
        "Every report shows a rep their own leads, and refuses to show those of another",
        arguments: ["touch-gap", "sequence", "hand-off", "coverage", "audit"])
    func reports(_ report: String) throws {
        let daemon = try daemon()
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        _ = try ask(daemon, as: Self.dana, "enroll", "mira@north.example", "--sequence", "quick")
        let own = { (user: String, flags: [String]) in
            try ask(daemon, as: user, ["report", report, "--json"] + flags)
        }
        let others = try own(Self.erik, ["--rep", "dana"])
        #expect(others.status == 77, "\(others.output)")
        let (dana, erik) = (try own(Self.dana, []), try own(Self.erik, []))
        #expect(dana.status == 0 && erik.status == 0)
        // The audit of both is empty: nothing was judged.
        if report != "audit" { #expect(dana.output.count > erik.output.count) }
        let past = try own(Self.mona, ["--as-of", "2020-01-01"])
        #expect(past.status == 0)
        #expect(past.output.count < dana.output.count || report == "audit")
        #expect(try own(Self.mona, ["--account", "nowhere.example"]).status == 1)
    }

    @Test("Only an administrator writes backups; a rep settles their own enrollments alone")
    func backups() throws {
        let daemon = try daemon()
        for user in [Self.dana, Self.mona, Self.mark] {
            let ending = try ask(daemon, as: user, "backup")
            #expect(ending.status == 77, "\(ending.errors)")
            #expect(ending.errors.contains("ask the administrator"))
        }
        #expect(try daemon.ask("backup").status == 0)
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        try daemon.json("enroll", "mira@north.example", "--sequence", "quick")
        let settle = ["enrollment", "settle", "E1", "--as", "sent"]
        #expect(try ask(daemon, as: Self.erik, settle).status == 77)
        #expect(try ask(daemon, as: Self.mark, settle).status == 77)
        #expect(try ask(daemon, as: Self.dana, settle).status == 1)
    }

    @Test("A manager sees the team's leads and moves them; the history says who")
    func manager() throws {
        let daemon = try daemon()
        #expect(
            try ask(
                daemon, as: Self.dana, "lead", "add", "mira@north.example", "--company", "Nord"
            ).status == 0)
        #expect(
            try ask(
                daemon, as: Self.mona, "enroll", "mira@north.example", "--sequence", "quick"
            ).status == 0)
        let history = try ask(daemon, as: Self.mona, "lead", "explain", "mira@north.example")
        #expect(history.output.contains("mona"))
        let report = try ask(daemon, as: Self.mona, "report", "touch-gap")
        #expect(report.status == 0)
    }

    @Test("Whoever was given a lead moves what goes on in the name of the rep who began it")
    func given() throws {
        let daemon = try daemon()
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        let enroll = ["enroll", "mira@north.example", "--sequence", "quick"]
        #expect(try ask(daemon, as: Self.dana, enroll).status == 0)
        #expect(try ask(daemon, as: Self.erik, "enrollment", "pause", "E1").status == 77)
        let assign = ["lead", "assign", "mira@north.example", "--to", "erik"]
        #expect(try ask(daemon, as: Self.mona, assign).status == 0)
        #expect(try ask(daemon, as: Self.erik, "enrollment", "pause", "E1").status == 0)
        #expect(try ask(daemon, as: Self.erik, "enrollment", "resume", "E1").status == 0)
        #expect(try daemon.json("enrollment", "list")["items"][0]["rep"].text == "dana")
    }

    @Test("Marketing hands over and looks, and moves nothing")
    func marketing() throws {
        let daemon = try daemon()
        #expect(
            try ask(
                daemon, as: Self.mark, "lead", "add", "mira@north.example", "--owner", "dana"
            ).status == 0)
        #expect(try ask(daemon, as: Self.mark, "lead", "show", "mira@north.example").status == 0)
        let ending = try ask(
            daemon, as: Self.mark, "enroll", "mira@north.example", "--sequence", "quick")
        #expect(ending.status == 77)
        #expect(ending.errors.contains("marketing"))
    }

    @Test("Each role moves hand-offs as far as it may, and the history says who")
    func handOffs() throws {
        let daemon = try daemon()
        let mira = "mira@north.example"
        func status(_ user: String, _ arguments: String...) throws -> Int32 {
            try ask(daemon, as: user, arguments).status
        }
        #expect(try status(Self.dana, "lead", "hand-off", mira) == 77)
        #expect(
            try status(Self.mark, "lead", "hand-off", mira, "--source", "fair", "--owner", "dana")
                == 0)
        #expect(try status(Self.mark, "lead", "hand-off", mira) == 1)
        for user in [Self.erik, Self.mark] {
            #expect(try status(user, "lead", "accept", mira) == 77)
            #expect(try status(user, "lead", "reject", mira, "--reason", "incomplete") == 77)
            #expect(try status(user, "lead", "dispose", mira, "--as", "no-need") == 77)
            #expect(try status(user, "lead", "assign", mira, "--to", "erik") == 77)
        }
        #expect(try status(Self.dana, "lead", "assign", mira, "--to", "erik") == 77)
        #expect(try status(Self.dana, "lead", "accept", "H1") == 0)
        #expect(try status(Self.mona, "lead", "assign", mira, "--to", "nobody") == 64)
        #expect(try status(Self.mona, "lead", "assign", mira, "--to", "erik") == 0)
        #expect(try status(Self.erik, "lead", "reject", mira, "--reason", "misrouted") == 0)
        let story = try ask(daemon, as: Self.mona, ["lead", "explain", mira, "--json"])
        let lines = try JSON(parsing: story.output)["timeline"].items.map {
            "\($0["actor"].text ?? "") \($0["what"].text ?? "")"
        }
        #expect(
            lines == [
                "mark added", "mark handed-off", "dana accepted", "mona assigned", "erik rejected",
            ])
    }

    @Test(
        "A table is imported by those who hand over; bad lines are named, and again changes nothing"
    )
    func imports() throws {
        let daemon = try daemon()
        let lines = [
            "Vorname;E-Mail;Firma;Land;Betreuer", "J\u{fc}rgen;j@north.example;Nord;DE;erik",
            "Mo;mo at north;;;", "\"Ada\";ada@north.example;\"a;b\";Germany;", ";;;;",
            "Kim;kim@north.example;;PL;nobody", "Lea;LEA@north.example;S\u{fc}d;AT;;",
        ]
        let bytes = Data(lines.joined(separator: "\r\n").unicodeScalars.map { UInt8($0.value) })
        let file = daemon.folder.path("fair.csv")
        try bytes.write(to: URL(filePath: file))
        chmod(daemon.folder.path("."), 0o755)
        let arguments = ["lead", "import", file, "--source", "fair", "--owner", "dana"]
        #expect(try ask(daemon, as: Self.dana, arguments).status == 77)
        let dry = try ask(daemon, as: Self.mark, arguments + ["--dry-run"])
        #expect(dry.status == 1)
        #expect(dry.errors.contains("windows-1252, divided by semicolons"), "\(dry.errors)")
        #expect(dry.errors.contains("Firma → company"))
        #expect(dry.output.contains("2 would be added"), "\(dry.output)")
        #expect(try daemon.json("lead", "list")["items"].items.isEmpty)
        let first = try ask(daemon, as: Self.mark, arguments)
        #expect(first.status == 1)
        for words in [
            "fair.csv:3: email: “mo at north” has no @", "fair.csv:4: country: “Germany”",
            "fair.csv:5: email: has no address", "fair.csv:6: owner: there is no rep “nobody”",
            "2 added, 0 known already, 4 left out",
        ] { #expect(first.output.contains(words), "\(words) in \(first.output)") }
        let leads = try daemon.json("lead", "list")["items"].items
        #expect(leads.map { $0["owner"].text } == ["dana", "erik"])
        #expect(leads.map { $0["fields"]["company"].text } == ["S\u{fc}d", "Nord"])
        let again = try ask(daemon, as: Self.mona, arguments + ["--json"])
        let last = try JSON(
            parsing: String(again.output.split(separator: "\n").last ?? ""))
        #expect(last["added"].number == 0)
        #expect(last["known"].number == 2)
        #expect(last["bad"].number == 4)
        #expect(try daemon.json("status")["handOffs"].number == 2)
    }

    @Test("A reply is corrected by its rep or a manager, not by another rep or marketing")
    func classify() throws {
        let daemon = try daemon()
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        let mail = [
            "From: <mira@north.example>", "To: <dana@sender.example>", "Subject: Hello",
            "Message-ID: <m1@north.example>", "", "A word.",
        ]
        try TestMaildir(path: daemon.folder.path("in")).deliver(
            Array(mail.joined(separator: "\r\n").utf8))
        _ = try eventually("the reply") {
            try daemon.json("reply", "list")["items"].items.first
        }
        let classify = ["reply", "classify", "R1", "--as", "auto-reply"]
        #expect(try ask(daemon, as: Self.erik, classify).status == 77)
        #expect(try ask(daemon, as: Self.mark, classify).status == 77)
        #expect(try daemon.json("reply", "show", "R1")["kind"].text == "person")
        #expect(try ask(daemon, as: Self.mona, classify).status == 0)
        #expect(try daemon.json("reply", "show", "R1")["correction"]["by"].text == "mona")
        let opposite = ["reply", "classify", "R1", "--as", "person"]
        #expect(try ask(daemon, as: Self.dana, opposite).status == 0)
    }

    @Test(
        "Whoever owns a person hands out their data; forgetting is for managers and administrators")
    func erasure() throws {
        let daemon = try daemon()
        #expect(try ask(daemon, as: Self.dana, "lead", "add", "mira@north.example").status == 0)
        let forget = ["lead", "forget", "mira@north.example", "--yes"]
        for user in [Self.dana, Self.erik, Self.mark] {
            let ending = try ask(daemon, as: user, forget)
            #expect(ending.status == 77)
            #expect(ending.errors.contains("have people forgotten"))
        }
        #expect(try ask(daemon, as: Self.erik, "lead", "export", "mira@north.example").status == 77)
        #expect(try ask(daemon, as: Self.dana, "lead", "export", "mira@north.example").status == 0)
        #expect(try ask(daemon, as: Self.mona, forget).status == 0)
    }

    @Test("A user whom the configuration does not name is refused with what to do")
    func stranger() throws {
        let daemon = try daemon()
        let ending = try ask(daemon, as: "61009", "status")
        #expect(ending.status == 77)
        #expect(ending.errors.contains("61009"))
        #expect(ending.errors.contains("user:"))
    }
}
