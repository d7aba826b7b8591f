import CSQLiteConfig
import GRDB
import Sequencing
import Testing

@testable import Store

/// Statements that are bound and stepped by SQLite's own calls: what goes in comes out, and nothing stays behind.
@Suite struct DirectStatementTests {
    private struct Refusal: Error {}

    /// A table of one column that takes everything, in a transaction.
    private func inTransaction(_ body: (Database) throws -> Void) throws {
        try DatabaseQueue().write { database in
            try database.execute(
                sql: "CREATE TABLE shelf (id INTEGER PRIMARY KEY, thing ANY UNIQUE) STRICT")
            try body(database)
            #expect(busyStatements(of: database) == 0, "a statement was left in the middle")
        }
    }

    /// How many statements of a connection stand on a row.
    private func busyStatements(of database: Database) -> Int {
        var (count, next) = (0, sqlite3_next_stmt(database.sqliteConnection, nil))
        while let statement = next {
            if sqlite3_stmt_busy(statement) != 0 { count += 1 }
            next = sqlite3_next_stmt(database.sqliteConnection, statement)
        }
        return count
    }

    /// What SQLite said to something that it must refuse; nil when it did not.
    private func refusal(_ body: () throws -> Void) -> DatabaseError? {
        do {
            try body()
            return nil
        } catch {
            return error as? DatabaseError
        }
    }

    private func stored<Value: SQLValue & SQLColumn>(_ value: Value) throws -> Value? {
        var found: Value?
        try inTransaction { database in
            try database.run("INSERT INTO shelf (thing) VALUES (?)", value)
            found = try database.first("SELECT thing FROM shelf") { $0.next() as Value }
        }
        return found
    }

    @Test("A number comes back as it went", arguments: [0, 1, -1, Int64.min, Int64.max])
    func numbers(number: Int64) throws {
        #expect(try stored(number) == number)
        #expect(try stored(Int(number)) == Int(number))
        #expect(try stored(Int64?.some(number)) == number)
    }

    @Test(
        "A text comes back as it went, the empty one too",
        arguments: [
            "", "a", "Zoë Ångström", "🛶", "with a \0 in it", String(repeating: "ü", count: 5000),
        ])
    func texts(text: String) throws {
        #expect(try stored(text) == text)
        #expect(try stored(String?.some(text)) == text)
    }

    @Test("Claims, nothing, and what is a number by another name")
    func others() throws {
        for claim in [true, false] { #expect(try stored(claim) == claim) }
        #expect(try stored(String?.none) == .some(nil))
        #expect(try stored(Int64?.none) == .some(nil))
        try inTransaction { database in
            try database.run(
                "INSERT INTO shelf (id, thing) VALUES (?, ?)", LeadID(7),
                Instant(milliseconds: 1_772_445_600_000))
            let row = try database.first("SELECT id, thing FROM shelf") {
                (LeadID($0.next()), $0.instant())
            }
            #expect(row?.0 == LeadID(7))
            #expect(row?.1 == Instant(milliseconds: 1_772_445_600_000))
        }
    }

    @Test(
        "Bytes come back as they went", arguments: [[], [0], [0xFF, 0, 0x0D, 0x0A]] as [[UInt8]])
    func bytes(bytes: [UInt8]) throws {
        try inTransaction { database in
            try database.run("INSERT INTO shelf (thing) VALUES (?)", Blob(bytes: bytes))
            #expect(try database.first("SELECT thing FROM shelf") { try $0.bytes() } == bytes)
            #expect(
                try database.first("SELECT typeof(thing) FROM shelf") { $0.next() as String }
                    == "blob")
        }
    }

    @Test("A row that can't be read leaves nothing half done")
    func refusedRow() throws {
        try inTransaction { database in
            for number in 1...3 {
                try database.run("INSERT INTO shelf (thing) VALUES (?)", number)
            }
            let sql = "SELECT thing FROM shelf WHERE thing >= ? ORDER BY thing"
            #expect(throws: Refusal.self) {
                _ = try database.first(sql, 2) { _ -> Int in throw Refusal() }
            }
            #expect(busyStatements(of: database) == 0)
            // The same statement again, and by a smaller argument.
            #expect(try database.first(sql, 1) { $0.next() as Int } == 1)
            #expect(try database.first(sql, 9) { $0.next() as Int } == nil)
        }
    }

    @Test("What SQLite refuses has its code, and no argument in its words")
    func refusedValue() throws {
        try inTransaction { database in
            let sql = "INSERT INTO shelf (thing) VALUES (?)"
            try database.run(sql, "kept secret")
            let error = refusal { try database.run(sql, "kept secret") }
            #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE)
            #expect(error?.resultCode == .SQLITE_CONSTRAINT)
            let words = error.map { "\($0)" } ?? ""
            #expect(words.contains("shelf.thing") && !words.contains("secret"))
            #expect(busyStatements(of: database) == 0)
            try database.run(sql, "another")
        }
    }

    @Test("How many rows were changed is told of this very statement")
    func changes() throws {
        try inTransaction { database in
            for number in 1...3 {
                try database.run("INSERT INTO shelf (thing) VALUES (?)", number)
            }
            let sql = "UPDATE shelf SET thing = -thing WHERE thing > ?"
            #expect(try database.run(sql, 1) == 2)
            #expect(try database.run(sql, 1) == 0)
        }
    }

    @Test("Where SQLite has given the transaction up, nothing is written by itself")
    func lostTransaction() throws {
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: "CREATE TABLE shelf (thing UNIQUE)") }
        let lost = refusal {
            try queue.write { database in
                let sql = "INSERT OR ROLLBACK INTO shelf VALUES (?)"
                try database.run(sql, 1)
                #expect(refusal { try database.run(sql, 1) } != nil)
                try database.run(sql, 2)
            }
        }
        #expect(lost?.resultCode == .SQLITE_ABORT)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM shelf") } == 0)
    }
}
