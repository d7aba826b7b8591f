import CSQLiteConfig
import Foundation
import GRDB
import Sequencing

/// Reads the columns of a row one after another, in the order of the list that was asked for.
///
/// By place: GRDB looks a name up in lower case, which for a row of two dozen columns costs more than SQLite does.
struct RowReader {
    private enum Source {
        case row(Row)
        /// It stands on the row, as long as this reader is used.
        case statement(OpaquePointer)
    }

    private let source: Source
    private var place = 0

    init(_ row: Row) { source = .row(row) }

    init(_ statement: OpaquePointer) { source = .statement(statement) }

    mutating func next<Value: SQLColumn>() -> Value {
        defer { place += 1 }
        return switch source {
        case .row(let row): row[place]
        case .statement(let statement): Value(statement, column: Int32(place))
        }
    }

    mutating func instant() -> Instant { Instant(milliseconds: next()) }

    mutating func optionalNumber() -> Int64? { next() }

    mutating func optionalInstant() -> Instant? { Instant(column: next()) }

    /// Empty for null.
    mutating func bytes() throws -> [UInt8] {
        defer { place += 1 }
        switch source {
        case .row(let row): return try row.withUnsafeData(atIndex: place) { Array($0 ?? .init()) }
        case .statement(let statement):
            let start = sqlite3_column_blob(statement, Int32(place))
            let count = Int(sqlite3_column_bytes(statement, Int32(place)))
            return Array(UnsafeRawBufferPointer(start: start, count: count))
        }
    }
}
