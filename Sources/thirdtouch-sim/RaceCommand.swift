import ArgumentParser
import Foundation
import Sequencing
import Simulation

/// `thirdtouch-sim race`.
struct RaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "race", abstract: "Let answers land around a follow-up.",
        discussion: """
            Each case is a lead who answers at a random moment around the second message: before it, while the \
            mailbox is read, while the message is handed over, between its commit point and its dot, after it. A dot \
            is bad when a completed sweep had shown the answer, or when its proof was too old; then it ends with 2.

            Example:
              thirdtouch-sim race --cases 10000
            """)

    @Option(help: "How many leads, each with one answer.")
    var cases = 1000

    @Option(help: "The seed of the moments.")
    var seed: UInt64 = 1

    @Flag(help: "Print one line of JSON at the end, and nothing else on standard output.")
    var json = false

    func validate() throws {
        guard cases > 0 else { throw ValidationError("--cases is at least 1") }
    }

    /// The last line with `--json`.
    private struct Line: Encodable {
        var cases: Int
        var dots: Int
        var bad: Int
        /// Of the oldest proof at a dot.
        var oldestMilliseconds: Int64
        var landings: [String: Int]
    }

    func run() throws {
        let progress = Progress(of: cases)
        let outcome = try Race(cases: cases, seed: seed).run(on: WorldSize.worldRun()) {
            progress.tell(done: $0, broken: 0)
        }
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let line = Line(
                cases: outcome.cases, dots: outcome.ages.count, bad: outcome.bad.count,
                oldestMilliseconds: outcome.oldest.wholeMilliseconds,
                landings: Dictionary(
                    uniqueKeysWithValues: outcome.landings.map { ("\($0.key)", $0.value) }))
            print(String(decoding: try encoder.encode(line), as: UTF8.self))
        } else {
            tell(outcome)
        }
        if !outcome.bad.isEmpty { throw ExitCode(2) }
    }

    private func tell(_ outcome: Race.Outcome) {
        for violation in outcome.bad { print("BAD \(violation)") }
        print("where the answer landed:")
        for landing in Race.Landing.allCases {
            print("  \(pad(outcome.landings[landing] ?? 0))  \(landing.rawValue)")
        }
        print("the age of the proof at \(outcome.ages.count) dots:")
        for (seconds, dots) in outcome.histogram { print("  \(pad(dots))  under \(seconds) s") }
        let oldest = String(format: "%.3f", Double(outcome.oldest.wholeMilliseconds) / 1000)
        print("\(outcome.cases) cases, \(outcome.bad.count) bad, the oldest proof \(oldest) s")
    }

    private func pad(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 7 - text.count)) + text
    }
}
