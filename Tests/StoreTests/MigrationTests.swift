import APISupport
import Foundation
import GRDB
import Sequencing
import Store
import Support
import Testing

/// Databases of earlier schemas, as their programs wrote them, opened by this one.
struct MigrationTests {
    /// A state folder with a database of `schema`, played back from its dump.
    private func folder(ofSchema schema: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder(named: "schema")
        let dump = GoldenFile("schema/schema-\(schema).sql").url
        let database = try DatabaseQueue(path: folder.path("thirdtouch.sqlite"))
        try database.writeWithoutTransaction { database in
            try database.execute(sql: String(contentsOf: dump, encoding: .utf8))
        }
        try database.close()
        return folder
    }

    @Test("A database of schema 1 is migrated with every row, after a backup")
    func first() throws {
        let folder = try folder(ofSchema: 1)
        let file = folder.path("thirdtouch.sqlite")
        let before = try DatabaseQueue(path: file).read { try Self.counts($0) }
        let store = try Store(folder: folder.path, logger: StoreFixture.logger())
        defer { store.close() }
        let raw = try DatabaseQueue(path: file)
        let after = try raw.read { try Self.counts($0) }
        #expect(before.allSatisfy { after[$0.key] == $0.value })
        #expect(try raw.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 8)
        #expect(FileManager.default.fileExists(atPath: "\(file).schema-1.backup"))

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

    private static func counts(_ database: Database) throws -> [String: Int] {
        let tables = try String.fetchAll(
            database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        return try Dictionary(
            uniqueKeysWithValues: tables.map {
                ($0, try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0)
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
}
