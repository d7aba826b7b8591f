import Sequencing
import Store

/// How long a lane rests after what a server has said.
extension Lane {
    /// When the next message may leave, where the server has answered; else nil.
    func nextSlotAt(
        after verdict: SubmissionVerdict, recipient: String, step: String, now: Instant
    ) -> Instant? {
        switch verdict {
        case .accepted, .refused, .deferred, .inDoubt:
            now + rules.gap(after: recipient, step: step)
        case .unsent: nil
        }
    }

    /// The gap to the next message, or the back-off of a server that can't be used.
    func pace(
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

    func retryAt(
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
