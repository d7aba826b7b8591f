/// An address that sends and is read, with what its lane and its fence say now.
package struct MailboxView: Codable, Equatable, Sendable {
    package var address: String
    package var rep: String
    package var state: MailboxState
    /// Why nothing leaves; only when it is down, paused or resting.
    package var cause: String?
    package var since: Timestamp?
    package var fence: FenceView
    /// Messages in any rolling 24 hours.
    package var cap: Int
    package var sentIn24Hours: Int
    package var queued: Int
    /// The next message leaves no earlier; nil also for a pause without a date.
    package var nextSlotAt: Timestamp?
    /// When what waits now will have left, by the cap.
    package var drainsAt: Timestamp?
    /// The newest message of the mailbox to itself; left out where there was none.
    package var probe: ProbeView?

    package init(
        address: String, rep: String, state: MailboxState, cause: String? = nil,
        since: Timestamp? = nil, fence: FenceView, cap: Int, sentIn24Hours: Int, queued: Int,
        nextSlotAt: Timestamp? = nil, drainsAt: Timestamp? = nil, probe: ProbeView? = nil
    ) {
        self.probe = probe
        self.address = address
        self.rep = rep
        self.state = state
        self.cause = cause
        self.since = since
        self.fence = fence
        self.cap = cap
        self.sentIn24Hours = sentIn24Hours
        self.queued = queued
        self.nextSlotAt = nextSlotAt
        self.drainsAt = drainsAt
    }
}

package enum MailboxState: String, Codable, CaseIterable, Sendable {
    case sending
    /// Waits for a cap, a gap or a sweep.
    case resting
    /// A person let it rest.
    case paused
    /// It stopped by itself: bounces, complaints or refusals; a person must look and resume it.
    case stopped
    /// Its server or its password does not work.
    case down
    /// No longer in the configuration.
    case inactive
}

/// Whether it is proven that nobody answered (promise G3); while it is closed no follow-up leaves.
package struct FenceView: Codable, Equatable, Sendable {
    package var isOpen: Bool
    package var closedReason: String?
    package var closedSince: Timestamp?
    /// When every watched folder had last been completely read.
    package var lastCompleteSweepAt: Timestamp?

    package init(
        isOpen: Bool, closedReason: String? = nil, closedSince: Timestamp? = nil,
        lastCompleteSweepAt: Timestamp? = nil
    ) {
        self.isOpen = isOpen
        self.closedReason = closedReason
        self.closedSince = closedSince
        self.lastCompleteSweepAt = lastCompleteSweepAt
    }
}
