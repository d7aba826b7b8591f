package import Engine
import Logging
package import Sequencing
import Store
import Synchronization

/// One seeded world: leads who answer, opt out, bounce, go away or stay silent, on servers that fail.
package struct SeededRun {
    package struct Outcome: Sendable {
        package var broken: [String]
        /// FNV-1a over the history: the same seed gives the same.
        package var historyHash: UInt64
        package var dots: Int
        package var events: Int
    }

    package var seed: UInt64
    package var leads: Int
    package var days: Int

    package init(seed: UInt64, leads: Int, days: Int) {
        self.seed = seed
        self.leads = leads
        self.days = days
    }

    /// Runs in an empty state folder, with the sequences and calendars given.
    package func play(
        stateFolder: String, sequences: [(sequence: Sequencing.Sequence, text: String)],
        calendars: any CalendarSource, start: Instant
    ) throws -> Outcome {
        var logger = Logger(label: "thirdtouch-sim")
        logger.logLevel = .critical
        let store = try Store(folder: stateFolder, logger: logger)
        defer { store.close() }
        let time = VirtualTime(startingAt: start)
        let mailbox = try EmailAddress("rep@sender.example")
        let rep = Rep(
            name: "rep", fullName: "Robin Sender", email: mailbox, signature: "Robin",
            zone: "Europe/Berlin")
        try store.configure(reps: [rep], mailboxes: [(mailbox, rep.name)])
        for item in sequences {
            _ = try store.publish(item.sequence, text: item.text, now: start, by: "sim")
        }
        let inbox = SeededInbox(seed: seed ^ 0xA5A5, failurePercent: 5)
        let box = EngineReference()
        let cast = try SeededCast(seed: seed, count: leads)
        let world = ScriptedWorld(time: time, leads: cast.leads) { bytes, _ in inbox.post(bytes) }
        let announce: @Sendable (EmailAddress) -> Void = { box.engine?.sweep($0) }
        let server = SeededSubmitter(seed: seed ^ 0x5A5A, clock: time) { message in
            world.arrive(message, announce: announce)
        }
        let limits = LaneLimits()
        let engine = Engine(
            store: store, clock: time, calendars: calendars, workers: time, alarm: time,
            mailboxes: [
                MailboxPorts(
                    address: mailbox, rep: rep.name, submitter: server, inbox: inbox,
                    limits: limits)
            ],
            settings: EngineSettings(
                zone: "Europe/Berlin", messageIDKey: [UInt8](repeating: 7, count: 32)),
            logger: logger)
        box.engine = engine
        time.onAlarm { @Sendable in engine.wake() }
        cast.schedule(on: time, engine: engine, sequences: sequences.map(\.sequence.name))
        try engine.start()
        time.run(until: start + .days(days))
        return try outcome(
            engine: engine, store: store, dots: server.dots,
            cap: limits.startCap + limits.capRamp * days,
            mistakes: world.mistakes + cast.mistakes)
    }

    private func outcome(
        engine: Engine, store: Store, dots: [Dot], cap: Int, mistakes: [String]
    ) throws -> Outcome {
        let report = try engine.touchGapReport()
        let invariants = Invariants(store: store) { lead, sequence, moment in
            let lead = try store.lead(lead)
            return try engine.loader.calendar(
                of: lead, rep: engine.loader.rep(named: lead.owner ?? ""), on: sequence
            ).isOpen(moment)
        }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let history = try store.history(after: 0, limit: 10_000_000)
        for row in history {
            for byte in "\(row.at)\(row.event)\(row.toState ?? "")\(row.why)".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return Outcome(
            broken: mistakes
                + (try invariants.broken(
                    dots: dots, cap: cap, classes: report.classes.reduce(0) { $0 + $1.count },
                    handOffs: report.lines.count)),
            historyHash: hash, dots: dots.count, events: history.count)
    }
}

/// Lets the world know the engine that is made after it.
private final class EngineReference: Sendable {
    private let known = Mutex<Weak>(Weak())

    private struct Weak: Sendable {
        weak var engine: Engine?
    }

    var engine: Engine? {
        get { known.withLock { $0.engine } }
        set { known.withLock { $0.engine = newValue } }
    }
}
