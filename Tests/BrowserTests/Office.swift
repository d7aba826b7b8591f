import Foundation
import Support

/// A sales team after a year: the demo's engine made every row, and the real daemon serves it.
///
/// `@unchecked` because Foundation's Process is behind `ServerProcess`: only `init` touches what is not constant.
final class Office: @unchecked Sendable {
    /// Made once for all tests; a year takes a while.
    static let shared = Result { try Office() }

    let folder: TemporaryFolder
    let port: UInt16
    private let daemon: ServerProcess
    private var socket: String { folder.path("run.sock") }

    private init() throws {
        folder = try TemporaryFolder(named: "office")
        port = try Loopback.freePort()
        let calendar = Calendar(identifier: .gregorian)
        let start = calendar.date(byAdding: .day, value: -364, to: Date()) ?? Date()
        let day = start.formatted(.iso8601.year().month().day())
        let played = try Programs.run(
            Programs.daemon,
            [
                "demo", "--state-folder", folder.path("state"), "--days", "364", "--crowd", "420",
                "--start", day, "--fast", "--json", "--sequences-folder", Self.sequences,
            ])
        guard played.status == 0 else { throw LaunchError("the demo failed: \(played.errors)") }
        let file = try folder.write(
            Self.configuration(folder: folder, port: port), to: "thirdtouchd.yaml")
        daemon = try ServerProcess(
            Programs.daemon, ["run", "--config", file, "--log-level", "warning"],
            logPath: folder.path("log"))
        try Loopback.awaitListener(on: port, logPath: folder.path("log"))
        _ = try eventually("the daemon to be ready") {
            try ask("status").status == 0 ? true : nil
        }
    }

    /// The shipped ones, in the package that is tested.
    private static let sequences = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../sequences").standardized.path

    var log: String { TextFile.contents(of: folder.path("log")) }

    var address: String { "http://localhost:\(port)" }

    func ask(_ arguments: String...) throws -> Programs.Ending {
        try Programs.run(
            Programs.commandLine, arguments, environment: ["THIRDTOUCH_SOCKET": socket])
    }

    /// A new one-time link for the user who runs the tests.
    func link() throws -> String {
        let ending = try ask("page", "open")
        guard ending.status == 0, let link = ending.output.split(separator: "\n").first else {
            throw LaunchError("no link: \(ending.errors)")
        }
        return String(link)
    }

    /// A browser that has followed a link and pressed its button.
    func visitor() throws -> Browser {
        let browser = try Browser()
        try browser.open(link())
        try browser.follow("document.querySelector('main button').click()")
        return browser
    }

    private static func configuration(folder: TemporaryFolder, port: UInt16) -> String {
        let reps = [
            ("dana", "Dana Whitlock", "Europe/Berlin", "user: \(getuid())\n    role: manager"),
            ("omar", "Omar Feld", "America/New_York", "user: 61002\n    team: Americas"),
            ("ines", "Ines Roth", "Europe/Berlin", "user: 61003\n    team: Europe"),
            ("jules", "Jules Marchand", "Europe/Paris", "user: 61004\n    team: Europe"),
            ("priya", "Priya Nair", "Europe/London", "user: 61005\n    team: Europe"),
            ("theo", "Theo Lang", "America/Chicago", "user: 61006\n    team: Americas"),
        ]
        let people = reps.map { name, fullName, zone, more in
            let mailbox = folder.path("state/mail/\(name)@northwind.example")
            return """
                  - name: \(name)
                    full-name: \(fullName)
                    zone: \(zone)
                    \(more)
                    mailboxes:
                      - address: \(name)@northwind.example
                        maildir: { out: \(mailbox)/sent, in: \(mailbox)/inbox }
                """
        }
        return """
            state-folder: \(folder.path("state"))
            socket: \(folder.path("run.sock"))
            zone: Europe/Berlin
            sequences-folder: \(Self.sequences)
            holidays-folder: \(Self.sequences)/holidays
            page: { listen: "127.0.0.1:\(port)" }
            reps:
            \(people.joined(separator: "\n"))

            """
    }
}
