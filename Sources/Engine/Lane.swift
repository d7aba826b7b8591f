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
        var isRunning = false
        var unsettled: Unsettled?
    }

    /// What the server said, while the disk can't take it down.
    private struct Unsettled: Sendable {
        var delivery: DeliveryRow
        var verdict: SubmissionVerdict
        var owesCopy: Bool
        var at: Instant
    }

    let ports: MailboxPorts
    let parts: EngineParts
    let fence: Fence
    let rules: LaneRules
    let rest: LaneRest
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

    /// Whether a server has said something that is not written down yet.
    var hasLeftover: Bool { state.withLock { $0.unsettled != nil } }

    /// Whether it has a message, or what a server said of one.
    var isAtWork: Bool { state.withLock { $0.isRunning || $0.unsettled != nil } }

    /// Takes up queued messages until there are none or something holds the lane.
    ///
    /// What it put off has a new moment, so the alarm is armed again when it is through.
    func run() {
        state.withLock { $0.isRunning = true }
        defer {
            state.withLock { $0.isRunning = false }
            parts.wake()
        }
        while true {
            do {
                // Of a lane that is stopped, too: what a server has said is not forgotten.
                try settleLeftover()
                guard !state.withLock({ $0.isStopped }), try sendNext() else { return }
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
        guard hold.until <= now else { return false }
        // Before the question: a sweep that ends from here on is not missed.
        let round = fence.round
        let turn = try parts.store.turn(of: mailbox, rules: rules, now: now) {
            @Sendable [self] message in try decide(on: message, now: now)
        }
        switch turn {
        case .nothing:
            ports.submitter.close()
            return false
        case .paused(let pause):
            rest.hold(
                until: pause.until ?? .distantFuture,
                reason: "the mailbox is paused: \(pause.why)")
            return false
        case .full(let until, let cap):
            rest.hold(
                until: until, reason: "\(Self.capWords) \(cap) messages in 24 hours is reached")
            return false
        case .probe(let probe): try send(probe, now: now)
        case .digest(let digest): try send(digest, now: now)
        case .putOff: break
        case .left(let row): return try awaitFence(row, after: round, now: now)
        case .fault(let id, let cause):
            parts.logger.error(
                "A message can't be sent; it is put off, and the others go on",
                metadata: ["delivery.id": "\(id)", "delivery.cause": "\(cause)"])
            try parts.store.postpone(
                id, until: now + Self.faultRest, waitsFor: "a person: \(cause)")
        case .takenUp(let row, let bytes, let plan): try submit(row, bytes, plan)
        }
        return true
    }

    /// Today's cap.
    func cap(now: Instant) throws -> Int {
        ports.limits.cap(
            firstCommittedAt: try parts.store.firstCommittedAt(of: mailbox), now: now)
    }

    private func submit(_ claimed: DeliveryRow, _ bytes: [UInt8], _ plan: Plan) throws {
        let message = OutgoingMessage(
            sender: ports.address, recipient: plan.recipient, bytes: bytes)
        let verdict = ports.submitter.submit(message) {
            isAllowedAtCommitPoint(claimed, plan.course)
        }
        let now = parts.clock.now()
        do {
            try settle(
                claimed, verdict: verdict, plan.course, owesCopy: plan.owesCopy, now: now)
        } catch {
            // The server has spoken and the disk can't write it: kept here, tried again first.
            state.withLock {
                $0.unsettled = Unsettled(
                    delivery: claimed, verdict: verdict, owesCopy: plan.owesCopy, at: now)
            }
            throw error
        }
    }

    /// Everything once more, at the last moment at which no dot has left (docs/states.md).
    private func isAllowedAtCommitPoint(_ claimed: DeliveryRow, _ course: Course) -> Bool {
        let now = parts.clock.now()
        guard course.calendar.isOpen(now),
            !claimed.needsFence || fence.verdict(dueAt: claimed.dueAt) == .open
        else { return false }
        do {
            let decision = try parts.store.commitPoint(
                claimed.id, attempt: claimed.attempt, rules: rules, account: course.lead.account,
                now: now)
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

    /// `known` is the course that the message was prepared on, if its enrollment is still on it.
    private func settle(
        _ claimed: DeliveryRow, verdict: SubmissionVerdict, _ known: Course?, owesCopy: Bool,
        now: Instant
    ) throws {
        let store = parts.store
        let next: PlannedNext
        if let known {
            next = known.next(after: claimed.step, happenedAt: now)
        } else {
            next = try store.reading {
                try parts.loader.course(of: store.enrollment(claimed.enrollment))
                    .next(after: claimed.step, happenedAt: now)
            }
        }
        let retryAt = retryAt(verdict, attempt: claimed.attempt, now: now)
        let slot = nextSlotAt(
            after: verdict, recipient: claimed.recipient.lowercased(), step: claimed.stepID,
            now: now)
        guard
            let after = try store.settle(
                claimed.id, attempt: claimed.attempt, as: verdict, next: next, retryAt: retryAt,
                nextSlotAt: slot, owesCopy: owesCopy, now: now)
        else {
            return try settle(claimed, verdict: verdict, nil, owesCopy: owesCopy, now: now)
        }
        parts.logger.notice(
            "A message was settled",
            metadata: [
                "delivery.id": "\(claimed.id)", "delivery.state": "\(after.state.name.rawValue)",
                "mailbox.address": "\(mailbox)",
            ])
        try pace(after: verdict, nextSlotAt: slot, now: now)
        if case .refused = verdict { try parts.judge(ports, now: now) }
        if owesCopy, case .accepted = verdict { parts.requestSweep(of: mailbox) }
        if case .step(_, let dueAt) = next.step { parts.wake(by: dueAt) }
    }

    private func settleLeftover() throws {
        guard let left = state.withLock({ $0.unsettled }) else { return }
        try settle(
            left.delivery, verdict: left.verdict, nil, owesCopy: left.owesCopy, now: left.at)
        state.withLock { $0.unsettled = nil }
    }
}
