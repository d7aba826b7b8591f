import ArgumentParser
import Dispatch
import Foundation
import Sequencing
import Simulation
import Synchronization
import ZoneData

/// `thirdtouch-sim [play]`.
struct Play: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a range of seeds.",
        discussion: """
            Ends with 2 when a promise was broken; then it names the seed and prints the smallest world that \
            breaks the same promise, with what happened to the lead concerned.

            Examples:
              thirdtouch-sim --seeds 1..100
              thirdtouch-sim --seeds 1..10000 --jobs 2 --json
              thirdtouch-sim --seeds 42 --days 30 --leads 4 --faults crashes,disk
            """)

    @Option(help: "The seeds, as in 1..100, or one.")
    var seeds = SeedRange(range: 1...20)

    @OptionGroup var size: WorldSize

    @Option(help: "Worlds played at the same time; the result is the same for any number.")
    var jobs = 1

    @Flag(help: "Print one line of JSON at the end, and nothing else on standard output.")
    var json = false

    @Option(help: "A deliberate mistake that must be found; debug builds alone have them.")
    var mutation: String?

    func validate() throws {
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is 1 to 64") }
        if mutation != nil { _ = try seams() }
    }

    func run() throws {
        let run = try WorldSize.worldRun()
        let campaign = Campaign(
            seeds: seeds.range, days: size.days, leads: size.leads, faults: size.faults, jobs: jobs)
        let progress = Progress(of: seeds.range.count)
        let seams = try seams()
        let outcome = try campaign.run(on: run, seams: seams) {
            progress.tell(done: $0, broken: $1)
        }
        let report = Report(isJSON: json)
        for world in outcome.broken { report.tell(world) }
        if let first = outcome.broken.first {
            report.tell(smallest: try Shrinker(run: run, seams: seams).shrink(first))
        }
        try report.end(outcome)
        if outcome.summary.violations > 0 { throw ExitCode(2) }
    }
}

extension Play {
    /// What a mutation changes; nothing without one.
    private func seams() throws -> Seams {
        guard let mutation else { return Seams() }
        #if DEBUG
        guard let known = Mutation(rawValue: mutation) else {
            let names = Mutation.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("“\(mutation)” is no mutation; there are \(names)")
        }
        return known.seams
        #else
        throw ValidationError("“\(mutation)”: only debug builds have mutations")
        #endif
    }
}

/// `1..100`, or one number.
struct SeedRange: ExpressibleByArgument, CustomStringConvertible {
    var range: ClosedRange<UInt64>

    init(range: ClosedRange<UInt64>) { self.range = range }

    init?(argument: String) {
        let ends = argument.components(separatedBy: "..").map { UInt64($0) }
        switch ends.count {
        case 1: guard let seed = ends[0] else { return nil }; range = seed...seed
        case 2:
            guard let first = ends[0], let last = ends[1], first <= last else { return nil }
            range = first...last
        default: return nil
        }
    }

    var description: String { "\(range.lowerBound)..\(range.upperBound)" }
}

/// What every world of a campaign has in common.
struct WorldSize: ParsableArguments {
    @Option(help: "Simulated days of each world.")
    var days = 60

    @Option(help: "Leads in each world.")
    var leads = 8

    @Option(
        help: """
            What is hostile: none, all, or some of crashes, disk, clock, network, inbox, reps, edits, managers, with \
            commas.
            """)
    var faults = Faults.all

    func validate() throws {
        guard (1...400).contains(days) else { throw ValidationError("--days is 1 to 400") }
        guard (1...1000).contains(leads) else { throw ValidationError("--leads is 1 to 1000") }
    }

    static func worldRun() throws -> WorldRun {
        let zones = ZoneDatabase()
        return try WorldRun(calendars: SimulatedCalendars { try zones.rules(named: $0) })
    }
}

extension Faults: ExpressibleByArgument {
    public init?(argument: String) { self.init(named: argument) }
}

/// A line on standard error every few seconds, for runs that take longer.
final class Progress: Sendable {
    private let total: Int
    private let began = DispatchTime.now()
    private let toldAt: Mutex<UInt64>

    init(of total: Int) {
        self.total = total
        toldAt = Mutex(began.uptimeNanoseconds)
    }

    func tell(done: Int, broken: Int) {
        let now = DispatchTime.now().uptimeNanoseconds
        let isTime = toldAt.withLock { last in
            guard now - last > 5_000_000_000 else { return false }
            last = now
            return true
        }
        guard isTime else { return }
        let perSecond = Double(done) / (Double(now - began.uptimeNanoseconds) / 1e9)
        let rate = String(format: "%.1f", perSecond)
        FileHandle.standardError.write(
            Data("\(done) of \(total), \(broken) broken, \(rate) a second\n".utf8))
    }
}

/// What people read; with `--json` on standard error, so that one line alone is on standard output.
struct Report {
    let isJSON: Bool

    private func print(_ line: String) {
        let handle = isJSON ? FileHandle.standardError : FileHandle.standardOutput
        handle.write(Data("\(line)\n".utf8))
    }

    func tell(_ world: WorldOutcome) {
        print("seed \(world.plan.seed) broke a promise:")
        for violation in world.violations { print("  \(violation)") }
    }

    func tell(smallest world: WorldOutcome) {
        let plan = world.plan
        print(
            "the smallest world that breaks the same: thirdtouch-sim --seeds \(plan.seed) "
                + "--days \(plan.days) --leads \(plan.leads) --faults \(plan.faults)")
        for violation in world.violations { print("  \(violation)") }
        let lead = world.violations.first?.lead
        print("what the world did\(lead.map { " to lead \($0)" } ?? ""):")
        for event in world.story where event.lead == nil || event.lead == lead {
            print("  \(event.at) \(event.line)")
        }
        print("what the history says:")
        for line in world.history { print("  \(line)") }
    }

    func end(_ outcome: Campaign.Outcome) throws {
        let summary = outcome.summary
        let places = Set(
            outcome.deaths.keys.map { $0.split(separator: " ").last.map(String.init) ?? $0 })
        print(
            "\(summary.seeds) worlds of \(summary.days) days: \(summary.events) events, "
                + "\(outcome.dots) dots, \(outcome.deaths.values.reduce(0, +)) deaths around "
                + "\(places.count) kinds of transactions, \(summary.violations) promises broken, "
                + "hash \(summary.hash)")
        guard isJSON else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        FileHandle.standardOutput.write(try encoder.encode(summary) + Data("\n".utf8))
    }
}
