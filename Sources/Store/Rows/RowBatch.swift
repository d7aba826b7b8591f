import GRDB

/// Rows for one table, put in many at a time: what SQLite does for each statement it does once for all of them.
///
/// Values are bound in the order of the columns, row after row. `flush` puts in what is left. No `RETURNING`: SQLite
/// would lay all rows of a statement by, twice.
struct RowBatch {
    /// Rows of one statement.
    static let size = 64

    private let head: String
    private let columns: Int
    private let tail: String
    private let database: Database
    private var statement: HotStatement
    /// Rows that wait.
    private(set) var count = 0

    /// `verb` may be `INSERT OR FAIL` for a table that refers to no other: SQLite then keeps no copy of the pages to take
    /// half a statement back, and whoever calls rolls back the whole transaction anyway. `tail` stands behind the rows, as in
    /// `ON CONFLICT (key) DO NOTHING`.
    init(
        _ verb: String = "INSERT", into table: String, _ columns: [String], _ tail: String = "",
        in database: Database
    ) throws {
        head = "\(verb) INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
        self.columns = columns.count
        self.tail = tail
        self.database = database
        statement = try HotStatement(
            Self.text(head, columns.count, rows: Self.size, tail), in: database)
    }

    private static func text(_ head: String, _ columns: Int, rows: Int, _ tail: String) -> String {
        let row = "(" + Array(repeating: "?", count: columns).joined(separator: ", ") + ")"
        return head + Array(repeating: row, count: rows).joined(separator: ", ") + " " + tail
    }

    mutating func bind(_ text: String?) { statement.bind(text) }

    mutating func bind(_ number: Int64?) { statement.bind(number) }

    /// A text that stays where it is until it was put in.
    mutating func bind(placed text: Slice<UnsafeBufferPointer<UInt8>>?) {
        statement.bind(placed: text)
    }

    /// A text that is made of pieces.
    mutating func bind(_ make: (inout HotStatement.Text) -> Void) { statement.bind(make) }

    /// The row is whole. True when it was the last that there was room for: `flush` comes next.
    mutating func endRow() -> Bool {
        count += 1
        assert(statement.bound == count * columns, "a row has not as many values as columns")
        return count == Self.size
    }

    /// Puts all in that wait; how many of them went in.
    @discardableResult
    mutating func flush() throws -> Int {
        guard count > 0 else { return 0 }
        defer { count = 0 }
        guard count < Self.size else {
            try statement.run()
            return statement.changes
        }
        var last = try HotStatement(
            Self.text(head, columns, rows: count, tail), in: database, isKept: false)
        statement.moveArguments(to: &last)
        try last.run()
        return last.changes
    }
}
