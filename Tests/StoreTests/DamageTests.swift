import Foundation
import GRDB
import Sequencing
import Support
import Testing

@testable import Store

/// A state folder whose database is not what it was: named at start, and never made anew.
struct DamageTests {
    private static let waterline = "thirdtouch.waterline"

    /// A folder with a database that has been worked with, closed.
    private func folder() throws -> TemporaryFolder {
        let fixture = try StoreFixture()
        _ = try fixture.queued()
        for number in 0..<200 {
            _ = try fixture.addLead("lead\(number)@customer\(number).example")
        }
        fixture.store.close()
        return fixture.folder
    }

    private func error(opening folder: TemporaryFolder) -> StoreError? {
        do {
            let store = try Store(folder: folder.path, logger: StoreFixture.logger())
            store.close()
            return nil
        } catch {
            return error
        }
    }

    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var strike: @Sendable (_ bytes: inout Data) -> Void
    }

    static let damages: [Damage] = [
        Damage(testDescription: "cut off in the middle") { $0 = $0.prefix($0.count / 2) },
        Damage(testDescription: "cut off inside its first page") { $0 = $0.prefix(1000) },
        Damage(testDescription: "empty") { $0 = Data() },
        Damage(testDescription: "with a header of something else") {
            $0.replaceSubrange(0..<100, with: Data(repeating: 0x5A, count: 100))
        },
        Damage(testDescription: "with a page of zeros") { bytes in
            let page = bytes.count / 4096 / 2 * 4096
            bytes.replaceSubrange(page..<page + 4096, with: Data(repeating: 0, count: 4096))
        },
        Damage(testDescription: "with eight flipped bytes in each page's beginning") { bytes in
            for page in stride(from: 4096, to: bytes.count, by: 4096) {
                for offset in page..<page + 8 { bytes[offset] ^= 0xFF }
            }
        },
    ]

    @Test("A damaged database is named with what to do, and left as it is", arguments: damages)
    func damaged(_ damage: Damage) throws {
        let folder = try folder()
        let file = URL(filePath: folder.path("thirdtouch.sqlite"))
        var bytes = Data(try Data(contentsOf: file))
        damage.strike(&bytes)
        try bytes.write(to: file)
        let found = error(opening: folder)
        guard case .damaged(file.path, _)? = found else {
            Issue.record("found \(found.map { "\($0)" } ?? "nothing")")
            return
        }
        #expect(found?.description.contains("thirdtouchd restore") == true)
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test("A database that is gone is not made anew while its waterline is there")
    func missing() throws {
        let folder = try folder()
        try FileManager.default.removeItem(atPath: folder.path("thirdtouch.sqlite"))
        #expect(error(opening: folder) == .missing(file: folder.path("thirdtouch.sqlite")))
        #expect(!FileManager.default.fileExists(atPath: folder.path("thirdtouch.sqlite")))
        try FileManager.default.removeItem(atPath: folder.path(Self.waterline))
        #expect(error(opening: folder) == nil)
    }

    // MARK: - Databases that were put back

    private func wasPutBack(_ folder: TemporaryFolder) throws -> Bool {
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        return try store.holdAfterRestore(now: StoreFixture.now + .hours(1)) != nil
    }

    private func copy(_ folder: TemporaryFolder, to other: TemporaryFolder) throws {
        for part in ["", "-wal", "-shm"] {
            let target = other.path("thirdtouch.sqlite\(part)")
            // Why the error is dropped: not each part is there.
            try? FileManager.default.removeItem(atPath: target)
            let source = folder.path("thirdtouch.sqlite\(part)")
            guard FileManager.default.fileExists(atPath: source) else { continue }
            try FileManager.default.copyItem(atPath: source, toPath: target)
        }
    }

    @Test("A database that stayed where it was is not taken for one that was put back")
    func stayed() throws {
        let folder = try folder()
        for _ in 0..<3 { #expect(try !wasPutBack(folder)) }
    }

    private func addLead(to folder: TemporaryFolder) throws {
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        _ = try store.add(
            NewLead(email: EmailAddress("late@other.example")), now: StoreFixture.now, by: "test")
        store.close()
    }

    @Test("What was copied by hand and put back is known by the waterline, also after one change")
    func older() throws {
        let folder = try folder()
        let copies = try TemporaryFolder(named: "copies")
        try copy(folder, to: copies)
        try addLead(to: folder)
        try copy(copies, to: folder)
        #expect(try wasPutBack(folder))
        #expect(try !wasPutBack(folder), "it is dealt with once")
    }

    @Test("A log that was lost is a database that is older than it was")
    func logLost() throws {
        let fixture = try StoreFixture()
        let copies = try TemporaryFolder(named: "copies")
        // As a killed process leaves it: the file, its log, and the waterline.
        _ = try fixture.queued()
        try copy(fixture.folder, to: copies)
        try FileManager.default.copyItem(
            atPath: fixture.folder.path(Self.waterline), toPath: copies.path(Self.waterline))
        fixture.store.close()
        let whole = try TemporaryFolder(named: "whole")
        try copy(copies, to: whole)
        try FileManager.default.copyItem(
            atPath: copies.path(Self.waterline), toPath: whole.path(Self.waterline))
        #expect(try !wasPutBack(whole))
        try FileManager.default.removeItem(atPath: copies.path("thirdtouch.sqlite-wal"))
        // The schema was in the log too: nothing of the database is left but its file.
        let found = error(opening: copies)
        let isNamed: Bool = if case .damaged? = found { true } else { found == nil }
        #expect(isNamed, "\(found.map { "\($0)" } ?? "")")
        if found == nil { #expect(try wasPutBack(copies)) }
    }

    @Test("A database of another line, and one without its waterline, were put there")
    func otherLine() throws {
        let (mine, other) = (try folder(), try folder())
        try copy(other, to: mine)
        #expect(try wasPutBack(mine))
        let moved = try TemporaryFolder(named: "moved")
        try copy(mine, to: moved)
        #expect(try wasPutBack(moved))
    }

    @Test(
        "Each pair of what file and database say has its meaning",
        arguments: [
            (nil, nil, 0, false), (nil, "a", 5, true), (.restored, nil, 5, true),
            (.restored, "a", 5, true), (.level(line: "a", number: 5), nil, 5, false),
            (.level(line: "a", number: 5), nil, 4, true),
            (.level(line: "a", number: 5), "a", 5, false),
            (.level(line: "a", number: 5), "a", 6, false),
            (.level(line: "a", number: 5), "a", 4, true),
            (.level(line: "a", number: 5), "b", 6, true),
        ] as [(Waterline.Mark?, String?, Int64, Bool)])
    func pairs(_ mark: Waterline.Mark?, _ line: String?, _ number: Int64, _ isPutBack: Bool) {
        #expect(Waterline.isPutBack(mark: mark, line: line, number: number) == isPutBack)
    }
}
