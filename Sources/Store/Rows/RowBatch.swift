import GRDB

/// Rows for one table, put in many at a time: what SQLite does for each statement it does once for all of them.
///
/// Values are bound in the order of the columns, row after row. `flush` puts in what is left.
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

    /// `tail` stands behind the rows, as in `ON CONFLICT (key) DO NOTHING RETURNING id`.
    init(into table: String, _ columns: [String], _ tail: String = "", in database: Database) throws
    {
        head = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES "
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

    /// The row is whole. True when it was the last that there was room for: `flush` comes next.
    mutating func endRow() -> Bool {
        count += 1
        assert(statement.bound == count * columns, "a row has not as many values as columns")
        return count == Self.size
    }

    /// Puts all in that wait; `each` is given what `RETURNING` says of every one that went in, in no order.
    mutating func flush(_ each: (borrowing HotStatement.Answer) -> Void = { _ in }) throws {
        guard count > 0 else { return }
        defer { count = 0 }
        if count == Self.size { return try statement.run(each) }
        var last = try HotStatement(
            Self.text(head, columns, rows: count, tail), in: database, isKept: false)
        statement.moveArguments(to: &last)
        try last.run(each)
    }
}
