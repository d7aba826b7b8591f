import CSQLiteConfig
import GRDB

/// A prepared statement that is bound and stepped by SQLite's own calls.
///
/// For what runs for each message that is sent: GRDB's arguments, rows and cursors cost there three times what
/// SQLite's work does (docs/decisions/0039). Of the connection, its transactions and the statement's life GRDB keeps
/// charge. Whatever becomes of it, it ends reset and without arguments.
struct DirectStatement: ~Copyable {
    private let sql: String
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    private var bound: Int32 = 0

    /// Throws where no transaction is open: SQLite ends one by itself when the disk is full, and what the statement
    /// writes would then stand alone.
    init(_ sql: String, in database: Database) throws {
        guard let connection = database.sqliteConnection, sqlite3_get_autocommit(connection) == 0
        else {
            throw DatabaseError(resultCode: .SQLITE_ABORT, message: "no transaction is open")
        }
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        precondition(sqlite3_stmt_busy(statement) == 0, "a statement runs inside itself: \(sql)")
        (self.sql, self.statement, self.connection) = (sql, statement, connection)
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    mutating func bind(_ value: some SQLValue) throws {
        bound += 1
        let code = value.bind(to: statement, at: bound)
        guard code == SQLITE_OK else { throw failure(code) }
    }

    /// True when it stands on a row.
    func step() throws -> Bool {
        precondition(
            sqlite3_bind_parameter_count(statement) == bound, "an argument is missing: \(sql)")
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// The row that it stands on; not to be kept.
    var row: RowReader { RowReader(statement) }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }
}

extension Database {
    /// The first row that a statement finds, read where SQLite has it.
    func first<Found, each Value: SQLValue>(
        _ sql: String, _ values: repeat each Value, read: (inout RowReader) throws -> Found
    ) throws -> Found? {
        var statement = try DirectStatement(sql, in: self)
        for value in repeat each values { try statement.bind(value) }
        guard try statement.step() else { return nil }
        var row = statement.row
        return try read(&row)
    }

    /// Runs a statement to its end; how many rows it has changed.
    @discardableResult
    func run<each Value: SQLValue>(_ sql: String, _ values: repeat each Value) throws -> Int {
        var statement = try DirectStatement(sql, in: self)
        for value in repeat each values { try statement.bind(value) }
        while try statement.step() {}
        return changesCount
    }
}
