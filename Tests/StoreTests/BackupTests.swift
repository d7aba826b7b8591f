import Foundation
import GRDB
import Glibc
import Sequencing
import Store
import Support
import Synchronization
import Testing

/// Copies of the database while it works, and putting one back.
struct BackupTests {
    private static let clock: @Sendable () -> Instant = { StoreFixture.now }

    /// Begins one and waits for its end.
    private func backUp(
        _ store: Store, named name: String? = nil, replacing: Bool = false
    ) throws -> BackupRun {
        _ = try store.startBackup(named: name, replacing: replacing, clock: Self.clock)
        return try #require(store.awaitBackup())
    }

    @Test("A backup is whole, checked, readable by its owner alone, and named by its time")
    func whole() throws {
        let fixture = try StoreFixture()
        _ = try fixture.queued()
        let run = try backUp(fixture.store)
        #expect(run.file == fixture.folder.path("backups/thirdtouch-20260302T100000Z.sqlite"))
        guard case .done(let bytes, _) = run.fate else {
            Issue.record("\(run.fate)")
            return
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: run.file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == bytes)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path("backups"))
                == ["thirdtouch-20260302T100000Z.sqlite"])
        let copy = try DatabaseQueue(path: run.file)
        #expect(try copy.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        #expect(try copy.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM delivery") } == 1)
    }

    @Test("Writers are not kept waiting, and the copy is one moment of them")
    func writers() throws {
        let fixture = try StoreFixture()
        for number in 0..<2000 { _ = try fixture.addLead("lead\(number)@customer.example") }
        _ = try fixture.store.startBackup(named: nil, replacing: false, clock: Self.clock)
        var written = 0
        var run = try #require(fixture.store.backup)
        while case .running = run.fate, written < 20_000 {
            _ = try fixture.addLead("late\(written)@customer.example")
            written += 1
            run = try #require(fixture.store.backup)
        }
        guard case .done = run.fate else {
            Issue.record("\(run.fate)")
            return
        }
        let copy = try DatabaseQueue(path: run.file)
        let (leads, handOffs) = try copy.read { database in
            (
                try Int.fetchOne(database, sql: "SELECT count(*) FROM lead") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM handOff") ?? 0
            )
        }
        #expect(leads >= 2000 && leads <= 2000 + written)
        #expect(handOffs == leads, "a lead and its hand-off are one transaction")
    }

    @Test("A file is replaced only on demand, and never by anything but a file")
    func replacing() throws {
        let fixture = try StoreFixture()
        let folder = try TemporaryFolder(named: "target")
        let path = folder.path("copy.sqlite")
        _ = try folder.write("mine", to: "copy.sqlite")
        #expect(throws: StoreError.self) {
            try fixture.store.startBackup(named: path, replacing: false, clock: Self.clock)
        }
        #expect(TextFile.contents(of: path) == "mine")
        let run = try backUp(fixture.store, named: path, replacing: true)
        guard case .done = run.fate else {
            Issue.record("\(run.fate)")
            return
        }
        #expect(symlink("/etc/passwd", folder.path("link")) == 0)
        for name in [folder.path, folder.path("link")] {
            #expect(throws: StoreError.self) {
                try fixture.store.startBackup(named: name, replacing: true, clock: Self.clock)
            }
        }
    }

    @Test(
        "Names that lead astray are refused before anything is written",
        arguments: [
            "", ".", "..", ".hidden", "a/b", "../thirdtouch.sqlite", "/", "/tmp/", "a\nb",
            "STATE/thirdtouch.sqlite", "STATE/other", "STATE/set-aside/x", "STATE/backups/../x",
            "/nonexistent/folder/x",
        ])
    func astray(_ name: String) throws {
        let fixture = try StoreFixture()
        mkdir(fixture.folder.path("backups"), 0o700)
        let before = try FileManager.default.subpathsOfDirectory(atPath: fixture.folder.path)
        let path = name.replacingOccurrences(of: "STATE", with: fixture.folder.path)
        #expect(throws: StoreError.self) {
            try fixture.store.startBackup(named: path, replacing: true, clock: Self.clock)
        }
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: fixture.folder.path) == before)
    }

    @Test("A store that closes breaks a backup off and leaves nothing of it")
    func closing() throws {
        let fixture = try StoreFixture()
        for number in 0..<3000 { _ = try fixture.addLead("lead\(number)@customer.example") }
        _ = try fixture.store.startBackup(named: "late.sqlite", replacing: false, clock: Self.clock)
        fixture.store.close()
        let names = try FileManager.default.contentsOfDirectory(
            atPath: fixture.folder.path("backups"))
        // It may have been quicker than we were.
        #expect(names.isEmpty || names == ["late.sqlite"])
    }

    // MARK: - Restoring

    private struct Worked {
        var folder: TemporaryFolder
        var backup: String

        var file: String { folder.path("thirdtouch.sqlite") }
    }

    /// A folder with a message on its way, a backup of that, and what happened after it.
    private func worked() throws -> Worked {
        let fixture = try StoreFixture()
        _ = try fixture.queued()
        let backup = try backUp(fixture.store).file
        _ = try fixture.store.suppress(
            [.address(EmailAddress("gone@customer.example"))], reason: "asked on the phone",
            evidence: nil,
            now: StoreFixture.now, by: "dana")
        _ = try fixture.addLead("late@customer.example")
        fixture.store.close()
        return Worked(folder: fixture.folder, backup: backup)
    }

    @Test("A restore puts the copy in place, keeps what was there, and carries opt-outs over")
    func restore() throws {
        let worked = try worked()
        let folder = worked.folder
        let report = try StoreRestore(
            source: worked.backup, folder: folder.path, now: StoreFixture.now + .hours(2)
        ).run()
        #expect(report.leads == 1)
        #expect(report.suppressionsKept == 1)
        #expect(report.copyAt == StoreFixture.now)
        let replaced = try #require(report.replaced)
        #expect(
            try DatabaseQueue(path: replaced).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM lead")
            } == 2)

        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        let now = StoreFixture.now + .hours(3)
        #expect(try store.holdAfterRestore(now: now)?.at == now)
        #expect(try store.counts().leads == 1)
        #expect(try store.suppressionReason(of: EmailAddress("gone@customer.example")) != nil)
        let delivery = try #require(
            store.deliveries(state: nil, lead: nil, mailbox: nil, rep: nil, limit: 10).first)
        #expect(delivery.state == .inDoubt)
        #expect(try store.recover(now: now).isEmpty)
        #expect(try store.restoration(rep: nil)?.open == 1)
        #expect(try store.restoration(rep: "nobody")?.open == 0)
    }

    @Test("A folder that a daemon holds, and a file that is no backup, are refused unharmed")
    func refused() throws {
        let fixture = try StoreFixture()
        let backup = try backUp(fixture.store).file
        func error(_ source: String, _ folder: String) -> StoreError? {
            do {
                _ = try StoreRestore(source: source, folder: folder, now: StoreFixture.now).run()
                return nil
            } catch {
                return error
            }
        }
        guard case .folderInUse? = error(backup, fixture.folder.path) else {
            Issue.record("the folder was taken from its daemon")
            return
        }
        fixture.store.close()
        let before = try Data(contentsOf: URL(filePath: fixture.store.file))
        let bad = try TemporaryFolder(named: "bad")
        _ = try bad.write(String(repeating: "no database\n", count: 1000), to: "text")
        _ = try bad.write("", to: "empty")
        var cut = try Data(contentsOf: URL(filePath: backup))
        cut = cut.prefix(cut.count / 2)
        try cut.write(to: URL(filePath: bad.path("cut")))
        try DatabaseQueue(path: bad.path("songs")).write {
            try $0.execute(sql: "CREATE TABLE songs (a)")
        }
        for name in ["text", "empty", "cut", "songs", "nothing"] {
            #expect(error(bad.path(name), fixture.folder.path) != nil, "\(name)")
        }
        #expect(error(fixture.store.file, fixture.folder.path) != nil)
        #expect(try Data(contentsOf: URL(filePath: fixture.store.file)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!names.contains { $0.contains("restoring") || $0.contains("replaced") })
    }

    @Test("A damaged database is replaced too, and it is said that its opt-outs are lost")
    func overDamage() throws {
        let worked = try worked()
        try Data(repeating: 7, count: 9000).write(to: URL(filePath: worked.file))
        let report = try StoreRestore(
            source: worked.backup, folder: worked.folder.path, now: StoreFixture.now
        ).run()
        #expect(report.suppressionsKept == nil)
        #expect(report.replaced != nil)
        let store = try Store(folder: worked.folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        #expect(try store.holdAfterRestore(now: StoreFixture.now) != nil)
    }

    @Test("A restore that was broken off between its renames is named, and done again")
    func brokenOff() throws {
        let worked = try worked()
        let folder = worked.folder
        _ = try folder.write("restored\n", to: "thirdtouch.waterline")
        try FileManager.default.moveItem(
            atPath: worked.file, toPath: folder.path("aside"))
        var found: StoreError?
        do {
            _ = try Store(folder: folder.path, logger: StoreFixture.logger())
        } catch { found = error }
        #expect(found == .missing(file: worked.file))
        let report = try StoreRestore(
            source: worked.backup, folder: folder.path, now: StoreFixture.now
        ).run()
        #expect(report.replaced == nil)
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        #expect(try store.holdAfterRestore(now: StoreFixture.now) != nil)
    }
}
