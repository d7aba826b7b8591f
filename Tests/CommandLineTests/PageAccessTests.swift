import Foundation
import Support
import Testing

/// Who gets into the page, and who does not: the real daemon, asked over TCP.
@Suite(.serialized, .enabled(if: getuid() == 0, "other users can be played by root alone"))
struct PageAccessTests {
    private static let pages = ["/", "/work", "/reps", "/reasons", "/settings", "/leads/L1"]

    @Test("Without a session every page is the door, and nothing of a lead is in it")
    func stranger() throws {
        let bench = try PageBench()
        try bench.daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        for path in Self.pages + ["/nothing", "/act"] {
            let answer = try bench.get(path, cookie: nil)
            #expect(answer.status == 403, "\(path)")
            #expect(answer.body.contains("thirdtouch page open"), "\(path)")
            #expect(!answer.body.contains("mira"), "\(path)")
        }
        let forged = "__Host-thirdtouch=\(String(repeating: "a", count: 64))"
        #expect(try bench.get("/", cookie: forged).status == 403)
        #expect(try bench.post("/act", "act=resume&handOff=H1").status == 403)
    }

    @Test("A link shows whose it is, logs in once, and a second time is told so")
    func link() throws {
        let bench = try PageBench()
        let link = try bench.link("mona")
        #expect(link.hasPrefix("http://localhost:\(bench.port)/log-in/"))
        let path = String(link.dropFirst("http://localhost:\(bench.port)".count))
        // Scanners follow links: that uses nothing up.
        for _ in 0..<2 {
            let door = try bench.get(path, cookie: nil)
            #expect(door.status == 200)
            #expect(door.body.contains("Log in as Mona Brandt"))
            #expect(door.field("Set-Cookie") == nil)
        }
        let token = String(path.dropFirst("/log-in/".count))
        let entered = try bench.post("/log-in", "link=\(token)")
        #expect(entered.status == 303)
        let cookie = try #require(entered.field("Set-Cookie"))
        #expect(cookie.hasPrefix("__Host-thirdtouch="))
        for word in ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"] {
            #expect(cookie.contains("; \(word)"), "\(cookie)")
        }
        #expect(!cookie.contains(token))
        for answer in [
            try bench.get(path, cookie: nil), try bench.post("/log-in", "link=\(token)"),
        ] {
            #expect(answer.status == 403)
            #expect(answer.body.contains("This link is over"))
            #expect(answer.field("Set-Cookie") == nil)
        }
        let page = try bench.get("/", cookie: entered.cookie)
        #expect(page.status == 200)
        #expect(page.body.contains("Mona Brandt"))
        // No secret is ever written down.
        #expect(!bench.daemon.log.contains(token))
        #expect(!bench.daemon.log.contains(String(cookie.dropFirst(18).prefix(64))))
    }

    @Test("A name that is not the page's own is turned away, whatever else is right")
    func host() throws {
        let bench = try PageBench()
        let cookie = try bench.logIn("mona")
        for host in ["evil.example", "evil.example:\(bench.port)", "localhost.evil.example"] {
            let answer = try bench.ask("GET", "/", cookie: cookie, host: host)
            #expect(answer.status == 421, "\(host)")
            #expect(!answer.body.contains("Mona"))
        }
        for host in ["localhost:9000", "127.0.0.1:\(bench.port)", "[::1]:\(bench.port)"] {
            #expect(try bench.ask("GET", "/", cookie: cookie, host: host).status == 200, "\(host)")
        }
    }

    @Test("A form without the session's token, or from elsewhere, changes nothing")
    func forgery() throws {
        let bench = try PageBench()
        try bench.daemon.json("lead", "add", "mira@north.example", "--owner", "dana")
        let cookie = try bench.logIn("mona")
        let own = try #require(try bench.get("/work", cookie: cookie).formToken)
        let other = try #require(
            try bench.get("/work", cookie: try bench.logIn("mona")).formToken)
        let form = "act=assign&owner=erik&handOff=H1"
        let origin = "Origin: http://localhost:\(bench.port)"
        let attempts: [(String, [String])] = [
            (form, [origin]), ("\(form)&token=", [origin]), ("\(form)&token=\(other)", [origin]),
            ("\(form)&token=\(own)", ["Origin: https://evil.example"]),
            ("\(form)&token=\(own)", ["Origin: null"]),
            ("\(form)&token=\(own)", ["Origin: http://localhost:1"]),
        ]
        for (body, fields) in attempts {
            let answer = try bench.post("/act", body, cookie: cookie, fields: fields)
            #expect(answer.status == 403, "\(body) \(fields)")
        }
        #expect(try bench.post("/log-out", "token=\(other)", cookie: cookie).status == 403)
        #expect(try bench.daemon.json("lead", "show", "L1")["owner"].text == "dana")
        // GET changes nothing, whatever it says.
        _ = try bench.get("/act?\(form)&token=\(own)", cookie: cookie)
        _ = try bench.get("/log-out?token=\(own)", cookie: cookie)
        #expect(try bench.daemon.json("lead", "show", "L1")["owner"].text == "dana")
        let done = try bench.post(
            "/act", "\(form)&token=\(own)&back=/work", cookie: cookie, fields: [origin])
        #expect(done.status == 303)
        #expect(done.field("Location") == "/work")
        #expect(try bench.daemon.json("lead", "show", "L1")["owner"].text == "erik")
    }

    @Test("Logging out ends the session in the daemon: the cookie is worth nothing afterwards")
    func logOut() throws {
        let bench = try PageBench()
        let cookie = try bench.logIn("dana")
        let token = try #require(try bench.get("/", cookie: cookie).formToken)
        let left = try bench.post("/log-out", "token=\(token)", cookie: cookie)
        #expect(left.status == 200)
        #expect(left.field("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(try bench.get("/", cookie: cookie).status == 403)
        #expect(try bench.post("/log-out", "token=\(token)", cookie: cookie).status == 403)
    }

    @Test(
        "A rep sees and moves their own leads alone; marketing looks; a manager gives leads to others"
    )
    func roles() throws {
        let bench = try PageBench()
        for (address, owner) in [("mira@north.example", "dana"), ("kim@south.example", "erik")] {
            try bench.daemon.json("lead", "add", address, "--owner", owner, "--first-name", owner)
        }
        let rep = try bench.logIn("dana")
        let token = try #require(try bench.get("/work", cookie: rep).formToken)
        #expect(try bench.get("/leads/L1", cookie: rep).status == 200)
        #expect(try bench.get("/leads/L2", cookie: rep).status == 403)
        #expect(try bench.get("/work?rep=erik", cookie: rep).status == 403)
        for path in ["/", "/work?class=on-plan", "/reps", "/reasons"] {
            let page = try bench.get(path, cookie: rep)
            #expect(page.status == 200, "\(path)")
            #expect(!page.body.contains("kim@south.example"), "\(path)")
            #expect(!page.body.contains("/leads/L2"), "\(path)")
        }
        let stolen = try bench.post(
            "/act", "act=enroll&sequence=quick&handOff=H2&token=\(token)", cookie: rep)
        #expect(stolen.status == 303)
        #expect(try bench.get("/work", cookie: rep).body.contains("belongs to erik"))
        let given = try bench.post(
            "/act", "act=assign&owner=erik&handOff=H1&token=\(token)", cookie: rep)
        #expect(given.status == 303)
        #expect(try bench.get("/", cookie: rep).body.contains("may not give leads to others"))
        #expect(try bench.daemon.json("lead", "show", "L1")["owner"].text == "dana")

        let marketing = try bench.logIn("mark")
        let page = try bench.get("/work?class=on-plan", cookie: marketing)
        #expect(page.body.contains("/leads/L2"))
        #expect(!page.body.contains("value=\"dispose\""))
        let mark = try #require(page.formToken)
        _ = try bench.post(
            "/act", "act=dispose&disposition=no-need&confirmed=yes&handOff=H1&token=\(mark)",
            cookie: marketing)
        #expect(try bench.get("/", cookie: marketing).body.contains("has the role marketing"))
        #expect(try bench.daemon.json("enrollment", "list")["items"].items.isEmpty)
    }

    @Test("Every answer has the headers, refusals and files too")
    func headers() throws {
        let bench = try PageBench()
        let cookie = try bench.logIn("mona")
        let page = try bench.get("/", cookie: cookie)
        let style = try #require(page.body.firstMatch(of: /href="(\/assets\/style-[^"]+)"/)).1
        let answers = [
            page, try bench.get("/nothing", cookie: cookie), try bench.get("/", cookie: nil),
            try bench.get("/work?class=wrong", cookie: cookie),
            try bench.ask("GET", "/", host: "evil.example"),
            try bench.ask("DELETE", "/", cookie: cookie),
            try bench.ask("HEAD", "/", cookie: cookie),
            try bench.post("/act", "", cookie: cookie),
            try bench.ask("POST", "/act", cookie: cookie, fields: ["Content-Type: text/plain"]),
            try bench.get(String(style), cookie: nil),
        ]
        #expect(answers.map(\.status) == [200, 404, 403, 400, 421, 405, 200, 403, 400, 200])
        for (index, answer) in answers.enumerated() {
            let policy = answer.field("Content-Security-Policy") ?? ""
            #expect(policy.hasPrefix("default-src 'none'; style-src 'self'"), "\(index)")
            #expect(!policy.contains("unsafe"))
            #expect(!policy.contains("script"))
            #expect(answer.field("X-Content-Type-Options") == "nosniff", "\(index)")
            #expect(answer.field("X-Frame-Options") == "DENY", "\(index)")
            #expect(answer.field("Referrer-Policy") == "same-origin", "\(index)")
            let isFile = index == answers.count - 1
            #expect(answer.field("Cache-Control")?.contains("no-store") == !isFile, "\(index)")
            #expect(!answer.body.contains("<script"))
            #expect(!answer.body.contains(" style=\""))
            #expect(!answer.body.contains(" onclick"))
        }
        #expect(answers[6].body.isEmpty)
        #expect(answers[9].field("Cache-Control") == "public, max-age=31536000, immutable")
    }

    @Test("Names from outside stay text in every page")
    func hostile() throws {
        let bench = try PageBench()
        let script = "<script>alert(1)</script>"
        try bench.daemon.json(
            "lead", "add", "mira@north.example", "--owner", "dana", "--first-name", script,
            "--last-name", "\"\u{301} autofocus onfocus=x", "--company", "'><img src=x>",
            "--source",
            "\"><svg/onload=1>")
        try bench.daemon.json(
            "lead", "add", "kim@north.example", "--owner", "dana", "--company", "=cmd|x")
        let cookie = try bench.logIn("mona")
        for path in ["/", "/work?class=on-plan", "/leads/L1", "/reps", "/settings"] {
            let page = try bench.get(path, cookie: cookie)
            #expect(page.status == 200, "\(path)")
            for harm in ["<script", "<img src=x", "<svg/onload", "\"\u{301} autofocus"] {
                #expect(!page.body.contains(harm), "\(path): \(harm)")
            }
        }
        let table = try bench.get("/work.csv?class=on-plan", cookie: cookie)
        #expect(table.field("Content-Type") == "text/csv; charset=utf-8")
        #expect(table.field("Content-Disposition")?.hasPrefix("attachment") == true)
        #expect(table.body.contains("L1,H1,mira@north.example,"))
        #expect(table.body.contains(",'=cmd|x,"), "\(table.body)")
        let page = try bench.get("/leads/L1", cookie: cookie)
        #expect(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        let query = try bench.get("/work?source=%22%3E%3Cscript%3E&reason=%3Cb%3E", cookie: cookie)
        #expect(query.status == 400)
        #expect(!query.body.contains("<b>"))
    }

    @Test("Behind a proxy the page knows its public name, and asks for https from then on")
    func proxy() throws {
        let bench = try PageBench(
            extra: "page: { listen: \"127.0.0.1:PORT\", url: \"https://page.north.example\" }")
        let link = try bench.link("mona")
        #expect(link.hasPrefix("https://page.north.example/log-in/"))
        let host = "page.north.example"
        let door = try bench.ask(
            "GET", String(link.dropFirst("https://page.north.example".count)), host: host)
        #expect(door.status == 200)
        #expect(door.field("Strict-Transport-Security") == "max-age=31536000")
        let token = try #require(
            door.body.firstMatch(of: /name="link" value="([0-9a-f]{64})"/).map { String($0.1) })
        let form = ["Content-Type: application/x-www-form-urlencoded"]
        func enter(_ origin: String) throws -> Int {
            try bench.ask(
                "POST", "/log-in", host: host, fields: form + ["Origin: \(origin)"],
                body: "link=\(token)"
            ).status
        }
        #expect(try enter("http://page.north.example") == 403)
        #expect(try enter("https://page.north.example") == 303)
    }

    @Test("Who is no rep any more is logged out by the next reload")
    func reload() throws {
        let bench = try PageBench()
        let cookie = try bench.logIn("erik")
        #expect(try bench.get("/", cookie: cookie).status == 200)
        let text = TextFile.contents(of: bench.daemon.configurationFile)
        _ = try bench.daemon.folder.write(
            text.replacing("user: 61002 }", with: "user: 61009 }"), to: "thirdtouchd.yaml")
        bench.daemon.signal(SIGHUP)
        _ = try eventually("the session to end") {
            try bench.get("/", cookie: cookie).status == 403 ? true : nil
        }
    }

    @Test("A page on the network without encryption, and a daemon without a page, are said so")
    func configuration() throws {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder,
            extra: "page: { listen: \"0.0.0.0:8026\" }", waits: false)
        daemon.process.waitUntilExit()
        #expect(daemon.process.terminationStatus != 0)
        #expect(daemon.log.contains("without encryption"), "\(daemon.log)")
        let other = try TemporaryFolder(named: "daemon")
        let plain = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(other), folder: other)
        let ending = try plain.ask("page", "open")
        #expect(ending.status == 1)
        #expect(ending.errors.contains("serves no page"))
    }
}
