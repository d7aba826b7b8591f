import Foundation
import Support

/// A `thirdtouchd` of its own in a folder of its own, and `thirdtouch` asking it.
final class RunningDaemon {
    let folder: TemporaryFolder
    let socket: String
    let configurationFile: String
    private(set) var process: Process
    private let environment: [String: String]

    /// `mailboxes` is YAML for the one rep, dana, at six spaces.
    init(
        mailboxes: String, folder: TemporaryFolder? = nil, extra: String = "", waits: Bool = true,
        user: String = "\(getuid())", role: String = "admin", environment: [String: String] = [:]
    ) throws {
        let folder = try folder ?? TemporaryFolder(named: "daemon")
        self.folder = folder
        self.environment = environment
        socket = folder.path("run.sock")
        configurationFile = try folder.write(
            Self.configuration(
                folder: folder, mailboxes: mailboxes, extra: extra, user: user, role: role),
            to: "thirdtouchd.yaml")
        process = Process()
        try start()
        if waits { try awaitReady() }
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    static func configuration(
        folder: TemporaryFolder, mailboxes: String, extra: String = "",
        user: String = "\(getuid())", role: String = "admin"
    ) -> String {
        """
        state-folder: \(folder.path("state"))
        socket: \(folder.path("run.sock"))
        zone: UTC
        \(extra)
        reps:
          - name: dana
            full-name: Dana Whitlock
            user: \(user)
            role: \(role)
            signature: Dana
            mailboxes:
        \(mailboxes)

        """
    }

    func start() throws {
        process = Process()
        process.executableURL = URL(filePath: Programs.daemon)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.arguments = ["run", "--config", configurationFile, "--log-level", "debug"]
        if !FileManager.default.fileExists(atPath: folder.path("log")) {
            _ = try folder.write("", to: "log")
        }
        let log = try FileHandle(forWritingTo: URL(filePath: folder.path("log")))
        try log.seekToEnd()
        process.standardError = log
        process.standardOutput = log
        try process.run()
    }

    func awaitReady() throws {
        _ = try eventually("the daemon to be ready: \(log)") {
            let ending = try ask("status")
            return ending.status == 0 ? true : nil
        }
    }

    var log: String { TextFile.contents(of: folder.path("log")) }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// SIGTERM, and the exit code.
    func stop() -> Int32 {
        signal(SIGTERM)
        process.waitUntilExit()
        return process.terminationStatus
    }

    @discardableResult
    func ask(_ arguments: String...) throws -> Programs.Ending { try ask(arguments) }

    func ask(_ arguments: [String]) throws -> Programs.Ending {
        try Programs.run(
            Programs.commandLine, arguments, environment: ["THIRDTOUCH_SOCKET": socket])
    }

    /// The JSON that a command prints.
    @discardableResult
    func json(_ arguments: String...) throws -> JSON { try json(arguments) }

    func json(_ arguments: [String]) throws -> JSON {
        let ending = try ask(arguments + ["--json"])
        guard ending.status == 0 else {
            throw LaunchError("thirdtouch \(arguments) failed: \(ending.errors)")
        }
        return try JSON(parsing: ending.output)
    }

    /// Publishes a sequence whose window is always open and whose steps follow at once.
    func publish(_ steps: String, as name: String = "quick") throws {
        let file = try folder.write(
            """
            title: For tests
            window:
              days: [mon, tue, wed, thu, fri, sat, sun]
              hours: 00:00-24:00
              zone: UTC
              holidays: none
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
            \(steps)

            """, to: "\(name).yaml")
        let ending = try ask("sequence", "publish", file)
        guard ending.status == 0 else { throw LaunchError("not published: \(ending.errors)") }
    }
}

/// JSON as tests look at it: `json["items"][0]["id"].text`.
struct JSON {
    let value: Any?

    init(parsing text: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    }

    init(_ value: Any?) { self.value = value }

    subscript(key: String) -> JSON { JSON((value as? [String: Any])?[key]) }

    subscript(index: Int) -> JSON {
        let items = value as? [Any] ?? []
        return JSON(items.indices.contains(index) ? items[index] : nil)
    }

    var items: [JSON] { (value as? [Any] ?? []).map { JSON($0) } }
    var text: String? { value as? String }
    var number: Int? { value as? Int }
}
