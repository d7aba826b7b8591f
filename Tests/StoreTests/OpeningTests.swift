import Foundation
import GRDB
import Glibc
import Sequencing
import Store
import Support
import Testing

/// What a start refuses, and that it leaves everything as it was.
@Suite(.serialized) struct OpeningTests {
    private func error(opening folder: String) -> StoreError? {
        do {
            let store = try Store(folder: folder, logger: StoreFixture.logger())
            store.close()
            return nil
        } catch {
            return error
        }
    }

    @Test("A folder that another store holds is refused and the process is named")
    func inUse() throws {
        let fixture = try StoreFixture()
        let found = error(opening: fixture.folder.path)
        #expect(found == .folderInUse(folder: fixture.folder.path, byProcess: getpid()))
        #expect(try fixture.store.counts().leads == 0)
    }

    @Test(
        "A folder that was let go is free, though a program that is just being started holds a copy of the lock"
    )
    func inheritedLock() throws {
        let fixture = try StoreFixture()
        // As a child of this process has it between its fork and its exec.
        let copies = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            .compactMap { Int32($0) }
            .filter { descriptor in
                let path = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/self/fd/\(descriptor)")
                return path == fixture.folder.path("thirdtouchd.lock")
            }
            .map { dup($0) }
        defer { for copy in copies { close(copy) } }
        #expect(copies.count == 1)
        fixture.store.close()
        #expect(error(opening: fixture.folder.path) == nil)
    }

    @Test(
        "A database whose making was broken off inside a transaction is opened, with that taken back"
    )
    func hotJournal() throws {
        let (making, folder) = (
            try TemporaryFolder(named: "making"), try TemporaryFolder(named: "hot")
        )
        let database = try DatabaseQueue(path: making.path("thirdtouch.sqlite"))
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA cache_size = 1")
            try database.execute(sql: "BEGIN IMMEDIATE")
            try database.execute(sql: "CREATE TABLE half (text TEXT)")
            for _ in 0..<200 {
                try database.execute(
                    sql: "INSERT INTO half VALUES (?)",
                    arguments: [String(repeating: "x", count: 2000)])
            }
            // As the disk is when the process dies here.
            for name in ["thirdtouch.sqlite", "thirdtouch.sqlite-journal"] {
                try FileManager.default.copyItem(
                    atPath: making.path(name), toPath: folder.path(name))
            }
            try database.execute(sql: "ROLLBACK")
        }
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        #expect(try store.counts().leads == 0)
    }

    @Test("A database of a newer version is refused and left alone")
    func newer() throws {
        let fixture = try StoreFixture()
        fixture.store.close()
        let folder = try TemporaryFolder(named: "newer")
        let file = folder.path("thirdtouch.sqlite")
        try FileManager.default.copyItem(atPath: fixture.store.file, toPath: file)
        try DatabaseQueue(path: file).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(
            error(opening: folder.path)
                == .newerDatabase(file: file, found: 99, known: Store.schema))
        let version = try DatabaseQueue(path: file).read {
            try Int.fetchOne($0, sql: "PRAGMA user_version")
        }
        #expect(version == 99)
    }

    @Test("A database of somebody else, and a file that is none, are refused")
    func foreign() throws {
        let folder = try TemporaryFolder(named: "foreign")
        let file = folder.path("thirdtouch.sqlite")
        try DatabaseQueue(path: file).write { try $0.execute(sql: "CREATE TABLE songs (a)") }
        guard case .notADatabase = error(opening: folder.path) else {
            Issue.record("a foreign database was taken")
            return
        }
        let other = try TemporaryFolder(named: "text")
        _ = try other.write(String(repeating: "no database\n", count: 200), to: "thirdtouch.sqlite")
        guard case .notADatabase = error(opening: other.path) else {
            Issue.record("a text file was taken")
            return
        }
    }

    @Test("A full disk changes nothing, says so, and work goes on when there is room")
    func fullDisk() throws {
        let folder = try TemporaryFolder(named: "full")
        let mount = ["-t", "tmpfs", "-o", "size=3m", "none", folder.path]
        guard getuid() == 0, Self.run("/bin/mount", mount) == 0 else {
            // Without the right to mount there is no small disk to fill.
            return
        }
        defer { _ = Self.run("/bin/umount", ["-l", folder.path]) }
        let fixture = try StoreFixture(folder: folder)
        let lead = try fixture.addLead()
        let ballast = folder.path("ballast")
        let filler = [UInt8](repeating: 1, count: 4096)
        #expect(FileManager.default.createFile(atPath: ballast, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: ballast))
        while filler.withUnsafeBytes({ write(handle.fileDescriptor, $0.baseAddress, 4096) }) == 4096
        {}
        var failure: StoreError?
        var added = 0
        do {
            for number in 0..<5000 {
                _ = try fixture.addLead("lead\(number)@customer.example")
                added += 1
            }
        } catch let error as StoreError {
            failure = error
        }
        #expect(failure == .diskFull(file: fixture.store.file))
        #expect(try fixture.store.counts().leads == added + 1)
        try handle.close()
        try FileManager.default.removeItem(atPath: ballast)
        _ = try fixture.addLead("after@customer.example")
        #expect(try fixture.store.counts().leads == added + 2)
        #expect(try fixture.store.lead(lead.id) == lead)
        fixture.store.close()
    }

    private static func run(_ program: String, _ arguments: [String]) -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        do { try process.run() } catch { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}
