import Dispatch
import GRDB
package import Sequencing
import Synchronization

/// A backup that is being written, or how the last one ended.
package struct BackupRun: Equatable, Sendable {
    package enum Fate: Equatable, Sendable {
        /// So far so many bytes are written.
        case running(bytes: Int)
        case done(bytes: Int, at: Instant)
        case failed(StoreError)
    }

    package var file: String
    package var startedAt: Instant
    /// What the copy may come to at most: the size of the database.
    package var expectedBytes: Int
    package var fate: Fate
}

/// One backup at a time; breaks it off when the store closes.
final class BackupRoom: Sendable {
    private struct State: Sendable {
        var run: BackupRun?
        var connection: DatabaseQueue?
        var isClosing = false
    }

    private let state = Mutex(State())
    private let work = DispatchGroup()

    var run: BackupRun? { state.withLock { $0.run } }

    /// False when one is being written already, or the store closes.
    func begin(_ run: BackupRun) -> Bool {
        state.withLock { state in
            if case .running = state.run?.fate { return false }
            guard !state.isClosing else { return false }
            state.run = run
            work.enter()
            return true
        }
    }

    func end(_ fate: BackupRun.Fate) {
        state.withLock { state in
            state.connection = nil
            state.run?.fate = fate
        }
        work.leave()
    }

    /// Opens a connection that `cancel` can break off.
    func connection(
        to file: String, _ configuration: Configuration
    ) throws -> DatabaseQueue {
        let connection = try DatabaseQueue(path: file, configuration: configuration)
        let isClosing = state.withLock { state in
            state.connection = connection
            return state.isClosing
        }
        guard !isClosing else { throw DatabaseError(resultCode: .SQLITE_INTERRUPT) }
        return connection
    }

    func wait() { work.wait() }

    /// Returns when no backup is being written any more.
    func cancel() {
        state.withLock { state in
            state.isClosing = true
            state.connection?.interrupt()
        }
        work.wait()
    }
}
