import GRDB
package import Sequencing

/// What the tally knows of one hand-off.
package struct Tallied: Sendable {
    /// As it is counted at the moment that was asked for.
    package var cell: TallyCell
    package var touches: Int
    package var skipped: Int
    package var systemMinutes: Int?
    package var humanMinutes: Int?
}

extension Store {
    /// How many hand-offs are what at `now`, by what was judged before.
    package func talliedCells(at now: Instant) throws(StoreError) -> [(cell: TallyCell, n: Int)] {
        try read { database in
            let cells = try tallyBook.read(database).cells
            var counts: [Int64: Int] = [:]
            let rows = try Row.fetchCursor(
                database.cachedStatement(sql: "SELECT id, n FROM tallyCell WHERE n <> 0"))
            while let row = try rows.next() { counts[row[0]] = row[1] }
            for turn in try database.turns(to: now) {
                counts[turn.before, default: 0] -= 1
                counts[turn.cell, default: 0] += 1
            }
            return try counts.compactMap { id, n in
                guard n != 0 else { return nil }
                guard let cell = cells[id] else {
                    throw StoreError.corruptRow(table: "tallyCell", id: id)
                }
                return (cell, n)
            }
        }
    }

    package func talliedBands() throws(StoreError) -> [(scope: TallyScope, bands: TouchBands)] {
        try read { database in
            let scopes = try tallyBook.read(database).scopes
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: """
                        SELECT id, untouched, once, twice, threeToFive, sixAndMore, skipped
                        FROM tallyScope
                        """))
            var found: [(scope: TallyScope, bands: TouchBands)] = []
            while let row = try rows.next() {
                guard let scope = scopes[row[0]] else { continue }
                var bands = TouchBands()
                (bands.untouched, bands.once, bands.twice) = (row[1], row[2], row[3])
                (bands.threeToFive, bands.sixAndMore, bands.skipped) = (row[4], row[5], row[6])
                if bands.total > 0 { found.append((scope, bands)) }
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
            let cells = try tallyBook.read(database).cells
            var found: [HandOffID: Tallied] = [:]
            let statement = try database.cachedStatement(
                sql: """
                    SELECT tallied.touches, skipped, systemMinutes, humanMinutes, cellID
                    FROM tallied JOIN tallySpan USING (handOffID)
                    WHERE handOffID = ?1 AND fromAt <= ?2 AND untilAt > ?2
                    """)
            for id in handOffs {
                guard
                    let row = try Row.fetchOne(
                        statement, arguments: [id.rawValue, now.milliseconds])
                else { continue }
                guard let cell = cells[row[4]] else {
                    throw StoreError.corruptRow(table: "tallySpan", id: id.rawValue)
                }
                found[id] = Tallied(
                    cell: cell, touches: row[0], skipped: row[1], systemMinutes: row[2],
                    humanMinutes: row[3])
            }
            return found
        }
    }
}

// MARK: - Medians

extension Store {
    /// How many first touches of the scope lie in each bucket of minutes (`MinuteBucket`), in order.
    ///
    /// Nil where the buckets are not counted apart: then the minutes have to be read.
    package func firstTouchBuckets(
        byHuman isHuman: Bool, in scope: ReportScope
    ) throws(StoreError) -> [(bucket: Int, n: Int)]? {
        let place: (kind: String, name: String)
        guard scope.absentees.isEmpty else { return nil }
        switch (scope.owner, scope.source, scope.sequence) {
        case (nil, nil, nil): place = ("all", "")
        case (let owner?, nil, nil): place = ("owner", owner)
        case (nil, let source?, nil): place = ("source", source)
        default: return nil
        }
        return try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT bucket, n FROM tallyFirstTouch
                        WHERE isHuman = ? AND scope = ? AND name = ? AND n <> 0 ORDER BY bucket
                        """), arguments: [isHuman, place.kind, place.name]
            ).map { ($0[0], $0[1]) }
        }
    }

    /// Minutes to the first touch of the scope's hand-offs, those between `range` and none of `left`.
    package func firstTouchMinutes(
        byHuman isHuman: Bool, in scope: ReportScope, _ range: ClosedRange<Int>?,
        without left: Set<HandOffID>
    ) throws(StoreError) -> [Int] {
        try read { database in
            let scopes = try tallyBook.read(database).scopes
            let matching = scopes.filter { scope.contains($0.value) }
            let column = isHuman ? "humanMinutes" : "systemMinutes"
            var found: [Int] = []
            func take(_ rows: RowCursor) throws {
                while let row = try rows.next() {
                    guard matching[row[1]] != nil, !left.contains(HandOffID(row[2])) else {
                        continue
                    }
                    found.append(row[0])
                }
            }
            if let range {
                try take(
                    Row.fetchCursor(
                        database.cachedStatement(
                            sql: """
                                SELECT \(column), scopeID, handOffID FROM tallied
                                WHERE \(column) BETWEEN ? AND ?
                                """), arguments: [range.lowerBound, range.upperBound]))
            } else {
                let statement = try database.cachedStatement(
                    sql: """
                        SELECT \(column), scopeID, handOffID FROM tallied
                        WHERE scopeID = ? AND \(column) IS NOT NULL
                        """)
                for id in matching.keys.sorted() {
                    try take(Row.fetchCursor(statement, arguments: [id]))
                }
            }
            return found
        }
    }
}

// MARK: - Work lists

extension Store {
    /// Above it, a work list is read in its order until it is full; below, all of its cells are.
    private static let mostSorted = 5000

    /// The first of those who are in one of the cells at `now`, in the order of a work list.
    ///
    /// - Parameters:
    ///   - expected: how many are in the cells.
    ///   - touches: exactly so many; nil for any.
    ///   - left: hand-offs that are left out.
    package func workList(
        in cells: Set<TallyCell>, expected: Int, touches: Int?, at now: Instant,
        without left: Set<HandOffID>, limit: Int
    ) throws(StoreError) -> [ListedHandOff] {
        guard !cells.isEmpty, limit > 0 else { return [] }
        return try read { database in
            let ids = try tallyBook.read(database).cells.filter { cells.contains($0.value) }
            func isListed(_ row: Row) -> Bool {
                ids[row[3]] != nil && row[4] <= now.milliseconds && row[5] > now.milliseconds
                    && (touches == nil || touches == row[6]) && !left.contains(HandOffID(row[2]))
            }
            func listed(_ row: Row) -> ListedHandOff {
                ListedHandOff(
                    urgency: row[0], since: Instant(milliseconds: row[1]),
                    handOff: HandOffID(row[2]))
            }
            let columns = "urgency, sinceAt, handOffID, cellID, fromAt, untilAt, touches"
            var found: [ListedHandOff] = []
            guard expected > Self.mostSorted else {
                let statement = try database.cachedStatement(
                    sql: "SELECT \(columns) FROM tallySpan WHERE cellID = ?")
                for id in ids.keys.sorted() {
                    let rows = try Row.fetchCursor(statement, arguments: [id])
                    while let row = try rows.next() {
                        if isListed(row) { found.append(listed(row)) }
                    }
                }
                return Array(found.sorted().prefix(limit))
            }
            for urgency in Set(ids.values.map(\.class.urgency)).sorted() {
                let rows = try Row.fetchCursor(
                    database.cachedStatement(
                        sql: """
                            SELECT \(columns) FROM tallySpan WHERE urgency = ?
                            ORDER BY sinceAt, handOffID
                            """), arguments: [urgency])
                while let row = try rows.next() {
                    guard isListed(row) else { continue }
                    found.append(listed(row))
                    if found.count == limit { return found }
                }
            }
            return found
        }
    }
}
