package import Sequencing
import Synchronization

/// The proof that nobody answered, for one mailbox (promise G3). Lives in memory alone: after a
/// restart nothing is proven until a sweep has been completed.
package final class Fence: Sendable {
    /// A proof older than this is none.
    package static let longestAge: Duration = .seconds(300)

    package enum Verdict: Equatable, Sendable {
        case open
        /// A complete sweep that starts now would open it.
        case needsSweep
    }

    private struct Proof: Sendable {
        var startedAt: Instant
        var startedUptime: Duration
        var number: Int
    }

    private struct State: Sendable {
        var proof: Proof?
        var closedCause: String?
        var sweeps = 0
        var failures = 0
    }

    private let clock: any Clock
    private let state = Mutex(State())

    package init(clock: any Clock) { self.clock = clock }

    /// Why it is closed, nil when it is not.
    package var closedCause: String? { state.withLock { $0.closedCause } }

    /// The number of complete sweeps since the start.
    package var sweepNumber: Int { state.withLock { $0.sweeps } }

    /// Counts sweeps that ended, however they did.
    package var round: Int { state.withLock { $0.sweeps + $0.failures } }

    /// Whether a follow-up that became due at `dueAt` may pass its commit point now.
    ///
    /// The age is measured by the uptime, so that a stepped wall clock can't make a proof younger;
    /// the order against the due time by the wall clock, at which the due time was written.
    package func verdict(dueAt: Instant) -> Verdict {
        let uptime = clock.uptime()
        return state.withLock { state in
            guard state.closedCause == nil, let proof = state.proof, proof.startedAt >= dueAt,
                uptime - proof.startedUptime <= Self.longestAge,
                proof.startedUptime <= uptime
            else { return .needsSweep }
            return .open
        }
    }

    /// A complete sweep that started at these moments has been recorded with its effects.
    package func open(sweepStartedAt startedAt: Instant, uptime: Duration) {
        state.withLock { state in
            state.sweeps += 1
            state.closedCause = nil
            state.proof = Proof(
                startedAt: startedAt, startedUptime: uptime, number: state.sweeps)
        }
    }

    /// Fail closed: whatever was proven before counts no more.
    package func close(_ cause: String) {
        state.withLock { state in
            state.failures += 1
            state.closedCause = cause
            state.proof = nil
        }
    }
}
