import Engine
import Sequencing
import Simulation
import Testing

/// The proof that nobody answered: what opens it, what it is worth, what closes it (promise G3).
struct FenceTests {
    static let start = Instant(milliseconds: 1_772_445_600_000)

    private func fence() -> (Fence, VirtualTime) {
        let time = VirtualTime(startingAt: Self.start)
        return (Fence(clock: time), time)
    }

    @Test("After a start nothing is proven")
    func start() {
        #expect(fence().0.verdict(dueAt: Self.start) == .needsSweep)
    }

    @Test("A complete sweep that began after the step was due opens it, an earlier one does not")
    func order() {
        let (fence, time) = fence()
        fence.open(sweepStartedAt: time.now(), uptime: time.uptime())
        #expect(fence.verdict(dueAt: Self.start) == .open)
        #expect(fence.verdict(dueAt: Self.start + .milliseconds(1)) == .needsSweep)
    }

    @Test("A proof is worth five minutes", arguments: [0, 299, 300, 301, 3600])
    func age(seconds: Int) {
        let (fence, time) = fence()
        fence.open(sweepStartedAt: time.now(), uptime: time.uptime())
        time.run(until: Self.start + .seconds(seconds))
        #expect(fence.verdict(dueAt: Self.start) == (seconds <= 300 ? .open : .needsSweep))
    }

    @Test("A failure closes it, and only a later complete sweep opens it again")
    func failure() {
        let (fence, time) = fence()
        fence.open(sweepStartedAt: time.now(), uptime: time.uptime())
        fence.close("no connection")
        #expect(fence.closedCause == "no connection")
        #expect(fence.verdict(dueAt: Self.start) == .needsSweep)
        fence.open(sweepStartedAt: time.now(), uptime: time.uptime())
        #expect(fence.closedCause == nil)
        #expect(fence.verdict(dueAt: Self.start) == .open)
    }

    @Test("A wall clock that is stepped back makes no proof younger")
    func steppedClock() {
        let clock = SteppedClock(wall: Self.start, uptime: .seconds(1000))
        let fence = Fence(clock: clock)
        fence.open(sweepStartedAt: clock.wall, uptime: .seconds(600))
        #expect(fence.verdict(dueAt: Self.start - .hours(1)) == .needsSweep)
    }

    private struct SteppedClock: Clock {
        var wall: Instant
        var age: Duration

        init(wall: Instant, uptime: Duration) { (self.wall, age) = (wall, uptime) }

        func now() -> Instant { wall }
        func uptime() -> Duration { age }
    }
}
