import CSQLiteConfig
import GRDB

/// A prepared statement that runs for each of a million rows: GRDB's arguments cost more than SQLite's work.
///
/// Texts lie end to end in one buffer and are bound where they lie, so a row costs no allocation. Inside one
/// transaction and on one thread, like every statement.
struct HotStatement {
    private enum Argument {
        case null
        case number(Int64)
        /// Its place in the buffer.
        case text(Range<Int>)
        case bytes(Range<Int>)
        /// A text of the caller's.
        case placed(UnsafePointer<UInt8>, Int)
    }

    /// A text that grows at its place.
    struct Text: ~Copyable {
        fileprivate var bytes: [UInt8]

        static func += (text: inout Self, piece: String) {
            var piece = piece
            piece.withUTF8 { text.bytes.append(contentsOf: $0) }
        }

        static func += (text: inout Self, number: Int) { text += "\(number)" }
    }

    /// A row of what came out, as long as the statement stands on it.
    struct Answer: ~Copyable {
        fileprivate let statement: OpaquePointer

        func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

        /// Empty for NULL.
        func text(_ column: Int32) -> String {
            sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
        }

        /// Whether a column is this text.
        func holds(_ text: Slice<UnsafeBufferPointer<UInt8>>, in column: Int32) -> Bool {
            guard let bytes = sqlite3_column_text(statement, column) else { return false }
            let length = Int(sqlite3_column_bytes(statement, column))
            return UnsafeBufferPointer(start: bytes, count: length).elementsEqual(text)
        }
    }

    /// GRDB's, kept as long as the pointer into it.
    private let owner: Statement
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    private var arguments: [Argument] = []
    /// Begins with a byte of no text: an empty buffer would have no place for an empty one.
    private var texts: [UInt8] = [0]

    /// One that is not kept is prepared anew each time.
    init(_ sql: String, in database: Database, isKept: Bool = true) throws {
        guard let connection = database.sqliteConnection else {
            throw StoreError.inputOutput(file: "", cause: "the connection is closed")
        }
        owner =
            isKept ? try database.cachedStatement(sql: sql) : try database.makeStatement(sql: sql)
        statement = owner.sqliteStatement
        self.connection = connection
    }

    mutating func bind(_ text: String?) {
        guard var text else {
            arguments.append(.null)
            return
        }
        let start = texts.count
        text.withUTF8 { texts.append(contentsOf: $0) }
        arguments.append(.text(start..<texts.count))
    }

    /// A text that stays where it is until the next run, so that it need not be copied.
    mutating func bind(placed text: Slice<UnsafeBufferPointer<UInt8>>?) {
        guard let text else {
            arguments.append(.null)
            return
        }
        guard let base = text.base.baseAddress else { return bind("") }
        arguments.append(.placed(base + text.startIndex, text.count))
    }

    /// A text that is made of pieces, without a copy of it elsewhere.
    mutating func bind(_ make: (inout Text) -> Void) {
        let start = texts.count
        var text = Text(bytes: [])
        swap(&text.bytes, &texts)
        make(&text)
        swap(&text.bytes, &texts)
        arguments.append(.text(start..<texts.count))
    }

    mutating func bind(bytes: [UInt8]) {
        let start = texts.count
        texts.append(contentsOf: bytes)
        arguments.append(.bytes(start..<texts.count))
    }

    mutating func bind(_ number: Int64?) {
        arguments.append(number.map { .number($0) } ?? .null)
    }

    /// Arguments that wait for the next run.
    var bound: Int { arguments.count }

    /// Gives all that was bound to another, which has nothing bound yet.
    mutating func moveArguments(to other: inout HotStatement) {
        swap(&arguments, &other.arguments)
        swap(&texts, &other.texts)
    }

    /// Runs it with what was bound, in the order of the statement's arguments; the first column of the first row as
    /// a number, nil when there is none.
    @discardableResult
    mutating func run() throws -> Int64? {
        var first: Int64?
        try run { answer in first = first ?? answer.number(0) }
        return first
    }

    /// The same, with every row that comes out.
    mutating func run(_ each: (borrowing Answer) -> Void) throws {
        defer {
            arguments.removeAll(keepingCapacity: true)
            texts.removeLast(texts.count - 1)
        }
        try texts.withUnsafeBufferPointer { bytes in
            defer {
                sqlite3_reset(statement)
                // The texts go with the buffer: nothing may point to them afterwards.
                sqlite3_clear_bindings(statement)
            }
            for (place, argument) in arguments.enumerated() {
                let column = Int32(place + 1)
                switch argument {
                case .null: sqlite3_bind_null(statement, column)
                case .number(let number): sqlite3_bind_int64(statement, column, number)
                case .text(let range):
                    // No destructor: the buffer outlives the step.
                    bytes.baseAddress?.advanced(by: range.lowerBound).withMemoryRebound(
                        to: CChar.self, capacity: range.count
                    ) {
                        _ = sqlite3_bind_text(statement, column, $0, Int32(range.count), nil)
                    }
                case .placed(let text, let count):
                    text.withMemoryRebound(to: CChar.self, capacity: count) {
                        _ = sqlite3_bind_text(statement, column, $0, Int32(count), nil)
                    }
                case .bytes(let range):
                    sqlite3_bind_blob(
                        statement, column, bytes.baseAddress?.advanced(by: range.lowerBound),
                        Int32(range.count), nil)
                }
            }
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW: each(Answer(statement: statement))
                case SQLITE_DONE: return
                case let code:
                    throw DatabaseError(
                        resultCode: ResultCode(rawValue: code),
                        message: String(cString: sqlite3_errmsg(connection)))
                }
            }
        }
    }

    /// How many rows the last run of any statement has changed.
    var changes: Int { Int(sqlite3_changes(connection)) }
    /// The number of the last row that was inserted.
    var lastID: Int64 { sqlite3_last_insert_rowid(connection) }
}
