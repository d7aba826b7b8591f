import GRDB
import Sequencing
import Store
import Testing

/// What a lead's account is worth, from wherever it comes, until it is taken away.
struct TierTests {
    private func add(_ address: String, _ tier: String?, to fixture: StoreFixture) throws -> Lead {
        try fixture.store.add(
            NewLead(
                email: EmailAddress(address), tier: tier.flatMap { LeadTier(rawValue: $0) },
                owner: "dana"), now: StoreFixture.now, by: "test")
    }

    @Test("A tier is kept as it was written, changed and taken away; a hand-off's lead has it")
    func kept() throws {
        let fixture = try StoreFixture()
        var lead = try add("mira@north.example", "Key Account", to: fixture)
        #expect(lead.tier?.rawValue == "Key Account")
        for tier in ["b", nil].map({ $0.flatMap { LeadTier(rawValue: $0) } }) {
            lead.tier = tier
            try fixture.store.update(lead, now: StoreFixture.now, by: "dana", why: "changed: tier")
            #expect(try fixture.store.lead(lead.id) == lead)
            let row = try fixture.store.handOffs(lead: lead.id, owners: nil, source: nil)[0]
            #expect(row.lead.tier == tier)
        }
        let history = try fixture.store.history(of: lead.id, limit: 10)
        #expect(history.map(\.why).suffix(2) == ["changed: tier", "changed: tier"])
    }

    @Test("The leads of a table have the tiers of their lines, and those without one have none")
    func imported() throws {
        let fixture = try StoreFixture()
        let words = ["A", nil, "key account", nil]
        let leads = try words.enumerated().map { place, word in
            ImportedLead(
                line: place + 2, email: try EmailAddress("kim\(place)@north.example"),
                tier: word.flatMap { LeadTier(rawValue: $0) }, owner: "dana")
        }
        let outcome = try fixture.store.importLeads(
            ImportChunk(file: "fair.csv", columns: [], leads: leads), assignment: .init(),
            now: StoreFixture.now, by: "mark")
        #expect(outcome.added == words.count)
        let found = try fixture.store.leads(owner: nil, source: nil, limit: 10)
        #expect(found.reversed().map(\.tier?.rawValue) == words)
    }

    @Test("The tiers to choose from are those that leads have, once each whatever their case")
    func choices() throws {
        let fixture = try StoreFixture()
        #expect(try fixture.store.tiers(limit: 10).isEmpty)
        for (place, word) in ["b", "C", "B", "a", nil, "c", "a"].enumerated() {
            _ = try add("kim\(place)@north.example", word, to: fixture)
        }
        #expect(try fixture.store.tiers(limit: 10).map(\.rawValue) == ["a", "B", "C"])
        #expect(try fixture.store.tiers(limit: 2).count == 2)
    }

    @Test("The tiers to choose from are found by the index, without a look at each lead")
    func byIndex() throws {
        let fixture = try StoreFixture()
        let plan = try fixture.raw().read { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN SELECT min(tier) FROM lead WHERE tier > 'a'"
            ).map { $0["detail"] as String }
        }
        #expect(plan.allSatisfy { $0.contains("SEARCH lead USING COVERING INDEX leadOfTier") })
    }

    @Test("A forgotten person has no tier")
    func forgotten() throws {
        let fixture = try StoreFixture()
        let lead = try add("mira@north.example", "A", to: fixture)
        _ = try fixture.store.forget(lead.email, now: StoreFixture.now, by: "dana")
        #expect(try fixture.store.lead(lead.id).tier == nil)
        #expect(try fixture.store.tiers(limit: 10).isEmpty)
    }

    @Test("A tier that no door would have let in is a corrupt row, and not a guess")
    func corrupt() throws {
        let fixture = try StoreFixture()
        let lead = try add("mira@north.example", "A", to: fixture)
        try fixture.raw().write { try $0.execute(sql: "UPDATE lead SET tier = 'a/b'") }
        #expect(throws: StoreError.corruptRow(table: "lead", id: lead.id.rawValue)) {
            try fixture.store.lead(lead.id)
        }
    }

    @Test("A rep is in the team that the configuration names now")
    func team() throws {
        let fixture = try StoreFixture()
        for team in ["north", nil, "south"] {
            try fixture.store.configure(
                reps: [Rep(name: "dana", fullName: "Dana Whitlock", team: team)], mailboxes: [])
            #expect(try fixture.store.reps()["dana"]?.team == team)
        }
        #expect(try fixture.store.reps().values.teams == ["south"])
    }
}
