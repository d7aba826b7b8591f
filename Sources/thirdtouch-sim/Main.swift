import ArgumentParser
import Engine
import Foundation
import Logging
import SequenceFile
import Sequencing
import Simulation
import ZoneData

/// The simulator: seeded worlds on a virtual clock, and the promises checked at their end.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thirdtouch-sim", abstract: "Play seeded worlds and check the promises.",
        discussion: """
            The real engine on a real SQLite file, servers and leads that fail by a seed. The same seed
            gives the same history hash. Ends with 2 when a promise was broken, and prints the seed.

            Example:
              thirdtouch-sim --sequences-folder sequences --first-seed 1 --seeds 100
            """)

    @Option(help: "The folder of the sequence files.")
    var sequencesFolder = "sequences"

    @Option(help: "The first seed.")
    var firstSeed: UInt64 = 1

    @Option(help: "How many seeds, each a world of its own.")
    var seeds: UInt64 = 20

    @Option(help: "Leads in each world.")
    var leads = 30

    @Option(help: "Simulated days of each world.")
    var days = 60

    func run() throws {
        let zones = ZoneDatabase()
        let sequences = try readSequences(zones)
        let start = Instant(
            milliseconds: LocalDateTime(
                date: LocalDate(year: 2026, month: 3, day: 16),
                time: LocalTime(hour: 7, minute: 0)
            ).secondsSince1970 * 1000)
        var failures = 0
        for seed in firstSeed..<(firstSeed + seeds) {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "thirdtouch-sim-\(getpid())-\(seed)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // The reason for dropping the error: a leftover in the temporary folder does no harm.
            defer { try? FileManager.default.removeItem(at: folder) }
            let outcome = try SeededRun(seed: seed, leads: leads, days: days).play(
                stateFolder: folder.path, sequences: sequences,
                calendars: SimulatedCalendars(zones: zones), start: start)
            let hash = String(outcome.historyHash, radix: 16)
            print("seed \(seed): \(outcome.events) events, \(outcome.dots) dots, hash \(hash)")
            for broken in outcome.broken {
                failures += 1
                print("  BROKEN \(broken)")
            }
        }
        guard failures == 0 else {
            print("\(failures) promises were broken")
            throw ExitCode(2)
        }
        print("\(seeds) worlds, no promise broken")
    }

    private func readSequences(
        _ zones: ZoneDatabase
    ) throws -> [(sequence: Sequencing.Sequence, text: String)] {
        let files = try FileManager.default.contentsOfDirectory(atPath: sequencesFolder)
        return try files.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
            let text = try String(contentsOfFile: "\(sequencesFolder)/\(name)", encoding: .utf8)
            let sequence = try SequenceFile.read(
                text, file: name,
                knownZones: { (try? zones.rules(named: $0)) != nil })  // why: only known or not
            return (sequence, text)
        }
    }
}

/// The system's zones, no holidays.
struct SimulatedCalendars: CalendarSource {
    let fingerprint = ""
    let zones: ZoneDatabase

    func zone(named name: String) -> ZoneRules? {
        try? zones.rules(named: name)  // why: nil is what "unknown" is called here
    }

    func holidays(of country: String) -> Set<LocalDate> { [] }
}
