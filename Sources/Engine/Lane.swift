import Logging
import Sequencing
import Store
import Synchronization

/// One mailbox's way out: one message at a time, at its pace, under its cap, behind its fence.
///
/// Runs on its own worker only. Whatever keeps the whole lane (pace, cap, a server that is down) is held
/// here; what keeps a single message (window, fence) is written on the message.
final class Lane: Sendable {
    static let window24h: Duration = .hours(24)
    /// A message that waits for a sweep is looked at again after this, sweep or not.
    static let fencePatience: Duration = .seconds(60)
    /// RFC 5321 section 4.5.4.1: the retry interval should be at least 30 minutes.
    static let shortestBackoff: Duration = .minutes(30)
    static let longestBackoff: Duration = .hours(4)

    private struct State: Sendable {
        var holdUntil = Instant(milliseconds: 0)
        var holdReason: String?
        var failures = 0
        var isRunning = false
        var isStopped = false
        var unsettled: Unsettled?
    }

    /// What the server said, while the disk can't take it down.
    private struct Unsettled: Sendable {
        var delivery: DeliveryRow
        var verdict: SubmissionVerdict
        var at: Instant
    }

    let ports: MailboxPorts
    private let parts: EngineParts
    private let fence: Fence
    private let state = Mutex(State())

    init(ports: MailboxPorts, parts: EngineParts, fence: Fence) {
        self.ports = ports
        self.parts = parts
        self.fence = fence
    }

    var mailbox: String { ports.address.canonical }

    /// When the lane can do something again; nil reason when nothing holds it.
    var hold: (until: Instant, reason: String?) {
        state.withLock { ($0.holdUntil, $0.holdReason) }
    }

    /// No new message is taken up; the one in flight is finished by its own worker.
    func stop() { state.withLock { $0.isStopped = true } }

    /// The configuration was read again: try at once.
    func release() {
        state.withLock { state in
            state.holdUntil = Instant(milliseconds: 0)
            state.holdReason = nil
        }
    }

    /// Takes up queued messages until there are none or something holds the lane.
    ///
    /// What it put off has a new moment, so the alarm is armed again when it is through.
    func run() {
        defer { parts.wake() }
        while !state.withLock({ $0.isStopped }) {
            do {
                try settleLeftover()
                guard try sendNext() else { return }
            } catch {
                hold(for: .seconds(10), reason: "\(error)")
                parts.logger.error(
                    "A lane could not use the store",
                    metadata: ["mailbox.address": "\(mailbox)", "store.cause": "\(error)"])
                return
            }
        }
    }

    /// False when there is nothing to do now.
    private func sendNext() throws -> Bool {
        let now = parts.clock.now()
        guard hold.until <= now, try isUnderCap(now: now) else { return false }
        guard
            let row = try parts.store.queued(in: mailbox, now: now, limit: 1).first
        else {
            ports.submitter.close()
            return false
        }
        let context = try parts.loader.context(of: parts.store.enrollment(row.enrollment))
        guard try isReady(row, context: context, now: now) else { return true }
        guard let claimed = try parts.store.claim(row.id, now: now) else { return true }
        try submit(claimed, context: context)
        return true
    }

    /// Window and fence; puts the message off when one of them is closed.
    private func isReady(
        _ row: DeliveryRow, context: StepContext, now: Instant
    ) throws -> Bool {
        guard context.calendar.isOpen(now) else {
            let opening = context.calendar.nextOpening(from: now) ?? now + .days(1)
            try parts.store.postpone(row.id, until: opening, waitsFor: "the lead's window")
            return false
        }
        guard row.needsFence, fence.verdict(dueAt: row.dueAt) != .open else { return true }
        try parts.store.postpone(
            row.id, until: now + Self.fencePatience, waitsFor: Store.waitsForFence)
        parts.requestSweep(of: mailbox)
        return false
    }

    private func isUnderCap(now: Instant) throws -> Bool {
        let dayAgo = now - Self.window24h
        let sent = try parts.store.committedCount(mailbox: mailbox, after: dayAgo)
        let cap = try self.cap(now: now)
        guard sent >= cap else { return true }
        // The window slides: there is room again when the message `cap` places back leaves it.
        let oldest = try parts.store.committedAt(
            mailbox: mailbox, after: dayAgo, position: sent - cap)
        let until = (oldest ?? now) + Self.window24h
        state.withLock { state in
            state.holdUntil = max(until, now + .seconds(1))
            state.holdReason = "the cap of \(cap) messages in 24 hours is reached"
        }
        return false
    }

    /// Today's cap: ramped from the first message on, never above the ceiling.
    func cap(now: Instant) throws -> Int {
        let first = try parts.store.firstCommittedAt(mailbox: mailbox)
        let days = first.map { now.since($0).wholeMilliseconds / 86_400_000 } ?? 0
        let ramped = ports.limits.startCap + ports.limits.capRamp * Int(max(0, days))
        return min(ramped, ports.limits.ceiling)
    }

    private func submit(_ claimed: DeliveryRow, context: StepContext) throws {
        let message = OutgoingMessage(
            sender: ports.address, recipient: try EmailAddress(claimed.recipient),
            bytes: try parts.store.bytes(of: claimed.id))
        let verdict = ports.submitter.submit(message) {
            isAllowedAtCommitPoint(claimed, context: context)
        }
        let now = parts.clock.now()
        do {
            try settle(claimed, verdict: verdict, now: now)
        } catch {
            // The server has spoken and the disk can't write it: kept here, tried again first.
            state.withLock {
                $0.unsettled = Unsettled(delivery: claimed, verdict: verdict, at: now)
            }
            throw error
        }
    }

    /// Everything once more, at the last moment at which no dot has left (docs/states.md).
    private func isAllowedAtCommitPoint(
        _ claimed: DeliveryRow, context: StepContext
    ) -> Bool {
        let now = parts.clock.now()
        guard context.calendar.isOpen(now),
            !claimed.needsFence || fence.verdict(dueAt: claimed.dueAt) == .open
        else { return false }
        do {
            let dayAgo = now - Self.window24h
            let sent = try parts.store.committedCount(mailbox: mailbox, after: dayAgo)
            guard try sent < cap(now: now) else { return false }
            let decision = try parts.store.commitPoint(
                claimed.id, attempt: claimed.attempt, now: now)
            if case .abort(let why) = decision {
                parts.logger.notice(
                    "A message was held back at its commit point",
                    metadata: ["delivery.id": "\(claimed.id)", "delivery.cause": "\(why)"])
            }
            return decision == .go
        } catch {
            parts.logger.error(
                "The commit point could not be written; the message did not leave",
                metadata: ["delivery.id": "\(claimed.id)", "store.cause": "\(error)"])
            return false
        }
    }

    private func settle(
        _ claimed: DeliveryRow, verdict: SubmissionVerdict, now: Instant
    ) throws {
        let row = try parts.store.enrollment(claimed.enrollment)
        let next = try parts.loader.planner(of: row).next(after: claimed.step, happenedAt: now)
        let after = try parts.store.settle(
            claimed.id, attempt: claimed.attempt, as: verdict, next: next,
            retryAt: retryAt(verdict, attempt: claimed.attempt, now: now), now: now)
        parts.logger.notice(
            "A message was settled",
            metadata: [
                "delivery.id": "\(claimed.id)", "delivery.state": "\(after.state.name.rawValue)",
                "mailbox.address": "\(mailbox)",
            ])
        try pace(after: verdict, delivery: claimed.id, now: now)
        parts.wake()
    }

    private func settleLeftover() throws {
        guard let left = state.withLock({ $0.unsettled }) else { return }
        try settle(left.delivery, verdict: left.verdict, now: left.at)
        state.withLock { $0.unsettled = nil }
    }
}

// MARK: - Pace

extension Lane {
    /// The gap to the next message, or the back-off of a server that can't be used.
    private func pace(
        after verdict: SubmissionVerdict, delivery: DeliveryID, now: Instant
    ) throws {
        switch verdict {
        case .accepted, .refused, .deferred, .inDoubt:
            state.withLock { $0.failures = 0 }
            try parts.store.recordDown(mailbox, cause: nil, now: now)
            let slot = now + gap(after: delivery)
            try parts.store.setNextSlot(of: mailbox, at: slot)
            state.withLock { state in
                state.holdUntil = slot
                state.holdReason = slot > now ? "the pace of the mailbox" : nil
            }
        case .unsent(.abortedAtCommitPoint): break
        case .unsent(.connection(let cause)), .unsent(.tls(let cause)),
            .unsent(.authentication(let cause)):
            let failures = state.withLock { state in
                state.failures += 1
                return state.failures
            }
            try parts.store.recordDown(mailbox, cause: cause, now: now)
            let wait = min(Duration.minutes(1 << min(failures - 1, 5)), .minutes(30))
            hold(for: wait, reason: "the mailbox can't send: \(cause)")
        }
    }

    private func hold(for wait: Duration, reason: String) {
        let until = parts.clock.now() + wait
        state.withLock { state in
            state.holdUntil = until
            state.holdReason = reason
        }
    }

    /// Between the shortest and the longest, fixed by the message's number: no two runs differ.
    private func gap(after delivery: DeliveryID) -> Duration {
        let shortest = ports.limits.shortestGap.wholeMilliseconds
        let spread = ports.limits.longestGap.wholeMilliseconds - shortest
        guard spread > 0 else { return ports.limits.shortestGap }
        let mixed = (UInt64(bitPattern: delivery.rawValue) &* .goldenGamma).mixed
        return .milliseconds(shortest + Int64(mixed % UInt64(spread + 1)))
    }

    private func retryAt(
        _ verdict: SubmissionVerdict, attempt: Int, now: Instant
    ) -> Instant {
        switch verdict {
        case .deferred:
            let factor = 1 << min(max(0, attempt - 1), 3)
            return now + min(Self.shortestBackoff * factor, Self.longestBackoff)
        case .unsent(.abortedAtCommitPoint): return now + Self.fencePatience
        case .accepted, .refused, .unsent, .inDoubt: return now
        }
    }
}
