import Dispatch
import GRDB
import Logging
import Synchronization

/// What the writing connection may use up.
struct Tuning {
    /// Kilobytes of pages in memory.
    var cache: Int
    /// Pages of 4 KiB that the log grows to before it is written back into the file.
    var log: Int

    static let usual = Tuning(cache: 8000, log: 1000)
    /// Each part of a table touches the same thousands of pages again, all over the indexes: they go into the file once for
    /// several parts, and those of one part have room in memory.
    static let bulk = Tuning(cache: 40_000, log: 16_000)
}

/// Who writes many rows, and whether the connection is tuned for it.
struct BulkWork {
    /// How long the tuning stays after the last part: the next one of a table finds its pages in memory.
    static let rest = DispatchTimeInterval.seconds(1)

    var isTuned = false
    /// Parts that are being written or wait for their turn.
    var running = 0
    /// Parts that were begun so far.
    var begun = 0
}

extension Store {
    /// Runs `body` with the tuning for many rows.
    func inBulk<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        let isTuned = bulkWork.withLock { work in
            work.running += 1
            work.begun += 1
            defer { work.isTuned = true }
            return work.isTuned
        }
        defer { endBulk() }
        if !isTuned { try tune(.bulk) }
        return try body()
    }

    private func endBulk() {
        let part = bulkWork.withLock { work in
            work.running -= 1
            return work.begun
        }
        background.asyncAfter(deadline: .now() + BulkWork.rest) { @Sendable [weak self] in
            self?.rest(after: part)
        }
    }

    /// The usual tuning again, unless another part has come meanwhile; and the log into the file, which the next commit of
    /// anybody would have to do otherwise.
    private func rest(after part: Int) {
        let mayRest = bulkWork.withLock { work in
            guard work.running == 0, work.begun == part, work.isTuned else { return false }
            work.isTuned = false
            return true
        }
        guard mayRest else { return }
        do {
            try tune(.usual)
            // A part that began meanwhile has found the connection tuned, or tunes it behind this.
            if bulkWork.withLock({ $0.isTuned }) { return try tune(.bulk) }
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        } catch {
            // Closed meanwhile, or a disk that fails: more memory in use, and nothing else.
            logger.debug("The cache stays large", metadata: ["store.cause": "\(error)"])
        }
    }

    private func tune(_ tuning: Tuning) throws(StoreError) {
        do {
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA cache_size = -\(tuning.cache)")
                try database.execute(sql: "PRAGMA wal_autocheckpoint = \(tuning.log)")
            }
        } catch {
            throw StoreError(error, file: file)
        }
    }
}
