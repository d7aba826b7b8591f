import Foundation
import Support
import Testing

/// What the whole daemon does when its disk or its file is not what it should be.
@Suite(.serialized) struct StorageFaultTests {
    @Test("A database of a newer version is refused at start and left as it was")
    func newer() throws {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder)
        try daemon.json("lead", "add", "mira@north.example")
        #expect(daemon.stop() == 0)
        let file = folder.path("state/thirdtouch.sqlite")
        var bytes = try Data(contentsOf: URL(filePath: file))
        // PRAGMA user_version lies at offset 60 of the file, big-endian (sqlite.org/fileformat.html).
        bytes[63] = 99
        try bytes.write(to: URL(filePath: file))
        let ending = try Programs.run(
            Programs.daemon, ["run", "--config", daemon.configurationFile])
        #expect(ending.status == 1)
        #expect(ending.errors.contains("newer thirdtouchd"), "\(ending.errors)")
        #expect(ending.errors.contains("restore the backup"))
        #expect(try Data(contentsOf: URL(filePath: file)) == bytes)
    }

    @Test(
        "A full disk is said to whoever asks, keeps what was there, and heals by itself",
        .enabled(if: getuid() == 0, "a small disk can be mounted by root alone"))
    func fullDisk() throws {
        let folder = try TemporaryFolder(named: "daemon")
        let state = try folder.makeFolder("state")
        chmod(state, 0o700)
        let mount = try Programs.run(
            "/bin/mount", ["-t", "tmpfs", "-o", "size=3m,mode=0700", "none", state])
        try #require(mount.status == 0, "\(mount.errors)")
        defer { _ = try? Programs.run("/bin/umount", ["-l", state]) }  // why: a test's own mount
        let daemon = try RunningDaemon(
            mailboxes: BadInputTests.maildirs(folder), folder: folder)
        try daemon.json("lead", "add", "mira@north.example")
        let ballast = state + "/ballast"
        #expect(FileManager.default.createFile(atPath: ballast, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: ballast))
        let filler = [UInt8](repeating: 1, count: 4096)
        while filler.withUnsafeBytes({ write(handle.fileDescriptor, $0.baseAddress, 4096) }) == 4096
        {}
        var refusal: Programs.Ending?
        var added = 1
        while refusal == nil, added < 2000 {
            let ending = try daemon.ask("lead", "add", "lead\(added)@north.example")
            if ending.status == 0 { added += 1 } else { refusal = ending }
        }
        #expect(refusal?.status == 1)
        #expect(refusal?.errors.contains("is full") == true, "\(refusal?.errors ?? "")")
        #expect(refusal?.errors.contains("free some space") == true)
        #expect(try daemon.ask("lead", "show", "mira@north.example").status == 0)
        try handle.close()
        try FileManager.default.removeItem(atPath: ballast)
        #expect(try daemon.ask("lead", "add", "after@north.example").status == 0)
        #expect(try daemon.json("status")["counts"]["leads"].number ?? added + 1 == added + 1)
        #expect(daemon.stop() == 0)
    }
}
