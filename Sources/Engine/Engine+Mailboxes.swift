package import Sequencing
import Store

/// What the engine knows of its mailboxes.
extension Engine {
    /// Whether a mailbox's messages may offer a one-click opt-out: unless its probe has shown that the server
    /// loses the fields, or signs the message without them (RFC 8058 section 4).
    func allowsOneClick(_ mailbox: String?) throws -> Bool {
        guard settings.optOutURL != nil, let mailbox else { return false }
        return try store.lastFinishedProbe(of: mailbox)?.findings.allowsOneClick ?? true
    }

    /// Whether answers to a mailbox are asked for at a tag of its address: where it is configured, unless the last
    /// probe that was sent to a tag did not come back.
    func asksForTags(_ mailbox: String?) throws -> Bool {
        guard let mailbox, lanes[mailbox]?.ports.hasPlusTags == true else { return false }
        return try store.lastTaggedProbe(of: mailbox).map { $0.findings.returned != nil } ?? true
    }

    func mailboxAddress(_ mailbox: String) -> EmailAddress? { mailboxes[mailbox] }

    /// The limits of a mailbox; the usual ones for one that does not run.
    func laneLimits(of mailbox: String) -> LaneLimits {
        lanes[mailbox]?.ports.limits ?? LaneLimits()
    }

    /// What a lane can say of itself for `mailbox list`; nil for a mailbox that does not run.
    package func laneStatus(
        of mailbox: String
    ) -> (holdUntil: Instant, holdReason: String?, cap: Int)? {
        guard let lane = lanes[mailbox] else { return nil }
        let hold = lane.hold
        // Why the error is dropped: a status line without its cap is better than none.
        let cap = (try? lane.cap(now: now)) ?? lane.ports.limits.startCap
        return (hold.until, hold.reason, cap)
    }
}
