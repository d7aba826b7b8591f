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
        // Nor may it end while the account is full: two are two.
        #expect(throws: StoreError.self) { try stage.engine.resume(second, by: "dana") }
        #expect(try stage.state(second).name == .paused)
        let fourth = try stage.add("dot@north.example")
        #expect(throws: EnrollmentRefusal.self) { try stage.enroll(fourth).get() }
        _ = try stage.engine.stop(first, why: "bought", disposition: nil, by: "dana")
        _ = try stage.enroll(fourth).get()
    }

    @Test("A person on two sequences is one of the account's people")
    func peopleNotEnrollments() throws {
        let stage = try Stage(
            Plans.twoMails,
            enrollment: EnrollmentRules(peoplePerAccount: 2, allowsSeveral: true))
        try stage.publish(Plans.hello, as: "other")
        let ann = try stage.add("ann@north.example")
        _ = try stage.enroll(ann).get()
        _ = try stage.enroll(ann, in: "other", isBeside: true).get()
        _ = try stage.enroll(stage.add("bob@north.example")).get()
        #expect(
            try refusal(stage.enroll(stage.add("cia@north.example"))).message.hasPrefix(
                "2 of the account"))
    }

    @Test("A second sequence needs leave, and never the same twice; an answer stops them all")
    func beside() throws {
        let strict = try Stage(Plans.twoMails)
        let one = try strict.add("mira@north.example")
        _ = try strict.enroll(one).get()
        try strict.publish(Plans.hello, as: "other")
        #expect(
            try refusal(strict.enroll(one, in: "other", isBeside: true)).message.contains(
                "enrollment.several-sequences"))

        let stage = try Stage(Plans.twoMails, enrollment: EnrollmentRules(allowsSeveral: true))
        try stage.publish(Plans.twoMails, as: "other")
        let lead = try stage.add("mira@north.example")
        let first = try stage.enroll(lead).get()
        #expect(try refusal(stage.enroll(lead, in: "other")).code == .alreadyEnrolled)
        let second = try stage.enroll(lead, in: "other", isBeside: true).get()
        let twice = try refusal(stage.enroll(lead, in: "other", isBeside: true))
        #expect(twice.blocking == second.id)
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        try stage.answer(stage.dots[1])
        stage.run(.days(3))
        #expect(stage.dots.count == 2)
        #expect(try stage.state(first.id) == .ended(.replied))
        #expect(try stage.state(second.id) == .ended(.replied))
        #expect(try stage.broken().isEmpty)
    }

    @Test("An answer to an old message stops the sequence of today")
    func lateAnswer() throws {
        let stage = try Stage(Plans.twoMails)
        let lead = try stage.add("mira@north.example")
        let old = try stage.enroll(lead).get()
        stage.run(.hours(1))
        _ = try stage.engine.stop(old.id, why: "wrong sequence", disposition: nil, by: "dana")
        let new = try stage.enroll(lead).get()
        stage.run(.hours(1))
        #expect(stage.dots.count == 2)
        try stage.answer(stage.dots[0])
        stage.run(.days(3))
        #expect(try stage.state(new.id) == .ended(.replied))
        #expect(stage.dots.count == 2)
    }

    @Test(
        "A step “from start” counts from the day on which the enrollment began, not on which it was made"
    )
    func startLater() throws {
        let stage = try Stage(
            """
            \(Plans.hello)
              - id: nudge
                after: 3 days from start
                email: { reply-to: hello, body: "Still there?" }
            """)
        let start = Stage.start + .days(5)
        _ = try stage.enroll(stage.add("mira@north.example"), startAt: start).get()
        stage.run(.days(12))
        #expect(stage.dots.map(\.at) == [start, start + .days(3)])
    }

    @Test("When an account's zone changes, everybody of it without one is dated by it")
    func accountZoneMoves() throws {
        let stage = try Stage(Plans.hello, hours: "10:00-16:00")
        var first = try stage.add("first@north.example", zone: nil)
        let ids = try [first, stage.add("second@north.example", zone: nil)].map {
            try stage.enroll($0).get().id
        }
        func due() throws -> [Instant?] {
            try ids.map { id in
                guard case .waiting(_, let dueAt) = try stage.state(id) else { return nil }
                return dueAt
            }
        }
        #expect(try due() == [Stage.at(day: 16, hour: 10), Stage.at(day: 16, hour: 10)])
        first.accountZone = "America/New_York"
        try stage.engine.edit(first, why: "changed: account zone", by: "dana")
        #expect(try due() == [Stage.at(day: 16, hour: 14), Stage.at(day: 16, hour: 14)])
        // A colleague who brings another zone for the company moves both again.
        _ = try stage.engine.add(
            NewLead(
                email: EmailAddress("third@north.example"), owner: "dana",
                accountZone: "Europe/Berlin"), by: "dana")
        #expect(try due() == [Stage.at(day: 16, hour: 9), Stage.at(day: 16, hour: 9)])
    }

    @Test("People without a zone go by their account's, in narrow hours")
    func accountZone() throws {
        let stage = try Stage(Plans.hello, hours: "06:00-20:00")
        var known = try stage.add("known@north.example", zone: "Asia/Tokyo")
        known.accountZone = "America/New_York"
        try stage.engine.edit(known, why: "changed: account zone", by: "dana")
        _ = try stage.enroll(stage.add("unknown@north.example", zone: nil)).get()
        _ = try stage.enroll(stage.add("other@south.example", zone: nil)).get()
        _ = try stage.enroll(known).get()
        stage.run(.days(1))
        let at = Dictionary(uniqueKeysWithValues: stage.dots.map { ($0.recipient, $0.at) })
        #expect(at["unknown@north.example"] == Stage.at(day: 16, hour: 13, minute: 30))
        #expect(at["other@south.example"] == Stage.at(day: 16, hour: 9, minute: 30))
        #expect(at["known@north.example"] == Stage.start)
    }
}
