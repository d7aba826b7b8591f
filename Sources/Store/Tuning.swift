import GRDB

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

extension Store {
    /// Runs `body` with the tuning for many rows.
    func inBulk<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try tune(.bulk)
        let outcome: Result<Value, StoreError>
        do {
            outcome = .success(try body())
        } catch {
            outcome = .failure(error)
        }
        try tune(.usual)
        return try outcome.get()
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
