import Logging
import Sequencing
import Store
import Synchronization

/// What the loops share, and the two ways in which they call on each other.
final class EngineParts: Sendable {
    let store: Store
    let clock: any Clock
    let loader: ContextLoader
    let workers: any Workers
    let settings: EngineSettings
    let logger: Logger
    private let calls = Mutex<Calls>(Calls())

    private struct Calls: Sendable {
        var wake: (@Sendable () -> Void)?
        var wakeBy: (@Sendable (Instant) -> Void)?
        var requestSweep: (@Sendable (String) -> Void)?
    }

    init(
        store: Store, clock: any Clock, loader: ContextLoader, workers: any Workers,
        settings: EngineSettings, logger: Logger
    ) {
        self.store = store
        self.clock = clock
        self.loader = loader
        self.workers = workers
        self.settings = settings
        self.logger = logger
    }

    func connect(
        wake: @escaping @Sendable () -> Void, wakeBy: @escaping @Sendable (Instant) -> Void,
        requestSweep: @escaping @Sendable (String) -> Void
    ) {
        calls.withLock { $0 = Calls(wake: wake, wakeBy: wakeBy, requestSweep: requestSweep) }
    }

    /// Stops a mailbox that bounces, is complained of, or is refused for policy (`BreakerRules`).
    func judge(_ ports: MailboxPorts, now: Instant) throws {
        let mailbox = ports.address.canonical
        let rules = ports.limits.breaker
        let facts = try store.breakerFacts(of: mailbox, window: rules.window, now: now)
        guard let why = rules.trip(facts) else { return }
        try store.pause(
            mailbox, MailboxPause(cause: .breaker, why: why, since: now, until: nil), by: "lane")
        logger.error(
            "A mailbox was stopped by its breaker; look at it, then resume it",
            metadata: ["mailbox.address": "\(mailbox)", "breaker.cause": "\(why)"])
    }

    /// Something has changed: ask what is due.
    func wake() { calls.withLock { $0.wake }?() }

    /// Something becomes due then: it costs no look into the store.
    func wake(by moment: Instant) { calls.withLock { $0.wakeBy }?(moment) }

    /// A follow-up waits for the proof that nobody answered.
    func requestSweep(of mailbox: String) { calls.withLock { $0.requestSweep }?(mailbox) }
}
