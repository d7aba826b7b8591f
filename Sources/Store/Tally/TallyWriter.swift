import Foundation
import GRDB
import Sequencing

/// Puts hand-offs into the tally and takes them out, and adds the counts up at the end.
struct TallyWriter {
    private let database: Database
    private let turnedAt: Int64
    private let turnedID: Int64
    /// What is known, and what this transaction adds.
    private var pages: TallyBook.Pages
    private var groups: [Group: Int64]

    private var cells: [Int64: Int] = [:]
    private var bands: [Int64: TouchBands] = [:]
    private var minutes: [MinutePlace: Int] = [:]

    private var insertRow: HotStatement
    private var insertSpan: HotStatement

    /// Hand-offs whose minutes are counted together.
    struct Group: Hashable {
        enum Kind: String { case all, owner, source }

        var kind: Kind
        var name: String

        static let all = Group(kind: .all, name: "")
    }

    private struct MinutePlace: Hashable {
        var group: Int64
        var value: SeriesMinutes
    }

    init(_ database: Database, book: TallyBook) throws {
        self.database = database
        let mark = try database.tallyMark()
        (turnedAt, turnedID) = (mark.turnedAt.milliseconds, mark.turnedID)
        pages = try book.pages(for: database)
        groups = try database.tallyGroups()
        insertRow = try HotStatement(
            """
            INSERT INTO tallied (handOffID, scopeID, touches, skipped, minutes)
            VALUES (?, ?, ?, ?, ?)
            """, in: database)
        insertSpan = try HotStatement(
            """
            INSERT INTO tallySpan (handOffID, fromAt, untilAt, cellID, beforeID, urgency,
                sinceAt, touches) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, in: database)
    }

    mutating func replace(_ entry: TallyEntry) throws {
        try remove(entry.handOff)
        let scope = try id(of: entry.scope)
        insertRow.bind(entry.handOff.rawValue)
        insertRow.bind(scope)
        insertRow.bind(Int64(entry.touches))
        insertRow.bind(Int64(entry.skipped))
        insertRow.bind(bytes: MinuteBytes.encode(entry.minutes))
        try insertRow.run()
        count(scope, touches: entry.touches, skipped: entry.skipped, 1)
        try count(entry.minutes, of: entry.scope, 1)
        var before: Int64?
        for (place, span) in entry.spans.enumerated() {
            let cell = try id(
                of: TallyKind(
                    class: span.class, reason: span.reason, thirdTouch: span.thirdTouch,
                    isFleeting: span.isFleeting), in: scope)
            let end =
                entry.spans.indices.contains(place + 1)
                ? entry.spans[place + 1].from : .distantFuture
            insertSpan.bind(entry.handOff.rawValue)
            insertSpan.bind(place == 0 ? 0 : span.from.milliseconds)
            insertSpan.bind(end.milliseconds)
            insertSpan.bind(cell)
            insertSpan.bind(before)
            insertSpan.bind(Int64(span.urgency))
            insertSpan.bind((span.since ?? entry.givenAt).milliseconds)
            insertSpan.bind(Int64(entry.touches))
            try insertSpan.run()
            if place == 0 { cells[cell, default: 0] += 1 }
            before = cell
        }
    }

    mutating func remove(_ handOff: HandOffID) throws {
        let known = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT scopeID, touches, skipped, minutes,
                        (SELECT cellID FROM tallySpan WHERE handOffID = ?1
                            AND (fromAt = 0 OR fromAt < ?2 OR fromAt = ?2 AND ?1 <= ?3)
                            ORDER BY fromAt DESC LIMIT 1)
                    FROM tallied WHERE handOffID = ?1
                    """), arguments: [handOff.rawValue, turnedAt, turnedID])
        guard let known else { return }
        let scope: Int64 = known[0]
        guard let values = MinuteBytes.decode(known[3] as Data) else {
            throw StoreError.corruptRow(table: "tallied", id: handOff.rawValue)
        }
        count(scope, touches: known[1], skipped: known[2], -1)
        try count(values, of: pages.scope(scope), -1)
        if let cell: Int64 = known[4] { cells[cell, default: 0] -= 1 }
        for table in ["tallySpan", "tallied"] {
            try database.cachedStatement(sql: "DELETE FROM \(table) WHERE handOffID = ?")
                .execute(arguments: [handOff.rawValue])
        }
    }

    /// Counts a turn that has come: what was in the one cell is in the other.
    mutating func turn(_ turn: Database.Turn) throws {
        cells[turn.before, default: 0] -= 1
        cells[turn.cell, default: 0] += 1
        try database.cachedStatement(
            sql: "DELETE FROM tallySpan WHERE handOffID = ? AND fromAt < ?"
        ).execute(arguments: [turn.handOff, turn.at])
    }
}

// MARK: - Counts

extension TallyWriter {
    private mutating func count(_ scope: Int64, touches: Int, skipped: Int, _ n: Int) {
        bands[scope, default: TouchBands()].count(touches: touches, skipped: skipped, n)
    }

    private mutating func count(
        _ values: [SeriesMinutes], of scope: TallyScope, _ n: Int
    ) throws {
        guard !values.isEmpty else { return }
        var kept = [try id(of: .all)]
        if let owner = scope.owner { kept.append(try id(of: Group(kind: .owner, name: owner))) }
        if let source = scope.source {
            kept.append(try id(of: Group(kind: .source, name: source)))
        }
        for group in kept {
            for value in values {
                minutes[MinutePlace(group: group, value: value), default: 0] += n
            }
        }
    }

    private mutating func id(of group: Group) throws -> Int64 {
        if let known = groups[group] { return known }
        try database.execute(
            sql: "INSERT INTO tallyGroup (kind, name) VALUES (?, ?)",
            arguments: [group.kind.rawValue, group.name])
        groups[group] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    mutating func id(of scope: TallyScope) throws -> Int64 {
        if let known = pages.scopeIDs[scope] { return known }
        try database.execute(
            sql: "INSERT INTO tallyScope (owner, source, sequence) VALUES (?, ?, ?)",
            arguments: [scope.owner, scope.source, scope.sequence])
        try pages.add(scope, id: database.lastInsertedRowID)
        return database.lastInsertedRowID
    }

    private mutating func id(of kind: TallyKind, in scope: Int64) throws -> Int64 {
        let cell = TallyBook.Cell(scope: scope, kind: pages.place(of: kind))
        if let known = pages.cellIDs[cell] { return known }
        try database.execute(
            sql: """
                INSERT INTO tallyCell (scopeID, class, reason, thirdTouch, isFleeting)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                scope, kind.class.rawValue, kind.reason?.rawValue, kind.thirdTouch.rawValue,
                kind.isFleeting,
            ])
        try pages.add(cell, id: database.lastInsertedRowID)
        return database.lastInsertedRowID
    }

    /// Writes the counts.
    func finish() throws {
        var addToCell = try HotStatement(
            "UPDATE tallyCell SET n = n + ? WHERE id = ?", in: database)
        for (cell, n) in cells where n != 0 {
            addToCell.bind(Int64(n))
            addToCell.bind(cell)
            try addToCell.run()
        }
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
        try writeMinutes()
    }

    private func writeMinutes() throws {
        var addToMinute = try HotStatement(
            """
            INSERT INTO tallyMinute (groupID, series, minutes, n) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """, in: database)
        var addToBucket = try HotStatement(
            """
            INSERT INTO tallyBucket (groupID, series, bucket, n) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET n = n + excluded.n
            """, in: database)
        var buckets: [MinutePlace: Int] = [:]
        // In the order of the table: neighbours lie on one page.
        let places = minutes.filter { $0.value != 0 }.sorted { Self.isBefore($0.key, $1.key) }
        for (place, n) in places {
            Self.bind(place, n, to: &addToMinute)
            try addToMinute.run()
            var bucket = place
            bucket.value.minutes = MinuteBucket.of(place.value.minutes)
            buckets[bucket, default: 0] += n
        }
        for (place, n) in buckets where n != 0 {
            Self.bind(place, n, to: &addToBucket)
            try addToBucket.run()
        }
    }

    private static func bind(_ place: MinutePlace, _ n: Int, to statement: inout HotStatement) {
        statement.bind(place.group)
        statement.bind(Int64(place.value.series))
        statement.bind(Int64(place.value.minutes))
        statement.bind(Int64(n))
    }

    private static func isBefore(_ left: MinutePlace, _ right: MinutePlace) -> Bool {
        (left.group, left.value.series, left.value.minutes)
            < (right.group, right.value.series, right.value.minutes)
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

    func tallyGroups() throws -> [TallyWriter.Group: Int64] {
        let rows = try Row.fetchAll(
            cachedStatement(sql: "SELECT id, kind, name FROM tallyGroup"))
        return Dictionary(
            uniqueKeysWithValues: try rows.map { row in
                guard let kind = TallyWriter.Group.Kind(rawValue: row[1]) else {
                    throw StoreError.corruptRow(table: "tallyGroup", id: row[0])
                }
                return (TallyWriter.Group(kind: kind, name: row[2]), row[0])
            })
    }
}
