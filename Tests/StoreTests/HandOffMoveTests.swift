import GRDB
import Sequencing
import Store
import Support
import Testing

/// What people do with hand-offs: each move, its refusals, and who the history names.
struct HandOffMoveTests {
    private static let later = StoreFixture.now + .days(30)

    func story(_ fixture: StoreFixture, _ lead: LeadID) throws -> [String] {
        try fixture.store.history(of: lead, limit: 100).map { "\($0.actor) \($0.event)" }
    }

    func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(StoreFixture.mailbox), "dana")])
        return fixture
    }

    func handOff(_ fixture: StoreFixture, _ lead: Lead) throws -> HandOffRecord {
        try #require(try fixture.store.lastHandOff(of: lead.id))
    }

    @Test("Accepting is recorded once, by whoever did it")
    func accept() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        let id = try handOff(fixture, lead).id
        for actor in ["dana", "mona"] {
            try fixture.store.accept(id, now: StoreFixture.now, by: actor)
        }
        #expect(try handOff(fixture, lead).acceptedAt == StoreFixture.now)
        #expect(try story(fixture, lead.id).suffix(2) == ["test handed-off", "dana accepted"])
    }

    @Test("What nobody owns can't be accepted")
    func acceptOwnerless() throws {
        let fixture = try fixture()
        let lead = try fixture.store.add(
            NewLead(email: EmailAddress("kim@south.example")), now: StoreFixture.now, by: "mark")
        let id = try handOff(fixture, lead).id
        #expect(throws: StoreError.self) {
            try fixture.store.accept(id, now: StoreFixture.now, by: "dana")
        }
    }

    @Test("Enrolling accepts, and a hand-off that it opens comes from the rep")
    func enroll() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        try fixture.store.dispose(
            handOff(fixture, lead).id, as: .badTiming, now: StoreFixture.now, by: "dana")
        _ = try fixture.enroll(lead.id).get()
        let record = try handOff(fixture, lead)
        #expect(record.source == HandOffSource.rep)
        #expect(record.acceptedAt == StoreFixture.now)
        #expect(record.disposition == nil)
    }

    @Test("Whoever names a hand-off to be enrolled begins no other, and nothing is written")
    func enrollNamed() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        let first = try handOff(fixture, lead).id
        func enroll(_ id: HandOffID) throws -> EnrollmentRefusal? {
            let result = try fixture.store.enroll(
                NewEnrollment(
                    lead: lead.id, sequence: SequenceVersion(name: "quick", version: 1),
                    mailbox: StoreFixture.mailbox, rep: "dana", source: nil,
                    startAt: StoreFixture.now, first: .step(StepIndex(0), dueAt: StoreFixture.now),
                    handOff: id), now: StoreFixture.now, by: "mona")
            if case .failure(let refusal) = result { return refusal }
            return nil
        }
        try fixture.store.dispose(first, as: .qualified, now: StoreFixture.now, by: "dana")
        let before = try story(fixture, lead.id)
        let closed = try #require(try enroll(first))
        #expect(closed.code == .handOffClosed)
        #expect(closed.message == "\(first) was closed as qualified")
        #expect(try story(fixture, lead.id) == before)
        let second = try fixture.store.handOver(
            lead.id, source: "fair", owner: nil, isHot: false, assignment: .init(),
            now: StoreFixture.now, by: "mark")
        #expect(try enroll(first)?.message == "\(second) came after \(first)")
        #expect(try enroll(second) == nil)
        #expect(
            try fixture.store.handOffs(lead: lead.id, owners: nil, source: nil).map(\.id) == [
                first, second,
            ])
    }

    @Test(
        "A lead is sent back before contact, and what lives of it ends",
        arguments: [
            Disposition.misrouted, .incomplete, .outsideCriteria,
        ])
    func reject(_ reason: Disposition) throws {
        let fixture = try fixture()
        let (row, delivery) = try fixture.queued()
        let id = try #require(try fixture.store.lastHandOff(of: row.lead)).id
        try fixture.store.dispose(
            id, as: reason, why: "not ours", now: StoreFixture.now, by: "dana")
        #expect(try fixture.store.handOff(id).disposition == reason)
        #expect(try fixture.store.enrollment(row.id).state.name == .ended)
        #expect(try fixture.store.delivery(delivery.id).state.name == .withdrawn)
        let last = try fixture.store.history(of: row.lead, limit: 100).last
        #expect(last?.event == "rejected")
        #expect(last?.why == "\(reason.rawValue): not ours")
    }

    @Test("After a touch a lead is not rejected any more, and nothing of it has changed")
    func rejectAfterContact() throws {
        let fixture = try fixture()
        let (row, delivery) = try fixture.queued()
        let raw = try fixture.raw()
        try raw.write { database in
            try database.execute(
                sql: """
                    INSERT INTO touch (handOffID, leadID, channel, isHuman, happenedAt, deliveryID)
                    VALUES (?, ?, 'email', 0, ?, ?)
                    """,
                arguments: [
                    row.handOff.rawValue, row.lead.rawValue, StoreFixture.now.milliseconds,
                    delivery.id.rawValue,
                ])
        }
        #expect(throws: StoreError.self) {
            try fixture.store.dispose(
                row.handOff, as: .misrouted, now: StoreFixture.now, by: "dana")
        }
        #expect(try fixture.store.handOff(row.handOff).disposition == nil)
        #expect(try fixture.store.enrollment(row.id).state.name == .sending)
        try raw.write { try $0.execute(sql: "UPDATE touch SET takenBackAt = 1") }
        try fixture.store.dispose(row.handOff, as: .misrouted, now: StoreFixture.now, by: "dana")
    }

    @Test("What is closed stays closed, whatever is asked of it")
    func closed() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        let id = try handOff(fixture, lead).id
        try fixture.store.dispose(id, as: .noNeed, now: StoreFixture.now, by: "dana")
        let before = try story(fixture, lead.id)
        for move in [
            { try fixture.store.accept(id, now: StoreFixture.now, by: "dana") },
            { try fixture.store.assign(id, to: "erik", now: StoreFixture.now, by: "mona") },
            { try fixture.store.dispose(id, as: .qualified, now: StoreFixture.now, by: "dana") },
        ] {
            #expect(throws: StoreError.self) { try move() }
        }
        #expect(try story(fixture, lead.id) == before)
        #expect(try fixture.store.handOff(id).disposition == .noNeed)
    }

    @Test("A wake date goes with recycled, lies ahead, and goes with nothing else")
    func wakeDates() throws {
        let fixture = try fixture()
        let id = try handOff(fixture, fixture.addLead()).id
        for (disposition, wakeAt) in [
            (Disposition.recycled, nil), (.recycled, StoreFixture.now), (.noNeed, Self.later),
        ] {
            #expect(throws: StoreError.self) {
                try fixture.store.dispose(
                    id, as: disposition, wakeAt: wakeAt, now: StoreFixture.now, by: "dana")
            }
        }
        #expect(try fixture.store.handOff(id).disposition == nil)
    }

    @Test("A recycled lead is handed over again on its day, once, to its owner")
    func recycle() throws {
        let fixture = try fixture()
        let store = fixture.store
        let lead = try fixture.addLead()
        let old = try handOff(fixture, lead).id
        try store.dispose(
            old, as: .recycled, wakeAt: Self.later, now: StoreFixture.now, by: "dana")
        #expect(try store.nextRecycleAt() == Self.later)
        #expect(try store.wakeRecycled(now: Self.later - .seconds(1), limit: 10) == 0)
        #expect(try store.wakeRecycled(now: Self.later, limit: 10) == 1)
        #expect(try store.wakeRecycled(now: Self.later, limit: 10) == 0)
        #expect(try store.nextRecycleAt() == nil)
        let new = try handOff(fixture, lead)
        #expect(new.id != old)
        #expect(new.source == HandOffSource.recycled)
        #expect(new.owner == "dana")
        #expect(
            try store.handOffs(lead: lead.id, owners: nil, source: nil).map(\.recycledFrom) == [
                nil, old,
            ])
        #expect(try store.history(of: lead.id, limit: 1).last?.actor == "engine")
    }

    @Test("Nobody is woken who is suppressed, or whom something newer has happened to")
    func notWoken() throws {
        let fixture = try fixture()
        let store = fixture.store
        let leads = try ["a@north.example", "b@north.example"].map { try fixture.addLead($0) }
        for lead in leads {
            try store.dispose(
                handOff(fixture, lead).id, as: .recycled, wakeAt: Self.later,
                now: StoreFixture.now, by: "dana")
        }
        _ = try store.suppress(
            [.address(leads[0].email)], reason: "asked", evidence: nil, now: StoreFixture.now,
            by: "dana")
        let newer = try store.handOver(
            leads[1].id, source: "fair", owner: nil, isHot: false, assignment: .init(),
            now: StoreFixture.now, by: "mark")
        #expect(try store.wakeRecycled(now: Self.later, limit: 10) == 2)
        #expect(try handOff(fixture, leads[0]).disposition == .recycled)
        #expect(try handOff(fixture, leads[1]).id == newer)
        for lead in leads { #expect(try story(fixture, lead.id).last == "engine not-woken") }
    }

    @Test("Nobody who was forgotten is handed over, by hand or on a wake date")
    func forgotten() throws {
        let fixture = try fixture()
        let store = fixture.store
        let lead = try fixture.addLead()
        try store.dispose(
            handOff(fixture, lead).id, as: .recycled, wakeAt: Self.later, now: StoreFixture.now,
            by: "dana")
        _ = try store.forget(lead.email, now: StoreFixture.now, by: "mona")
        #expect(throws: StoreError.self) {
            try store.handOver(
                lead.id, source: "fair", owner: nil, isHot: false, assignment: .init(),
                now: StoreFixture.now, by: "mark")
        }
        _ = try store.wakeRecycled(now: Self.later, limit: 10)
        #expect(try handOff(fixture, lead).disposition == .recycled)
    }

    @Test("Handing over is refused while one is open, and for whom nobody may contact")
    func handOverRefused() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        func handOver() throws -> HandOffID {
            try fixture.store.handOver(
                lead.id, source: nil, owner: nil, isHot: true, assignment: .init(),
                now: StoreFixture.now, by: "mark")
        }
        #expect(throws: StoreError.self) { try handOver() }
        try fixture.store.dispose(
            handOff(fixture, lead).id, as: .noNeed, now: StoreFixture.now, by: "dana")
        _ = try fixture.store.suppress(
            [.address(lead.email)], reason: "asked", evidence: nil, now: StoreFixture.now,
            by: "dana")
        #expect(throws: StoreError.self) { try handOver() }
        #expect(try handOff(fixture, lead).disposition == .noNeed)
    }
}
