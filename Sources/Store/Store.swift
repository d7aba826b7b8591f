import CSQLiteConfig
import Dispatch
import GRDB
import Glibc
package import Logging
import Synchronization

/// The one door to everything durable: a SQLite file in WAL mode in the state folder.
///
/// One connection writes and checkpoints; readers can only read. Every method is one named
/// transaction that keeps the invariants; nothing inside one touches the network. Methods block;
/// callers on Swift's cooperative threads go through `inBackground`.
package final class Store: Sendable {
    /// The file that people may open with sqlite3 to look.
    package let file: String

    let pool: DatabasePool
    let writer: GroupCommit
    /// The folder of the database and of everything that lies beside it.
    package let folder: String

    let logger: Logger
    let shelf: Shelf
    let waterline: Waterline
    let tallyBook = TallyBook()
    let backupRoom = BackupRoom()
    let bulkWork = Mutex(BulkWork())
    private let lock: StateFolderLock
    let background = DispatchQueue(
        label: "thirdtouch.store.background", attributes: .concurrent)

    /// Opens, and creates or migrates, the database of a state folder.
    ///
    /// Throws `StoreError` when another daemon holds the folder, when the file is newer than this
    /// program, damaged, or of somebody else, or when the disk is full.
    package init(
        folder: String, logger: Logger, faults: (any CommitFaults)? = nil
    ) throws(StoreError) {
        let file = "\(folder)/\(Self.fileName)"
        self.file = file
        self.folder = folder
        self.logger = logger
        shelf = Shelf(stateFolder: folder)
        lock = try StateFolderLock(folder: folder)
        let mark = try Waterline.mark(in: folder)
        _ = Self.countsNoMemory
        do {
            try Migrations.inspect(file, isExpected: mark != nil)
            pool = try DatabasePool(path: file, configuration: Self.configuration())
            // After opening, because DatabasePool sets NORMAL when it prepares the connection.
            waterline = try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
                let level = try Int.fetchOne(database, sql: "PRAGMA synchronous")
                guard level == 2 else {
                    throw StoreError.inputOutput(file: file, cause: "synchronous is not FULL")
                }
                try Migrations.run(in: database, file: file)
                return try Waterline(folder: folder, mark: mark, database: database)
            }
        } catch {
            throw StoreError(error, file: file)
        }
        chmod(file, 0o600)
        writer = GroupCommit(pool: pool, faults: faults, waterline: waterline)
    }

    package static let fileName = "thirdtouch.sqlite"
    /// The number of the schema that this program writes.
    package static var schema: Int { Migrations.newest }

    /// Once in a process: SQLite's own count of its memory costs a lock for each piece, and nobody reads it. Refused where
    /// SQLite is in use already, and then all is as it was.
    private static let countsNoMemory = thirdtouch_sqlite_count_no_memory() == SQLITE_OK

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            // What a savepoint keeps and what is sorted: small, and no temporary file each time.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // Kilobytes; there are four readers, and the daemon lives in less than 60 MB.
            let cache = database.configuration.readonly ? 2000 : Tuning.usual.cache
            try database.execute(sql: "PRAGMA cache_size = -\(cache)")
            if let connection = database.sqliteConnection {
                _ = thirdtouch_sqlite_set_defensive(UnsafeMutableRawPointer(connection), 1)
            }
        }
        return configuration
    }

    /// One durable transaction, shared with whatever else waits for the disk.
    func write<Value: Sendable>(
        named name: StaticString = #function, _ durability: GroupCommit.Durability = .synced,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws(StoreError) -> Value {
        do {
            return try writer.perform(named: name, durability, body)
        } catch {
            throw StoreError(error, file: file)
        }
    }

    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do {
            return try pool.unsafeReentrantRead { database in
                // Inside `reading` the view is there already.
                if database.isInsideTransaction { return try body(database) }
                var value: Value?
                try database.inTransaction(.deferred) {
                    value = try body(database)
                    return .commit
                }
                return value!  // the transaction ran, or it threw
            }
        } catch {
            throw StoreError(error, file: file)
        }
    }

    /// One view of the database for all that `body` asks: cheaper than a view for each question, and
    /// the answers agree. Nothing inside may wait for a write.
    package func reading<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try pool.read { _ in try body() }
        } catch let error as DatabaseError {
            throw StoreError(error, file: file)
        }
    }

    /// Runs blocking work of the store away from Swift's cooperative threads.
    package func inBackground<Value: Sendable>(
        _ body: @escaping @Sendable (Store) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            background.async { @Sendable [self] in
                continuation.resume(with: Result { try body(self) })
            }
        }
    }

    /// Writes the log back into the file, closes, and gives the state folder up; nothing may be called
    /// afterwards.
    package func close() {
        backupRoom.cancel()
        defer { lock.release() }
        do {
            try pool.writeWithoutTransaction { database in
                _ = try database.checkpoint(.truncate)
            }
            try pool.close()
        } catch {
            logger.warning(
                "The database could not be closed in good order; it is safe, the next start mends it",
                metadata: ["store.cause": "\(error)"])
        }
    }
}

extension StoreError {
    /// Says what an error of SQLite means for a person.
    init(_ error: any Error, file: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .inputOutput(file: file, cause: "\(error)")
            return
        }
        let cause = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(file: file)
        case .SQLITE_NOTADB: self = .notADatabase(file: file, cause: cause)
        case .SQLITE_CORRUPT: self = .damaged(file: file, cause: cause)
        default: self = .inputOutput(file: file, cause: cause)
        }
    }
}
