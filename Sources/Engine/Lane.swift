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

    /// What the mailbox can do now, found out in one view of the store; nothing is changed yet.
    private enum Turn {
        case nothing
        case rest(until: Instant, reason: String)
        case probe(ProbeRow)
        case message(Prepared)
        case putOff(DeliveryID, until: Instant, waitsFor: String)
        /// Whatever is wrong with this one, the next may go.
        case fault(DeliveryID, cause: any Error)
    }

    /// All that can fail because of one message alone, before it is taken up.
    private struct Prepared {
        var row: DeliveryRow
        var course: Course
        var message: OutgoingMessage
        /// Whether the server keeps no copy of what it sends, and we can.
        var owesCopy: Bool
    }

    /// False when there is nothing to do now.
    private func sendNext() throws -> Bool {
        let now = parts.clock.now()
        guard hold.until <= now else { return false }
        switch try parts.store.reading({ try turn(now: now) }) {
        case .nothing:
            ports.submitter.close()
            return false
        case .rest(let until, let reason):
            rest.hold(until: until, reason: reason)
            return false
        case .probe(let probe):
            try submit(probe, now: now)
        case .putOff(let id, let until, let waitsFor):
            try parts.store.postpone(id, until: until, waitsFor: waitsFor)
        case .fault(let id, let cause):
            parts.logger.error(
                "A message can't be sent; it is put off, and the others go on",
                metadata: ["delivery.id": "\(id)", "delivery.cause": "\(cause)"])
            try parts.store.postpone(
                id, until: now + Self.faultRest, waitsFor: "a person: \(cause)")
        case .message(let prepared):
            return try send(prepared, now: now)
        }
        return true
    }

    private func turn(now: Instant) throws -> Turn {
        if let pause = try parts.store.pause(of: mailbox, now: now) {
            return .rest(
                until: pause.until ?? .distantFuture,
                reason: "the mailbox is paused: \(pause.why)")
        }
        if let until = try rules.roomAt(record, now: now) {
            return .rest(
                until: until,
                reason: "\(Self.capWords) \(try cap(now: now)) messages in 24 hours is reached")
        }
        if let probe = try parts.store.queuedProbe(of: mailbox) { return .probe(probe) }
        guard let row = try parts.store.nextQueued(in: mailbox, now: now) else {
            return .nothing
        }
        do {
            return try turn(of: row, now: now)
        } catch  where !StoreError.isFault(error) {
            return .fault(row.id, cause: error)
        }
    }

    /// The window and the limits of one message.
    private func turn(of row: DeliveryRow, now: Instant) throws -> Turn {
        let course = try parts.loader.course(of: parts.store.enrollment(row.enrollment))
        guard course.calendar.isOpen(now) else {
            return .putOff(
                row.id, until: course.calendar.nextOpening(from: now) ?? now + .days(1),
                waitsFor: Store.waitsForWindow)
        }
        let message = LaneMessage(
            domain: course.lead.email.domain, lead: row.lead, account: course.lead.account,
            urgency: row.urgency)
        if let obstacle = try rules.obstacle(to: message, record, now: now) {
            return .putOff(row.id, until: obstacle.until, waitsFor: obstacle.sentence)
        }
        let owesCopy =
            try ports.inbox.keepsCopies
            && parts.store.sentHabit(of: mailbox, now: now) == .keepsNone
        return .message(
            Prepared(
                row: row, course: course,
                message: OutgoingMessage(
                    sender: ports.address, recipient: try EmailAddress(row.recipient),
                    bytes: try parts.store.bytes(of: row.id)), owesCopy: owesCopy))
    }

    /// Sends a message whose fence is open; false when the lane rests until its mailbox has been read.
    private func send(_ prepared: Prepared, now: Instant) throws -> Bool {
        let row = prepared.row
        // Before the question: a sweep that ends from here on is not missed.
        let round = fence.round
        if row.needsFence, fence.verdict(dueAt: row.dueAt) != .open {
            parts.requestSweep(of: mailbox)
            if fence.closedCause == nil, rest.awaitsSweep(after: round, now: now) { return false }
            // The mailbox can't be read, or it takes long: first touches need not wait for that.
            try parts.store.postpone(
                row.id, until: now + LaneRest.fencePatience, waitsFor: Store.waitsForFence)
            return true
        }
        guard let claimed = try parts.store.claim(row.id, now: now) else { return true }
        try submit(claimed, prepared)
        return true
    }

    private var record: some LaneRecord { parts.store.laneRecord(of: mailbox) }

    /// Today's cap.
    func cap(now: Instant) throws -> Int {
        ports.limits.cap(firstCommittedAt: try record.firstCommittedAt(), now: now)
    }

    private func submit(_ claimed: DeliveryRow, _ prepared: Prepared) throws {
        let course = prepared.course
        let verdict = ports.submitter.submit(prepared.message) {
            isAllowedAtCommitPoint(claimed, course)
        }
        let now = parts.clock.now()
        do {
            try settle(
                claimed, verdict: verdict, course, owesCopy: prepared.owesCopy, now: now)
        } catch {
            // The server has spoken and the disk can't write it: kept here, tried again first.
            state.withLock {
                $0.unsettled = Unsettled(
                    delivery: claimed, verdict: verdict, owesCopy: prepared.owesCopy, at: now)
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
        let slot = nextSlotAt(after: verdict, recipient: mailbox, step: "probe", now: after)
        if let slot {
            try parts.store.noteAnswer(of: mailbox, nextSlotAt: slot, now: after)
        }
        try pace(after: verdict, nextSlotAt: slot, now: after)
        parts.wake()
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

// MARK: - Pace

extension Lane {
    /// When the next message may leave, where the server has answered; else nil.
    private func nextSlotAt(
        after verdict: SubmissionVerdict, recipient: String, step: String, now: Instant
    ) -> Instant? {
        switch verdict {
        case .accepted, .refused, .deferred, .inDoubt:
            now + rules.gap(after: recipient, step: step)
        case .unsent: nil
        }
    }

    /// The gap to the next message, or the back-off of a server that can't be used.
    private func pace(
        after verdict: SubmissionVerdict, nextSlotAt: Instant?, now: Instant
    ) throws {
        if let nextSlotAt {
            rest.noteAnswer()
            if nextSlotAt > now {
                rest.hold(until: nextSlotAt, reason: "the pace of the mailbox")
            }
        }
        switch verdict {
        case .accepted, .refused, .deferred, .inDoubt, .unsent(.abortedAtCommitPoint): break
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
