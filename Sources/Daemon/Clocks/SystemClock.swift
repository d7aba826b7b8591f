import Engine
import Foundation
import Sequencing

/// The wall clock and the uptime of this machine: the one place in the program that reads them.
struct SystemClock: Clock {
    /// CLOCK_BOOTTIME on Linux: goes on while the machine sleeps, and nobody can step it.
    private static let processStart = ContinuousClock.now

    init() {}

    func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    func uptime() -> Duration { Self.processStart.duration(to: .now) }
}
