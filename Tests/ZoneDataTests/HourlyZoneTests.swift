import Foundation
import Sequencing
import Testing
import ZoneData

/// The reader against Python's `zoneinfo`, another reading of the same files, hour by hour.
///
/// A sample of the zones by default; all of them with `FULL=1` in the environment.
@Suite(.enabled(if: Python.isThere, "the second reading is Python's"))
struct HourlyZoneTests {
    private static let isFull = ProcessInfo.processInfo.environment["FULL"] == "1"

    @Test("every hour from 2024 to 2037 has Python's offset")
    func everyHour() throws {
        let database = ZoneDatabase()
        let names = database.names()
        let chosen =
            Self.isFull ? names : names.enumerated().filter { $0.offset % 60 == 7 }.map(\.element)
        let (first, last) = (Int64(1_704_067_200), Int64(2_145_916_800))
        let expected = try Python.changes(of: chosen, from: first, to: last)
        var hours = 0
        for name in chosen {
            let rules = try database.rules(named: name)
            var mine: [Python.Change] = []
            for moment in stride(from: first, to: last, by: 3600) {
                let offset = rules.offsetSeconds(at: Instant(milliseconds: moment * 1000))
                if mine.last?.offset != offset { mine.append(.init(at: moment, offset: offset)) }
                hours += 1
            }
            #expect(mine == expected[name], "\(name)")
        }
        #expect(hours == chosen.count * Int((last - first) / 3600))
        #expect(chosen.count >= (Self.isFull ? 400 : 8))
    }
}

/// Python in a process of its own.
private enum Python {
    /// From that hour on, so many seconds east of UTC.
    struct Change: Equatable {
        var at: Int64
        var offset: Int
    }

    // Why the error is dropped: not being there is the answer.
    static var isThere: Bool { (try? run("import zoneinfo", arguments: [])) != nil }

    static func changes(
        of names: [String], from first: Int64, to last: Int64
    ) throws -> [String: [Change]] {
        let text = try run(
            """
            import datetime, sys, zoneinfo
            first, last = int(sys.argv[1]), int(sys.argv[2])
            for name in sys.argv[3:]:
                zone, before = zoneinfo.ZoneInfo(name), None
                for moment in range(first, last, 3600):
                    offset = datetime.datetime.fromtimestamp(moment, zone).utcoffset()
                    if offset != before:
                        print(name, moment, int(offset.total_seconds()))
                        before = offset
            """, arguments: ["\(first)", "\(last)"] + names)
        var changes: [String: [Change]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 3, let at = Int64(parts[1]), let offset = Int(parts[2]) else {
                throw CocoaError(.fileReadCorruptFile)
            }
            changes[String(parts[0]), default: []].append(Change(at: at, offset: offset))
        }
        return changes
    }

    private static func run(_ program: String, arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let answer = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: answer, as: UTF8.self)
    }
}
