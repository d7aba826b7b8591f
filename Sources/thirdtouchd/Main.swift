import ArgumentParser
import Daemon
import Foundation
import Logging
import Sequencing

@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thirdtouchd", abstract: "The Thirdtouch daemon: sends, reads, remembers.",
        discussion: """
            Runs in the foreground, as systemd wants it. SIGTERM finishes the message in flight
            and stops; SIGHUP reads the configuration again.

            Examples:
              thirdtouchd run --config /etc/thirdtouch/thirdtouchd.yaml
              thirdtouchd check --config ./thirdtouchd.yaml
              thirdtouchd demo
            """, version: ProgramVersion.text,
        subcommands: [Run.self, Check.self, Restore.self, DemoRun.self, MessageCommand.self],
        defaultSubcommand: Run.self)
}

/// Where the configuration is and how much is logged.
struct DaemonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = DaemonConfiguration.standardFile

    @Option(help: "How much is logged.")
    var logLevel: LogLevel = .notice

    var daemon: Daemon {
        Daemon(
            configurationFile: config, environment: ProcessInfo.processInfo.environment,
            logger: .thirdtouch(level: logLevel.level))
    }
}

/// The levels that the command line takes.
enum LogLevel: String, CaseIterable, ExpressibleByArgument {
    case debug, info, notice, warning, error

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .notice }
}

extension Logger {
    static func thirdtouch(level: Level) -> Logger {
        var logger = Logger(label: "thirdtouchd") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }
}

/// Says what failed on standard error and ends with 1.
func reportingFailures(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let error as CleanExit {
        throw error
    } catch {
        FileHandle.standardError.write(Data("thirdtouchd: \(error)\n".utf8))
        throw ExitCode(1)
    }
}

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon in the foreground (the default).",
        discussion: """
            Example:
              thirdtouchd run --config ./thirdtouchd.yaml --log-level info
            """)

    @OptionGroup var options: DaemonOptions

    func run() async throws {
        try await reportingFailures { try await options.daemon.run() }
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the configuration and the files it names, change nothing.",
        discussion: """
            Example:
              thirdtouchd check --config ./thirdtouchd.yaml
            """)

    @OptionGroup var options: DaemonOptions

    func run() async throws {
        try await reportingFailures { try options.daemon.check() }
        print("\(options.config): in order")
    }
}

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put a backup in place of the database.",
        discussion: """
            Only while no daemon holds the state folder. The file is checked first; the database that was
            there is kept beside it, and its suppression list goes on. At the next start every e-mail that
            may have left since the backup was made is held: see thirdtouch status.

            Example:
              systemctl stop thirdtouchd
              thirdtouchd restore /var/lib/thirdtouch/backups/thirdtouch-20261126T030000Z.sqlite
              systemctl start thirdtouchd
            """)

    @OptionGroup var options: DaemonOptions

    @Argument(help: ArgumentHelp("A file that thirdtouch backup wrote.", valueName: "file"))
    var file: String

    @Flag(help: "Print what was done as JSON.")
    var json = false

    func run() async throws {
        try await reportingFailures {
            let path = URL(fileURLWithPath: file).path
            let report = try options.daemon.restore(path)
            print(try json ? report.json : report.text)
        }
    }
}

struct DemoRun: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Play three weeks in seconds: no server, no configuration.",
        discussion: """
            The real engine and database on a virtual clock, mail in Maildirs, scripted leads and
            reps, the shipped sequences. At the end the touch-gap report.

            Examples:
              thirdtouchd demo --state-folder /tmp/thirdtouch-demo
              thirdtouchd demo --days 364 --crowd 400 --fast --page 127.0.0.1:8026
            """)

    @Option(help: "A new or empty folder for the database and the mails.")
    var stateFolder: String?

    @Option(help: "The folder of the sequence files; found beside the program when left out.")
    var sequencesFolder: String?

    @Option(help: "Simulated days, 1 to 400.")
    var days = 21

    @Option(
        help: ArgumentHelp(
            "Serve the page of the result there until Ctrl-C, as in 127.0.0.1:8026.",
            valueName: "address"))
    var page: String?

    @Option(
        help: "So many more leads and four more reps, made up: a page that looks like a team's.")
    var crowd = 0

    @Option(help: "The first morning, as in 2026-03-02.")
    var start = "2026-03-02"

    @Flag(help: "Print the timeline without a pause between its lines.")
    var fast = false

    @Flag(help: "Only the report as JSON, no timeline.")
    var json = false

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400.") }
        guard (0...5000).contains(crowd) else { throw ValidationError("--crowd is 0 to 5000.") }
        guard LocalDate(text: start) != nil else {
            throw ValidationError("--start is a date such as 2026-03-02.")
        }
    }

    func run() async throws {
        try await reportingFailures { try await play() }
    }

    private func play() async throws {
        let folder = try stateFolder ?? Self.temporaryFolder()
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let demo = Demo(
            settings: Demo.Settings(
                stateFolder: URL(fileURLWithPath: folder).path,
                sequencesFolder: try sequencesFolder ?? Self.shippedSequences(), days: days,
                crowd: crowd,
                start: LocalDate(text: start) ?? LocalDate(year: 2026, month: 3, day: 2),
                pace: isTerminal && !fast && !json ? .milliseconds(40) : .zero),
            logger: .thirdtouch(level: .error))
        let isQuiet = json
        if !isQuiet {
            print("\(days) days on a virtual clock, from \(start), times in UTC.\n")
        }
        let result = try demo.play { line in
            guard !isQuiet else { return }
            print(line)
            if isTerminal { fflush(nil) }
        }
        for mistake in result.mistakes {
            FileHandle.standardError.write(Data("demo: \(mistake)\n".utf8))
        }
        fflush(nil)
        let report = ["report", "touch-gap"] + (json ? ["--json"] : [])
        let page = page
        try await demo.serve(result, page: page) { socket in
            if !isQuiet { print("\n$ thirdtouch report touch-gap\n") }
            fflush(nil)
            await Self.ask(report + ["--socket", socket])
            guard page != nil else { return }
            print("\n$ thirdtouch page open\n")
            fflush(nil)
            await Self.ask(["page", "open", "--socket", socket])
            print("\nCtrl-C ends it.")
            fflush(nil)
        }
        if !isQuiet {
            print(
                """

                The database:  \(result.databaseFile)
                The mails:     \(result.mailFolder)/<mailbox>/{sent,inbox}/new
                Look inside:   sqlite3 \(result.databaseFile) 'SELECT at, event, why FROM history'
                """)
        }
        guard result.mistakes.isEmpty else { throw ExitCode(1) }
    }

    private static func temporaryFolder() throws -> String {
        let parent = FileManager.default.temporaryDirectory.path
        // mkdtemp(3) puts letters of its own into these six places.
        let places = String(repeating: "X", count: 6)
        var template = Array("\(parent)/thirdtouch-demo-\(places)".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw StartFault(
                description: "no folder can be made in \(parent); name one: --state-folder")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Upwards from the program, then where packages install them.
    private static func shippedSequences() throws -> String {
        var folder = URL(fileURLWithPath: programPath).deletingLastPathComponent()
        var candidates: [String] = []
        for _ in 0..<6 {
            candidates.append(folder.appendingPathComponent("sequences").path)
            folder.deleteLastPathComponent()
        }
        candidates.append("/usr/share/thirdtouch/sequences")
        let found = candidates.first {
            FileManager.default.fileExists(atPath: "\($0)/inbound-handoff.yaml")
        }
        guard let found else {
            throw StartFault(
                description: "the shipped sequences are not found; name them: --sequences-folder")
        }
        return found
    }

    private static var programPath: String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    }

    /// Runs the command line beside this program, as a person would.
    private static func ask(_ arguments: [String]) async {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: programPath)
            .deletingLastPathComponent().appendingPathComponent("thirdtouch")
        process.arguments = arguments
        await withCheckedContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                FileHandle.standardError.write(
                    Data("demo: thirdtouch is not beside thirdtouchd: \(error)\n".utf8))
                process.terminationHandler = nil
                continuation.resume()
            }
        }
    }
}

struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: "Look at messages as the daemon would.",
        subcommands: [MessageTestRun.self])
}

struct MessageTestRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Say what the rules see in messages, rule by rule.",
        discussion: """
            Needs no daemon. Reads files, folders and, for -, standard input; changes nothing. With --json
            one object a line for each message; docs/replies.md describes it.

            Examples:
              thirdtouch message test bounce.eml
              thirdtouch message test --json ~/Maildir/cur | jq -r .class | sort | uniq -c
              thirdtouch message test - < answer.eml
            """)

    @Argument(
        help: ArgumentHelp(
            "Files or folders of messages; - for standard input.", valueName: "path"))
    var paths: [String]

    @Flag(help: "Print one JSON object a line.")
    var json = false

    func run() throws {
        let test = MessageTest(sources: paths, isJSON: json)
        do {
            let unread = try test.run(print: { print($0) }) { line in
                FileHandle.standardError.write(Data("thirdtouchd: \(line)\n".utf8))
            }
            if unread > 0 { throw ExitCode(1) }
        } catch let failure as MessageTestFailure {
            FileHandle.standardError.write(Data("thirdtouchd: \(failure)\n".utf8))
            throw ExitCode(1)
        }
    }
}
