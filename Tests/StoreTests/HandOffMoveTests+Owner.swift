import GRDB
import Sequencing
import Store
import Support
import Testing

/// Whose a hand-off is, and who it is given to.
extension HandOffMoveTests {
    @Test("What is reopened is its lead's owner's by then, and the history says who gave it")
    func reopenForOwner() throws {
        let fixture = try fixture()
        var lead = try fixture.addLead()
        let first = try handOff(fixture, lead).id
        try fixture.store.dispose(first, as: .unableToReach, now: StoreFixture.now, by: "dana")
        lead.owner = "erik"
        // As if it had been valid: what is closed keeps its owner.
        try fixture.store.update(lead, now: StoreFixture.now, by: "mona", why: "changed: owner")
        #expect(try fixture.store.handOff(first).owner == "dana")
        _ = try fixture.store.enroll(
            NewEnrollment(
                lead: lead.id, sequence: SequenceVersion(name: "quick", version: 1),
                mailbox: StoreFixture.mailbox, rep: "erik", source: nil,
                startAt: StoreFixture.now, first: .step(StepIndex(0), dueAt: StoreFixture.now),
                reopens: first), now: StoreFixture.now, by: "erik"
        ).get()
        let record = try handOff(fixture, lead)
        #expect(record.id == first)
        #expect(record.owner == "erik")
        #expect(record.acceptedAt == StoreFixture.now)
        #expect(
            try story(fixture, lead.id).suffix(3) == [
                "erik reopened", "erik assigned", "erik enrolled",
            ])
    }

    @Test(
        "Writing a lead gives its owner the open hand-off that is another's, and nobody's lead none"
    )
    func ownerAgain() throws {
        let fixture = try fixture()
        var lead = try fixture.addLead()
        let id = try handOff(fixture, lead).id
        func give(_ owner: String) throws {
            try fixture.raw().write {
                try $0.execute(sql: "UPDATE handOff SET owner = ?", arguments: [owner])
            }
        }
        func write() throws {
            try fixture.store.update(lead, now: StoreFixture.now, by: "mona", why: "owner")
        }
        try give("erik")
        try write()
        #expect(try fixture.store.handOff(id).owner == "dana")
        let before = try story(fixture, lead.id)
        try write()
        #expect(try story(fixture, lead.id) == before + ["mona edited"])
        lead.owner = nil
        try write()
        try give("erik")
        try write()
        #expect(try fixture.store.handOff(id).owner == "erik")
    }

    @Test("Given to another, a lead goes with its open tasks, and must be accepted anew")
    func assign() throws {
        let fixture = try fixture()
        let lead = try fixture.addLead()
        let row = try fixture.enroll(lead.id).get()
        let raw = try fixture.raw()
        try raw.write { database in
            for (state, closedAt) in [("open", nil), ("skipped", 1)] as [(String, Int?)] {
                try database.execute(
                    sql: """
                        INSERT INTO task (leadID, handOffID, repName, channel, script, dueAt, state,
                            closedAt) VALUES (?, ?, 'dana', 'call', 'Call.', 0, ?, ?)
                        """, arguments: [lead.id.rawValue, row.handOff.rawValue, state, closedAt])
            }
        }
        try fixture.store.assign(row.handOff, to: "erik", now: StoreFixture.now, by: "mona")
        #expect(try fixture.store.lead(lead.id).owner == "erik")
        let record = try fixture.store.handOff(row.handOff)
        #expect(record.owner == "erik")
        #expect(record.acceptedAt == nil)
        let reps = try raw.read {
            try String.fetchAll($0, sql: "SELECT repName FROM task ORDER BY id")
        }
        #expect(reps == ["erik", "dana"])
        let last = try fixture.store.history(of: lead.id, limit: 1).last
        #expect(last?.event == "assigned")
        #expect(last?.actor == "mona")
        #expect([last?.fromState, last?.toState] == ["dana", "erik"])
        // Doing it again says nothing.
        try fixture.store.assign(row.handOff, to: "erik", now: StoreFixture.now, by: "mona")
        #expect(try fixture.store.history(of: lead.id, limit: 1).last == last)
    }

    @Test("Reps of a rule take turns, also after a restart; one who is named is not asked about")
    func turns() throws {
        let folder = try TemporaryFolder(named: "turns")
        let rules = AssignmentRules([
            .init(countries: ["PL"], owners: ["erik"]), .init(owners: ["dana", "erik"]),
        ])
        /// Each in a store of its own: the turns are kept by the database.
        func add(_ name: String, country: String? = nil, owner: String? = nil) throws -> String? {
            let store = try Store(folder: folder.path, logger: StoreFixture.logger())
            defer { store.close() }
            try store.configure(
                reps: ["dana", "erik"].map { Rep(name: $0, fullName: $0) }, mailboxes: [])
            let lead = try store.add(
                NewLead(
                    email: EmailAddress("\(name)@north.example"), country: country, owner: owner),
                assignment: rules, now: StoreFixture.now, by: "mark")
            #expect(try store.lastHandOff(of: lead.id)?.owner == lead.owner)
            return lead.owner
        }
        #expect(try add("a") == "dana")
        #expect(try add("b", country: "PL") == "erik")
        #expect(try add("c", owner: "dana") == "dana")
        #expect(try add("d") == "erik")
        #expect(try add("e") == "dana")
    }
}
