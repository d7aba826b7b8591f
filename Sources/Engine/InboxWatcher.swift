import Dispatch
import Logging
import Sequencing
import Store
import Synchronization

/// One mailbox's way in: sweeps, and waits for news between them.
///
/// A complete sweep opens the fence; anything else closes it. Runs on its own worker only, but for
/// `requestSweep` and `stop`, which any thread may call.
final class InboxWatcher: Sendable {
    /// Folders other than INBOX send no news: they are read this often at least.
    static let longestRest: Duration = .minutes(5)
    /// Copies for Sent between two sweeps: answers come first.
    static let copiesInARow = 20

    private struct State: Sendable {
        var isSweepWanted = false
        var isStopped = false
        var failures = 0
        /// By the uptime: before this moment only a person's wish counts.
        var barredUntil: Duration?
        /// By the uptime: the end of the rest after a failure.
        var restsUntil: Duration?
    }

    let ports: MailboxPorts
    let fence: Fence
    private let parts: EngineParts
    private let recorder: ReplyRecorder
    private let state = Mutex(State())
    private let nap = DispatchSemaphore(value: 0)

    init(ports: MailboxPorts, parts: EngineParts, fence: Fence) {
        self.ports = ports
        self.parts = parts
        self.fence = fence
        recorder = ReplyRecorder(parts: parts, ports: ports)
    }

    private var mailbox: String { ports.address.canonical }

    /// Starts the loop, or in a virtual world the first sweep.
    func start() {
        parts.workers.run(.inbox(mailbox: mailbox)) { @Sendable [self] in
            parts.workers.mayBlock ? loop() : sweep()
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        ports.inbox.cancelWait()
        nap.signal()
    }

    /// Asks for a sweep that starts after this call.
    ///
    /// - Parameter isForLane: a lane asks every minute as long as it has something to send; that must
    ///   not become a password tried every minute on a server that has refused it.
    func requestSweep(isForLane: Bool = false) {
        let uptime = parts.clock.uptime()
        let isNew = state.withLock { state in
            if isForLane, let barred = state.barredUntil, uptime < barred { return false }
            defer { state.isSweepWanted = true }
            return !state.isSweepWanted
        }
        guard isNew else { return }
        if parts.workers.mayBlock {
            ports.inbox.cancelWait()
            nap.signal()
        } else {
            parts.workers.run(.inbox(mailbox: mailbox)) { @Sendable [self] in sweep() }
        }
    }

    private func loop() {
        while !state.withLock({ $0.isStopped }) {
            sweep()
            rest()
        }
    }

    private func rest() {
        let (restsUntil, isWanted) = state.withLock { ($0.restsUntil, $0.isSweepWanted) }
        guard !isWanted else { return }
        if let restsUntil {
            doze(restsUntil - parts.clock.uptime())
            return
        }
        switch ports.inbox.waitForNews(timeout: Self.longestRest) {
        case .somethingChanged, .nothing, .cancelled: break
        case .failed(let failure): record(failure, startedAt: parts.clock.now())
        }
    }

    /// Until the time is over, a sweep is asked for, or the end; signals from before count for nothing.
    private func doze(_ time: Duration) {
        let end = DispatchTime.now() + .milliseconds(Int(max(0, time.wholeMilliseconds)))
        while !state.withLock({ $0.isSweepWanted || $0.isStopped }) {
            if nap.wait(timeout: end) == .timedOut { return }
        }
    }

    /// A folder that is met for the first time is read back some days; one that was rebuilt at least
    /// to the last time that all was read.
    private func readBackTo(_ now: Instant) throws -> Instant {
        let days = now - .days(ports.readBackDays)
        return min(days, try parts.store.mailbox(mailbox).sweepStartedAt ?? days)
    }

    func sweep() {
        state.withLock { $0.isSweepWanted = false }
        let startedAt = parts.clock.now()
        let startedUptime = parts.clock.uptime()
        do {
            let cursors = try parts.store.cursors(of: mailbox)
            switch recorded(from: cursors, readBackTo: try readBackTo(startedAt)) {
            case .complete:
                try parts.store.recordSweep(
                    of: mailbox, startedAt: startedAt, failure: nil, now: parts.clock.now())
                state.withLock { state in
                    state.failures = 0
                    state.barredUntil = nil
                    state.restsUntil = nil
                }
                fence.open(sweepStartedAt: startedAt, uptime: startedUptime)
                try parts.store.releaseFenceWaiters(of: mailbox, now: parts.clock.now())
                parts.wake()
                try keepOwedCopies()
            case .failed(.cancelled) where state.withLock({ $0.isStopped }): break
            case .failed(let failure): record(failure, startedAt: startedAt)
            }
        } catch {
            record(.storage(cause: "\(error)"), startedAt: startedAt)
        }
    }

    /// After a sweep, which finds the copies that are there already: one that was put there before the end of a
    /// process could be told is not put there again.
    private func keepOwedCopies() throws {
        let owed = try parts.store.owedCopies(
            of: mailbox, now: parts.clock.now(), limit: Self.copiesInARow)
        for id in owed {
            if let failure = ports.inbox.keepCopy(try parts.store.bytes(of: id)) {
                parts.logger.warning(
                    "A copy could not be put into Sent; it is tried again",
                    metadata: ["delivery.id": "\(id)", "imap.cause": "\(failure.sentence)"])
                return
            }
            try parts.store.noteKeptCopy(of: id, now: parts.clock.now())
        }
    }

    /// One sweep; complete only when everything that it found is recorded.
    private func recorded(from cursors: [FolderCursor], readBackTo: Instant) -> SweepResult {
        // A virtual world has one thread.
        let recorder = recorder
        let line = parts.workers.mayBlock ? RecordingLine { try recorder.record($0) } : nil
        let result = ports.inbox.sweep(from: cursors, readBackTo: readBackTo) { batch in
            guard !state.withLock({ $0.isStopped }) else { throw SweepFailure.cancelled }
            if let line { try line.take(batch) } else { try recorder.record(batch) }
        }
        do {
            try line?.finish()
            return result
        } catch {
            return .failed(error as? SweepFailure ?? .storage(cause: "\(error)"))
        }
    }

    /// Fixed by mailbox and failure, so that no two runs differ.
    private func jitter(of failures: Int) -> Double {
        Double(UInt64(stableHashOf: "\(mailbox) \(failures)").mixed >> 11) * 0x1p-53
    }

    private func record(_ failure: SweepFailure, startedAt: Instant) {
        let cause = failure.sentence
        fence.close(cause)
        let uptime = parts.clock.uptime()
        let failures = state.withLock { state in
            state.failures += 1
            let end =
                uptime
                + SweepRests.rest(
                    after: state.failures, failure, jitter: jitter(of: state.failures))
            state.restsUntil = end
            state.barredUntil = SweepRests.isRefusedPassword(failure) ? end : nil
            return state.failures
        }
        parts.logger.warning(
            "A mailbox could not be read; no follow-up leaves it",
            metadata: ["mailbox.address": "\(mailbox)", "imap.cause": "\(cause)"])
        do {
            try parts.store.recordSweep(
                of: mailbox, startedAt: startedAt, failure: cause, now: parts.clock.now())
        } catch {
            parts.logger.error(
                "The closed fence could not be written down",
                metadata: ["mailbox.address": "\(mailbox)", "store.cause": "\(error)"])
        }
        parts.wake()
        // A rebuilt folder is read again at once: that is what opens the fence. One that is rebuilt
        // again meanwhile has to wait.
        if case .uidValidityChanged = failure, failures == 1 { requestSweep() }
    }
}

extension SweepFailure {
    /// For `mailbox list` and the report.
    var sentence: String {
        switch self {
        case .authentication(let reply): "the mailbox's password or consent was refused: \(reply)"
        case .connection(let cause): "no connection to the mail server: \(cause)"
        case .uidValidityChanged(let folder): "\(folder) was rebuilt and is read again"
        case .countMismatch(let folder, let expected, let seen):
            "\(folder) should have \(expected) new messages and gave \(seen)"
        case .malformedResponse(let cause): "the mail server's answer can't be read: \(cause)"
        case .storage(let cause): "what was read could not be recorded: \(cause)"
        case .cancelled: "the reading was broken off"
        }
    }
}
