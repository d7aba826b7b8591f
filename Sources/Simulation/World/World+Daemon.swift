import Engine
import Logging
import Sequencing
import Store

/// Life and death of the daemon.
extension World {
    func boot() {
        incarnations += 1
        let life = Incarnation(number: incarnations, world: self)
        incarnation = life
        do {
            let logger = Logger(label: "thirdtouch-sim") { [unowned self] _ in
                SurpriseLog { [unowned self] in surprise($0) }
            }
            let store = try Store(folder: folder, logger: logger, faults: life)
            let engine = engine(on: store, life, logger: logger)
            life.daemon = (engine, store)
            time.onAlarm { [weak engine] in engine?.wake() }
            try configure(store)
            cast.resolve(by: engine)
            managers.resolve(by: engine)
            try engine.start()
            isSetUp = true
            tell(nil, "the daemon starts, run \(incarnations)")
            check { try storeJudge.judgeStart(engine, now: time.now()) }
        } catch {
            if life.isAlive, !isDiskFull { surprise("the daemon can't start: \(error)") }
            life.die()
        }
    }

    func configure(_ store: Store) throws {
        let people = try Self.reps.map { name in
            Rep(
                name: name, fullName: "Rep \(name)",
                email: try EmailAddress("\(name)@sender.example"), signature: name,
                zone: "Europe/Berlin")
        }
        try store.configure(reps: people, mailboxes: mailboxes.map { ($0.address, $0.rep) })
        guard !isSetUp else { return }
        try seams.prepare(store)
        for sequence in SimulatedSequence.first {
            _ = try store.publish(
                published(sequence), text: sequence.text, now: time.now(), by: "sim")
        }
    }

    func engine(on store: Store, _ life: Incarnation, logger: Logger) -> Engine {
        Engine(
            store: store, clock: seams.clock(time), calendars: seams.calendars(calendars),
            workers: life, alarm: life,
            mailboxes: mailboxes.map { mailbox in
                MailboxPorts(
                    address: mailbox.address, rep: mailbox.rep,
                    submitter: seams.submitter(mailbox.server), inbox: seams.inbox(mailbox.inbox),
                    limits: seams.limits(limits))
            },
            settings: EngineSettings(
                zone: "Europe/Berlin", messageIDKey: [UInt8](repeating: 7, count: 32)),
            logger: logger)
    }

    func published(_ sequence: SimulatedSequence) throws -> Sequencing.Sequence {
        seams.sequence(try sequence.published())
    }

    func crashes(_ side: CrashLog.Side, _ transactions: [String]) -> Bool {
        guard isSetUp, plan.faults.contains(.crashes) else { return false }
        let dies = crashLog.dies(side, transactions)
        if dies { tell(nil, "the process dies \(side) \(transactions.joined(separator: ", "))") }
        return dies
    }

    /// What was on its way when the process died, nobody knows.
    func noteDeath() {
        for id in lastAttempts.values {
            ledger.change(id) { $0.obstacles.insert("a crash") }
        }
    }

    /// The administrator restarts the daemon, once nothing is on its stack.
    func restart() { wantsRestart = true }

    /// Between two happenings: the dead are buried, the promises looked at.
    func afterHappening() {
        if let life = incarnation, !life.isAlive || wantsRestart {
            let isOrderly = wantsRestart && life.isAlive
            wantsRestart = false
            life.bury()
            incarnation = nil
            time.schedule(at: time.now() + pause(isOrderly: isOrderly)) { @Sendable [self] in
                boot()
            }
        }
        if time.now() >= nextCheckAt, let engine = incarnation?.daemon?.engine {
            nextCheckAt = time.now() + .days(7)
            check { try storeJudge.judge(engine, now: time.now()) }
        }
        if !violations.isEmpty { time.end() }
    }

    /// From an end to the next start.
    func pause(isOrderly: Bool) -> Duration {
        if isDiskFull { return .minutes(5) }
        guard !isOrderly, random.chance(percent: 40) else { return .seconds(1) }
        return .minutes(Int.random(in: 1...1500, using: &random))
    }

    func judgeEnd(at end: Instant) {
        isSetUp = false
        isDiskFull = false
        if incarnation == nil { boot() }
        guard let engine = incarnation?.daemon?.engine else { return }
        check {
            try storeJudge.judge(engine, now: time.now())
                + InboxModel(ledger: ledger, end: end).judge()
        }
    }

    func check(_ judge: () throws -> [Violation]) {
        do {
            violations += try judge()
        } catch {
            surprise("the store can't be judged: \(error)")
        }
    }
}

/// Errors of the engine's log, but those that say what is meant to happen.
private struct SurpriseLog: LogHandler {
    let note: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.error

    init(_ note: @escaping @Sendable (String) -> Void) { self.note = note }

    func log(event: LogEvent) {
        guard !"\(event.message)".hasPrefix("A mailbox was stopped by its breaker") else { return }
        note("\(event.message): \(event.metadata ?? [:])")
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }
}
