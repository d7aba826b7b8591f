import Foundation
import Logging
package import Sequencing
import Store

/// What became of one world.
package struct WorldOutcome: Sendable {
    package var plan: WorldPlan
    /// Lines of the history.
    package var events: Int
    package var dots: Int
    package var historyHash: UInt64
    package var violations: [Violation]
    /// Where the daemon died, and how often: `before` and `after` the commits of each transaction.
    package var deaths: [String: Int]
    /// Of each dot that needed the fence.
    package var fenceAges: [Duration]
    /// Told only when asked for.
    package var story: [(at: Instant, lead: Int?, line: String)]
    /// Lines of the history of the lead concerned, with the story.
    package var history: [String]
}

/// Plays worlds, each in a folder of its own that is gone afterwards.
package struct WorldRun: Sendable {
    package let calendars: SimulatedCalendars
    /// Memory is fast, and a crash of the simulated kind does not ask more of a disk.
    private let folder: String
    /// An empty database, made once: its schema is not what is on trial.
    private let database: Data

    package init(calendars: SimulatedCalendars) throws {
        self.calendars = calendars
        let manager = FileManager.default
        let folder =
            manager.isWritableFile(atPath: "/dev/shm")
            ? "/dev/shm" : manager.temporaryDirectory.path
        self.folder = folder
        database = try Self.inFolder(of: folder) { path in
            let store = try Store(folder: path, logger: Logger(label: "thirdtouch-sim"))
            store.close()
            return try Data(contentsOf: URL(fileURLWithPath: store.file))
        }
    }

    package func play(
        _ plan: WorldPlan, keepsStory: Bool = false, seams: Seams = Seams()
    ) throws -> WorldOutcome {
        try inFolder { folder in
            let world = try World(
                plan, folder: folder, calendars: calendars, keepsStory: keepsStory,
                seams: seams)
            let hash = try world.play()
            return world.outcome(hash)
        }
    }

    /// A state folder with an empty database.
    func inFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        try Self.inFolder(of: folder) { path in
            try database.write(to: URL(fileURLWithPath: "\(path)/thirdtouch.sqlite"))
            return try body(path)
        }
    }

    private static func inFolder<Value>(
        of folder: String, _ body: (String) throws -> Value
    ) throws -> Value {
        let path = "\(folder)/thirdtouch-sim-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The reason for dropping the error: a leftover in the temporary folder does no harm.
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }
}
