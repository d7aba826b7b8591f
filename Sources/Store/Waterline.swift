import GRDB
import Glibc
import Synchronization

/// How far the database of a state folder has come, kept in a file beside it.
///
/// A database can't tell that it is an earlier copy of itself: what was sent since then it has forgotten, and
/// would send again. So the number of the newest line of the history goes into `thirdtouch.waterline` after
/// each commit, before anybody acts on that commit. A database that is behind its waterline, or of another
/// line of descent, was put back (docs/decisions/0020).
final class Waterline: Sendable {
    static let fileName = "thirdtouch.waterline"
    /// The row of `setting` with the line of descent: changes whenever a database was put back.
    private static let setting = "line"

    /// What the file says.
    enum Mark: Equatable {
        /// The line of descent, and the newest history entry of which anybody knew.
        case level(line: String, number: Int64)
        /// `thirdtouchd restore` has put a copy in place. Also stands for a file that says nothing.
        case restored
    }

    /// Nil until a restore has been dealt with.
    private let open: Mutex<Open?>
    private let path: String

    private struct Open: Sendable {
        var descriptor: Int32
        var line: String
        var number: Int64
    }

    /// Whether the database is not the one that the folder had: nobody knows what left since it was copied.
    let wasPutBack: Bool

    init(folder: String, mark: Mark?, database: Database) throws {
        path = "\(folder)/\(Self.fileName)"
        let line = try String.fetchOne(
            database, sql: "SELECT value FROM setting WHERE name = ?", arguments: [Self.setting])
        let number = try Self.newestEntry(of: database)
        wasPutBack = Self.isPutBack(mark: mark, line: line, number: number)
        open = Mutex(nil)
        guard !wasPutBack else { return }
        if let line {
            // The file stays as it is, so that a full disk does not keep the daemon from starting.
            try follow(line: line, number: number)
            return
        }
        // A database of before there was a waterline, or a new one. The file first: a line without its file
        // means a copy.
        var adopted = Self.newLine()
        if case .level(let known, _) = mark { adopted = known }
        try begin(line: adopted, number: number)
        try Self.write(line: adopted, to: database)
    }

    deinit {
        if let descriptor = open.withLock({ $0?.descriptor }) { close(descriptor) }
    }

    static func isPutBack(mark: Mark?, line: String?, number: Int64) -> Bool {
        switch (mark, line) {
        case (nil, nil): false
        case (nil, .some): true
        case (.restored, _): true
        case (.level(_, let known), nil): known > number
        case (.level(let own, let known), .some(let line)): own != line || known > number
        }
    }

    /// Gives the database a line of its own; `take` makes the file follow once that is durable.
    func beginLine(in database: Database) throws -> String {
        let line = Self.newLine()
        try Self.write(line: line, to: database)
        return line
    }

    /// From now on the file follows the commits of this line.
    func take(line: String, number: Int64) throws(StoreError) {
        try begin(line: line, number: number)
    }

    /// After a commit: not synchronized, because it has to outlive this process, not the machine.
    func rise(to number: Int64) {
        open.withLock { open in
            guard let current = open, number > current.number else { return }
            let text = Self.text(line: current.line, number: number)
            // Why a failure is dropped: the commit stands whatever becomes of this file, and a mark that lags
            // behind is only less keen.
            if pwrite(current.descriptor, text, text.count, 0) == text.count {
                open?.number = number
            }
        }
    }

    /// What the folder's file says; nil when there is none.
    static func mark(in folder: String) throws(StoreError) -> Mark? {
        let path = "\(folder)/\(fileName)"
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .inputOutput(file: path, cause: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = max(0, read(descriptor, &buffer, buffer.count))
        let words = String(decoding: buffer.prefix(count), as: UTF8.self)
            .split(whereSeparator: \.isWhitespace)
        guard words.count == 2, words[0].utf8.count == 16, let number = Int64(words[1]) else {
            return .restored
        }
        return .level(line: String(words[0]), number: number)
    }

    /// Says that whatever database lies in the folder at the next start was put there.
    static func markRestored(in folder: String) throws(StoreError) {
        try DurableFile.write(Array("restored\n".utf8), to: "\(folder)/\(fileName)")
    }

    private func begin(line: String, number: Int64) throws(StoreError) {
        try DurableFile.write(Self.text(line: line, number: number), to: path)
        try follow(line: line, number: number)
    }

    private func follow(line: String, number: Int64) throws(StoreError) {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .inputOutput(file: path, cause: String(cString: strerror(errno)))
        }
        let text = Self.text(line: line, number: number)
        _ = pwrite(descriptor, text, text.count, 0)
        open.withLock { $0 = Open(descriptor: descriptor, line: line, number: number) }
    }

    /// The number of the newest line of the history; 0 before the first.
    static func newestEntry(of database: Database) throws -> Int64 {
        try Int64.fetchOne(database.cachedStatement(sql: "SELECT max(id) FROM history")) ?? 0
    }

    private static func write(line: String, to database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO setting (name, value) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value
                """, arguments: [setting, line])
    }

    private static func newLine() -> String {
        hexadecimal(UInt64.random(in: 0...UInt64.max))
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Always of the same length, so that one write replaces the other whole.
    private static func text(line: String, number: Int64) -> [UInt8] {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 20 - digits.count))
        return Array("\(line) \(zeros)\(digits)\n".utf8)
    }
}
