/// Reads comma-separated values (RFC 4180) block by block, one row at a time, in memory that does not grow with the file.
///
/// Rows end with LF, CR LF or CR. A quotation mark inside quotes is written twice. The bytes of a row stay
/// what they are in the file: decoding is the caller's. A quotation mark in the middle of a value that does not
/// begin with one is what it is: exports of other programs have them.
struct CSVReader {
    /// A row longer than this is no row: a quotation mark was not closed.
    static let longestRow = 1 << 20

    /// One row, its fields laid end to end.
    struct Row {
        /// Of the file, where the row begins; from 1.
        fileprivate(set) var line = 0
        fileprivate(set) var bytes: [UInt8] = []
        fileprivate(set) var ends: [Int] = []
        fileprivate(set) var fault: Fault?

        var count: Int { ends.count }

        subscript(field: Int) -> Range<Int> {
            (field == 0 ? 0 : ends[field - 1])..<ends[field]
        }

        /// A row of an empty line: one field without a byte.
        var isBlank: Bool { bytes.isEmpty && ends.count <= 1 }
    }

    enum Fault: Error, Equatable {
        /// A quotation mark was opened in this row and never closed.
        case openQuote
        /// Something stands between a closing quotation mark and the delimiter.
        case textAfterQuote
        case tooLong
    }

    private enum State {
        case fieldStart, plain, quoted
        /// After a quotation mark inside quotes: its end, or the first of two.
        case quoteInQuoted
    }

    let delimiter: UInt8
    private let read: () throws -> [UInt8]
    private var block: [UInt8]
    private var position = 0
    private var isAtEnd = false
    /// The line on which the next byte stands.
    private var line = 1
    private var skipsLineFeed = false

    /// `read` gives the next block of the file, empty at its end; `first` is what was read before.
    init(delimiter: UInt8, first: [UInt8], read: @escaping () throws -> [UInt8]) {
        self.delimiter = delimiter
        self.read = read
        block = first
    }

    /// Fills `row` with the next one; false at the end of the file.
    mutating func next(into row: inout Row) throws -> Bool {
        row.bytes.removeAll(keepingCapacity: true)
        row.ends.removeAll(keepingCapacity: true)
        row.fault = nil
        row.line = line
        var state = State.fieldStart
        while true {
            if position == block.count {
                guard try refill() else { return end(state, &row) }
            }
            if skipsLineFeed {
                skipsLineFeed = false
                if block[position] == UInt8(ascii: "\n") {
                    position += 1
                    continue
                }
            }
            if row.bytes.isEmpty, row.ends.isEmpty, state == .fieldStart { row.line = line }
            if take(&state, &row) {
                row.ends.append(row.bytes.count)
                return true
            }
            if row.bytes.count > Self.longestRow {
                row.fault = state == .quoted ? .openQuote : .tooLong
                try skipToEnd(&row)
                return true
            }
        }
    }

    /// Takes bytes of the block until it, or the row, ends; true for the row's end.
    private mutating func take(_ state: inout State, _ row: inout Row) -> Bool {
        let (delimiter, start) = (delimiter, position)
        return block.withUnsafeBufferPointer { bytes in
            var index = start
            defer { position = index }
            while index < bytes.count {
                let byte = bytes[index]
                switch state {
                case .plain:
                    // The bulk of every file: up to the next byte that means something.
                    var stop = index
                    while stop < bytes.count, !Self.isMark(bytes[stop], delimiter) { stop += 1 }
                    if stop > index {
                        row.bytes.append(contentsOf: bytes[index..<stop])
                        index = stop
                        continue
                    }
                    index += 1
                    if finish(byte, &state, &row) { return true }
                case .fieldStart:
                    if byte == UInt8(ascii: "\"") {
                        state = .quoted
                        index += 1
                    } else {
                        state = .plain
                    }
                case .quoted:
                    var stop = index
                    while stop < bytes.count, bytes[stop] != UInt8(ascii: "\"") {
                        if bytes[stop] == UInt8(ascii: "\n") { line += 1 }
                        stop += 1
                    }
                    row.bytes.append(contentsOf: bytes[index..<stop])
                    index = stop
                    if row.bytes.count > Self.longestRow { return false }
                    if index < bytes.count {
                        state = .quoteInQuoted
                        index += 1
                    }
                case .quoteInQuoted:
                    index += 1
                    if byte == UInt8(ascii: "\"") {
                        row.bytes.append(byte)
                        state = .quoted
                    } else if byte == delimiter || byte == UInt8(ascii: "\n")
                        || byte == UInt8(ascii: "\r")
                    {
                        if finish(byte, &state, &row) { return true }
                    } else {
                        row.fault = row.fault ?? .textAfterQuote
                        row.bytes.append(byte)
                        state = .plain
                    }
                }
            }
            return false
        }
    }

    private static func isMark(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// A delimiter ends the field, a line end the row: true then.
    private mutating func finish(_ byte: UInt8, _ state: inout State, _ row: inout Row) -> Bool {
        state = .fieldStart
        guard byte != delimiter else {
            row.ends.append(row.bytes.count)
            return false
        }
        line += 1
        skipsLineFeed = byte == UInt8(ascii: "\r")
        return true
    }

    /// The file ends without a line end, or in the middle of quotes.
    private mutating func end(_ state: State, _ row: inout Row) -> Bool {
        if state == .fieldStart, row.bytes.isEmpty, row.ends.isEmpty { return false }
        if state == .quoted { row.fault = .openQuote }
        row.ends.append(row.bytes.count)
        return true
    }

    /// After a quotation mark that is never closed nobody knows where a row begins.
    private mutating func skipToEnd(_ row: inout Row) throws {
        row.bytes.removeAll()
        row.ends = [0]
        repeat { position = block.count } while try refill()
    }

    private mutating func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        block = try read()
        position = 0
        isAtEnd = block.isEmpty
        return !isAtEnd
    }
}
