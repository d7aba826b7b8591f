import Foundation
import Logging
import MailTransport
import Sequencing
import Support
import Synchronization
import Testing

@testable import MailTransport

/// A grant against a token endpoint that rotates, refuses, hangs and lies.
struct OAuthGrantTests {
    /// A grant with a clock of its own and all that it logs.
    final class Bench: Sendable {
        let server: TokenServer
        let folder: TemporaryFolder
        let log = LogLines()
        private let uptime = Mutex(Duration.zero)

        init() throws {
            server = try TokenServer()
            folder = try TemporaryFolder(named: "oauth")
            try folder.write("\(server.currentRefreshToken)\n", to: "refresh")
        }

        func advance(_ time: Duration) { uptime.withLock { $0 += time } }

        func grant(path: String? = nil, limits: TokenLimits = TokenLimits()) throws -> OAuthGrant {
            let client = try OAuthClient(
                tokenURL: server.tokenURL, clientID: "thirdtouch", clientSecret: "c4n4ry-secret")
            return OAuthGrant(
                client: client,
                file: RefreshTokenFile(
                    path: path ?? folder.path("refresh"),
                    copyPath: folder.path("state/nora@sender.example")),
                limits: limits, logger: log.logger, uptime: { self.uptime.withLock { $0 } })
        }
    }

    @Test("A token is asked for once and serves lane and watcher until shortly before its end")
    func once() async throws {
        let bench = try Bench()
        let grant = try bench.grant()
        await withTaskGroup(of: String?.self) { group in
            for _ in 1...4 { group.addTask { try? grant.accessToken() } }  // why: nil fails below
            for await token in group { #expect(token == bench.server.issued.first) }
        }
        #expect(bench.server.questions.count == 1)
        #expect(
            bench.server.questions.first == [
                "grant_type": "refresh_token", "refresh_token": "c4n4ry-refresh-0",
                "client_id": "thirdtouch", "client_secret": "c4n4ry-secret",
            ])
        bench.advance(.minutes(54))
        #expect(try grant.accessToken() == bench.server.issued[0])
        bench.advance(.minutes(2))
        #expect(try grant.accessToken() == bench.server.issued[1])
        #expect(bench.server.questions.count == 2)
    }

    @Test("A rotated refresh token replaces the file's, whole and for the owner's eyes only")
    func rotated() throws {
        let bench = try Bench()
        bench.server.rotate()
        let grant = try bench.grant()
        for number in 1...3 {
            _ = try grant.accessToken()
            let path = bench.folder.path("refresh")
            #expect(TextFile.contents(of: path) == "c4n4ry-refresh-\(number)\n")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(TextFile.names(in: bench.folder.path) == ["refresh"])
            bench.advance(.hours(1))
        }
        // A restart goes on with what was kept.
        #expect(try bench.grant().accessToken() == bench.server.issued.last)
    }

    @Test("Where the file can't be written the state folder keeps the rotated token")
    func readOnly() throws {
        let bench = try Bench()
        bench.server.rotate()
        // An open file without a name can be read by its descriptor and not be replaced, not even
        // by root.
        let path = bench.folder.path("refresh")
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try FileManager.default.removeItem(atPath: path)
        let nameless = "/proc/self/fd/\(file.fileDescriptor)"
        _ = try bench.grant(path: nameless).accessToken()
        let copy = bench.folder.path("state/nora@sender.example")
        #expect(TextFile.contents(of: copy).hasPrefix("c4n4ry-refresh-1\nfrom "))
        let attributes = try FileManager.default.attributesOfItem(atPath: copy)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        // A restart takes the copy …
        _ = try bench.grant(path: nameless).accessToken()
        #expect(bench.server.questions.last?["refresh_token"] == "c4n4ry-refresh-1")
        // … unless a person has written another token into the file since.
        try file.seek(toOffset: 0)
        try file.write(contentsOf: Data("c4n4ry-refresh-x\n".utf8))
        #expect(throws: TokenFailure.self) { try bench.grant(path: nameless).accessToken() }
        #expect(bench.server.questions.last?["refresh_token"] == "c4n4ry-refresh-x")
    }

    @Test("A rotated token that no place takes serves from memory, and that is an error in the log")
    func nowhere() throws {
        let bench = try Bench()
        bench.server.rotate()
        let path = bench.folder.path("refresh")
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try FileManager.default.removeItem(atPath: path)
        // No folder can be made where a file is.
        try bench.folder.write("", to: "state")
        let grant = try bench.grant(path: "/proc/self/fd/\(file.fileDescriptor)")
        _ = try grant.accessToken()
        #expect(bench.log.text.contains("connected again"))
        bench.advance(.hours(1))
        _ = try grant.accessToken()
        #expect(bench.server.questions.last?["refresh_token"] == "c4n4ry-refresh-1")
        #expect(!bench.log.text.contains(TokenServer.canary))
    }

    @Test("A withdrawn consent says what to do, is asked for once, and ends with a new token file")
    func withdrawn() throws {
        let bench = try Bench()
        let grant = try bench.grant()
        bench.server.answer(.refuse(code: "invalid_grant", words: "revoked c4n4ry-refresh-0"))
        for _ in 1...5 {
            let failure = #expect(throws: TokenFailure.self) { try grant.accessToken() }
            #expect(failure?.kind == .refused)
            #expect(failure?.words.contains("connect the mailbox again") == true)
            #expect(failure?.words.contains(TokenServer.canary) == false)
        }
        #expect(bench.server.questions.count == 1)
        bench.server.answer(.issue(lifetimeSeconds: 3600))
        try bench.folder.write("c4n4ry-other\n", to: "refresh")
        #expect(throws: TokenFailure.self) { try grant.accessToken() }
        #expect(bench.server.questions.count == 2)
        try bench.folder.write("\(bench.server.currentRefreshToken)\n", to: "refresh")
        #expect(try grant.accessToken() == bench.server.issued.first)
    }

    static let outages: [(says: String, manner: TokenServer.Manner, words: String)] = [
        ("a hanging endpoint", .stayMute, "Timeout"),
        (
            "a page instead of JSON",
            .say(status: "200 OK", headers: "", body: "<html>c4n4ry-refresh-0</html>"),
            "no token reply"
        ),
        (
            "an endless answer",
            .say(status: "200 OK", headers: "", body: String(repeating: "x", count: 70_000)),
            "more than 65536 bytes"
        ),
        (
            "a broken endpoint",
            .say(status: "500 Internal Server Error", headers: "", body: "c4n4ry-refresh-0"), "500"
        ),
    ]

    @Test("An endpoint that is out of order is asked again later, not at once", arguments: 0..<4)
    func outOfOrder(_ index: Int) throws {
        let row = Self.outages[index]
        let bench = try Bench()
        bench.server.answer(row.manner)
        var limits = TokenLimits()
        limits.answer = .milliseconds(300)
        let grant = try bench.grant(limits: limits)
        for _ in 1...3 {
            let failure = #expect(throws: TokenFailure.self) { try grant.accessToken() }
            #expect(failure?.kind == .unavailable, "\(row.says)")
            #expect(
                failure?.words.contains(row.words) == true, "\(row.says): \(failure?.words ?? "")")
            #expect(failure?.words.contains(TokenServer.canary) == false)
        }
        #expect(bench.server.questions.count == 1)
        bench.server.answer(.issue(lifetimeSeconds: 3600))
        bench.advance(.seconds(5))
        #expect(try grant.accessToken() == bench.server.issued.first)
    }

    @Test("A redirect is refused: the refresh token goes nowhere else")
    func redirect() throws {
        let bench = try Bench()
        let elsewhere = try TokenServer()
        bench.server.answer(
            .say(
                status: "307 Temporary Redirect",
                headers: "Location: \(elsewhere.tokenURL)\r\n", body: ""))
        let grant = try bench.grant()
        let failure = #expect(throws: TokenFailure.self) { try grant.accessToken() }
        #expect(failure?.words.contains("follows no redirect") == true)
        #expect(elsewhere.questions.isEmpty)
    }

    @Test("An endpoint that is down, and a token file that is gone, are told by name")
    func absent() throws {
        let bench = try Bench()
        let grant = try bench.grant()
        bench.server.stop()
        #expect(throws: TokenFailure.self) { try grant.accessToken() }
        let missing = try bench.grant(path: bench.folder.path("none"))
        let failure = #expect(throws: TokenFailure.self) { try missing.accessToken() }
        #expect(failure?.words.contains(bench.folder.path("none")) == true)
    }
}

/// Everything that is logged, at every level, with its metadata.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
        }
    }
}
