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
    static let failureRests: [Duration] = [
        .seconds(2), .seconds(5), .seconds(15), .seconds(60), .minutes(5),
    ]

    private struct State: Sendable {
        var isSweepWanted = false
        var isStopped = false
        var failures = 0
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
    func requestSweep() {
        let isNew = state.withLock { state in
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
        let (failures, isWanted) = state.withLock { ($0.failures, $0.isSweepWanted) }
        guard !isWanted else { return }
        if failures > 0 {
            doze(Self.failureRests[min(failures - 1, Self.failureRests.count - 1)])
            return
        }
        switch ports.inbox.waitForNews(timeout: Self.longestRest) {
        case .somethingChanged, .nothing, .cancelled: break
        case .failed(let failure): record(failure, startedAt: parts.clock.now())
        }
    }

    private func doze(_ time: Duration) {
        _ = nap.wait(timeout: .now() + .milliseconds(Int(time.wholeMilliseconds)))
    }

    func sweep() {
        state.withLock { $0.isSweepWanted = false }
        let startedAt = parts.clock.now()
        let startedUptime = parts.clock.uptime()
        do {
            let cursors = try parts.store.cursors(of: mailbox)
            let recorder = recorder
            let result = ports.inbox.sweep(from: cursors) { batch in
                try recorder.record(batch)
            }
            switch result {
            case .complete:
                try parts.store.recordSweep(
                    of: mailbox, startedAt: startedAt, failure: nil, now: parts.clock.now())
                state.withLock { $0.failures = 0 }
                fence.open(sweepStartedAt: startedAt, uptime: startedUptime)
                try parts.store.releaseFenceWaiters(of: mailbox, now: parts.clock.now())
                parts.wake()
            case .failed(.cancelled) where state.withLock({ $0.isStopped }): break
            case .failed(let failure): record(failure, startedAt: startedAt)
            }
        } catch {
            record(.storage(cause: "\(error)"), startedAt: startedAt)
        }
    }

    private func record(_ failure: SweepFailure, startedAt: Instant) {
        let cause = failure.sentence
        fence.close(cause)
        state.withLock { $0.failures += 1 }
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
        // A rebuilt folder is read from its beginning at once: that is what opens the fence again.
        if case .uidValidityChanged = failure { requestSweep() }
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
