import Foundation
import Sequencing
import Support
import Testing

@testable import Store

/// Who was forgotten stays so when a backup is put back (promise G4).
struct RestoredErasureTests {
    /// Begins one and waits for its end.
    private func backUp(
        _ store: Store, named name: String? = nil, replacing: Bool = false
    ) throws -> BackupRun {
        _ = try store.startBackup(named: name, replacing: replacing, clock: { StoreFixture.now })
        return try #require(store.awaitBackup())
    }

    @Test("Whoever was forgotten since the copy is erased again, and never written to")
    func forgottenSince() throws {
        let fixture = try StoreFixture()
        let enrollment = try fixture.queued().row
        let lead = try fixture.store.lead(enrollment.lead)
        let other = try fixture.addLead("stays@customer.example")
        // Made before anybody was forgotten: it knows neither the person's mark nor the key to it.
        let backup = try backUp(fixture.store).file
        let address = lead.email
        _ = try fixture.store.forget(address, now: StoreFixture.now, by: "ada")
        fixture.store.close()
        let report = try StoreRestore(
            source: backup, folder: fixture.folder.path, now: StoreFixture.now + .hours(2)
        ).run()
        #expect(report.leads == 2)

        let store = try Store(folder: fixture.folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        let now = StoreFixture.now + .hours(3)
        #expect(try store.holdAfterRestore(now: now)?.forgottenAgain == 1)
        #expect(try store.suppressionReason(of: address) == "the person was forgotten")
        #expect(try store.lead(typed: address.canonical) == nil)
        #expect(try store.lead(lead.id).fields.isEmpty)
        #expect(try store.enrollment(enrollment.id).state.name == .ended)
        #expect(try store.lead(other.id).email == other.email)
        #expect(throws: StoreError.self) {
            try store.add(NewLead(email: address), now: now, by: "dana")
        }
        let bytes = try Data(contentsOf: URL(filePath: fixture.folder.path("thirdtouch.sqlite")))
        #expect(bytes.range(of: Data(address.canonical.utf8)) == nil)
    }

    @Test(
        "A copy of another life keeps its forgotten people, and gets those of the database that it replaces"
    )
    func twoKeys() throws {
        func forgetting(_ address: String) throws -> StoreFixture {
            let fixture = try StoreFixture()
            _ = try fixture.addLead(address)
            _ = try fixture.store.forget(
                EmailAddress(address), now: StoreFixture.now, by: "ada")
            return fixture
        }
        let first = try forgetting("one@customer.example")
        let backup = try backUp(first.store).file
        first.store.close()
        let second = try forgetting("two@customer.example")
        second.store.close()
        _ = try StoreRestore(
            source: backup, folder: second.folder.path, now: StoreFixture.now + .hours(2)
        ).run()
        let store = try Store(folder: second.folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        #expect(try store.holdAfterRestore(now: StoreFixture.now + .hours(3))?.forgottenAgain == 0)
        for name in ["one", "two"] {
            #expect(
                try store.suppressionReason(of: EmailAddress("\(name)@customer.example")) != nil)
        }
        #expect(try store.suppressionReason(of: EmailAddress("three@customer.example")) == nil)
    }

    @Test(
        "Keys are joined without one being twice, the own first",
        arguments: [
            (nil, nil, nil), ("a", nil, "a"), (nil, "b", "b"), ("a", "a", "a"), ("a", "b", "a b"),
            ("a b", "b c", "a b c"),
        ] as [(String?, String?, String?)])
    func keys(own: String?, other: String?, joined: String?) {
        #expect(ErasureKeys.joined(own, other) == joined)
    }
}
