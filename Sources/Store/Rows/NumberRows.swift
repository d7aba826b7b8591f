import CSQLiteConfig
import GRDB

/// The rows of a question that has numbers alone, read where SQLite has them: a row costs no more than its step.
enum NumberRows {
    /// The columns of one row; nothing of it outlives the row.
    struct Row {
        fileprivate let statement: OpaquePointer

        subscript(column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    }

    /// Calls `take` with each row until it answers false.
    static func each(
        _ sql: String, _ arguments: [Int64] = [], in database: Database,
        _ take: (Row) throws -> Bool
    ) throws {
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        defer {
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (place, argument) in arguments.enumerated() {
            sqlite3_bind_int64(statement, Int32(place + 1), argument)
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: guard try take(Row(statement: statement)) else { return }
            case SQLITE_DONE: return
            case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
        }
    }
}
