import Engine
import Sequencing
import Simulation
import Store
import Testing

/// A message whose fate nobody knows is never sent again unasked (promises G1, G2).
struct DoubtScenarios {
    private func doubtful() throws -> (Stage, EnrollmentID, DeliveryID) {
        let stage = try Stage(Plans.twoMails)
        stage.server.tell(.hangsUp)
        let id = try stage.enroll()
        stage.run(.days(3))
        return (stage, id, try #require(stage.deliveries().first).id)
    }

    @Test("It stays in doubt, nothing follows it, and the report names it with the way out")
    func listed() throws {
        let (stage, id, delivery) = try doubtful()
        #expect(stage.dots.count == 1)
        #expect(try stage.store.delivery(delivery).state == .inDoubt)
        #expect(try stage.state(id).name == .sending)
        let gap = try stage.engine.touchGapReport().lines[0].assessment
        #expect(gap.primary?.reason == .deliveryInDoubt)
        #expect(gap.primary?.command.contains("delivery show \(delivery)") == true)
        #expect(try stage.broken().isEmpty)
    }

    @Test("An answer that quotes it is the proof that it arrived")
    func provenByAnswer() throws {
        let (stage, id, delivery) = try doubtful()
        try stage.answer(stage.dots[0])
        stage.run(.days(3))
        #expect(try stage.store.delivery(delivery).state == .accepted)
        #expect(try stage.state(id) == .ended(.replied))
        #expect(stage.dots.count == 1)
    }

    @Test("Settled as sent, the sequence goes on from the moment of its dot")
    func sent() throws {
        let (stage, _, delivery) = try doubtful()
        _ = try stage.engine.settle(delivery, as: .sent, by: "dana")
        stage.run(.hours(1))
        #expect(try stage.store.delivery(delivery).state == .accepted)
        #expect(stage.dots.count == 2)
    }

    @Test("Sent again because a person asks: the same bytes")
    func resend() throws {
        let (stage, _, delivery) = try doubtful()
        _ = try stage.engine.settle(delivery, as: .resend, by: "dana")
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        #expect(stage.dots[0].bytes == stage.dots[1].bytes)
        #expect(try stage.store.delivery(delivery).state == .accepted)
    }

    @Test("Dropped, it ends the enrollment")
    func drop() throws {
        let (stage, id, delivery) = try doubtful()
        _ = try stage.engine.settle(delivery, as: .drop, by: "dana")
        stage.run(.days(2))
        #expect(stage.dots.count == 1)
        #expect(try stage.state(id) == .ended(.failed(.dropped)))
    }
}
