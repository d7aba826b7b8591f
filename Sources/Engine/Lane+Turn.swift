import Sequencing
import Store

/// What a lane finds that it can do: read, and nothing changed.
extension Lane {
    /// What the mailbox can do now, found out in one view of the store; nothing is changed yet.
    enum Turn {
        case nothing
        case rest(until: Instant, reason: String)
        case probe(ProbeRow)
        case digest(DigestRow)
        case message(Prepared)
        case putOff(DeliveryID, until: Instant, waitsFor: String)
        /// Whatever is wrong with this one, the next may go.
        case fault(DeliveryID, cause: any Error)
    }

    /// All that can fail because of one message alone, before it is taken up.
    struct Prepared {
        var row: DeliveryRow
        var course: Course
        var message: OutgoingMessage
        /// Whether the server keeps no copy of what it sends, and we can.
        var owesCopy: Bool
    }

    func turn(now: Instant) throws -> Turn {
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
        if let digest = try parts.store.queuedDigest(of: mailbox, now: now) {
            return .digest(digest)
        }
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
}
