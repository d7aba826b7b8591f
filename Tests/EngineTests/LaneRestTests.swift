import Engine
import Sequencing
import Simulation
import Testing

/// A lane that waits for the proof of the fence.
struct LaneRestTests {
    private let time = VirtualTime(startingAt: Instant(milliseconds: 1_000_000))

    @Test("It rests until the sweep has ended, however it did, and once for each")
    func rests() {
        let fence = Fence(clock: time)
        let rest = LaneRest(fence: fence)
        let now = time.now()
        let round = fence.round
        #expect(rest.awaitsSweep(after: round, now: now))
        #expect(rest.hold.until == now + .seconds(60))
        #expect(!rest.awaitsSweep(after: round, now: now))
        fence.close("no connection")
        #expect(rest.hold.until <= now)
        #expect(rest.hold.reason == nil)
        #expect(rest.awaitsSweep(after: fence.round, now: now))
        fence.open(sweepStartedAt: now, uptime: time.uptime())
        #expect(rest.hold.until <= now)
    }

    @Test("A sweep that ended between the question and the rest is not missed")
    func race() {
        let fence = Fence(clock: time)
        let rest = LaneRest(fence: fence)
        let round = fence.round
        fence.open(sweepStartedAt: time.now(), uptime: time.uptime())
        #expect(rest.awaitsSweep(after: round, now: time.now()))
        #expect(rest.hold.until <= time.now())
    }
}
