import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Pace, caps, windows and servers in a bad mood (promises G1, G5, G6).
struct LaneScenarios {
    private func crowd(_ count: Int, on stage: Stage) throws {
        for number in 1...count { try stage.enroll("lead\(number)@company\(number).example") }
    }

    @Test("A cap holds over any rolling day, and the rest leaves when the window has slid")
    func cap() throws {
        let limits = LaneLimits(
            shortestGap: .zero, longestGap: .zero, startCap: 3, capRamp: 0, ceiling: 3)
        let stage = try Stage(Plans.hello, limits: limits)
        try crowd(5, on: stage)
        stage.run(.hours(23))
        #expect(stage.dots.count == 3)
        stage.run(.hours(2))
        let moments = stage.dots.map { $0.at.since(Stage.start) }
        #expect(moments.count == 5)
        #expect(moments.prefix(3).allSatisfy { $0 == .zero })
        #expect(moments.suffix(2).allSatisfy { $0 >= .hours(24) && $0 < .hours(24) + .minutes(1) })
        #expect(try stage.broken(cap: 3).isEmpty)
    }

    @Test("A mailbox leaves its pause between two messages")
    func pace() throws {
        let limits = LaneLimits(shortestGap: .seconds(60), longestGap: .seconds(60))
        let stage = try Stage(Plans.hello, limits: limits)
        try crowd(3, on: stage)
        stage.run(.minutes(10))
        #expect(
            stage.dots.map { $0.at.since(Stage.start) } == [.zero, .seconds(60), .seconds(120)])
    }

    @Test("What waits when the window closes leaves at its next opening")
    func window() throws {
        let limits = LaneLimits(shortestGap: .seconds(50), longestGap: .seconds(50))
        let stage = try Stage(Plans.hello, hours: "09:00-09:01", limits: limits)
        try crowd(3, on: stage)
        stage.run(.days(2))
        #expect(
            stage.dots.map(\.at) == [
                Stage.at(day: 16, hour: 9), Stage.at(day: 16, hour: 9, second: 50),
                Stage.at(day: 17, hour: 9),
            ])
        #expect(try stage.broken().isEmpty)
    }

    @Test("The window is the lead's, wherever the mailbox stands")
    func zone() throws {
        let stage = try Stage(Plans.hello, hours: "09:00-17:00")
        try stage.enroll("ken@east.example", zone: "Asia/Tokyo")
        try stage.enroll("ana@west.example", zone: "America/New_York")
        stage.run(.days(1))
        #expect(stage.dots.map(\.at) == [Stage.start, Stage.at(day: 16, hour: 13)])
    }

    @Test("A message that is put off leaves after a rest, with the same bytes")
    func putOff() throws {
        let stage = try Stage(Plans.hello)
        stage.server.tell(.putsOff, .putsOff)
        try stage.enroll()
        stage.run(.hours(12))
        let attempts = stage.server.attempts
        #expect(attempts.count == 3)
        #expect(attempts.allSatisfy { $0.bytes == attempts[0].bytes })
        let rests = zip(attempts.dropFirst(), attempts).map { $0.at.since($1.at) }
        #expect(rests.allSatisfy { $0 >= .minutes(30) })
        #expect(rests[1] > rests[0])
        #expect(stage.dots.count == 1)
    }

    @Test("A server that is down holds the mailbox, says so, and is tried again")
    func down() throws {
        let stage = try Stage(Plans.hello)
        stage.server.tell(.isDown, .isDown, .isDown)
        try stage.enroll()
        stage.run(.seconds(30))
        #expect(try stage.store.mailboxes()[0].downCause == "the server is down")
        stage.run(.hours(2))
        #expect(stage.dots.count == 1)
        #expect(stage.server.attempts.count == 4)
        #expect(try stage.store.mailboxes()[0].downCause == nil)
    }

    @Test("A refusal ends the enrollment and is no touch")
    func refused() throws {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.refuses)
        let id = try stage.enroll()
        stage.run(.days(3))
        #expect(try stage.state(id) == .ended(.failed(.refused)))
        #expect(stage.server.attempts.count == 1)
        #expect(try stage.engine.touchGapReport().lines[0].facts.effort.touches == 0)
    }

    @Test("A stop that comes while the body is on its way keeps the dot back")
    func stoppedAtCommitPoint() throws {
        let stage = try Stage(Plans.hello)
        let engine = stage.engine
        let id = try stage.enroll()
        stage.server.beforeCommitPoint { @Sendable in
            _ = try? engine.stop(id, why: "a call came in", disposition: nil, by: "dana")
        }
        stage.run(.days(1))
        #expect(stage.server.attempts.count == 1)
        #expect(stage.dots.isEmpty)
        #expect(try stage.state(id) == .ended(.stopped))
        #expect(try stage.deliveries().map(\.state.name) == [.withdrawn])
    }
}
