import Foundation
import GRDB
import Sequencing
import Support
import Testing

@testable import Store

/// What a restored copy takes over from the database that it replaces.
struct InheritanceTests {
    private func backUp(_ store: Store, named name: String? = nil) throws -> String {
        _ = try store.startBackup(named: name, replacing: false, clock: { StoreFixture.now })
        return try #require(store.awaitBackup()).file
    }

    private let now = StoreFixture.now + .hours(3)

    private func restored(_ backup: String, _ folder: TemporaryFolder) throws -> Store {
        _ = try StoreRestore(
            source: backup, folder: folder.path, now: StoreFixture.now + .hours(2)
        ).run()
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        _ = try store.holdAfterRestore(now: now)
        return store
    }

    @Test("A token that was revoked since the copy opens nothing; another one still does")
    func tokens() throws {
        let fixture = try StoreFixture()
        for name in ["crm", "forms"] {
            _ = try fixture.store.addToken(
                named: name, hash: "hash of \(name)", scopes: [.handOffWrite],
                now: StoreFixture.now, by: "ada")
        }
        let backup = try backUp(fixture.store)
        _ = try fixture.store.revokeToken(named: "crm", now: StoreFixture.now, by: "ada")
        fixture.store.close()
        let store = try restored(backup, fixture.folder)
        defer { store.close() }
        #expect(try store.token(hash: "hash of crm") == nil)
        #expect(try store.tokens().first { $0.name == "crm" }?.revokedBy == "ada")
        #expect(try store.token(hash: "hash of forms") != nil)
    }

    @Test(
        "A mailbox that was stopped since the copy stays stopped, and its history says so",
        arguments: [MailboxPause.Cause.person, .breaker], [nil, StoreFixture.now + .days(2)])
    func pauses(cause: MailboxPause.Cause, until: Instant?) throws {
        let fixture = try StoreFixture()
        _ = try fixture.addLead()
        let backup = try backUp(fixture.store)
        let pause = MailboxPause(
            cause: cause, why: "a complaint", since: StoreFixture.now + .hours(1), until: until)
        try fixture.store.pause(StoreFixture.mailbox, pause, by: "ada")
        fixture.store.close()
        let store = try restored(backup, fixture.folder)
        defer { store.close() }
        #expect(try store.pause(of: StoreFixture.mailbox, now: now) == pause)
        let told = try store.mailboxTroubles(asOf: now)[StoreFixture.mailbox]?.pause
        #expect(told?.cause == cause)
        #expect(told?.why == "a complaint")
        #expect(told?.until == until)
    }

    /// A lead that had another address when the first copy was made.
    private func moved() throws -> (fixture: StoreFixture, early: String, late: String, lead: Lead)
    {
        let fixture = try StoreFixture()
        var lead = try fixture.addLead("mira@old.example")
        let early = try backUp(fixture.store)
        lead.email = try EmailAddress("mira@new.example")
        try fixture.store.update(lead, now: StoreFixture.now, by: "dana", why: "moved")
        let late = try backUp(fixture.store, named: fixture.folder.path("backups/late.sqlite"))
        return (fixture, early, late, lead)
    }

    private func suppress(_ address: String, in store: Store) throws {
        _ = try store.suppress(
            [.address(EmailAddress(address))], reason: "asked", evidence: nil,
            now: StoreFixture.now, by: "dana")
        store.close()
    }

    @Test("Whoever opted out under a newer address than the copy knows stays so")
    func olderCopy() throws {
        let (fixture, early, _, lead) = try moved()
        try suppress("mira@new.example", in: fixture.store)
        let store = try restored(early, fixture.folder)
        defer { store.close() }
        #expect(try store.lead(lead.id).email.text == "mira@old.example")
        #expect(try reason(store, "mira@old.example") == "asked")
    }

    @Test("Whoever opted out under an older one stays so at the one that the copy knows")
    func newerCopy() throws {
        let (fixture, _, late, _) = try moved()
        fixture.store.close()
        let other = try StoreFixture()
        try suppress("mira@old.example", in: other.store)
        let store = try restored(late, other.folder)
        defer { store.close() }
        #expect(try reason(store, "mira@new.example") == "asked")
    }

    private func reason(_ store: Store, _ address: String) throws -> String? {
        try store.suppressionReason(of: EmailAddress(address))
    }

    @Test("It stays so too where the copy has its address in another spelling")
    func pausedElsewhere() throws {
        let fixture = try StoreFixture()
        try fixture.store.configure(
            reps: [Rep(name: "dana", fullName: "Dana Whitlock")],
            mailboxes: [(EmailAddress("dana@b\u{fc}ro.example"), "dana")])
        let backup = try backUp(fixture.store)
        // As a program before Schema016 wrote it.
        let old = try DatabaseQueue(path: backup)
        try old.write {
            try $0.execute(
                sql: """
                    UPDATE mailbox SET address = 'dana@b\u{fc}ro.example'
                    WHERE address = 'dana@xn--bro-hoa.example'
                    """)
        }
        try old.close()
        try fixture.store.pause(
            "dana@xn--bro-hoa.example",
            MailboxPause(
                cause: .person, why: "no", since: StoreFixture.now + .hours(1), until: nil),
            by: "ada")
        fixture.store.close()
        _ = try StoreRestore(
            source: backup, folder: fixture.folder.path, now: StoreFixture.now + .hours(2)
        ).run()
        let copy = try DatabaseQueue(path: fixture.folder.path("thirdtouch.sqlite"))
        #expect(
            try copy.read {
                try String.fetchAll(
                    $0, sql: "SELECT pauseWhy FROM mailbox WHERE pauseWhy IS NOT NULL")
            }
                == ["no"])
    }

    @Test("Numbers of enrollments are not given out twice, however often a copy is put back")
    func numbers() throws {
        let fixture = try StoreFixture()
        let first = try fixture.enroll(fixture.addLead().id).get().id
        let backup = try backUp(fixture.store)
        let late = try fixture.enroll(fixture.addLead("late@customer.example").id).get().id
        fixture.store.close()
        var given = [first, late]
        for number in 1...3 {
            let store = try restored(backup, fixture.folder)
            defer { store.close() }
            let lead = try store.add(
                NewLead(email: EmailAddress("new\(number)@customer.example"), owner: "dana"),
                now: now, by: "test")
            let row = try store.enroll(
                NewEnrollment(
                    lead: lead.id, sequence: SequenceVersion(name: "quick", version: 1),
                    mailbox: StoreFixture.mailbox, rep: "dana", source: nil, startAt: now,
                    first: .step(StepIndex(0), dueAt: now)), now: now, by: "test"
            ).get()
            #expect(given.allSatisfy { $0 < row.id })
            given.append(row.id)
        }
    }

    @Test(
        "A restore that was broken off between its two renames loses no opt-outs when it is done again"
    )
    func brokenOff() throws {
        let fixture = try StoreFixture()
        let backup = try backUp(fixture.store)
        _ = try fixture.store.suppress(
            [.address(EmailAddress("gone@customer.example"))], reason: "asked on the phone",
            evidence: nil, now: StoreFixture.now, by: "dana")
        fixture.store.close()
        try FileManager.default.moveItem(
            atPath: fixture.store.file,
            toPath: "\(fixture.store.file).replaced-20260302T110000Z")
        try Waterline.markRestored(in: fixture.folder.path)
        let store = try restored(backup, fixture.folder)
        defer { store.close() }
        #expect(try store.suppressionReason(of: EmailAddress("gone@customer.example")) != nil)
    }
}
