import ArgumentParser
import Daemon
import Foundation
import Logging
import Sequencing

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
