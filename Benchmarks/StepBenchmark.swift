import Engine
import Logging
import Sequencing
import Simulation
import Store

/// The cost of a fired step with few and with many rows waiting behind it, which must stay flat; beside a bare C program on SQLite that
/// commits as many steps at a time, in turns.
enum StepBenchmark {
    static let due = 5000

    static func run() throws {
        let folder = try ScratchFolder("steps-anchor")
        defer { folder.remove() }
        let bare = try Anchor(c: "durable_steps", packages: ["sqlite3"], into: folder)
        var costs: [Double] = []
        for (waiting, rounds) in [(100, 3), (10_000, 3), (100_000, 3), (1_000_000, 1)] {
            var (ours, theirs): ([Double], [Double]) = ([], [])
            for _ in 0..<rounds {
                ours.append(try cost(waiting: waiting))
                theirs.append(
                    try bare.run("\(folder.path)/steps.db", "\(due)", "100", "\(waiting)"))
            }
            costs.append(ours.median)
            Measurement(
                name: "steps.waiting-\(waiting)", value: 1_000_000 / ours.median, unit: "steps/s",
                against: "a bare C program, 100 steps in a commit",
                ratio: 1_000_000 / ours.median / theirs.median,
                remark: "\(due) steps, median of \(rounds), goal: 8000"
            ).report()
        }
        Measurement(
            name: "steps.flat", value: costs[costs.count - 1], unit: "us a step",
            against: "the cost with 100 waiting", ratio: costs[costs.count - 1] / costs[0],
            remark: "with 1,000,000 waiting"
        ).report()
    }

    private static func cost(waiting: Int) throws -> Double {
        let folder = try ScratchFolder("steps")
        defer { folder.remove() }
        try Crowd.make(in: folder.path, waiting: waiting, due: due)
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let store = try Store(folder: folder.path, logger: logger)
        defer { store.close() }
        let time = VirtualTime(startingAt: Crowd.start - .minutes(1))
        let engine = Engine(
            store: store, clock: time, calendars: NoCalendars(),
            workers: WorkersButTally(time: time), alarm: time,
            mailboxes: [], settings: EngineSettings(zone: "UTC", messageIDKey: [1]),
            logger: logger)
        time.onAlarm { @Sendable in engine.wake() }
        try engine.start()
        // What a first start derives is no step's cost.
        time.run(until: Crowd.start - .seconds(1))
        let taken = seconds { time.run(until: Crowd.start + .seconds(1)) }
        let open = try store.counts().openTasks
        precondition(open == due, "the benchmark fired \(open) of \(due) steps")
        return taken / Double(due) * 1_000_000
    }
}

/// All workers in the one thread of virtual time but for the report's tally, which has a thread beside the engine's and
/// a quarter of its time: no step waits for it.
private struct WorkersButTally: Workers {
    let time: VirtualTime

    var mayBlock: Bool { time.mayBlock }

    func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void) {
        if key != .tally { time.run(key, job) }
    }
}

struct NoCalendars: CalendarSource {
    let fingerprint = ""

    func zone(named name: String) -> ZoneRules? { .utc }
    func holidays(of country: String) -> Set<LocalDate> { [] }
}
