import Sequencing
import Testing

@testable import Engine

/// What is remembered of the ends of queues.
struct KnownDrainsTests {
    private let now = Instant(milliseconds: 1_772_445_600_000)

    @Test("A long queue is foreseen by one at a time; meanwhile what was known is told")
    func oneAtATime() {
        let drains = KnownDrains()
        #expect(drains.begin("dana@sender.example", now: now))
        #expect(!drains.begin("dana@sender.example", now: now))
        #expect(drains.begin("omar@sender.example", now: now))
        #expect(drains.latest(of: "dana@sender.example") == nil)
        let end = now + .days(3)
        drains.keep(end, of: "dana@sender.example", queued: 9000, now: now)
        drains.end("dana@sender.example")
        #expect(drains.latest(of: "dana@sender.example") == end)
    }

    @Test("It is foreseen again when it has become old, or the clock was stepped back")
    func again() {
        let drains = KnownDrains()
        drains.keep(now, of: "dana@sender.example", queued: 9000, now: now)
        #expect(!drains.begin("dana@sender.example", now: now + .seconds(59)))
        #expect(drains.begin("dana@sender.example", now: now + .seconds(60)))
        drains.end("dana@sender.example")
        #expect(drains.begin("dana@sender.example", now: now - .seconds(1)))
    }
}
