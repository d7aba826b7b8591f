import Foundation
import GRDB
package import Sequencing

/// What the tally's counts say of a scope at a moment.
package struct TallyCounts: Sendable {
    package var kinds: [(kind: TallyKind, n: Int)] = []
    /// Gaps by owner.
    package var gaps: [String?: Int] = [:]
    package var bands: [String?: TouchBands] = [:]
    /// Those in a work list, not counting what is fleeting.
    package var listed = 0
    /// The cells of which a work list is made.
    var cells: Set<Int64> = []
}

/// What the tally knows of one hand-off.
package struct Tallied: Sendable {
    package var scope: TallyScope
    /// As it is counted at the moment that was asked for.
    package var kind: TallyKind
    package var touches: Int
    package var skipped: Int
    package var minutes: [SeriesMinutes]
}

extension Store {
    /// How many hand-offs of a scope are what at `now`, by what was judged before; `lists` says which kinds a work
    /// list is made of.
    package func talliedCounts(
        in scope: HandOffScope, at now: Instant, lists: (TallyKind) -> Bool
    ) throws(StoreError) -> TallyCounts {
        try read { database in
            let pages = try tallyBook.read(database)
            let counts = try database.cellCounts(at: now, cells: pages.cells.count)
            let isMeant = pages.scopes.map(scope.contains)
            let isListed = pages.kinds.map { !$0.isFleeting && lists($0) }
            let isGap = pages.kinds.map(\.class.isGap)
            var byKind = Array(repeating: 0, count: pages.kinds.count)
            var gaps = Array(repeating: 0, count: pages.scopes.count)
            var found = TallyCounts()
            for (place, cell) in pages.cells.enumerated() {
                let n = counts[place + 1]
                guard n != 0, isMeant[Int(cell.scope) - 1] else { continue }
                byKind[cell.kind] += n
                if isGap[cell.kind] { gaps[Int(cell.scope) - 1] += n }
                if isListed[cell.kind] {
                    found.cells.insert(Int64(place + 1))
                    found.listed += n
                }
            }
            found.kinds = zip(pages.kinds, byKind).filter { $0.1 != 0 }.map { ($0, $1) }
            for (place, n) in gaps.enumerated() where n != 0 {
                found.gaps[pages.scopes[place].owner, default: 0] += n
            }
            try database.readBands { id, bands in
                let each = try pages.scope(id)
                if isMeant[Int(id) - 1], bands.total > 0 {
                    found.bands[each.owner, default: TouchBands()] += bands
                }
            }
            return found
        }
    }

    /// Hand-offs of which the tally may be wrong, after a number and in their order: what was noted, and what is counted
    /// in a fleeting cell at `now`. Those that are not in it yet are not among them.
    package func doubtful(at now: Instant) throws(StoreError) -> [HandOffID] {
        try read { database in
            let mark = try database.tallyMark()
            var doubtful = try Set(
                Int64.fetchAll(
                    database.cachedStatement(
                        sql: "SELECT DISTINCT handOffID FROM tallyChange WHERE handOffID <= ?"),
                    arguments: [mark.front.rawValue]))
            let fleeting = try Int64.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT tallySpan.handOffID FROM tallyCell
                        CROSS JOIN tallySpan ON tallySpan.cellID = tallyCell.id
                        WHERE tallyCell.isFleeting = 1 AND fromAt <= ?1 AND untilAt > ?1
                            AND handOffID <= ?2
                        """), arguments: [now.milliseconds, mark.front.rawValue])
            while let id = try fleeting.next() { doubtful.insert(id) }
            return doubtful.sorted().map { HandOffID($0) }
        }
    }

    /// What the tally says of hand-offs at `now`, right or not; one that it does not know is missing.
    package func tallied(
        _ handOffs: [HandOffID], at now: Instant
    ) throws(StoreError) -> [HandOffID: Tallied] {
        try read { database in
            let pages = try tallyBook.read(database)
            var found: [HandOffID: Tallied] = [:]
            let statement = try database.cachedStatement(
                sql: """
                    SELECT scopeID, tallied.touches, skipped, minutes, cellID
                    FROM tallied JOIN tallySpan USING (handOffID)
                    WHERE handOffID = ?1 AND fromAt <= ?2 AND untilAt > ?2
                    """)
            for id in handOffs {
                guard
                    let row = try Row.fetchOne(
                        statement, arguments: [id.rawValue, now.milliseconds])
                else { continue }
                guard let minutes = MinuteBytes.decode(row[3] as Data) else {
                    throw StoreError.corruptRow(table: "tallied", id: id.rawValue)
                }
                found[id] = Tallied(
                    scope: try pages.scope(row[0]), kind: pages.kinds[try pages.cell(row[4]).kind],
                    touches: row[1], skipped: row[2], minutes: minutes)
            }
            return found
        }
    }

    /// Where hand-offs in the tally, and those it has not heard of, came from; by name, at most `limit` of them.
    package func sources(limit: Int) throws(StoreError) -> [String] {
        try read { database in
            try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT source FROM tallyScope WHERE source IS NOT NULL
                            AND untouched + once + twice + threeToFive + sixAndMore > 0
                        UNION
                        SELECT source FROM handOff WHERE source IS NOT NULL
                            AND id > (SELECT front FROM tallyMark)
                        UNION
                        SELECT source FROM handOff WHERE source IS NOT NULL
                            AND id IN (SELECT handOffID FROM tallyChange)
                        ORDER BY 1 LIMIT ?
                        """), arguments: [limit])
        }
    }
}

extension Database {
    /// By a cell's number; what turns between the mark and `now` is added up.
    fileprivate func cellCounts(at now: Instant, cells: Int) throws -> [Int] {
        var counts = Array(repeating: 0, count: cells + 1)
        func add(_ n: Int, to cell: Int64) throws {
            guard counts.indices.contains(Int(cell)) else {
                throw StoreError.corruptRow(table: "tallyCell", id: cell)
            }
            counts[Int(cell)] += n
        }
        try NumberRows.each("SELECT id, n FROM tallyCell WHERE n <> 0", in: self) { row in
            try add(Int(row[1]), to: row[0])
            return true
        }
        for turn in try turns(to: now) {
            try add(-1, to: turn.before)
            try add(1, to: turn.cell)
        }
        return counts
    }

    fileprivate func readBands(_ take: (Int64, TouchBands) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT id, untouched, once, twice, threeToFive, sixAndMore, skipped
                    FROM tallyScope
                    """))
        while let row = try rows.next() {
            var bands = TouchBands()
            (bands.untouched, bands.once, bands.twice) = (row[1], row[2], row[3])
            (bands.threeToFive, bands.sixAndMore, bands.skipped) = (row[4], row[5], row[6])
            try take(row[0], bands)
        }
    }
}

// MARK: - Work lists

extension Store {
    /// Above it, a work list is read in its order until it is full; below, all of its cells are.
    private static let mostSorted = 5000

    /// The first of those who are in one of the cells of `counts` at `now`, in the order of a work list.
    ///
    /// - Parameters:
    ///   - touches: exactly so many; nil for any.
    ///   - left: hand-offs that are left out.
    package func workList(
        of counts: TallyCounts, touches: Int?, at now: Instant, without left: Set<HandOffID>,
        limit: Int
    ) throws(StoreError) -> [WorkListPlace] {
        guard !counts.cells.isEmpty, limit > 0 else { return [] }
        return try read { database in
            let pages = try tallyBook.read(database)
            var isMeant = Array(repeating: false, count: pages.cells.count + 1)
            for cell in counts.cells { isMeant[Int(cell)] = true }
            let (moment, wanted) = (now.milliseconds, touches.map { Int64($0) })
            var found: [WorkListPlace] = []
            func take(_ row: NumberRows.Row) {
                guard row[4] <= moment, row[5] > moment, isMeant[Int(row[3])],
                    wanted == nil || wanted == row[6], !left.contains(HandOffID(row[2]))
                else { return }
                found.append(
                    WorkListPlace(
                        urgency: Int(row[0]), since: Instant(milliseconds: row[1]),
                        handOff: HandOffID(row[2])))
            }
            let columns = "urgency, sinceAt, handOffID, cellID, fromAt, untilAt, touches"
            guard counts.listed > Self.mostSorted else {
                for id in counts.cells.sorted() {
                    try NumberRows.each(
                        "SELECT \(columns) FROM tallySpan WHERE cellID = ?", [id], in: database
                    ) { row in
                        take(row)
                        return true
                    }
                }
                return Array(found.sorted().prefix(limit))
            }
            // A gap is in one of two places of its class: before the others, or after them.
            let classes = Set(try counts.cells.map { pages.kinds[try pages.cell($0).kind].class })
            for urgency in Set(classes.flatMap(\.urgencies)).sorted() where found.count < limit {
                try NumberRows.each(
                    """
                    SELECT \(columns) FROM tallySpan WHERE urgency = ? ORDER BY sinceAt, handOffID
                    """, [Int64(urgency)], in: database
                ) { row in
                    take(row)
                    return found.count < limit
                }
            }
            return found
        }
    }
}
