import Foundation
import Sequencing
import Support
import Testing
import ZoneData

struct ZoneDatabaseTests {
    @Test(
        "a name that is none is refused before the disk is asked",
        arguments: [
            "", "/etc/passwd", "../../etc/passwd", "Europe/../../etc/passwd", "Europe//Berlin",
            "Europe/Ber\nlin", "Europe/\u{1B}[31m", "./UTC", "Europe/", "Europe/Zürich",
            String(repeating: "A", count: 65),
        ])
    func badNames(name: String) throws {
        let error = try #require(throws: ZoneDataError.self) {
            try ZoneDatabase().rules(named: name)
        }
        #expect(error.code == .badName)
        #expect(!error.description.unicodeScalars.contains { $0.isControl })
    }

    @Test(
        "an unknown zone comes with the nearest names",
        arguments: [
            ("Europe/Berln", ["Europe/Berlin"]), ("Germany/Berlin", ["Europe/Berlin"]),
            ("berlin", ["Europe/Berlin"]), ("New_Yrok", ["America/New_York"]), ("Xyzzy/Plugh", []),
            ("zone.tab", []),
        ])
    func unknown(name: String, suggestions: [String]) throws {
        let error = try #require(throws: ZoneDataError.self) {
            try ZoneDatabase().rules(named: name)
        }
        let expected: ZoneDataError.Code = name == "zone.tab" ? .malformed : .unknownZone
        #expect(error.code == expected)
        #expect(error.suggestions == suggestions)
    }

    @Test("a file that was cut, lengthened in its counts or never was a zone is malformed")
    func malformed() throws {
        let whole = [UInt8](
            try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin")))
        #expect(try TZifFile(whole, name: "x").version >= 2)
        for length in 0..<whole.count {
            #expect(throws: TZifFile.Mistake.self) {
                try TZifFile(Array(whole.prefix(length)), name: "x")
            }
        }
        for index in 20..<44 {
            var wrong = whole
            wrong[index] = 0xFF
            #expect(throws: TZifFile.Mistake.self) { try TZifFile(wrong, name: "x") }
        }
    }

    @Test("a version 1 file has 32-bit times and no footer")
    func versionOne() throws {
        var bytes = Array("TZif".utf8) + [0] + [UInt8](repeating: 0, count: 15)
        for count: UInt8 in [0, 0, 0, 1, 2, 4] { bytes += [0, 0, 0, count] }
        bytes += [0xFF, 0xFF, 0xFF, 0xFF]  // one transition, a second before 1970
        bytes += [1]
        bytes += [0, 0, 0x0E, 0x10, 0, 0]  // +3600
        bytes += [0xFF, 0xFF, 0xF1, 0xF0, 0, 0]  // -3600
        bytes += Array("ABC\0".utf8)
        let file = try TZifFile(bytes, name: "Test/One")
        #expect(file.version == 1)
        let offsets = [-2000, -1000, 0].map {
            file.rules.offsetSeconds(at: Instant(milliseconds: $0))
        }
        #expect(offsets == [3600, -3600, -3600])
    }

    @Test("leap seconds are refused")
    func leapSeconds() throws {
        let path = "/usr/share/zoneinfo/right/UTC"
        guard FileManager.default.fileExists(atPath: path) else { return }
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(throws: TZifFile.Mistake(evidence: "it counts leap seconds")) {
            try TZifFile(bytes, name: "x")
        }
    }

    @Test("a changed file is read again, an unchanged one is not")
    func reload() throws {
        let folder = try TemporaryFolder(named: "zones")
        let zoneinfo = "/usr/share/zoneinfo"
        let (file, manager) = (folder.path("Home"), FileManager.default)
        try manager.copyItem(
            at: URL(fileURLWithPath: "\(zoneinfo)/Asia/Tokyo").resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: file))
        let database = ZoneDatabase(folder: folder.path)
        let now = Instant(milliseconds: 1_790_000_000_000)
        let fingerprint = database.fingerprint
        #expect(ZoneDatabase(folder: folder.path).fingerprint == fingerprint)
        #expect(try database.rules(named: "Home").offsetSeconds(at: now) == 9 * 3600)
        #expect(database.names() == ["Home"])
        #expect(!database.reloadIfChanged().hasChanges)

        try manager.removeItem(atPath: file)
        try manager.copyItem(
            at: URL(fileURLWithPath: "\(zoneinfo)/Asia/Kolkata").resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: file))
        #expect(try database.rules(named: "Home").offsetSeconds(at: now) == 9 * 3600)
        #expect(database.reloadIfChanged().hasChanges)
        #expect(try database.rules(named: "Home").offsetSeconds(at: now) == 19_800)
        // One file among many is enough for every due time to be derived again.
        #expect(database.fingerprint != fingerprint)
        #expect(!database.reloadIfChanged().hasChanges)
    }

    @Test("a zone whose file vanishes or is damaged stays as it was, and that is said")
    func lost() throws {
        let folder = try TemporaryFolder(named: "zones")
        let file = folder.path("Home")
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: "/usr/share/zoneinfo/Asia/Tokyo").resolvingSymlinksInPath(),
            to: URL(fileURLWithPath: file))
        let database = ZoneDatabase(folder: folder.path)
        let now = Instant(milliseconds: 1_790_000_000_000)
        _ = try database.rules(named: "Home")
        _ = try folder.write("no zone", to: "Home")
        let damaged = database.reloadIfChanged()
        #expect(damaged.lost.map(\.zone) == ["Home"])
        #expect(try database.rules(named: "Home").offsetSeconds(at: now) == 9 * 3600)
        try FileManager.default.removeItem(atPath: file)
        #expect(database.reloadIfChanged().lost.map(\.zone) == ["Home"])
        #expect(try database.rules(named: "Home").offsetSeconds(at: now) == 9 * 3600)
    }

    @Test("a folder without zones knows none")
    func emptyFolder() throws {
        let folder = try TemporaryFolder(named: "zones")
        let database = ZoneDatabase(folder: folder.path)
        #expect(database.names().isEmpty)
        #expect(!database.knows("Europe/Berlin"))
        #expect(ZoneDatabase().knows("Europe/Berlin"))
    }
}
