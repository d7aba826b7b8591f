import CSQLiteConfig
import GRDB
import Sequencing

/// What a statement takes as an argument, bound by SQLite's own calls.
protocol SQLValue {
    /// Answers SQLite's result code.
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32
}

/// What a row gives as a column, read by SQLite's own calls; also where GRDB has the row.
protocol SQLColumn: DatabaseValueConvertible, StatementColumnConvertible {
    /// Traps at a null that the type has no place for: then the statement is wrong.
    init(_ statement: OpaquePointer, column: Int32)
}

extension Int64: SQLValue, SQLColumn {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, self)
    }

    init(_ statement: OpaquePointer, column: Int32) {
        demandValue(of: statement, column)
        self = sqlite3_column_int64(statement, column)
    }
}

extension Int: SQLValue, SQLColumn {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int64(statement, place, Int64(self))
    }

    init(_ statement: OpaquePointer, column: Int32) {
        self = Int(Int64(statement, column: column))
    }
}

extension Bool: SQLValue, SQLColumn {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        sqlite3_bind_int(statement, place, self ? 1 : 0)
    }

    init(_ statement: OpaquePointer, column: Int32) {
        self = Int64(statement, column: column) != 0
    }
}

extension String: SQLValue, SQLColumn {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            // An empty buffer may have no place, and a text without a place is null to SQLite.
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(statement, place, "", 0, copiedBySQLite)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(statement, place, $0, Int32(bytes.count), copiedBySQLite)
            }
        }
    }

    init(_ statement: OpaquePointer, column: Int32) {
        demandValue(of: statement, column)
        // The text first: it settles the form of which the count is asked.
        let start = sqlite3_column_text(statement, column)
        let count = Int(sqlite3_column_bytes(statement, column))
        self.init(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

extension Optional: SQLValue where Wrapped: SQLValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        self?.bind(to: statement, at: place) ?? sqlite3_bind_null(statement, place)
    }
}

extension Optional: SQLColumn where Wrapped: SQLColumn {
    init(_ statement: OpaquePointer, column: Int32) {
        self =
            sqlite3_column_type(statement, column) == SQLITE_NULL
            ? nil : Wrapped(statement, column: column)
    }
}

extension Instant: SQLValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        milliseconds.bind(to: statement, at: place)
    }
}

extension Identifier: SQLValue {
    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        rawValue.bind(to: statement, at: place)
    }
}

/// Bytes of a message: a blob.
struct Blob: SQLValue {
    let bytes: [UInt8]

    func bind(to statement: OpaquePointer, at place: Int32) -> Int32 {
        bytes.withUnsafeBytes {
            guard let start = $0.baseAddress, !$0.isEmpty else {
                return sqlite3_bind_zeroblob(statement, place, 0)
            }
            return sqlite3_bind_blob(statement, place, start, Int32($0.count), copiedBySQLite)
        }
    }
}

/// SQLite's own mark for bytes that it shall copy before the call returns: the address -1.
private var copiedBySQLite: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

private func demandValue(of statement: OpaquePointer, _ column: Int32) {
    precondition(
        sqlite3_column_type(statement, column) != SQLITE_NULL, "column \(column) is null")
}
