import Engine
import Logging
import Sequencing
import Store

/// What decides everything that happens in a world.
package struct WorldPlan: Hashable, Sendable {
    package var seed: UInt64
    package var days: Int
    package var leads: Int
    package var faults: Faults

    package init(seed: UInt64, days: Int, leads: Int, faults: Faults) {
        self.seed = seed
        self.days = days
        self.leads = leads
        self.faults = faults
    }
}

/// A seeded world around the real engine and store: leads, servers, mailboxes, reps, a disk and a clock.
///
/// `@unchecked Sendable` for the reason of `Ledger`.
final class World: @unchecked Sendable {
    struct Mailbox {
        let address: EmailAddress
        let rep: String
        let inbox: HostileInbox
        let server: HostileServer
    }

    static let reps = ["robin", "kim"]
    static let mailboxAddresses = [
        "robin@sender.example", "robin.second@sender.example", "kim@sender.example",
    ]

    let plan: WorldPlan
    let start: Instant
    let time: VirtualTime
    let calendars: SimulatedCalendars
    let ledger: Ledger
    let limits: LaneLimits
    private let folder: String
    private(set) var mailboxes: [Mailbox] = []
    private(set) var leads: [SimulatedLead] = []
    private(set) var incarnation: Incarnation?
    private(set) var violations: [Violation] = []
    private(set) var crashLog: CrashLog
    /// Lines for whoever reads a failure; kept only where somebody will.
    private(set) var story: [(at: Instant, lead: Int?, line: String)] = []
    private let keepsStory: Bool
    let seams: Seams
    private var storeJudge: StoreJudge
    private var lastAttempts: [String: EnrollmentID] = [:]
    private var random: SeededRandom
    private var isSetUp = false
    private var wantsRestart = false
    private var nextCheckAt: Instant
    private var incarnations = 0
    /// Lines of the history, and those of the lead that a violation concerns.
    private var events = 0
    private var lastWords: [String] = []
    var isDiskFull = false
    private lazy var cast = Reps(world: self)

    init(
        _ plan: WorldPlan, folder: String, calendars: SimulatedCalendars, keepsStory: Bool = false,
        seams: Seams = Seams(), cast: RaceCast? = nil
    ) throws {
        self.plan = plan
        self.folder = folder
        self.calendars = calendars
        self.keepsStory = keepsStory
        self.seams = seams
        random = SeededRandom(seed: plan.seed, of: "world")
        crashLog = CrashLog(seed: plan.seed)
        // Any day of a year: the clocks of the zones are changed in some of them.
        let day = LocalDate(year: 2026, month: 2, day: 1).adding(
            days: Int.random(in: 0..<330, using: &random))
        start = Instant(
            milliseconds: LocalDateTime(
                date: day, time: LocalTime(hour: 6, minute: 0)
            ).secondsSince1970 * 1000)
        time = VirtualTime(startingAt: start)
        nextCheckAt = start
        let cap = Int.random(in: 2...6, using: &random)
        limits = cast?.limits ?? LaneLimits(startCap: cap, capRamp: 0, ceiling: cap)
        leads =
            try cast?.leads
            ?? (0..<plan.leads).map {
                try SimulatedLead(seed: plan.seed, number: $0, days: plan.days)
            }
        ledger = Ledger(
            people: leads.map {
                Ledger.Person(
                    number: $0.number, email: $0.email, company: $0.number / 2,
                    country: $0.country, zones: [$0.zone])
            })
        storeJudge = StoreJudge(ledger: ledger)
        let count = Int.random(in: 1...Self.mailboxAddresses.count, using: &random)
        let isRace = cast != nil
        mailboxes = try Self.mailboxAddresses.prefix(isRace ? 1 : count).enumerated().map {
            index, text in
            let address = try EmailAddress(text)
            return Mailbox(
                address: address, rep: Self.reps[index / 2],
                inbox: HostileInbox(address: address, world: self),
                server: HostileServer(address: address, world: self))
        }
    }

    /// Lives to the last day, or to the first promise that is broken.
    func play() throws -> UInt64 {
        boot()
        cast.schedule()
        scheduleFaults()
        let end = start + .days(plan.days)
        time.run(until: end) { afterHappening() }
        if violations.isEmpty { judgeEnd(at: end) }
        time.end()
        defer { incarnation?.bury() }
        return try hash()
    }

    /// FNV-1a over the history: the same world gives the same.
    private func hash() throws -> UInt64 {
        guard let store = incarnation?.daemon?.store else { return 0 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let concerned = violations.first?.lead.flatMap { ledger.people[$0].lead }
        for row in try store.history(after: 0, limit: .max) {
            events += 1
            if keepsStory, row.lead == nil || row.lead == concerned {
                lastWords.append(
                    "\(row.at) \(row.actor): \(row.event) "
                        + "\(row.fromState ?? "-") -> \(row.toState ?? "-"): \(row.why)")
            }
            for byte in "\(row.at.milliseconds)\(row.event)\(row.toState ?? "")\(row.why)".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
        }
        return hash
    }

    /// What is left when it is over.
    func outcome(_ hash: UInt64) -> WorldOutcome {
        WorldOutcome(
            plan: plan, events: events, dots: ledger.dotCount, historyHash: hash,
            violations: violations,
            deaths: Dictionary(
                uniqueKeysWithValues: crashLog.deaths.map {
                    ("\($0.key.side) \($0.key.transaction)", $0.value)
                }), fenceAges: ledger.fenced.map { $0.dot - $0.sweptFrom }, story: story,
            history: lastWords)
    }
}

// MARK: - Life and death of the daemon

extension World {
    private func boot() {
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
            try engine.start()
            isSetUp = true
            tell(nil, "the daemon starts, run \(incarnations)")
            check { try storeJudge.judgeStart(engine, now: time.now()) }
        } catch {
            if life.isAlive, !isDiskFull { surprise("the daemon can't start: \(error)") }
            life.die()
        }
    }

    private func configure(_ store: Store) throws {
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

    private func engine(on store: Store, _ life: Incarnation, logger: Logger) -> Engine {
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
    private func afterHappening() {
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
    private func pause(isOrderly: Bool) -> Duration {
        if isDiskFull { return .minutes(5) }
        guard !isOrderly, random.chance(percent: 40) else { return .seconds(1) }
        return .minutes(Int.random(in: 1...1500, using: &random))
    }

    private func judgeEnd(at end: Instant) {
        isSetUp = false
        isDiskFull = false
        if incarnation == nil { boot() }
        guard let engine = incarnation?.daemon?.engine else { return }
        check {
            try storeJudge.judge(engine, now: time.now())
                + InboxModel(ledger: ledger, end: end).judge()
        }
    }

    private func check(_ judge: () throws -> [Violation]) {
        do {
            violations += try judge()
        } catch {
            surprise("the store can't be judged: \(error)")
        }
    }
}

// MARK: - What the parts of the world tell each other

extension World {
    func inbox(of address: EmailAddress) -> HostileInbox? {
        mailboxes.first { $0.address == address }?.inbox
    }

    /// The mailbox has news.
    func poke(_ address: EmailAddress) { incarnation?.daemon?.engine.sweep(address) }

    /// A sweep has failed: it is tried again.
    func pokeLater(_ address: EmailAddress) {
        time.schedule(at: time.now() + .minutes(5)) { @Sendable [self] in poke(address) }
    }

    func judgeAttempt(_ letter: Letter) {
        lastAttempts[letter.mailbox] = letter.enrollment
        violations += judge.judgeAttempt(letter, now: time.now())
    }

    func judge(_ letter: Letter, _ moment: DotJudge.Moment) {
        tell(
            ledger.person(letter.recipient),
            "a dot leaves for \(letter.sequence).\(letter.version).\(letter.step) "
                + "(\(letter.messageID))" + (moment.isRejected ? ", the server says no" : ""))
        violations += judge.judge(letter, moment)
    }

    private var judge: DotJudge {
        DotJudge(ledger: ledger, calendars: calendars, cap: limits.startCap)
    }

    func note(_ obstacle: String, onAll enrollment: EnrollmentID) {
        ledger.change(enrollment) { $0.obstacles.insert(obstacle) }
    }

    func tell(_ lead: Int?, _ line: @autoclosure () -> String) {
        if keepsStory { story.append((time.now(), lead, line())) }
    }

    /// A rep acts while the message is on its way.
    func interrupt(_ letter: Letter, within delay: Duration) {
        time.schedule(at: time.now() + delay) { @Sendable [self] in
            cast.interrupt(letter.enrollment)
        }
    }

    /// An error that nobody has injected.
    func surprise(_ what: String) {
        guard incarnation?.isAlive ?? true, !isDiskFull else { return }
        violations.append(Violation(promise: "surprise", what: what, at: time.now(), lead: nil))
    }

    func breaks(_ promise: String, _ what: String, lead: Int) {
        violations.append(Violation(promise: promise, what: what, at: time.now(), lead: lead))
    }

    /// The message reaches its lead, who does what the lead does.
    func arrive(_ letter: Letter, as name: String, at mailbox: EmailAddress) {
        guard let person = ledger.person(letter.recipient) else { return }
        for reaction in leads[person].receive() {
            time.schedule(at: time.now() + reaction.after) { @Sendable [self] in
                answer(letter, as: name, at: mailbox, person, reaction.act)
            }
        }
    }

    func answer(
        _ letter: Letter, as name: String, at mailbox: EmailAddress, _ person: Int, _ act: LeadAct
    ) {
        guard let inbox = inbox(of: mailbox) else { return }
        // A name that a server gave is known once the copy in Sent has been read.
        let isKnown = name == letter.messageID || inbox.hasShownSent
        let writer = LeadWriter(
            lead: leads[person],
            original: .init(
                messageID: name, subject: letter.subject, mailbox: mailbox,
                recipient: leads[person].email), isKnown: isKnown, now: time.now())
        do {
            let (bytes, act) = try writer.write(act)
            tell(person, "the lead or its server: \(act)")
            ledger.answeredAt[person] = ledger.answeredAt[person] ?? time.uptime()
            inbox.put(
                bytes, in: random.chance(percent: 10) ? .junk : .inbox,
                post: LeadPost(
                    person: person, act: act, order: ledger.tick(), at: time.now(),
                    namesMessage: isKnown && act != .answers(from: .newThread)))
        } catch {
            surprise("an answer can't be written: \(error)")
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
