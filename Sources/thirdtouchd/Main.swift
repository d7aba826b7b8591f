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
