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
        wake: @escaping @Sendable () -> Void, requestSweep: @escaping @Sendable (String) -> Void
    ) {
        calls.withLock { $0 = Calls(wake: wake, requestSweep: requestSweep) }
    }

    /// Something has changed: ask what is due.
    func wake() { calls.withLock { $0.wake }?() }

    /// A follow-up waits for the proof that nobody answered.
    func requestSweep(of mailbox: String) { calls.withLock { $0.requestSweep }?(mailbox) }
}
