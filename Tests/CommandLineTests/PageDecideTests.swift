import Foundation
import Support
import Testing

/// What a person decides on the page: the moves of the API, by forms, on the real daemon.
@Suite(.serialized, .enabled(if: getuid() == 0, "other users can be played by root alone"))
struct PageDecideTests {
    @Test("What can't be taken back is shown first, done after the second word, and has its author")
    func dispose() throws {
        let bench = try PageBench()
        try bench.daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        let cookie = try bench.logIn("mona")
        let token = try #require(try bench.get("/leads/L1", cookie: cookie).formToken)
        let form = "act=dispose&disposition=no-need&handOff=H1&token=\(token)&back=/leads/L1"
        let asked = try bench.post("/act", form, cookie: cookie)
        #expect(asked.status == 200)
        #expect(asked.body.contains("Close 1 lead as “No need”?"))
        let before = try bench.daemon.json("lead", "explain", "L1")["handOffs"][0]
        #expect(before["disposition"].text == nil)
        let done = try bench.post("/act", "\(form)&confirmed=yes&why=they+said+so", cookie: cookie)
        #expect(done.status == 303)
        let page = try bench.get("/leads/L1", cookie: cookie)
        #expect(page.body.contains("is closed as “No need”"))
        #expect(!(try bench.get("/leads/L1", cookie: cookie)).body.contains("is closed as"))
        let story = try bench.daemon.json("lead", "explain", "L1")
        #expect(story["handOffs"][0]["disposition"].text == "no-need")
        let line = try #require(story["timeline"].items.last)
        #expect(line["actor"].text == "mona")
        // Again is refused in plain words.
        _ = try bench.post("/act", "\(form)&confirmed=yes", cookie: cookie)
        #expect(try bench.get("/leads/L1", cookie: cookie).body.contains("Nothing was changed."))
    }

    @Test("Accepting, enrolling, recycling and settling are the API's moves, with its refusals")
    func moves() throws {
        let bench = try PageBench()
        try bench.daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
              - id: later
                after: 9 days
                email: { subject: Later, body: Hi. }
            """, as: "plain")
        for address in ["mira@north.example", "kim@south.example"] {
            try bench.daemon.json("lead", "add", address, "--owner", "dana")
        }
        let cookie = try bench.logIn("dana")
        let token = try #require(try bench.get("/work", cookie: cookie).formToken)
        func say(_ form: String) throws -> String {
            let answer = try bench.post(
                "/act", "\(form)&token=\(token)&back=/work", cookie: cookie)
            #expect(answer.status == 303, "\(form)")
            let page = try bench.get("/work", cookie: cookie)
            let notice = try #require(page.body.firstMatch(of: /role="status">\s*<p>([^<]*)</))
            return String(notice.1)
        }
        #expect(try say("act=accept&handOff=H1") == "mira@north.example is accepted.")
        #expect(
            try say("one=enroll+H1+plain&act=assign&owner=") == "mira@north.example is on plain.")
        #expect(try say("act=enroll&sequence=quick&handOff=H1").hasPrefix("Nothing was changed."))
        #expect(try say("act=enroll&sequence=none&handOff=H2").contains("no published sequence"))
        #expect(try say("act=resume&handOff=H2").contains("is on no sequence"))
        _ = try eventually("the message to leave") {
            try bench.daemon.json("delivery", "list")["items"].items.first
        }
        let settled = try say("act=settle&delivery=D1&settlement=sent&handOff=H1")
        #expect(settled.contains("not in doubt"), "\(settled)")
        #expect(try say("act=resume&handOff=H99").contains("There is no"))
        let enrollments = try bench.daemon.json("enrollment", "list")["items"].items
        #expect(enrollments.map { $0["rep"].text } == ["dana"])

        let recycle = "act=dispose&disposition=recycled&handOff=H2&token=\(token)"
        let asked = try bench.post("/act", recycle, cookie: cookie)
        #expect(asked.body.contains("name=\"wake\" required"))
        #expect(
            try say("act=dispose&disposition=recycled&handOff=H2&confirmed=yes&wake=2020-01-01")
                .hasPrefix("Nothing was changed."))
        #expect(
            try say("act=dispose&disposition=recycled&handOff=H2&confirmed=yes&wake=2099-03-02")
                == "kim@south.example is closed as “Recycled”.")
        let handOff = try bench.daemon.json("lead", "explain", "L2")["handOffs"][0]
        #expect(handOff["wakeAt"].text?.hasPrefix("2099-03-02T") == true)
        let story = try bench.daemon.json("lead", "explain", "L1")["timeline"].items
        #expect(story.contains { $0["what"].text == "accepted" && $0["actor"].text == "dana" })
    }

    @Test("What was closed since the page was made is not begun again by one of its buttons")
    func stale() throws {
        let bench = try PageBench()
        try bench.daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        let cookie = try bench.logIn("mona")
        let token = try #require(try bench.get("/work", cookie: cookie).formToken)
        try bench.daemon.json("lead", "dispose", "H1", "--as", "qualified")
        func say(_ form: String) throws -> String {
            _ = try bench.post("/act", "\(form)&token=\(token)&back=/work", cookie: cookie)
            return try bench.get("/work", cookie: cookie).body
        }
        for form in [
            "one=enroll+H1+quick", "act=enroll&sequence=quick&handOff=H1", "act=resume&handOff=H1",
            "one=resume+H1",
        ] {
            let said = try say(form)
            #expect(said.contains("H1 was closed as qualified."), "\(form): \(said)")
            #expect(said.contains("Look again"), "\(form)")
        }
        #expect(try bench.daemon.json("enrollment", "list")["items"].items.isEmpty)
        // Nor is what belongs to a later effort moved by a button of the one before.
        try bench.daemon.json("enroll", "mira@north.example", "--sequence", "quick")
        try bench.daemon.json("enrollment", "pause", "E1")
        #expect(try say("one=resume+H1").contains("H1 was closed as qualified."))
        #expect(try say("one=enroll+H1+quick").contains("H2 came after H1."))
        #expect(try bench.daemon.json("enrollment", "list")["items"][0]["state"].text == "paused")
        #expect(try say("one=resume+H2").contains("mira@north.example goes on"))
        let efforts = try bench.daemon.json("lead", "explain", "L1")["handOffs"].items
        #expect(efforts.count == 2)
    }

    @Test("A task is shown with what can come of it, and done with the word that was chosen")
    func task() throws {
        let bench = try PageBench()
        try bench.daemon.publish(
            """
              - id: ring
                call: { script: "Ask for the <docks>." }
              - id: later
                after: 9 days
                email: { subject: Later, body: Hi. }
            """, as: "ring")
        try bench.daemon.json(
            "lead", "add", "mira@north.example", "--owner", "dana", "--phone", "+49 30 1234567")
        try bench.daemon.json("enroll", "mira@north.example", "--sequence", "ring")
        _ = try eventually("the call to be due") {
            try bench.daemon.json("task", "list")["items"].items.first
        }
        let cookie = try bench.logIn("dana")
        let page = try bench.get("/leads/L1", cookie: cookie)
        #expect(page.body.contains("Call +49 30 1234567"))
        #expect(page.body.contains("Ask for the &lt;docks&gt;."))
        #expect(page.body.contains("<option value=\"no-answer\">No answer</option>"))
        let token = try #require(page.formToken)
        func report(_ form: String) throws -> String {
            let answer = try bench.post(
                "/act", "act=report&\(form)&token=\(token)&back=/leads/L1", cookie: cookie)
            #expect(answer.status == 303, "\(form)")
            return try bench.get("/leads/L1", cookie: cookie).body
        }
        #expect(try report("task=T1&outcome=&handOff=H1").contains("no outcome is chosen"))
        let done = try report("task=T1&outcome=connected&why=wants+a+demo&handOff=H1")
        #expect(done.contains("T1 of mira@north.example is done: connected."))
        #expect(!done.contains("What came of it?"))
        let task = try bench.daemon.json("task", "show", "T1")
        #expect(task["outcome"].text == "connected")
        #expect(task["note"].text == "wants a demo")
        #expect(task["closedBy"].text == "dana")
        #expect(
            try report("task=T1&outcome=connected&handOff=H1").contains("Nothing was changed."))
        // Nor is another rep's, even by way of an own hand-off.
        let other = try bench.logIn("erik")
        try bench.daemon.json("lead", "add", "kim@south.example", "--owner", "erik")
        try bench.daemon.json(
            "lead", "add", "lea@east.example", "--owner", "dana", "--phone", "+49 30 7654321")
        try bench.daemon.json("enroll", "lea@east.example", "--sequence", "ring")
        _ = try eventually("the second call to be due: \(bench.daemon.log.suffix(2000))") {
            try bench.daemon.json("task", "list")["items"].items.first
        }
        let stolen = try #require(try bench.get("/work", cookie: other).formToken)
        _ = try bench.post(
            "/act", "act=report&task=T2&outcome=connected&handOff=H2&token=\(stolen)",
            cookie: other)
        #expect(try bench.daemon.json("task", "show", "T2")["state"].text == "open")
    }

    @Test("A message in doubt is settled on the page, and what it says is written down")
    func settle() throws {
        // Postfix's smtp-sink takes the dot and hangs up without an answer.
        let sink = try SMTPSink(flags: ["-q", "."])
        let servers = try MailServers()
        let bench = try PageBench(
            mailboxes: """
                      - address: dana@sender.example
                        limits: { shortest-gap-seconds: 0, longest-gap-seconds: 0 }
                        smtp: { host: 127.0.0.1, port: \(sink.port), security: none }
                        imap:
                          host: localhost
                          port: \(servers.dovecot.imapPort)
                          user: dana
                          password-file: \(servers.folder.path("password"))
                          ca-file: \(servers.dovecot.certificatePath)
                """)
        try bench.daemon.publish(
            """
              - id: hello
                email: { subject: Hello, body: Hi. }
            """, as: "one")
        try bench.daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        try bench.daemon.json("enroll", "mira@north.example", "--sequence", "one")
        _ = try eventually("the doubt: \(bench.daemon.log.suffix(2000))") {
            try bench.daemon.json("delivery", "list")["items"].items.first {
                $0["state"].text == "in-doubt"
            }
        }
        let cookie = try bench.logIn("dana")
        let page = try bench.get("/leads/L1", cookie: cookie)
        #expect(page.body.contains("D1 is in doubt."))
        let token = try #require(page.formToken)
        let form = "act=settle&delivery=D1&handOff=H1&token=\(token)&back=/leads/L1"
        // A second copy needs the box that says so.
        _ = try bench.post("/act", "\(form)&settlement=resend", cookie: cookie)
        #expect(try bench.get("/leads/L1", cookie: cookie).body.contains("Nothing was changed."))
        #expect(try bench.daemon.json("delivery", "show", "D1")["state"].text == "in-doubt")
        #expect(sink.mails.count == 1)
        let settled = try bench.post("/act", "\(form)&settlement=sent", cookie: cookie)
        #expect(settled.status == 303)
        let after = try bench.get("/leads/L1", cookie: cookie).body
        #expect(after.contains("D1 is accepted now."))
        #expect(!after.contains("is in doubt."))
        let delivery = try bench.daemon.json("delivery", "show", "D1")
        #expect(delivery["state"].text == "accepted")
        let story = try bench.daemon.json("lead", "explain", "L1")["timeline"].items
        #expect(story.contains { $0["to"].text == "accepted" && $0["actor"].text == "dana" })
    }
}
