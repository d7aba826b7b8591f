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
        let disk = try SmallDisk()
        let daemon = try disk.daemon()
        try daemon.json("lead", "add", "mira@north.example")
        let (added, refusal) = try disk.fill(by: daemon)
        #expect(refusal?.status == 1)
        #expect(refusal?.errors.contains("is full") == true, "\(refusal?.errors ?? "")")
        #expect(refusal?.errors.contains("free some space") == true)
        #expect(try daemon.ask("lead", "show", "mira@north.example").status == 0)
        try disk.free()
        #expect(try daemon.ask("lead", "add", "after@north.example").status == 0)
        let leads = try daemon.json("status")["counts"]["leads"].number
        #expect(leads ?? added + 2 == added + 2)
        #expect(daemon.stop() == 0)
    }

    @Test(
        "A reload that a full disk refuses leaves the engine that works at work",
        .enabled(if: getuid() == 0, "a small disk can be mounted by root alone"))
    func reloadOnFullDisk() throws {
        let disk = try SmallDisk()
        let daemon = try disk.daemon()
        try daemon.publish(
            """
              - id: hello
                email: { subject: "Pumps", body: "Hi." }
            """)
        try daemon.json("lead", "add", "mira@north.example")
        let (_, refusal) = try disk.fill(by: daemon)
        #expect(refusal?.errors.contains("is full") == true, "\(refusal?.errors ?? "")")
        daemon.signal(SIGHUP)
        _ = try eventually("the refusal in the log: \(daemon.log.suffix(2000))") {
            daemon.log.contains("the one before stays in force") ? true : nil
        }
        #expect(
            try daemon.json("status")["warnings"].items.contains {
                $0["code"].text == "reload-refused"
            })
        try disk.free()
        // No second reload: what sends now is the engine of before.
        try daemon.json("enroll", "mira@north.example", "--sequence", "quick")
        _ = try eventually("the message to leave: \(daemon.log.suffix(2000))") {
            try daemon.json("delivery", "list")["items"][0]["state"].text == "accepted" ? true : nil
        }
        #expect(daemon.stop() == 0)
    }
}

/// A state folder on a disk of three megabytes, which can be filled and freed.
private final class SmallDisk {
    private let folder: TemporaryFolder
    private let state: String
    private var ballast: String { state + "/ballast" }

    init() throws {
        folder = try TemporaryFolder(named: "daemon")
        state = try folder.makeFolder("state")
        chmod(state, 0o700)
        let mount = try Programs.run(
            "/bin/mount", ["-t", "tmpfs", "-o", "size=3m,mode=0700", "none", state])
        try #require(mount.status == 0, "\(mount.errors)")
    }

    deinit { _ = try? Programs.run("/bin/umount", ["-l", state]) }  // why: a test's own mount

    func daemon() throws -> RunningDaemon {
        try RunningDaemon(mailboxes: BadInputTests.maildirs(folder), folder: folder)
    }

    /// Leaves no block free, and lets the daemon use up what it has: how many leads it could still add, and what it
    /// said to the first that it could not.
    func fill(by daemon: RunningDaemon) throws -> (added: Int, refusal: Programs.Ending?) {
        #expect(FileManager.default.createFile(atPath: ballast, contents: nil))
        let handle = try #require(FileHandle(forWritingAtPath: ballast))
        let filler = [UInt8](repeating: 1, count: 4096)
        while filler.withUnsafeBytes({ write(handle.fileDescriptor, $0.baseAddress, 4096) }) == 4096
        {}
        try handle.close()
        for number in 0..<2000 {
            let ending = try daemon.ask("lead", "add", "lead\(number)@north.example")
            if ending.status != 0 { return (number, ending) }
        }
        return (2000, nil)
    }

    func free() throws { try FileManager.default.removeItem(atPath: ballast) }
}
