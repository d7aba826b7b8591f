import Synchronization

/// A bucket of requests that refills: whoever asks without end is a machine.
final class RequestRate: Sendable {
    let mostAtOnce: Double
    let perSecond: Double

    private struct Bucket: Sendable {
        var left: Double
        var filledAt: ContinuousClock.Instant
    }

    private let bucket: Mutex<Bucket>

    init(mostAtOnce: Double, perSecond: Double) {
        self.mostAtOnce = mostAtOnce
        self.perSecond = perSecond
        bucket = Mutex(Bucket(left: mostAtOnce, filledAt: .now))
    }

    func admits(at now: ContinuousClock.Instant = .now) -> Bool {
        bucket.withLock { bucket in
            let elapsed = (now - bucket.filledAt) / .seconds(1)
            bucket.left = min(mostAtOnce, bucket.left + max(0, elapsed) * perSecond)
            bucket.filledAt = max(bucket.filledAt, now)
            guard bucket.left >= 1 else { return false }
            bucket.left -= 1
            return true
        }
    }
}
