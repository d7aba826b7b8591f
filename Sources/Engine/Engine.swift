package import Logging
package import Sequencing
package import Store
import Synchronization

/// The loops: due steps into deliveries and tasks, lanes out, watchers in, one alarm.
///
/// Timers are hints. Whatever wakes the engine, it asks the store what is due *now*; an early, late,
/// lost or doubled wake-up does no harm.
package final class Engine: Sendable {
    /// Due rows that are planned and written in one transaction.
    static let batchSize = 200
    /// After the store could not be used (a full disk, say).
    static let storeRetry: Duration = .seconds(10)
    /// A clock that moves differently from the uptime by more than this has been stepped.
    static let clockTolerance: Duration = .seconds(2)

    private struct State: Sendable {
        var isTickPending = false
        var isStopped = false
        var lastNow: Instant?
        var lastUptime: Duration = .zero
        var nextWakeAt: Instant?
        /// The earliest moment that was told since the last look into the store.
        var notedAt: Instant?
    }

    package let store: Store
    package let loader: ContextLoader
    let parts: EngineParts
    private let alarm: any Alarm
    let lanes: [String: Lane]
    /// Of the engine before this one, what still has a message with a server: they bring that to its end.
    private let earlierLanes: [Lane]
    private let watchers: [String: InboxWatcher]
    let mailboxes: [String: EmailAddress]
    let knownDrains = KnownDrains()
    let probeReadings = ProbeReadings()
    let digestWatch = DigestWatch()
    let tallyPace = TallyPace()
    /// Whether no engine of this process has worked before it.
    private let isFirst: Bool
    private let state = Mutex(State())

    /// Takes the place of `previous`, which is stopped; messages that are with a server need not be waited for: each
    /// mailbox has one worker, and its next message comes after them.
    package init(
        store: Store, clock: any Clock, calendars: any CalendarSource, workers: any Workers,
        alarm: any Alarm, mailboxes: [MailboxPorts], settings: EngineSettings, logger: Logger,
        after previous: Engine? = nil
    ) {
        self.store = store
        self.alarm = alarm
        isFirst = previous == nil
        earlierLanes = previous.map { ($0.earlierLanes + $0.lanes.values).filter(\.isAtWork) } ?? []
        loader = ContextLoader(
            store: store,
            calendars: CalendarBook(source: calendars, installationZone: settings.zone))
        let parts = EngineParts(
            store: store, clock: clock, loader: loader, workers: workers, settings: settings,
            logger: logger)
        self.parts = parts
        var lanes: [String: Lane] = [:]
        var watchers: [String: InboxWatcher] = [:]
        for ports in mailboxes {
            let fence = Fence(clock: clock)
            lanes[ports.address.canonical] = Lane(ports: ports, parts: parts, fence: fence)
            watchers[ports.address.canonical] = InboxWatcher(
                ports: ports, parts: parts, fence: fence)
        }
        self.lanes = lanes
        self.watchers = watchers
        self.mailboxes = Dictionary(
            uniqueKeysWithValues: mailboxes.map { ($0.address.canonical, $0.address) })
        for parts in [parts] + earlierLanes.map(\.parts) {
            parts.connect(
                wake: { @Sendable [weak self] in self?.wake() },
                wakeBy: { @Sendable [weak self] in self?.wake(by: $0) },
                requestSweep: { @Sendable [weak self] mailbox in
                    self?.watchers[mailbox]?.requestSweep(isForLane: true)
                },
                composeDigest: { @Sendable [weak self] row, mailbox, now in
                    try self?.composeDigest(row, from: mailbox, now: now)
                })
        }
    }

    package var settings: EngineSettings { parts.settings }
    package var now: Instant { parts.clock.now() }

    /// Settles what a crash left between two states, reads the mailboxes, and begins.
    package func start() throws(StoreError) {
        if isFirst { try recover() }
        for watcher in watchersInOrder { watcher.start() }
        refreshDueTimes()
        wake()
    }

    private func recover() throws(StoreError) {
        if let restoration = try store.holdAfterRestore(now: now) {
            parts.logger.warning(
                "The database was put back from a copy; what may have left since is held",
                metadata: [
                    "restore.copyAt": "\(restoration.copyAt.map { "\($0)" } ?? "nothing")",
                    "restore.forgottenAgain": "\(restoration.forgottenAgain ?? 0)",
                ])
        }
        for delivery in try store.recover(now: now) {
            parts.logger.notice(
                "A message was on its way when the daemon stopped",
                metadata: [
                    "delivery.id": "\(delivery.id)",
                    "delivery.state": "\(delivery.state.name.rawValue)",
                ])
        }
    }

    /// By address: the same world gives the same history.
    private var watchersInOrder: [InboxWatcher] {
        watchers.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Takes nothing new up. Messages in flight are finished by their workers; `whenIdle` jobs of a
    /// worker run after them.
    package func stop() {
        state.withLock { $0.isStopped = true }
        for lane in lanes.values { lane.stop() }
        for watcher in watchers.values { watcher.stop() }
    }

    /// The workers that must be empty before the store may be closed.
    package var workerKeys: [WorkerKey] {
        [.engine, .tally]
            + Set(lanes.keys).union(earlierLanes.map(\.mailbox)).flatMap {
                [.lane(mailbox: $0), .inbox(mailbox: $0), .forecast(mailbox: $0)]
            }
    }

    /// The configuration, the zone data or the holidays have changed: everything is derived again.
    package func refresh() {
        loader.forget()
        tallyPace.forgetRules()
        for lane in lanes.values { lane.release() }
        for watcher in watchersInOrder { watcher.requestSweep() }
        refreshDueTimes()
        wake()
    }

    private func refreshDueTimes() {
        do {
            try store.releaseRuleWaiters(now: now)
            knownDrains.forget()
            try rederiveIfChanged()
        } catch {
            parts.logger.error(
                "Due times could not be derived again", metadata: ["store.cause": "\(error)"])
        }
    }

    /// Something may be due. Many calls before the engine gets to it are one.
    package func wake() {
        let isNew = state.withLock { state in
            defer { state.isTickPending = true }
            return !state.isTickPending && !state.isStopped
        }
        guard isNew else { return }
        parts.workers.run(.engine) { @Sendable [self] in tick() }
    }

    /// Something becomes due at a moment: the alarm goes off by then.
    private func wake(by moment: Instant) {
        let isEarlier = state.withLock { state in
            // A look into the store that has begun may not see it any more.
            state.notedAt = min(state.notedAt ?? moment, moment)
            guard !state.isStopped, state.nextWakeAt.map({ moment < $0 }) ?? true else {
                return false
            }
            state.nextWakeAt = moment
            return true
        }
        if isEarlier { alarm.arm(at: moment) }
    }

    /// Reads a mailbox now: the world says that there is news.
    package func sweep(_ mailbox: EmailAddress) {
        watchers[mailbox.canonical]?.requestSweep()
    }

    /// A lane asks again what it may do, because a person has changed that.
    func releaseLane(of mailbox: String) {
        lanes[mailbox]?.release()
        knownDrains.forget()
        wake()
    }

    /// When the engine will look again by itself.
    package var nextWakeAt: Instant? { state.withLock { $0.nextWakeAt } }

    private func tick() {
        let isStopped = state.withLock { state in
            state.isTickPending = false
            state.notedAt = nil
            return state.isStopped
        }
        guard !isStopped else { return }
        let now = now
        noticeClockStep(now: now)
        do {
            try wakeRecycled(now: now)
            try startDueSteps(now: now)
            let queued = try pokeLanes(now: now)
            for lane in lanesWithLeftovers where lane.hold.until <= now { run(lane) }
            keepTally()
            try arm(
                queued: queued, isProbing: try tendProbes(now: now),
                digestsAt: try tendDigests(now: now), now: now)
        } catch {
            parts.logger.error(
                "The store could not be used; nothing was lost",
                metadata: ["store.cause": "\(error)"])
            arm(at: now + Self.storeRetry)
        }
    }

    /// Lets every lane go that has a message for now; when each has one next.
    @discardableResult
    func pokeLanes(now: Instant) throws -> [String: Instant] {
        let queued = try store.nextQueuedAt()
        for (mailbox, at) in queued.sorted(by: { $0.key < $1.key }) where at <= now {
            poke(mailbox, now: now)
        }
        return queued
    }

    func poke(_ mailbox: String, now: Instant) {
        guard let lane = lanes[mailbox], lane.hold.until <= now else { return }
        run(lane)
    }

    private func run(_ lane: Lane) {
        parts.workers.run(.lane(mailbox: lane.mailbox)) { @Sendable in lane.run() }
    }

    /// By address: the same world gives the same history.
    private var lanesWithLeftovers: [Lane] {
        (earlierLanes + lanes.values.sorted { $0.mailbox < $1.mailbox }).filter(\.hasLeftover)
    }

    private func arm(
        queued: [String: Instant], isProbing: Bool, digestsAt: Instant?, now: Instant
    ) throws {
        var moments = [now + alarm.longestSleep] + [digestsAt].compactMap(\.self)
        if isProbing { moments.append(now + ProbeRules.rest) }
        if let due = try store.nextWakeAt() { moments.append(due) }
        if let due = try store.nextRecycleAt() { moments.append(due) }
        if let rested = nextTallyAt(now: now) { moments.append(rested) }
        for (mailbox, at) in queued {
            guard let lane = lanes[mailbox] else { continue }
            // A lane that can go is going: it wakes us when it has done something.
            let moment = max(at, lane.hold.until)
            if moment > now { moments.append(moment) }
        }
        moments += lanesWithLeftovers.map(\.hold.until).filter { $0 > now }
        arm(at: max(moments.min() ?? now, now))
    }

    private func arm(at moment: Instant) {
        let moment = state.withLock { state in
            let earliest = min(moment, state.notedAt ?? moment)
            state.nextWakeAt = earliest
            return earliest
        }
        alarm.arm(at: moment)
    }

    private func noticeClockStep(now: Instant) {
        let uptime = parts.clock.uptime()
        let step = state.withLock { state -> Duration? in
            defer { (state.lastNow, state.lastUptime) = (now, uptime) }
            guard let lastNow = state.lastNow else { return nil }
            let step = now.since(lastNow) - (uptime - state.lastUptime)
            return step > Self.clockTolerance || step < .zero - Self.clockTolerance ? step : nil
        }
        guard let step else { return }
        // What a lane waits for was reckoned by the other clock.
        for lane in lanes.values { lane.release() }
        parts.logger.warning(
            "The wall clock was stepped; everything is asked again",
            metadata: ["clock.stepMilliseconds": "\(step.wholeMilliseconds)"])
    }
}
