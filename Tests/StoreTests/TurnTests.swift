import Sequencing
import Store
import Testing

/// What one turn of a lane does to the message whose turn it is: all in one transaction.
@Suite(.serialized) struct TurnTests {
    static let now = StoreFixture.now

    private struct Trouble: Error {}

    private func turn(
        _ fixture: StoreFixture, limits: LaneLimits = LaneLimits(),
        decide: @escaping @Sendable (QueuedMessage) throws -> TurnDecision<String>
    ) throws -> LaneTurn<String> {
        try fixture.store.turn(
            of: StoreFixture.mailbox, rules: LaneRules(limits: limits), now: Self.now,
            decide: decide)
    }

    @Test("A message that is taken up is with a lane, and its bytes and the lane's plan come along")
    func takenUp() throws {
        let fixture = try StoreFixture()
        let (row, delivery) = try fixture.queued()
        let turn = try turn(fixture) { message in
            guard message.row == delivery, message.enrollment == row,
                message.lead.id == delivery.lead, message.obstacle == nil
            else { throw Trouble() }
            return .takeUp("by this plan")
        }
        guard case .takenUp(let claimed, let bytes, let plan) = turn else {
            Issue.record("\(turn)")
            return
        }
        #expect(claimed.state == .submitting(attempt: 1))
        #expect(try fixture.store.delivery(delivery.id) == claimed)
        #expect(bytes == Array("Hi".utf8))
        #expect(plan == "by this plan")
    }

    @Test("A message that is left is as it was, history and all")
    func left() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let before = try fixture.store.history(of: delivery.lead, limit: 100)
        guard case .left(delivery) = try turn(fixture, decide: { _ in .leave }) else {
            Issue.record("it was not left")
            return
        }
        #expect(try fixture.store.delivery(delivery.id) == delivery)
        #expect(try fixture.store.history(of: delivery.lead, limit: 100) == before)
    }

    @Test("A message that is put off says what it waits for, and is no longer the next")
    func putOff() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let later = Self.now + .hours(1)
        guard
            case .putOff = try turn(
                fixture, decide: { _ in .putOff(until: later, waitsFor: "the lead's window") })
        else {
            Issue.record("it was not put off")
            return
        }
        let after = try fixture.store.delivery(delivery.id)
        #expect(after.notBeforeAt == later)
        #expect(after.waitsFor == "the lead's window")
        #expect(after.state == delivery.state)
        guard case .nothing = try turn(fixture, decide: { _ in throw Trouble() }) else {
            Issue.record("it came again")
            return
        }
    }

    @Test("What is wrong with the message is its own fault; what is wrong with the storage is not")
    func faults() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let turn = try turn(fixture) { _ in throw Trouble() }
        guard case .fault(delivery.id, let cause) = turn, cause is Trouble else {
            Issue.record("\(turn)")
            return
        }
        #expect(throws: StoreError.diskFull(file: "x")) {
            try self.turn(fixture) { _ in throw StoreError.diskFull(file: "x") }
        }
        #expect(try fixture.store.delivery(delivery.id) == delivery)
    }

    @Test("Of a mailbox that is paused or has reached its cap no message is asked about")
    func kept() throws {
        let fixture = try StoreFixture()
        let (_, delivery) = try fixture.queued()
        let pause = MailboxPause(cause: .person, why: "a fair", since: Self.now, until: nil)
        try fixture.store.pause(StoreFixture.mailbox, pause, by: "dana")
        guard case .paused(pause) = try turn(fixture, decide: { _ in throw Trouble() }) else {
            Issue.record("a paused mailbox sends")
            return
        }
        _ = try fixture.store.resume(mailbox: StoreFixture.mailbox, now: Self.now, by: "dana")
        let claimed = try #require(try fixture.store.claim(delivery.id, now: Self.now))
        _ = try fixture.store.commitPoint(delivery.id, attempt: claimed.attempt, now: Self.now)
        let limits = LaneLimits(startCap: 1, ceiling: 1)
        let full = try turn(fixture, limits: limits) { _ in throw Trouble() }
        guard case .full(let until, 1) = full else {
            Issue.record("\(full)")
            return
        }
        #expect(until == Self.now + .hours(24))
    }
}
