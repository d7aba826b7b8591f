import Logging
import Sequencing
import Store
import Synchronization

/// One mailbox's way out: one message at a time, at its pace, under its cap, behind its fence.
///
/// Runs on its own worker only. Whatever keeps the whole lane (pace, cap, a server that is down) is held
/// here; what keeps a single message (window, fence) is written on the message.
final class Lane: Sendable {
    /// RFC 5321 section 4.5.4.1: the retry interval should be at least 30 minutes.
    static let shortestBackoff: Duration = .minutes(30)
    static let longestBackoff: Duration = .hours(4)
    /// With these the reason begins when the cap holds the lane.
    static let capWords = "the cap of"
    /// A message that can't be sent for its own sake is looked at again after this.
    static let faultRest: Duration = .hours(1)
    /// After the store could not be used.
    static let storeRetry: Duration = .seconds(10)

    private struct State: Sendable {
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
    private let rules: LaneRules
    private let rest: LaneRest
    private let state = Mutex(State())

    init(ports: MailboxPorts, parts: EngineParts, fence: Fence) {
        self.ports = ports
        self.parts = parts
        self.fence = fence
        rest = LaneRest(fence: fence)
        rules = LaneRules(limits: ports.limits, accountSpacing: parts.settings.accountSpacing)
    }

    var mailbox: String { ports.address.canonical }

    /// When the lane can do something again; nil reason when nothing holds it.
    var hold: (until: Instant, reason: String?) { rest.hold }

    /// No new message is taken up; the one in flight is finished by its own worker.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Something outside has changed: ask again at once.
    func release() { rest.release() }

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
                rest.hold(until: parts.clock.now() + Self.storeRetry, reason: "\(error)")
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
        guard hold.until <= now, try mayGoOn(now: now) else { return false }
        if let probe = try parts.store.queuedProbe(of: mailbox) {
            try submit(probe, now: now)
            return true
        }
        guard
            let row = try parts.store.queued(in: mailbox, now: now, limit: 1).first
        else {
            ports.submitter.close()
            return false
        }
        let prepared: Prepared
        do {
            prepared = try prepare(row, now: now)
        } catch  where !StoreError.isFault(error) {
            // Whatever is wrong with this one, the next may go.
            parts.logger.error(
                "A message can't be sent; it is put off, and the others go on",
                metadata: ["delivery.id": "\(row.id)", "delivery.cause": "\(error)"])
            try parts.store.postpone(
                row.id, until: now + Self.faultRest, waitsFor: "a person: \(error)")
            return true
        }
        switch prepared.readiness {
        case .ready: break
        case .passedOver: return true
        case .laneRests: return false
        }
        guard let claimed = try parts.store.claim(row.id, now: now) else { return true }
        try submit(claimed, prepared.message, context: prepared.context)
        return true
    }

    /// All that can fail because of one message alone, before it is taken up.
    private struct Prepared {
        var context: StepContext
        var readiness: Readiness
        var message: OutgoingMessage
    }

    private func prepare(_ row: DeliveryRow, now: Instant) throws -> Prepared {
        let context = try parts.loader.context(of: parts.store.enrollment(row.enrollment))
        return Prepared(
            context: context, readiness: try readiness(of: row, context: context, now: now),
            message: OutgoingMessage(
                sender: ports.address, recipient: try EmailAddress(row.recipient),
                bytes: try parts.store.bytes(of: row.id)))
    }

    private enum Readiness {
        case ready
        /// The message is put off; another one may go.
        case passedOver
        case laneRests
    }

    /// Window, limits and fence; puts the message off when one of them is in its way.
    private func readiness(
        of row: DeliveryRow, context: StepContext, now: Instant
    ) throws -> Readiness {
        guard context.calendar.isOpen(now) else {
            let opening = context.calendar.nextOpening(from: now) ?? now + .days(1)
            try parts.store.postpone(row.id, until: opening, waitsFor: Store.waitsForWindow)
            return .passedOver
        }
        if let obstacle = try rules.obstacle(
            to: message(of: row, context), record, now: now)
        {
            try parts.store.postpone(row.id, until: obstacle.until, waitsFor: obstacle.sentence)
            return .passedOver
        }
        // Before the question: a sweep that ends from here on is not missed.
        let round = fence.round
        guard row.needsFence, fence.verdict(dueAt: row.dueAt) != .open else { return .ready }
        parts.requestSweep(of: mailbox)
        if fence.closedCause == nil, rest.awaitsSweep(after: round, now: now) { return .laneRests }
        // The mailbox can't be read, or it takes long: first touches need not wait for that.
        try parts.store.postpone(
            row.id, until: now + LaneRest.fencePatience, waitsFor: Store.waitsForFence)
        return .passedOver
    }

    private var record: StoredLaneRecord { StoredLaneRecord(store: parts.store, mailbox: mailbox) }

    private func message(of row: DeliveryRow, _ context: StepContext) -> LaneMessage {
        LaneMessage(
            domain: context.lead.email.domain, lead: row.lead, account: context.lead.account,
            urgency: row.urgency)
    }

    /// Whether the mailbox is not paused and has room under its cap; else it is held.
    private func mayGoOn(now: Instant) throws -> Bool {
        if let pause = try parts.store.mailbox(mailbox).pause, pause.isInForce(at: now) {
            rest.hold(
                until: pause.until ?? .distantFuture,
                reason: "the mailbox is paused: \(pause.why)")
            return false
        }
        guard let until = try rules.roomAt(record, now: now) else { return true }
        rest.hold(
            until: until,
            reason: "\(Self.capWords) \(try cap(now: now)) messages in 24 hours is reached")
        return false
    }

    /// Today's cap.
    func cap(now: Instant) throws -> Int {
        ports.limits.cap(firstCommittedAt: try record.firstCommittedAt(), now: now)
    }

    private func submit(
        _ claimed: DeliveryRow, _ message: OutgoingMessage, context: StepContext
    ) throws {
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

    /// A message of the mailbox to itself: no window, no fence, no lead; but cap, pace, pause and suppression.
    private func submit(_ probe: ProbeRow, now: Instant) throws {
        let message = try ProbeMessage(
            probe, from: ports.address, hasPlusTags: ports.hasPlusTags, settings: parts.settings,
            now: now)
        let verdict = ports.submitter.submit(message.message) {
            let now = parts.clock.now()
            do {
                return try rules.roomAt(record, now: now) == nil
                    && parts.store.commitProbe(
                        probe.id, messageID: message.messageID, isTagged: ports.hasPlusTags,
                        now: now) == .go
            } catch {
                parts.logger.error(
                    "The commit point of a probe could not be written; it did not leave",
                    metadata: ["mailbox.address": "\(mailbox)", "store.cause": "\(error)"])
                return false
            }
        }
        let after = parts.clock.now()
        try parts.store.settleProbe(probe.id, as: verdict, now: after)
        try pace(after: verdict, recipient: mailbox, step: "probe", now: after)
        parts.wake()
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
            guard try rules.roomAt(record, now: now) == nil,
                try rules.obstacle(to: message(of: claimed, context), record, now: now) == nil
            else { return false }
            let decision = try parts.store.commitPoint(
                claimed.id, attempt: claimed.attempt, accountSpacing: rules.accountSpacing, now: now
            )
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
        try pace(
            after: verdict, recipient: claimed.recipient.lowercased(), step: claimed.stepID,
            now: now)
        if case .refused = verdict { try parts.judge(ports, now: now) }
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
        after verdict: SubmissionVerdict, recipient: String, step: String, now: Instant
    ) throws {
        switch verdict {
        case .accepted, .refused, .deferred, .inDoubt:
            rest.noteAnswer()
            try parts.store.recordDown(mailbox, cause: nil, now: now)
            let slot = now + rules.gap(after: recipient, step: step)
            try parts.store.setNextSlot(of: mailbox, at: slot)
            if slot > now { rest.hold(until: slot, reason: "the pace of the mailbox") }
        case .unsent(.abortedAtCommitPoint): break
        case .unsent(.connection(let cause)), .unsent(.tls(let cause)),
            .unsent(.authentication(let cause)):
            try parts.store.recordDown(mailbox, cause: cause, now: now)
            rest.noteOutage(cause, now: now)
        }
    }

    private func retryAt(
        _ verdict: SubmissionVerdict, attempt: Int, now: Instant
    ) -> Instant {
        switch verdict {
        case .deferred:
            let factor = 1 << min(max(0, attempt - 1), 3)
            return now + min(Self.shortestBackoff * factor, Self.longestBackoff)
        case .unsent(.abortedAtCommitPoint): return now + LaneRest.fencePatience
        case .accepted, .refused, .unsent, .inDoubt: return now
        }
    }
}
