import Sequencing
import Store
import Synchronization

/// When mailboxes were last read because of their probes.
///
/// Each sweep wakes the engine when it ends: without the rest it would be asked for again at once.
final class ProbeReadings: Sendable {
    private let readAt = Mutex<[String: Instant]>([:])

    /// Whether the rest is over; then it begins anew.
    func isTime(for mailbox: String, now: Instant) -> Bool {
        readAt.withLock { readAt in
            if let last = readAt[mailbox], now.since(last) < ProbeRules.rest { return false }
            readAt[mailbox] = now
            return true
        }
    }
}

extension Engine {
    /// Sends, reads after and ends the probes that are open; whether there are any left.
    func tendProbes(now: Instant) throws -> Bool {
        var isProbing = false
        for probe in try store.openProbes() {
            let mailbox = probe.mailbox
            switch ProbeRules.next(
                of: probe, lastReadAt: try store.mailbox(mailbox).sweepStartedAt,
                laneHold: laneStatus(of: mailbox)?.holdReason, now: now)
            {
            case .send: poke(mailbox, now: now)
            case .read:
                if probeReadings.isTime(for: mailbox, now: now) { parts.requestSweep(of: mailbox) }
            case .finish(let failure):
                try store.finishProbe(probe.id, failure: failure, now: now)
                continue
            }
            isProbing = true
        }
        return isProbing
    }
}
