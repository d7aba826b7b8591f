import GRDB
import Sequencing
import Synchronization

/// The scopes and cells that are durable, by number; they are added and never changed or taken away, so that the
/// numbers have no gaps.
final class TallyBook: Sendable {
    /// A place in which hand-offs are counted: a scope's number, and what they are.
    struct Cell: Hashable, Sendable {
        var scope: Int64
        /// Its place in `Pages.kinds`.
        var kind: Int
    }

    struct Pages: Sendable {
        /// Number 1 is the first.
        private(set) var scopes: [TallyScope] = []
        private(set) var cells: [Cell] = []
        /// All that were ever met; they are few.
        private(set) var kinds: [TallyKind] = []
        private(set) var scopeIDs: [TallyScope: Int64] = [:]
        private(set) var cellIDs: [Cell: Int64] = [:]
        private var places: [TallyKind: Int] = [:]

        func scope(_ id: Int64) throws -> TallyScope {
            guard scopes.indices.contains(Int(id) - 1) else {
                throw StoreError.corruptRow(table: "tallyScope", id: id)
            }
            return scopes[Int(id) - 1]
        }

        func cell(_ id: Int64) throws -> Cell {
            guard cells.indices.contains(Int(id) - 1) else {
                throw StoreError.corruptRow(table: "tallyCell", id: id)
            }
            return cells[Int(id) - 1]
        }

        mutating func add(_ scope: TallyScope, id: Int64) throws {
            guard id == scopes.count + 1 else {
                throw StoreError.corruptRow(table: "tallyScope", id: id)
            }
            scopes.append(scope)
            scopeIDs[scope] = id
        }

        mutating func add(_ cell: Cell, id: Int64) throws {
            guard id == cells.count + 1, scopes.indices.contains(Int(cell.scope) - 1) else {
                throw StoreError.corruptRow(table: "tallyCell", id: id)
            }
            cells.append(cell)
            cellIDs[cell] = id
        }

        /// Where a kind stands in the list; at its end when it was not known.
        mutating func place(of kind: TallyKind) -> Int {
            if let place = places[kind] { return place }
            places[kind] = kinds.count
            kinds.append(kind)
            return kinds.count - 1
        }

        fileprivate mutating func bringUp(_ database: Database) throws {
            let newScopes = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT id, owner, source, sequence FROM tallyScope WHERE id > ? ORDER BY id
                        """), arguments: [scopes.count])
            while let row = try newScopes.next() {
                try add(TallyScope(owner: row[1], source: row[2], sequence: row[3]), id: row[0])
            }
            let newCells = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT id, scopeID, class, reason, thirdTouch, isFleeting FROM tallyCell
                        WHERE id > ? ORDER BY id
                        """), arguments: [cells.count])
            while let row = try newCells.next() {
                guard let group = TouchGapClass(rawValue: row[2]),
                    let third = ThirdTouchStanding(rawValue: row[4])
                else { throw StoreError.corruptRow(table: "tallyCell", id: row[0]) }
                let kind = TallyKind(
                    class: group, reason: (row[3] as String?).flatMap(TouchGapReason.init),
                    thirdTouch: third, isFleeting: row[5])
                try add(Cell(scope: row[1], kind: place(of: kind)), id: row[0])
            }
        }
    }

    private let pages = Mutex(Pages())

    /// What a reader's view has, in which nothing is that may be taken back.
    func read(_ database: Database) throws -> Pages {
        let known = try pages(for: database)
        pages.withLock { pages in
            if pages.cells.count < known.cells.count { pages = known }
        }
        return known
    }

    /// What a writer has before it: not kept, since a commit may fail.
    func pages(for writer: Database) throws -> Pages {
        var known = pages.withLock { $0 }
        try known.bringUp(writer)
        return known
    }
}
