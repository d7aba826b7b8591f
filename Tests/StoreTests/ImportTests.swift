import Foundation
import GRDB
import Sequencing
import Store
import Testing

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
}
