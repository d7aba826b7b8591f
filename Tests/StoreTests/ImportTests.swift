import Foundation
import GRDB
import Sequencing
import Testing

@testable import Store

/// Leads of a table: whole parts, once each, with their history.
struct ImportTests {
    private func lead(
        _ line: Int, _ address: String, _ values: [String?] = [nil, nil]
    ) throws -> ImportedLead {
        ImportedLead(line: line, email: try EmailAddress(address), owner: "dana", values: values)
    }

    private func chunk(_ leads: [ImportedLead], batch: Int64? = nil) -> ImportChunk {
        ImportChunk(
            batch: batch, file: "fair.csv", source: "fair", columns: ["city", "company"],
            leads: leads)
    }

    private func run(_ fixture: StoreFixture, _ chunk: ImportChunk) throws -> ImportOutcome {
        try fixture.store.importLeads(
            chunk, assignment: .init(), now: StoreFixture.now, by: "mark")
    }

    @Test("A lead is as one that was added by hand, and the history names the line")
    func whole() throws {
        let fixture = try StoreFixture()
        let values = ["K\u{f6}ln", "\"Nord\\Wind\" / S\u{f6}hne"]
        let outcome = try run(fixture, chunk([lead(2, "Mira@North.example", values)]))
        #expect(outcome.added == 1)
        let found = try #require(try fixture.store.lead(typed: "mira@north.example"))
        #expect([found.fields["city"], found.fields["company"]].elementsEqual(values))
        #expect(found.email.text == "Mira@north.example")
        #expect(found.owner == "dana")
        #expect(found.account != nil)
        let history = try fixture.store.history(of: found.id, limit: 10)
        #expect(history.map(\.actor) == ["mark"])
        #expect(history.map(\.why) == ["handed over to dana: line 2 of fair.csv"])
        let record = try #require(try fixture.store.lastHandOff(of: found.id))
        #expect(record.source == "fair")
        // The same bytes as the slow way writes: a value edited to itself changes nothing.
        let raw = try fixture.raw()
        let before = try raw.read { try String.fetchOne($0, sql: "SELECT fields FROM lead") }
        try fixture.store.update(found, now: StoreFixture.now, by: "test", why: "-")
        #expect(try raw.read { try String.fetchOne($0, sql: "SELECT fields FROM lead") } == before)
    }

    @Test(
        "What is there stays as it is, twice in a table is named, and nobody is contacted who may not be"
    )
    func again() throws {
        let fixture = try StoreFixture()
        _ = try fixture.addLead("old@north.example")
        _ = try fixture.store.suppress(
            [.address(EmailAddress("no@north.example"))], reason: "asked", evidence: nil,
            now: StoreFixture.now, by: "dana")
        let leads = try [
            lead(2, "old@north.example"), lead(3, "no@north.example"), lead(4, "a@north.example"),
            lead(5, "A@NORTH.example"),
        ]
        let preview = try fixture.store.previewImport(of: chunk(leads))
        #expect(preview.known == 1)
        #expect(preview.suppressed.map(\.line) == [3])
        let first = try run(fixture, chunk(leads))
        #expect(first.added == 1)
        #expect(first.known == 1)
        #expect(first.repeated.map(\.first) == [4])
        #expect(first.suppressed.map(\.reason) == ["asked"])
        // The next part of the same table knows the lines of the one before.
        let next = try run(fixture, chunk([lead(9, "a@north.example")], batch: first.batch))
        #expect(next.repeated.map(\.line) == [9])
        let counts = try fixture.store.counts()
        let second = try run(fixture, chunk(leads))
        #expect(second.added == 0)
        #expect(second.known == 3)
        #expect(second.batch == nil)
        #expect(try fixture.store.counts().leads == counts.leads)
        #expect(try fixture.store.counts().handOffs == counts.handOffs)
    }

    @Test("A part that can't be written whole is not written at all")
    func atomic() throws {
        let fixture = try StoreFixture()
        var leads = try (2...50).map { try lead($0, "p\($0)@north.example") }
        leads[40].owner = "nobody"
        #expect(throws: StoreError.self) { try run(fixture, chunk(leads)) }
        #expect(try fixture.store.counts().leads == 0)
        #expect(
            try fixture.raw().read { try Int.fetchOne($0, sql: "SELECT count(*) FROM leadImport") }
                == 0)
    }

    @Test("After the last part the connection's memory is as small again as before")
    func rest() throws {
        let fixture = try StoreFixture()
        func cache() throws -> Int? {
            try fixture.store.pool.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA cache_size")
            }
        }
        let usual = try cache()
        let first = try run(fixture, chunk([lead(2, "a@north.example")]))
        let large = try cache()
        #expect(large != usual)
        _ = try run(fixture, chunk([lead(3, "b@north.example")], batch: first.batch))
        #expect(try cache() == large)
        let end = ContinuousClock.now + .seconds(20)
        while try cache() != usual, ContinuousClock.now < end { usleep(20_000) }
        #expect(try cache() == usual)
        #expect(try run(fixture, chunk([lead(4, "c@north.example")])).added == 1)
        #expect(try cache() == large)
    }

    @Test("Nobody goes on with another's import")
    func strangers() throws {
        let fixture = try StoreFixture()
        let batch = try run(fixture, chunk([lead(2, "a@north.example")])).batch
        #expect(throws: StoreError.self) {
            try fixture.store.importLeads(
                chunk([lead(3, "b@north.example")], batch: batch), assignment: .init(),
                now: StoreFixture.now, by: "omar")
        }
    }

    /// Lines that repeat themselves, name who is known, and who may not be contacted.
    private func crowded(_ count: Int) throws -> [ImportedLead] {
        try (0..<count).map { place in
            let mixed = (place &* 2_654_435_761) >> 7
            let address =
                switch mixed % 11 {
                case 0: "known\(mixed % 5)@north.example"
                case 1: "p\(mixed % 40)@firm\(mixed % 7).example"
                case 2: "no\(mixed % 3)@south.example"
                case 3: "P\(mixed % 90)@Firm\(mixed % 9).example"
                default: "p\(place)@firm\(mixed % 60).example"
                }
            return ImportedLead(
                line: place + 2, email: try EmailAddress(address),
                owner: mixed % 3 == 0 ? "dana" : nil,
                values: [
                    "City \(place)", mixed % 4 == 0 ? nil : "Firm \(mixed % 60)", "+49 \(place)",
                ])
        }
    }

    @Test(
        "Written many at a time, a table ends as if each line had been written alone",
        arguments: [AssignmentRules(), AssignmentRules([.init(owners: ["dana", "omar"])])])
    func batches(rules: AssignmentRules) throws {
        let leads = try crowded(700)
        func play(parts: Int) throws -> (tables: [String], outcomes: [String]) {
            let fixture = try StoreFixture()
            try fixture.store.configure(
                reps: [
                    Rep(name: "dana", fullName: "Dana Whitlock"),
                    Rep(name: "omar", fullName: "Omar Feld"),
                ], mailboxes: [(EmailAddress(StoreFixture.mailbox), "dana")])
            for number in 0..<5 { _ = try fixture.addLead("known\(number)@north.example") }
            _ = try fixture.store.suppress(
                [.address(EmailAddress("no1@south.example"))], reason: "asked", evidence: nil,
                now: StoreFixture.now, by: "dana")
            var (batch, told): (Int64?, [String]) = (nil, [])
            for start in stride(from: 0, to: leads.count, by: parts) {
                let part = ImportChunk(
                    batch: batch, file: "fair.csv", source: "fair",
                    columns: ["city", "company", "phone"],
                    leads: Array(leads[start..<min(start + parts, leads.count)]))
                let outcome = try fixture.store.importLeads(
                    part, assignment: rules, now: StoreFixture.now, by: "mark")
                batch = outcome.batch
                told.append("added \(outcome.added), known \(outcome.known)")
                told += outcome.suppressed.map { "\($0)" } + outcome.repeated.map { "\($0)" }
            }
            let tables = try fixture.raw().read { database in
                try String.fetchAll(
                    database,
                    sql: """
                        SELECT json_array(lead.email, account.domain, account.name, lead.owner,
                            fields, phoneSign, handOff.owner, importLine, why)
                        FROM lead LEFT JOIN account ON account.id = accountID
                        JOIN handOff ON handOff.leadID = lead.id
                        JOIN history ON history.handOffID = handOff.id
                        ORDER BY importLine, lead.email
                        """)
            }
            return (tables, told)
        }
        let (alone, together) = (try play(parts: 1), try play(parts: 700))
        #expect(alone.tables == together.tables)
        #expect(alone.tables.count > 400)
        let added = alone.outcomes.count { $0 == "added 1, known 0" }
        let known = alone.outcomes.count { $0 == "added 0, known 1" }
        #expect(together.outcomes.first == "added \(added), known \(known)")
        let others = alone.outcomes.filter { !$0.hasPrefix("added") }
        #expect(Set(together.outcomes.dropFirst()) == Set(others))
        #expect(!others.isEmpty)
    }
}
