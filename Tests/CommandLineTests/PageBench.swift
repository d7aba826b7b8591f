import Foundation
import Support
import Testing

/// A daemon with a page, its team, and browsers that are no more than what they send.
final class PageBench {
    static let group = "61000"
    static let users = ["dana": "61001", "erik": "61002", "mona": "61003", "mark": "61004"]

    let daemon: RunningDaemon
    let port: UInt16

    /// `mailboxes` is dana's YAML, at six spaces; Maildirs without it.
    init(extra: String = "", mailboxes: String? = nil) throws {
        let folder = try TemporaryFolder(named: "daemon")
        port = try Loopback.freePort()
        let colleagues = """
              - { name: erik, full-name: Erik Holm, user: 61002 }
              - { name: mona, full-name: Mona Brandt, user: 61003, role: manager }
              - { name: mark, full-name: Mark Silva, user: 61004, role: marketing }
            """
        daemon = try RunningDaemon(
            mailboxes: (mailboxes ?? BadInputTests.maildirs(folder)) + "\n" + colleagues,
            folder: folder,
            extra: extra.isEmpty
                ? "page: { listen: \"127.0.0.1:\(port)\" }"
                : extra.replacing("PORT", with: "\(port)"), user: "61001", role: "rep")
        guard chown(daemon.socket, 0, gid_t(Self.group) ?? 0) == 0 else {
            throw LaunchError("chown", code: errno)
        }
        try daemon.publish(RealPathTests.steps)
    }

    /// What `thirdtouch page open` prints for somebody of the team.
    func link(_ name: String) throws -> String {
        let user = try #require(Self.users[name])
        let ending = try Programs.run(
            "/usr/bin/setpriv",
            [
                "--reuid", user, "--regid", Self.group, "--clear-groups", Programs.commandLine,
                "page", "open",
            ], environment: ["THIRDTOUCH_SOCKET": daemon.socket])
        #expect(ending.status == 0, "\(ending.errors)")
        return String(ending.output.split(separator: "\n").first ?? "")
    }

    /// One answer, read like a browser would.
    struct Answer {
        let status: Int
        let head: String
        let body: String

        init(_ text: String) {
            let halves = text.split(separator: "\r\n\r\n", maxSplits: 1)
            head = halves.first.map(String.init) ?? ""
            body = halves.count > 1 ? String(halves[1]) : ""
            status = Int(head.dropFirst("HTTP/1.1 ".count).prefix(3)) ?? 0
        }

        func field(_ name: String) -> String? {
            let lines = head.split(separator: "\r\n")
            return lines.first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }.map {
                String($0.dropFirst(name.count + 2))
            }
        }

        /// The anti-forgery token of a page's forms.
        var formToken: String? {
            body.firstMatch(of: /name="token" value="([0-9a-f]{64})"/).map { String($0.1) }
        }

        /// The cookie that was set, as it is sent back.
        var cookie: String? {
            field("Set-Cookie").map { String($0.prefix { $0 != ";" }) }
        }
    }

    func ask(
        _ method: String, _ path: String, cookie: String? = nil, host: String? = nil,
        fields: [String] = [], body: String = ""
    ) throws -> Answer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host ?? "localhost:\(port)")"] + fields
        if let cookie { lines.append("Cookie: \(cookie)") }
        lines += ["Connection: close", "Content-Length: \(body.utf8.count)", "", body]
        return Answer(try Loopback.exchange(lines.joined(separator: "\r\n"), port: port))
    }

    func get(_ path: String, cookie: String?) throws -> Answer {
        try ask("GET", path, cookie: cookie)
    }

    func post(
        _ path: String, _ body: String, cookie: String? = nil, fields: [String] = []
    ) throws -> Answer {
        try ask(
            "POST", path, cookie: cookie,
            fields: ["Content-Type: application/x-www-form-urlencoded"] + fields, body: body)
    }

    /// Follows a link and presses its button; the cookie.
    func logIn(_ name: String) throws -> String {
        let link = try link(name)
        let path = try #require(link.split(separator: ":\(port)").last.map(String.init))
        let door = try get(path, cookie: nil)
        #expect(door.status == 200)
        let token = try #require(
            door.body.firstMatch(of: /name="link" value="([0-9a-f]{64})"/).map { String($0.1) })
        let entered = try post("/log-in", "link=\(token)")
        #expect(entered.status == 303)
        #expect(entered.field("Location") == "/")
        return try #require(entered.cookie)
    }
}
