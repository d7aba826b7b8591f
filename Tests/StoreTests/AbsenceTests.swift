import Sequencing
import Store
import Support
import Testing

/// Reps who are away: what is recorded, and to whom new work goes meanwhile.
struct AbsenceTests {
    private static let now = StoreFixture.now
    private static let address = "kim@south.example"

    private func fixture() throws -> StoreFixture {
        let fixture = try StoreFixture()
        try fixture.store.configure(
            reps: [
                Rep(name: "dana", fullName: "Dana Whitlock"),
                Rep(name: "erik", fullName: "Erik Holm"),
            ], mailboxes: [(EmailAddress(StoreFixture.mailbox), "dana")])
        return fixture
    }

    @discardableResult
    private func away(
        _ fixture: StoreFixture, from: Int = -1, until: Int = 5, delegate: String? = "erik"
    ) throws -> Absence {
        try fixture.store.recordAbsence(
            of: "dana", from: Self.now + .days(from), until: Self.now + .days(until),
            delegate: delegate, now: Self.now, by: "dana")
    }

    @Test("An absence is what was recorded, and one that overlaps it is refused by its number")
    func record() throws {
        let fixture = try fixture()
        let absence = try away(fixture)
        #expect(try fixture.store.absences().all == [absence])
        #expect {
            try away(fixture, from: 4, until: 9)
        } throws: { "\($0)".contains("\(absence.id)") }
        try away(fixture, from: 5, until: 9)
        #expect(try fixture.store.absences().all.count == 2)
    }

    @Test(
        "Coming back ends what is in force and takes back what was to come; an earlier day is told as it was"
    )
    func back() throws {
        let fixture = try fixture()
        try away(fixture)
        try away(fixture, from: 10, until: 12)
        let back = Self.now + .days(2)
        let ended = try fixture.store.endAbsences(of: "dana", now: back, by: "mona")
        #expect(ended.count == 2)
        let left = try fixture.store.absences()
        #expect(left.all.map(\.until) == [back])
        #expect(left.worker(for: "dana", at: back) == "dana")
        #expect(try fixture.store.absences(asOf: Self.now + .days(1)).all.count == 2)
        #expect(try fixture.store.absences(asOf: Self.now - .days(1)).all.isEmpty)
        #expect(try fixture.store.endAbsences(of: "dana", now: back, by: "mona").isEmpty)
        let story = try fixture.store.history(after: 0, limit: 100).map {
            "\($0.actor) \($0.event)"
        }
        #expect(story.suffix(2) == ["mona returned", "mona returned"])
    }

    @Test(
        "New leads of somebody who is away go to whoever stands in, and to nobody else when nobody does"
    )
    func assignment() throws {
        let rules = AssignmentRules([.init(owners: ["dana"])])
        for (delegate, owner) in [("erik", "erik"), (nil, "dana")] as [(String?, String)] {
            let fixture = try fixture()
            try away(fixture, delegate: delegate)
            let lead = try fixture.store.add(
                NewLead(email: EmailAddress(Self.address)), assignment: rules, now: Self.now,
                by: "mark")
            #expect(lead.owner == owner)
            let named = try fixture.store.add(
                NewLead(email: EmailAddress("lee@south.example"), owner: "dana"), now: Self.now,
                by: "mark")
            #expect(named.owner == "dana")
        }
    }

    @Test("Whoever has left the configuration, or works no leads any more, stands in for nobody")
    func gone() throws {
        let dana = Rep(name: "dana", fullName: "Dana Whitlock")
        for left in [[], [Rep(name: "erik", fullName: "Erik Holm", access: .marketing)]] {
            let fixture = try fixture()
            try away(fixture)
            #expect(try fixture.store.absences().worker(for: "dana", at: Self.now) == "erik")
            try fixture.store.configure(
                reps: [dana] + left, mailboxes: [(EmailAddress(StoreFixture.mailbox), "dana")])
            let absences = try fixture.store.absences()
            #expect(absences.worker(for: "dana", at: Self.now) == nil)
            #expect(absences.absentees(leftTo: "erik", at: Self.now).isEmpty)
            let lead = try fixture.store.add(
                NewLead(email: EmailAddress(Self.address)),
                assignment: AssignmentRules([.init(owners: ["dana"])]), now: Self.now, by: "mark")
            #expect(lead.owner == "dana")
        }
    }

    @Test("A known lead that is handed over again, and one that wakes, go to whoever stands in")
    func again() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        let first = try #require(try fixture.store.lastHandOff(of: lead.id)).id
        try fixture.store.dispose(
            first, as: .recycled, wakeAt: Self.now + .days(1), now: Self.now, by: "dana")
        try away(fixture)
        _ = try fixture.store.wakeRecycled(now: Self.now + .days(1), limit: 10)
        let second = try #require(try fixture.store.lastHandOff(of: lead.id))
        #expect(second.owner == "erik")
        #expect(try fixture.store.lead(lead.id).owner == "erik")
        let other = try fixture.addLead(Self.address)
        try fixture.store.dispose(
            #require(try fixture.store.lastHandOff(of: other.id)).id, as: .badTiming,
            now: Self.now, by: "dana")
        let id = try fixture.store.handOver(
            other.id, source: "fair", owner: nil, isHot: false, assignment: .init(), now: Self.now,
            by: "mark")
        #expect(try fixture.store.handOff(id).owner == "erik")
        #expect(try fixture.store.lead(other.id).owner == "erik")
    }

    @Test("Hand-offs of those who are away are listed with those of whoever stands in")
    func workList() throws {
        let fixture = try fixture()
        _ = try fixture.addLead()
        let owners = { (owners: Set<String>?) in
            try fixture.store.handOffs(lead: nil, owners: owners, source: nil).map(\.owner)
        }
        #expect(try owners(["erik"]).isEmpty)
        #expect(try owners([]).isEmpty)
        #expect(try owners(["erik", "dana"]) == ["dana"])
    }
}
