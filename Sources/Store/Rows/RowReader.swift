import GRDB
import Sequencing

/// Reads the columns of a row one after another, in the order of the list that was asked for.
///
/// By place: GRDB looks a name up in lower case, which for a row of two dozen columns costs more than SQLite does.
struct RowReader {
    private let row: Row
    private var place = 0

    init(_ row: Row) { self.row = row }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value {
        defer { place += 1 }
        return row[place]
    }

    mutating func instant() -> Instant { Instant(milliseconds: next()) }

    mutating func optionalNumber() -> Int64? { next() }

    mutating func optionalInstant() -> Instant? { Instant(column: next()) }
}

extension Database {
    /// The first row that a statement finds, read where SQLite has it: without a copy of the row.
    func first<Value>(
        _ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> Value
    ) throws -> Value? {
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
        return try rows.next().map(read)
    }
}
