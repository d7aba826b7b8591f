import GRDB
import Sequencing
import Synchronization

/// The scopes and cells that are durable, by number; they are added and never changed or taken away.
final class TallyBook: Sendable {
    private struct Pages: Sendable {
        var scopes: [Int64: TallyScope] = [:]
        var cells: [Int64: TallyCell] = [:]
    }

    private let pages = Mutex(Pages())

    /// Brings the book up to the view of a reader, in which nothing is that may be taken back.
    func read(_ database: Database) throws -> (
        scopes: [Int64: TallyScope], cells: [Int64: TallyCell]
    ) {
        var known = pages.withLock { $0 }
        let scopes = try Row.fetchCursor(
            database.cachedStatement(
                sql: "SELECT id, owner, source, sequence FROM tallyScope WHERE id > ? ORDER BY id"),
            arguments: [known.scopes.count])
        while let row = try scopes.next() {
            known.scopes[row[0]] = TallyScope(owner: row[1], source: row[2], sequence: row[3])
        }
        let cells = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT id, scopeID, class, reason, isFleeting FROM tallyCell WHERE id > ?
                    ORDER BY id
                    """), arguments: [known.cells.count])
        while let row = try cells.next() {
            let id: Int64 = row[0]
            guard let scope = known.scopes[row[1]], let group = TouchGapClass(rawValue: row[2])
            else { throw StoreError.corruptRow(table: "tallyCell", id: id) }
            known.cells[id] = TallyCell(
                scope: scope, class: group,
                reason: (row[3] as String?).flatMap(TouchGapReason.init), isFleeting: row[4])
        }
        pages.withLock { pages in
            if pages.cells.count < known.cells.count { pages = known }
        }
        return (known.scopes, known.cells)
    }
}
