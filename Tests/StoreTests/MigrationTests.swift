import APISupport
import Foundation
import GRDB
import Sequencing
import Support
import Testing

@testable import Store

/// Databases of earlier schemas with rows in every table, opened by this program.
struct MigrationTests {
    /// Columns whose meaning a schema changed: what they hold then is asked by a test of its own.
    private static let rewritten: [String: Int] = [
        "enrollment.isRestart": 3, "reply.class": 3, "reply.kind": 3,
        "enrollment.anchorAt": 2, "enrollment.enrolledAt": 5, "reply.matchRule": 5,
    ]

    /// Every value of every table, by the table's name and the columns' names.
    private static func content(_ file: String) throws -> [String: [[String: DatabaseValue]]] {
        try DatabaseQueue(path: file).read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    let key = try database.primaryKey(table).columns.joined(separator: ", ")
                    let rows = try Row.fetchAll(
                        database, sql: "SELECT * FROM \(table) ORDER BY \(key)")
                    return (
                        table,
                        rows.map { row in
                            Dictionary(
                                uniqueKeysWithValues: row.map { ($0.0, $0.1) })
                        }
                    )
                })
        }
    }

    @Test(
        "Each schema that was released is migrated with every value of every row, after a backup",
        arguments: Migrations.all.map(\.number))
    func whole(schema: Int) throws {
        let folder = try SchemaFixture.folder(ofSchema: schema)
        let file = folder.path("thirdtouch.sqlite")
        let before = try Self.content(file)
        #expect(before.allSatisfy { !$0.value.isEmpty }, "a table of the fixture has no row")
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        let isReadable = try store.enrollments(
            state: nil, sequence: nil, lead: nil, rep: nil, limit: 1000
        ).count
        #expect(isReadable == before["enrollment"]?.count)
        _ = try store.deliveries(state: nil, lead: nil, mailbox: nil, rep: nil, limit: 1000)
        _ = try store.replies(kind: nil, lead: nil, rep: nil, limit: 1000)
        _ = try store.handOffs(lead: nil, owners: nil, source: nil)
        _ = try store.tasks(state: nil, rep: nil, lead: nil, limit: 1000)
        _ = try store.mailboxes()
        store.close()
        let after = try Self.content(file)
        for (table, rows) in before {
            let now = try #require(after[table], "\(table) is gone")
            // A start gives a database its line of descent.
            let kept = now.filter { table != "setting" || $0["name"] != "line".databaseValue }
            let were = rows.filter { table != "setting" || $0["name"] != "line".databaseValue }
            #expect(kept.count == were.count, "rows of \(table)")
            for (old, new) in zip(were, kept) {
                for (column, value) in old
                where Self.rewritten["\(table).\(column)"].map({ schema >= $0 }) ?? true {
                    #expect(new[column] == value, "\(table).\(column) of \(old)")
                }
            }
        }
        let raw = try DatabaseQueue(path: file)
        #expect(try raw.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        #expect(try raw.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }.isEmpty)
        #expect(
            try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == Store.schema)
        let backup = "\(file).schema-\(schema).backup"
        guard schema < Store.schema else {
            #expect(!FileManager.default.fileExists(atPath: backup))
            return
        }
        #expect(try Self.content(backup) == before)
    }

    @Test("A schema's statements are those with which its fixture was made")
    func statementsUnchanged() throws {
        for (number, _) in Migrations.all {
            let made = try SchemaFixture.folder(ofSchema: number)
            let built = try DatabaseQueue()
            try built.writeWithoutTransaction { database in
                for (step, sql) in Migrations.all where step <= number {
                    try database.execute(sql: sql)
                }
            }
            let fixture = try DatabaseQueue(path: made.path("thirdtouch.sqlite"))
            #expect(try Self.columns(of: built) == Self.columns(of: fixture), "schema \(number)")
        }
    }

    /// Every column of every table with its type and constraints, and the names of indexes and triggers.
    private static func columns(of queue: DatabaseQueue) throws -> [String] {
        try queue.read { database in
            let names = try String.fetchAll(
                database,
                sql: """
                    SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'
                    ORDER BY 1
                    """)
            let columns = try String.fetchAll(
                database,
                sql: """
                    SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' '
                        || coalesce(c.dflt_value, '') || ' ' || c.pk
                    FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' ORDER BY 1
                    """)
            return names + columns
        }
    }

    @Test("From the first schema on, steps have ids, replies the words of the classes")
    func first() throws {
        let folder = try SchemaFixture.folder(ofSchema: 1)
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        let raw = try DatabaseQueue(path: folder.path("thirdtouch.sqlite"))

        // Steps are known by their ids, and every message has its place in the queue's order.
        let steps = try raw.read { database in
            try String.fetchAll(
                database,
                sql: "SELECT DISTINCT stepID FROM delivery UNION SELECT stepID FROM task "
                    + "WHERE enrollmentID IS NOT NULL ORDER BY 1")
        }
        #expect(!steps.isEmpty)
        let known = try store.sequences().flatMap { $0.sequence.steps.map(\.id) }
        #expect(steps.allSatisfy { known.contains($0) })
        for row in try store.deliveries(
            state: nil, lead: nil, mailbox: nil, rep: nil, limit: 1000)
        {
            #expect(row.urgency == (row.step == StepIndex(0) ? .firstTouch : .followUp))
        }
        let rows = try store.enrollments(
            state: nil, sequence: nil, lead: nil, rep: nil, limit: 1000)
        #expect(rows.count == 12)
        #expect(
            rows.allSatisfy {
                $0.anchorAt >= $0.startAt && $0.isRestart == ($0.state.name != .waiting)
            })

        // Replies have the words of the classes, and what was known of them.
        let replies = try store.replies(kind: nil, lead: nil, rep: nil, limit: 1000)
        #expect(!replies.isEmpty)
        for reply in replies {
            let kind = try raw.read {
                try String.fetchOne(
                    $0, sql: "SELECT kind FROM reply WHERE id = ?", arguments: [reply.id.rawValue])
            }
            #expect(kind == ReplyKind(reply.replyClass).rawValue)
        }
        #expect(
            replies.contains {
                guard case .bounce(let bounce) = $0.replyClass else { return false }
                return bounce.recipients.map(\.severity) == [.hard]
            })
    }

    @Test("A published version can't be changed or deleted, whoever tries")
    func immutable() throws {
        let fixture = try StoreFixture()
        let raw = try fixture.raw()
        for statement in [
            "UPDATE sequence SET body = '{}'", "UPDATE sequence SET version = 7",
            "DELETE FROM sequence",
        ] {
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: statement) } }
        }
        #expect(try fixture.store.sequence(named: "quick")?.digest?.isEmpty == false)
    }

    @Test(
        "What each message writes has no list in its conditions, and they still refuse what they refused"
    )
    func conditions() throws {
        let fixture = try StoreFixture()
        let raw = try fixture.raw()
        let texts = try raw.read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT sql FROM sqlite_schema
                    WHERE tbl_name IN ('delivery', 'enrollment', 'task', 'touch', 'history') AND sql NOT NULL
                    """)
        }
        #expect(texts.count > 20)
        // Of more than two values: fewer are compared one by one.
        for text in texts { #expect(!text.contains(#/ IN \([^)]*,[^)]*,/#), "\(text)") }
        let rows = try DatabaseQueue()
        let dump = GoldenFile("schema/schema-\(Store.schema).sql").url
        try rows.writeWithoutTransaction {
            try $0.execute(sql: String(contentsOf: dump, encoding: .utf8))
        }
        for change in [
            "delivery SET state = 'odd'", "delivery SET urgency = 3",
            "enrollment SET state = 'odd'",
            "task SET state = 'odd'", "task SET channel = 'odd'", "touch SET channel = 'odd'",
        ] {
            let error = #expect(throws: DatabaseError.self) {
                try rows.write { try $0.execute(sql: "UPDATE \(change)") }
            }
            #expect(error?.extendedResultCode == .SQLITE_CONSTRAINT_CHECK, "\(change)")
        }
        // By its own words each of the two indexes is found.
        let plans = try raw.read { database in
            try [
                "SELECT id FROM delivery WHERE (state = 'queued' OR state = 'submitting' OR state = 'committing' OR state = 'in-doubt') AND state = 'submitting'",
                "SELECT id FROM history WHERE handOffID = 1 AND (event = 'assigned' OR event = 'accepted' OR event = 'disposed' OR event = 'rejected' OR event = 'reopened')",
            ].flatMap { try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \($0)") }.map {
                $0["detail"] as String
            }
        }
        #expect(plans.contains { $0.contains("deliveryOpen") })
        #expect(plans.contains { $0.contains("historyOfHandOff") })
    }
}
