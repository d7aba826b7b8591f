import Engine
import Logging
import Sequencing
import Simulation
import Store

/// The cost of a fired step with few and with many rows waiting behind it: it must stay flat.
enum StepBenchmark {
    static let due = 2000

    static func run() throws {
        var costs: [(waiting: Int, microseconds: Double)] = []
        for waiting in [100, 10_000, 100_000] {
            let runs = try (0..<3).map { _ in try cost(waiting: waiting) }
            costs.append((waiting, runs.median))
            Measurement(
                name: "steps.waiting-\(waiting)", value: 1_000_000 / runs.median, unit: "steps/s",
                against: "the cost with 100 waiting",
                ratio: runs.median / (costs.first?.microseconds ?? 1),
                remark: "\(due) steps, median of 3"
            ).report()
        }
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
            store: store, clock: time, calendars: NoCalendars(), workers: time, alarm: time,
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

struct NoCalendars: CalendarSource {
    let fingerprint = ""

    func zone(named name: String) -> ZoneRules? { .utc }
    func holidays(of country: String) -> Set<LocalDate> { [] }
}
