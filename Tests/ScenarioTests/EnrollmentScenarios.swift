import Engine
import Sequencing
import Simulation
import Store
import Testing

/// What keeps a lead from a sequence: each refusal names it and says what to do.
struct EnrollmentScenarios {
    private func refusal(
        _ result: Result<EnrollmentRow, EnrollmentRefusal>
    ) throws -> EnrollmentRefusal {
        switch result {
        case .success(let row): throw Unexpected(what: "\(row.id) was enrolled")
        case .failure(let refusal): return refusal
        }
    }

    private struct Unexpected: Error { var what: String }

    @Test("A lead cools off after the last touch, and may be enrolled for the day after that")
    func coolOff() throws {
        let stage = try Stage(Plans.hello, enrollment: EnrollmentRules(coolOffDays: 10))
        let lead = try stage.add("mira@north.example")
        _ = try stage.enroll(lead).get()
        stage.run(.days(3))
        #expect(stage.dots.count == 1)
        let refusal = try refusal(stage.enroll(lead))
        #expect(refusal.code == .coolOff)
        #expect(refusal.message.contains("2026-03-16T07:00:00Z"))
        #expect(refusal.until == Stage.start + .days(10))
        #expect(refusal.advice == "begin later: add --start-at 2026-03-26T07:00:00Z")
        let later = Stage.start + .days(10)
        #expect(throws: EnrollmentRefusal.self) {
            try stage.enroll(lead, startAt: later - .seconds(1)).get()
        }
        _ = try stage.enroll(lead, startAt: later).get()
        stage.run(.days(10))
        #expect(stage.dots.map(\.at) == [Stage.start, later])
    }

    @Test("A touch that was taken back, and a missing rule, cool nobody off")
    func noCoolOff() throws {
        let bounced = try Stage(Plans.hello, enrollment: EnrollmentRules(coolOffDays: 10))
        let lead = try bounced.add("mira@north.example")
        _ = try bounced.enroll(lead).get()
        bounced.run(.hours(1))
        try bounced.hardBounce(bounced.dots[0])
        bounced.run(.hours(1))
        _ = try bounced.enroll(lead).get()
        let without = try Stage(Plans.hello)
        let other = try without.add("mira@north.example")
        _ = try without.enroll(other).get()
        without.run(.hours(1))
        _ = try without.enroll(other).get()
    }

    @Test("An account takes so many people at once; who is in the way is named")
    func accountLimit() throws {
        let stage = try Stage(
            Plans.twoMails, when: "colleague-replies: ignore",
            enrollment: EnrollmentRules(peoplePerAccount: 2))
        let first = try stage.enroll("ana@north.example")
        let second = try stage.enroll("ben@north.example")
        try stage.enroll("zoe@south.example")
        let third = try stage.add("cia@north.example")
        let refusal = try refusal(stage.enroll(third))
        #expect(refusal.code == .accountLimit)
        #expect(refusal.blocking == first)
        #expect(refusal.message.contains("ana@north.example, ben@north.example"))
        // An endless pause is not in the way.
        stage.run(.hours(1))
        _ = try stage.engine.pause(second, until: nil, why: "a fair", by: "dana")
        _ = try stage.enroll(third).get()
        let fourth = try stage.add("dot@north.example")
        #expect(throws: EnrollmentRefusal.self) { try stage.enroll(fourth).get() }
        _ = try stage.engine.stop(first, why: "bought", disposition: nil, by: "dana")
        _ = try stage.enroll(fourth).get()
    }
}
