package import Sequencing
import Store
import Synchronization

/// Until when a lane rests, and why. Lives in memory: after a restart everything is asked again.
package final class LaneRest: Sendable {
    /// A message that waits for a sweep is looked at again after this, sweep or not.
    static let fencePatience: Duration = .seconds(60)
    static let longestOutageRest: Duration = .minutes(30)

    private struct State: Sendable {
        var until = Instant(milliseconds: 0)
        var reason: String?
        var failures = 0
        /// The round of the fence that the lane waits, or has waited, to see the end of.
        var awaitedRound: Int?
    }

    private let fence: Fence
    private let state = Mutex(State())

    package init(fence: Fence) { self.fence = fence }

    /// When the lane can do something again; nil reason when nothing holds it.
    package var hold: (until: Instant, reason: String?) {
        let round = fence.round
        return state.withLock { state in
            if let awaited = state.awaitedRound, awaited != round {
                // What the lane waited for has come, as news or as a failure.
                state.awaitedRound = nil
                state.until = Instant(milliseconds: 0)
                state.reason = nil
            }
            return (state.until, state.reason)
        }
    }

    func hold(until: Instant, reason: String) {
        state.withLock { state in
            state.until = until
            state.reason = reason
        }
    }

    /// Something outside has changed: ask again at once.
    func release() {
        state.withLock { state in
            state.until = Instant(milliseconds: 0)
            state.reason = nil
            state.awaitedRound = nil
        }
    }

    /// Rests until a sweep ends after `round`, once for each: follow-ups go first. False when the lane has
    /// already waited for this one.
    ///
    /// `round` is the fence's from before the sweep was asked for; when one has ended since, the rest is over
    /// at once.
    package func awaitsSweep(after round: Int, now: Instant) -> Bool {
        state.withLock { state in
            guard state.awaitedRound != round else { return false }
            state.awaitedRound = round
            state.until = now + Self.fencePatience
            state.reason = Store.waitsForFence
            return true
        }
    }

    /// The server has answered: outages are counted anew.
    func noteAnswer() { state.withLock { $0.failures = 0 } }

    /// The server could not be used: each time it rests twice as long.
    func noteOutage(_ cause: String, now: Instant) {
        state.withLock { state in
            state.failures += 1
            let wait = Duration.minutes(1 << min(state.failures - 1, 5))
            state.until = now + min(wait, Self.longestOutageRest)
            state.reason = "the mailbox can't send: \(cause)"
        }
    }
}
