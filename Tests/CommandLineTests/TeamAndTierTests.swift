import Foundation
import Support
import Testing

/// Teams of the configuration and tiers of leads, by the real programs: reports, the page, a reload.
@Suite(.serialized) struct TeamAndTierTests {
    /// Dana is in no team, the others are; each has a lead, and dana's alone has no tier.
    private func daemon() throws -> RunningDaemon {
        let folder = try TemporaryFolder(named: "daemon")
        let colleagues = """
              - { name: erik, full-name: Erik Holm, team: north }
              - { name: mona, full-name: Mona Brandt, team: south }
            """
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder) + "\n" + colleagues, folder: folder)
        try daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        try daemon.json(
            "lead", "add", "kim@north.example", "--owner", "erik", "--tier", " Key Account ")
        try daemon.json("lead", "hand-off", "lea@east.example", "--owner", "mona", "--tier", "b")
        return daemon
    }

    private func total(_ daemon: RunningDaemon, _ filters: String...) throws -> Int? {
        try daemon.json(["report", "touch-gap"] + filters)["total"].number
    }

    @Test("Every report is narrowed by team and tier, and both hold together")
    func reports() throws {
        let daemon = try daemon()
        #expect(try total(daemon) == 3)
        #expect(try total(daemon, "--team", "north") == 1)
        #expect(try total(daemon, "--team", "north", "--rep", "mona") == 0)
        #expect(try total(daemon, "--tier", "key ACCOUNT") == 1)
        #expect(try total(daemon, "--tier", "B", "--team", "south") == 1)
        #expect(try total(daemon, "--tier", "B", "--team", "north") == 0)
        #expect(try total(daemon, "--tier", "C") == 0)
        for report in ["sequence", "hand-off", "coverage", "audit"] {
            let ending = try daemon.ask("report", report, "--team", "north", "--tier", "b")
            #expect(ending.status == 0, "\(ending.errors)")
        }
        let accounts = try daemon.json("report", "coverage", "--team", "south")["rows"].items
        #expect(accounts.map { $0["domain"].text } == ["east.example"])
        let rows = try daemon.json("report", "touch-gap", "--class", "on-plan")["rows"].items
        #expect(Set(rows.map { $0["tier"].text }) == [nil, "Key Account", "b"])
    }

    @Test("A team that is not there is refused with those that are, or with how to make one")
    func unknownTeam() throws {
        let daemon = try daemon()
        for report in ["touch-gap", "sequence", "hand-off", "coverage", "audit"] {
            let ending = try daemon.ask("report", report, "--team", "North")
            #expect(ending.status == 1)
            #expect(ending.errors.contains("there is no team “North”"), "\(ending.errors)")
            #expect(ending.errors.contains("teams are: north, south"), "\(ending.errors)")
        }
        let without = try BadInputTests.daemon()
        let ending = try without.ask("report", "touch-gap", "--team", "north")
        #expect(ending.status == 1)
        #expect(ending.errors.contains("no rep has one: add team: NAME to reps"))
    }

    @Test("A reload of the configuration moves a rep to another team at once")
    func reload() throws {
        let daemon = try daemon()
        let listed = try daemon.json("rep", "list")["items"].items
        #expect(listed.map { $0["team"].text } == [nil, "north", "south"])
        let text = TextFile.contents(of: daemon.configurationFile)
        func rewrite(_ old: String, _ new: String) throws {
            try Data(text.replacing(old, with: new).utf8).write(
                to: URL(filePath: daemon.configurationFile))
            daemon.signal(SIGHUP)
        }
        try rewrite("team: north", "team: south")
        _ = try eventually("erik to be in the south: \(daemon.log)") {
            try total(daemon, "--team", "south") == 2 ? true : nil
        }
        #expect(try daemon.ask("report", "touch-gap", "--team", "north").status == 1)
        #expect(try daemon.ask("rep", "list").output.contains("south"))
        // What can't be a team is refused, and what was in force stays in force.
        try rewrite("team: north", "team: SOUTH")
        _ = try eventually("the refusal in the log: \(daemon.log)") {
            daemon.log.contains("write both alike") ? true : nil
        }
        #expect(try total(daemon, "--team", "south") == 2)
        #expect(daemon.stop() == 0)
    }

    @Test("A tier is shown, changed and taken away with a line of history, and refused by name")
    func tier() throws {
        let daemon = try daemon()
        #expect(try daemon.ask("lead", "show", "kim@north.example").output.contains("Key Account"))
        #expect(try daemon.json("lead", "list")["items"][0]["tier"].text == "b")
        let export = try JSON(parsing: daemon.ask("lead", "export", "kim@north.example").output)
        #expect(export["lead"]["tier"].text == "Key Account")
        for (word, kept) in [("2", "2"), ("", nil)] as [(String, String?)] {
            let lead = try daemon.json("lead", "edit", "L2", "--tier", word)
            #expect(lead["tier"].text == kept)
            let lines = try daemon.json("lead", "explain", "L2")["timeline"].items
            #expect(lines.last?["why"].text == "changed: tier")
        }
        #expect(try daemon.ask("lead", "edit", "L2", "--tier", "a/b").status == 64)
        let known = try daemon.ask("lead", "hand-off", "L2", "--tier", "a")
        #expect(known.status == 1)
        #expect(known.errors.contains("thirdtouch lead edit"))
        #expect(daemon.stop() == 0)
    }

    @Test("A table's column of tiers is known by its usual names; a word that is none is named")
    func table() throws {
        let daemon = try BadInputTests.daemon()
        let file = try daemon.folder.write(
            "email,ABC-Klasse\nkim@north.example,A\nlea@north.example,\nmo@north.example,A+\n",
            to: "fair.csv")
        let dry = try daemon.ask("lead", "import", file, "--dry-run")
        #expect(dry.errors.contains("ABC-Klasse → tier"), "\(dry.errors)")
        let ending = try daemon.ask("lead", "import", file)
        #expect(ending.status == 1)
        #expect(ending.output.contains("fair.csv:4: tier: “A+” is no tier"), "\(ending.output)")
        let leads = try daemon.json("lead", "list")["items"].items
        #expect(leads.map { $0["tier"].text } == [nil, "A"])
        #expect(daemon.stop() == 0)
    }

    @Test(
        "The page offers the teams and tiers that there are, and no others; its filters are the API's",
        .enabled(if: getuid() == 0, "other users can be played by root alone"))
    func page() throws {
        let folder = try TemporaryFolder(named: "maildirs")
        let bench = try PageBench(
            mailboxes: BadInputTests.maildirs(folder) + "\n    team: \"R&D <north>\"")
        let team = "/work?class=on-plan&team=R%26D%20%3Cnorth%3E"
        for (address, owner) in [("mira@north.example", "dana"), ("kim@south.example", "erik")] {
            try bench.daemon.json("lead", "add", address, "--owner", owner)
        }
        let cookie = try bench.logIn("mona")
        let before = try bench.get("/work", cookie: cookie).body
        #expect(before.contains("<option value=\"R&amp;D &lt;north&gt;\">"))
        #expect(!before.contains("filter-tier"))
        let narrowed = try bench.get(team, cookie: cookie).body
        #expect(narrowed.contains("mira@north.example"))
        #expect(!narrowed.contains("kim@south.example"))
        #expect(narrowed.contains("Team: R&amp;D &lt;north&gt;"))
        #expect(try bench.get("/work?team=nobody", cookie: cookie).status == 404)
        let settings = try bench.get("/settings", cookie: cookie).body
        #expect(settings.contains("<td>R&amp;D &lt;north&gt;</td>"))

        try bench.daemon.json("lead", "edit", "kim@south.example", "--tier", "Key Account")
        let tiered = try bench.get("/work?class=on-plan&tier=key+account", cookie: cookie).body
        #expect(tiered.contains("<option value=\"Key Account\" selected>"))
        #expect(tiered.contains("kim@south.example"))
        #expect(!tiered.contains("mira@north.example"))
        #expect(try bench.get("/leads/L2", cookie: cookie).body.contains("<dd>Key Account</dd>"))
        #expect(try bench.get("/work?tier=a%2Fb", cookie: cookie).status == 400)
        // A rep is offered no team, and one in the address shows no more than what is theirs.
        let rep = try bench.logIn("erik")
        #expect(try !bench.get("/work", cookie: rep).body.contains("filter-team"))
        #expect(try !bench.get(team, cookie: rep).body.contains("mira@north.example"))
        #expect(bench.daemon.stop() == 0)
    }
}
