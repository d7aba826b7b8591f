import Engine
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
/// `@unchecked` because it runs on one thread, or on a commit's while that one waits for it.
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
    let folder: String
    private(set) var mailboxes: [Mailbox] = []
    var leads: [SimulatedLead] = []
    var incarnation: Incarnation?
    var violations: [Violation] = []
    var crashLog: CrashLog
    /// Lines for whoever reads a failure; kept only where somebody will.
    var story: [(at: Instant, lead: Int?, line: String)] = []
    let keepsStory: Bool
    let seams: Seams
    var storeJudge: StoreJudge
    var lastAttempts: [String: EnrollmentID] = [:]
    var random: SeededRandom
    var isSetUp = false
    var wantsRestart = false
    var nextCheckAt: Instant
    var incarnations = 0
    /// Lines of the history, and those of the lead that a violation concerns.
    private var events = 0
    private var lastWords: [String] = []
    var isDiskFull = false
    lazy var cast = Reps(world: self)
    lazy var managers = Managers(world: self)

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
        storeJudge = StoreJudge(
            ledger: ledger, handsOverOnce: !plan.faults.contains(.managers))
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
        managers.schedule()
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
