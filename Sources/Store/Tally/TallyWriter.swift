import GRDB
import Sequencing

/// Puts hand-offs into the tally and takes them out, and adds the counts up at the end.
struct TallyWriter {
    private let database: Database
    private let turnedAt: Int64
    private let turnedID: Int64
    private var scopeIDs: [TallyScope: Int64]
    private var cellIDs: [TallyCell: Int64]
    private let scopes: [Int64: TallyScope]

    private var cells: [Int64: Int] = [:]
    private var bands: [Int64: TouchBands] = [:]
    private var firstTouches: [FirstTouch: Int] = [:]

    private struct FirstTouch: Hashable {
        var isHuman: Bool
        var scope: String
        var name: String
        var bucket: Int
    }

    init(_ database: Database, book: TallyBook) throws {
        self.database = database
        let mark = try database.tallyMark()
        (turnedAt, turnedID) = (mark.turnedAt.milliseconds, mark.turnedID)
        // Before this transaction adds any: those may still be taken back.
        let (scopes, cells) = try book.read(database)
        self.scopes = scopes
        scopeIDs = Dictionary(uniqueKeysWithValues: scopes.map { ($0.value, $0.key) })
        cellIDs = Dictionary(uniqueKeysWithValues: cells.map { ($0.value, $0.key) })
    }

    mutating func replace(_ entry: TallyEntry) throws {
        try remove(entry.handOff)
        let scope = try id(of: entry.scope)
        try database.cachedStatement(
            sql: """
                INSERT INTO tallied (handOffID, scopeID, touches, skipped, systemMinutes,
                    humanMinutes) VALUES (?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            entry.handOff.rawValue, scope, entry.touches, entry.skipped, entry.systemMinutes,
            entry.humanMinutes,
        ])
        count(entry.scope, scope, touches: entry.touches, skipped: entry.skipped, 1)
        note(entry.scope, system: entry.systemMinutes, human: entry.humanMinutes, 1)
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO tallySpan (handOffID, fromAt, untilAt, cellID, beforeID, urgency,
                    sinceAt, touches) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var before: Int64?
        for (place, span) in entry.spans.enumerated() {
            let cell = try id(
                of: TallyCell(
                    scope: entry.scope, class: span.class, reason: span.reason,
                    isFleeting: span.isFleeting), in: scope)
            let end =
                entry.spans.indices.contains(place + 1)
                ? entry.spans[place + 1].from : .distantFuture
            try insert.execute(arguments: [
                entry.handOff.rawValue, place == 0 ? 0 : span.from.milliseconds, end.milliseconds,
                cell, before, span.class.urgency, (span.since ?? entry.givenAt).milliseconds,
                entry.touches,
            ])
            if place == 0 { cells[cell, default: 0] += 1 }
            before = cell
        }
    }

    mutating func remove(_ handOff: HandOffID) throws {
        let known = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT scopeID, touches, skipped, systemMinutes, humanMinutes,
                        (SELECT cellID FROM tallySpan WHERE handOffID = ?1
                            AND (fromAt = 0 OR fromAt < ?2 OR fromAt = ?2 AND ?1 <= ?3)
                            ORDER BY fromAt DESC LIMIT 1)
                    FROM tallied WHERE handOffID = ?1
                    """), arguments: [handOff.rawValue, turnedAt, turnedID])
        guard let known else { return }
        let scopeID: Int64 = known[0]
        guard let scope = scopes[scopeID] ?? scopeIDs.first(where: { $0.value == scopeID })?.key
        else { throw StoreError.corruptRow(table: "tallied", id: handOff.rawValue) }
        count(scope, scopeID, touches: known[1], skipped: known[2], -1)
        note(scope, system: known[3], human: known[4], -1)
        if let cell: Int64 = known[5] { cells[cell, default: 0] -= 1 }
        for table in ["tallySpan", "tallied"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE handOffID = ?")
                .execute(arguments: [handOff.rawValue])
        }
    }

    private mutating func count(
        _ scope: TallyScope, _ id: Int64, touches: Int, skipped: Int, _ n: Int
    ) {
        bands[id, default: TouchBands()].count(touches: touches, skipped: skipped, n)
    }

    private mutating func note(_ scope: TallyScope, system: Int?, human: Int?, _ n: Int) {
        for (isHuman, minutes) in [(false, system), (true, human)] {
            guard let bucket = minutes.map(MinuteBucket.of) else { continue }
            for (kind, name) in [("all", ""), ("owner", scope.owner), ("source", scope.source)] {
                guard let name else { continue }
                let place = FirstTouch(isHuman: isHuman, scope: kind, name: name, bucket: bucket)
                firstTouches[place, default: 0] += n
            }
        }
    }

    private mutating func id(of scope: TallyScope) throws -> Int64 {
        if let known = scopeIDs[scope] { return known }
        try database.execute(
            sql: "INSERT INTO tallyScope (owner, source, sequence) VALUES (?, ?, ?)",
            arguments: [scope.owner, scope.source, scope.sequence])
        scopeIDs[scope] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    private mutating func id(of cell: TallyCell, in scope: Int64) throws -> Int64 {
        if let known = cellIDs[cell] { return known }
        try database.execute(
            sql: "INSERT INTO tallyCell (scopeID, class, reason, isFleeting) VALUES (?, ?, ?, ?)",
            arguments: [scope, cell.class.rawValue, cell.reason?.rawValue, cell.isFleeting])
        cellIDs[cell] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    /// Counts a turn that has come: what was in the one cell is in the other.
    mutating func turn(from before: Int64, to cell: Int64) {
        cells[before, default: 0] -= 1
        cells[cell, default: 0] += 1
    }

    /// Writes the counts.
    func finish() throws {
        let addToCell = try database.cachedStatement(
            sql: "UPDATE tallyCell SET n = n + ? WHERE id = ?")
        for (cell, n) in cells where n != 0 { try addToCell.execute(arguments: [n, cell]) }
        let addToScope = try database.cachedStatement(
            sql: """
                UPDATE tallyScope SET untouched = untouched + ?, once = once + ?, twice = twice + ?,
                    threeToFive = threeToFive + ?, sixAndMore = sixAndMore + ?,
                    skipped = skipped + ? WHERE id = ?
                """)
        for (scope, change) in bands where change != TouchBands() {
            try addToScope.execute(arguments: [
                change.untouched, change.once, change.twice, change.threeToFive,
                change.sixAndMore, change.skipped, scope,
            ])
        }
        let addToBucket = try database.cachedStatement(
            sql: """
                INSERT INTO tallyFirstTouch (isHuman, scope, name, bucket, n) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET n = n + excluded.n
                """)
        for (place, n) in firstTouches where n != 0 {
            try addToBucket.execute(arguments: [
                place.isHuman, place.scope, place.name, place.bucket, n,
            ])
        }
    }
}

extension Database {
    func tallyMark() throws -> TallyMark {
        guard let row = try Row.fetchOne(cachedStatement(sql: "SELECT * FROM tallyMark")) else {
            throw StoreError.corruptRow(table: "tallyMark", id: 1)
        }
        return TallyMark(
            front: HandOffID(row["front"]), staleThrough: HandOffID(row["staleThrough"]),
            judgedAt: Instant(milliseconds: row["judgedAt"]),
            turnedAt: Instant(milliseconds: row["turnedAt"]),
            turnedID: row["turnedID"], rules: row["rules"],
            reps: JSONText.decode([String: String].self, from: row["reps"]) ?? [:])
    }
}
