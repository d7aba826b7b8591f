import CSQLiteConfig
import Dispatch
import GRDB
import Synchronization

/// The one door for writes: whatever waits while one commit syncs shares the next.
///
/// Each job runs in its own savepoint, so that one that fails takes nothing else with it. A job has
/// succeeded only when the transaction around it is durable.
final class GroupCommit: Sendable {
    /// Jobs that share one transaction at most; more wait for the next.
    static let largestGroup = 512

    private struct Job: Sendable {
        let name: StaticString
        let durability: Durability
        let run: @Sendable (Database) -> (any Error)?
        let finish: @Sendable ((any Error)?) -> Void
    }

    private struct Waiting: Sendable {
        var jobs: [Job] = []
        var isDraining = false
    }

    private let pool: DatabasePool
    /// Rises after each commit that is durable, before anybody who waits for it goes on.
    private let waterline: Waterline
    private let queue = DispatchQueue(label: "thirdtouch.store.writer", qos: .userInitiated)
    private let waiting = Mutex(Waiting())
    private let faults: (any CommitFaults)?

    init(pool: DatabasePool, faults: (any CommitFaults)?, waterline: Waterline) {
        self.pool = pool
        self.faults = faults
        self.waterline = waterline
    }

    /// What must be true of a commit when somebody is told of it.
    enum Durability: Sendable {
        /// It outlives the machine.
        case synced
        /// It outlives this process, and comes after what was committed before it; a loss of power may take it back,
        /// together with whatever came after it. For moves that a start makes good in any case.
        case ordered
    }

    /// Runs `body` in a transaction and returns when that is as durable as asked for. Blocks the calling thread.
    func perform<Value: Sendable>(
        named name: StaticString, _ durability: Durability = .synced,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Value, any Error>?>(nil)
        let value = Mutex<Value?>(nil)
        enqueue(
            Job(
                name: name, durability: durability,
                run: { database in
                    do {
                        let result = try body(database)
                        value.withLock { $0 = result }
                        return nil
                    } catch {
                        return error
                    }
                },
                finish: { error in
                    let result = value.withLock { $0 }
                    outcome.withLock { slot in
                        if let error {
                            slot = .failure(error)
                        } else if let result {
                            slot = .success(result)
                        }
                    }
                    done.signal()
                }))
        done.wait()
        // `finish` has run, and it sets one of the two: the reason why this can't be nil.
        return try outcome.withLock { $0 }!.get()
    }

    private func enqueue(_ job: Job) {
        let mustStart = waiting.withLock { waiting in
            waiting.jobs.append(job)
            if waiting.isDraining { return false }
            waiting.isDraining = true
            return true
        }
        guard mustStart else { return }
        commitNext()
        // Whoever came first has what it wanted; the others are served by a thread that has nothing else to do.
        let isMore = waiting.withLock { waiting in
            waiting.isDraining = !waiting.jobs.isEmpty
            return waiting.isDraining
        }
        if isMore { queue.async { @Sendable [self] in drain() } }
    }

    private func drain() {
        while waiting.withLock({ waiting in
            waiting.isDraining = !waiting.jobs.isEmpty
            return waiting.isDraining
        }) {
            commitNext()
        }
    }

    private func commitNext() {
        commit(
            waiting.withLock { waiting in
                let group = Array(waiting.jobs.prefix(Self.largestGroup))
                waiting.jobs.removeFirst(group.count)
                return group
            })
    }

    private func commit(_ group: [Job]) {
        var errors = [(any Error)?](repeating: nil, count: group.count)
        let isSynced = group.contains { $0.durability == .synced }
        do {
            try pool.writeWithoutTransaction { database in
                if !isSynced { try setSync("NORMAL", of: database) }
                defer { if !isSynced { demandSync(of: database) } }
                var newest: Int64 = 0
                try database.inTransaction(.immediate) {
                    try run(group, in: database, &errors)
                    guard errors.contains(where: { $0 == nil }) else { return .rollback }
                    if isSynced { newest = try Waterline.newestEntry(of: database) }
                    try faults?.beforeCommit(of: group.map { "\($0.name)" })
                    return .commit
                }
                // What a loss of power may take back is nothing that the file beside it may know of.
                if isSynced { waterline.rise(to: newest) }
            }
            if errors.contains(where: { $0 == nil }) {
                try faults?.afterCommit(of: group.map { "\($0.name)" })
            }
        } catch {
            // Nothing of the group is durable: each is told, whatever it had thought.
            for index in group.indices where errors[index] == nil { errors[index] = error }
        }
        for (job, error) in zip(group, errors) { job.finish(error) }
    }

    /// One job is the transaction; of several, each has its own savepoint in it.
    private func run(
        _ group: [Job], in database: Database, _ errors: inout [(any Error)?]
    ) throws {
        guard group.count > 1 else {
            errors[0] = group[0].run(database)
            return
        }
        // Prepared once: GRDB's own savepoints are parsed anew each time.
        for (index, job) in group.enumerated() {
            try database.run("SAVEPOINT job")
            errors[index] = job.run(database)
            if errors[index] != nil { try database.run("ROLLBACK TO job") }
            try database.run("RELEASE job")
        }
    }

    /// Read by SQLite when it is prepared: it can't be kept.
    private func setSync(_ level: String, of database: Database) throws {
        guard let connection = database.sqliteConnection else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
        }
        let code = sqlite3_exec(connection, "PRAGMA synchronous = \(level)", nil, nil, nil)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// Every commit is synced again from here on, or there is none.
    private func demandSync(of database: Database) {
        do {
            try setSync("FULL", of: database)
        } catch {
            preconditionFailure("the database can't be told to sync its commits: \(error)")
        }
    }
}
