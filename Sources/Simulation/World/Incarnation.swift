import Engine
import Sequencing
import Store

/// One run of the daemon in a world, from its start to its end or its death in the midst of something.
///
/// The dead write nothing, take up no work and set no alarm: whatever of their code is still on the stack finds that every
/// commit fails.
///
/// `@unchecked` because it lives on the world's one thread, or on a commit's while that one waits for it.
final class Incarnation: Workers, Alarm, CommitFaults, @unchecked Sendable {
    /// The process is gone; nobody hears of it.
    struct Death: Error {}

    let number: Int
    private(set) var isAlive = true
    private unowned let world: World
    /// Nil until it has started, and again when it is buried.
    var daemon: (engine: Engine, store: Store)?

    init(number: Int, world: World) {
        self.number = number
        self.world = world
    }

    /// Kill -9, at this moment.
    func die() {
        guard isAlive else { return }
        isAlive = false
        world.time.disarm()
        world.noteDeath()
    }

    /// Ends a run that has stopped in good order, or is dead.
    func bury() {
        daemon?.engine.stop()
        isAlive = false
        world.time.disarm()
        daemon?.store.close()
        daemon = nil
    }

    // MARK: - Workers and Alarm

    let mayBlock = false
    let longestSleep: Duration = .hours(24)

    func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void) {
        guard isAlive else { return }
        world.time.run(key) { @Sendable [self] in if isAlive { job() } }
    }

    func arm(at moment: Instant) { if isAlive { world.time.arm(at: moment) } }

    // MARK: - CommitFaults

    func beforeCommit(of transactions: [String]) throws {
        guard isAlive else { throw Death() }
        if world.isDiskFull { throw StoreError.diskFull(file: "the simulated disk") }
        try crash(.before, transactions)
    }

    func afterCommit(of transactions: [String]) throws {
        guard isAlive else { throw Death() }
        try crash(.after, transactions)
    }

    private func crash(_ side: CrashLog.Side, _ transactions: [String]) throws {
        guard world.crashes(side, transactions) else { return }
        die()
        throw Death()
    }
}

/// Where a world's daemons died: seldom in what happens often, often in what happens seldom.
struct CrashLog: Sendable {
    enum Side: String, Sendable { case before, after }

    struct Place: Hashable, Comparable, Sendable {
        var transaction: String
        var side: Side

        static func < (left: Place, right: Place) -> Bool {
            (left.transaction, left.side.rawValue) < (right.transaction, right.side.rawValue)
        }
    }

    private var random: SeededRandom
    private var met: [Place: Int] = [:]
    private(set) var deaths: [Place: Int] = [:]

    init(seed: UInt64) { random = SeededRandom(seed: seed, of: "crashes") }

    /// Whether the process dies here; draws one number each time.
    mutating func dies(_ side: Side, _ transactions: [String]) -> Bool {
        let place = Place(transaction: transactions.first ?? "", side: side)
        met[place, default: 0] += 1
        let odds = (met[place] ?? 1) <= 4 ? 60 : 700
        guard random.oneIn(odds) else { return false }
        deaths[place, default: 0] += 1
        return true
    }
}
