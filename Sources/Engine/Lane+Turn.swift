import Sequencing
import Store

/// What a lane makes of the message whose turn it is.
extension Lane {
    /// All that a message needs on its way that can fail because of it alone.
    struct Plan: Sendable {
        var course: Course
        var recipient: EmailAddress
        /// Whether the server keeps no copy of what it sends, and we can.
        var owesCopy: Bool
    }

    /// The window, the limits and the fence; inside the transaction that takes the message up.
    func decide(on message: QueuedMessage, now: Instant) throws -> TurnDecision<Plan> {
        let row = message.row
        let course = try parts.loader.course(of: message.enrollment, lead: message.lead)
        guard course.calendar.isOpen(now) else {
            return .putOff(
                until: course.calendar.nextOpening(from: now) ?? now + .days(1),
                waitsFor: Store.waitsForWindow)
        }
        if let obstacle = message.obstacle {
            return .putOff(until: obstacle.until, waitsFor: obstacle.sentence)
        }
        let owesCopy =
            try ports.inbox.keepsCopies
            && parts.store.sentHabit(of: mailbox, now: now) == .keepsNone
        let plan = Plan(
            course: course, recipient: try EmailAddress(row.recipient), owesCopy: owesCopy)
        guard !row.needsFence || fence.verdict(dueAt: row.dueAt) == .open else { return .leave }
        return .takeUp(plan)
    }

    /// A message whose fence is closed; false when the lane rests until its mailbox has been read.
    func awaitFence(_ row: DeliveryRow, after round: Int, now: Instant) throws -> Bool {
        parts.requestSweep(of: mailbox)
        if fence.closedCause == nil, rest.awaitsSweep(after: round, now: now) { return false }
        // The mailbox can't be read, or it takes long: first touches need not wait for that.
        try parts.store.postpone(
            row.id, until: now + LaneRest.fencePatience, waitsFor: Store.waitsForFence)
        return true
    }
}
