package import Sequencing

/// How one clock of a hand-off stands (docs/touch-gap.md, Clocks).
package struct ClockView: Codable, Equatable, Sendable {
    package var clock: HandOffClock
    /// Of several of one kind, from 1: the touch it runs to, or the reply.
    package var number: Int?
    package var startedAt: Timestamp
    /// Left out while it runs.
    package var stoppedAt: Timestamp?
    /// By the wall.
    package var minutes: Int
    /// Open minutes of the lead's calendar, without the lead's dated rests where they count.
    package var businessMinutes: Int
    package var targetAt: Timestamp?
    package var limitAt: Timestamp?
    package var standing: ClockReading.Standing

    package init(
        clock: HandOffClock, number: Int? = nil, startedAt: Timestamp, stoppedAt: Timestamp? = nil,
        minutes: Int, businessMinutes: Int, targetAt: Timestamp? = nil, limitAt: Timestamp? = nil,
        standing: ClockReading.Standing
    ) {
        self.clock = clock
        self.number = number
        self.startedAt = startedAt
        self.stoppedAt = stoppedAt
        self.minutes = minutes
        self.businessMinutes = businessMinutes
        self.targetAt = targetAt
        self.limitAt = limitAt
        self.standing = standing
    }

    package init(_ reading: ClockReading) {
        self.init(
            clock: reading.clock, number: reading.number,
            startedAt: Timestamp(reading.startedAt), stoppedAt: Timestamp(reading.stoppedAt),
            minutes: Int(reading.raw.wholeMilliseconds / 60_000),
            businessMinutes: Int(reading.business.wholeMilliseconds / 60_000),
            targetAt: Timestamp(reading.targetAt), limitAt: Timestamp(reading.limitAt),
            standing: reading.standing)
    }
}

/// The middle of all clocks of a kind that have stopped.
package struct ClockMedian: Codable, Equatable, Sendable {
    package var clock: HandOffClock
    /// How many have stopped.
    package var count: Int
    package var minutes: Int
    package var businessMinutes: Int
    /// Of those of whom something was promised or planned: how many kept it, to the limit.
    package var kept: Int
    package var judged: Int

    package init(
        clock: HandOffClock, count: Int, minutes: Int, businessMinutes: Int, kept: Int, judged: Int
    ) {
        self.clock = clock
        self.count = count
        self.minutes = minutes
        self.businessMinutes = businessMinutes
        self.kept = kept
        self.judged = judged
    }
}
