import CSQLiteConfig
import GRDB
import Glibc

/// Brings a database file to the schema this program knows, one numbered step at a time.
enum Migrations {
    static let all: [(number: Int, sql: String)] = [
        (1, Schema001.sql), (2, Schema002.sql), (3, Schema003.sql),
        (4, Schema004.sql), (5, Schema005.sql), (6, Schema006.sql), (7, Schema007.sql),
        (8, Schema008.sql), (9, Schema009.sql), (10, Schema010.sql), (11, Schema011.sql),
        (12, Schema012.sql), (13, Schema013.sql), (14, Schema014.sql), (15, Schema015.sql),
        (16, Schema016.sql),
    ]

    /// "ThTo": marks the file as ours (PRAGMA application_id).
    static let applicationID = 0x5468_546F

    static var newest: Int { all.last?.number ?? 0 }

    /// Refuses a file that this program does not know, without a byte of it being written.
    ///
    /// Asked before the file is opened for good: GRDB's pool writes to make sure of the log. Where a database
    /// `isExpected`, one that is gone or empty is never made anew.
    static func inspect(_ file: String, isExpected: Bool) throws {
        var status = stat()
        guard stat(file, &status) == 0 else {
            guard !isExpected else { throw StoreError.missing(file: file) }
            return
        }
        guard status.st_size > 0 else {
            guard !isExpected else {
                throw StoreError.damaged(file: file, cause: "the file is empty")
            }
            return
        }
        do {
            try inspectContent(of: file)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB && isExpected {
            throw StoreError.damaged(file: file, cause: "its first page is no database's")
        }
    }

    private static func inspectContent(of file: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        // What the rows say is asked of copies and before migrations; of the CHECKs it takes four times as long.
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
        }
        do {
            _ = try DatabaseQueue(path: file, configuration: configuration).read { database in
                if try knownVersion(of: database, file: file) > 0 {
                    try checkPages(database, file: file)
                }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            // Whoever wrote it last was killed inside a transaction of a rollback journal (a database is made
            // in that mode): SQLite takes that back first, which brings no byte of ours into the file.
            _ = try DatabaseQueue(path: file).read { try knownVersion(of: $0, file: file) }
        }
    }

    /// The schema's number, 0 for an empty file; throws for everything that is not ours.
    static func knownVersion(of database: Database, file: String) throws -> Int {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found <= newest else {
            throw StoreError.newerDatabase(file: file, found: found, known: newest)
        }
        if found == 0 {
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            guard tables == 0 else {
                throw StoreError.notADatabase(file: file, cause: "it has tables of somebody else")
            }
        } else {
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id")
            guard application == applicationID else {
                throw StoreError.notADatabase(file: file, cause: "it belongs to another program")
            }
        }
        return found
    }

    static func run(in database: Database, file: String) throws {
        let found = try knownVersion(of: database, file: file)
        guard found < newest else { return }
        try check(database, file: file)
        if found > 0 { try backUp(database, file: file, version: found) }
        // A migration may write the schema itself (Schema013); nothing else may.
        setDefensive(false, database)
        defer { setDefensive(true, database) }
        try database.inTransaction(.immediate) {
            for migration in all where migration.number > found {
                try database.execute(sql: migration.sql)
            }
            if (1..<16).contains(found) { try Schema016.rewriteAddresses(in: database) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(newest)")
            return .commit
        }
        try check(database, file: file)
    }

    private static func setDefensive(_ isDefensive: Bool, _ database: Database) {
        guard let connection = database.sqliteConnection else { return }
        _ = thirdtouch_sqlite_set_defensive(
            UnsafeMutableRawPointer(connection), isDefensive ? 1 : 0)
    }

    private static func backUp(_ database: Database, file: String, version: Int) throws {
        let copy = "\(file).schema-\(version).backup"
        unlink(copy)
        try database.execute(sql: "VACUUM INTO ?", arguments: [copy])
    }

    /// Every page and row of the file, but not whether the indexes hold what the tables do.
    static func checkPages(_ database: Database, file: String) throws {
        let verdict = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard verdict == "ok" else {
            let cause = verdict.split(whereSeparator: \.isNewline).joined(separator: " ")
            throw StoreError.damaged(file: file, cause: cause)
        }
    }

    private static func check(_ database: Database, file: String) throws {
        try checkPages(database, file: file)
        if let row = try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") {
            throw StoreError.damaged(file: file, cause: "foreign keys do not match: \(row)")
        }
    }
}
