/// How gently a mailbox sends.
package struct LaneLimits: Equatable, Sendable {
    /// Between two messages, at least.
    package var shortestGap: Duration
    /// And at most: the gap after each message is fixed by the message.
    package var longestGap: Duration
    /// Messages in any 24 hours on the first day.
    package var startCap: Int
    /// Added for each day since the first message.
    package var capRamp: Int
    /// Never more than this in any 24 hours.
    package var ceiling: Int
    /// Messages to one recipient domain in any 24 hours; nil for no limit of their own.
    package var domainCap: Int?
    package var breaker: BreakerRules

    package init(
        shortestGap: Duration = .seconds(30), longestGap: Duration = .seconds(90),
        startCap: Int = 50, capRamp: Int = 5, ceiling: Int = 400, domainCap: Int? = nil,
        breaker: BreakerRules = BreakerRules()
    ) {
        self.shortestGap = shortestGap
        self.longestGap = longestGap
        self.startCap = startCap
        self.capRamp = capRamp
        self.ceiling = ceiling
        self.domainCap = domainCap
        self.breaker = breaker
    }

    /// The cap of a day: ramped from the first message on, never above the ceiling.
    package func cap(firstCommittedAt: Instant?, now: Instant) -> Int {
        let days = firstCommittedAt.map { now.since($0).wholeMilliseconds / 86_400_000 } ?? 0
        return min(startCap + capRamp * Int(max(0, days)), ceiling)
    }
}
