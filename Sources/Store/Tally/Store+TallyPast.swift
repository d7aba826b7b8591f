import GRDB
package import Sequencing

/// How hand-offs stood at an earlier moment, counted from their history: for the change since then.
package struct TallyPast: Equatable, Sendable {
    package var asOf: Instant
    /// Hand-offs with a higher number are not counted yet.
    package var front: HandOffID
    package var isWhole: Bool
    /// What was judged by.
    package var rules: String
}

extension Store {
    /// Those that are counted, or begun, the latest first.
    package func tallyPasts() throws(StoreError) -> [TallyPast] {
        try read { database in try database.tallyPasts() }
    }

    /// Begins to count another moment; what was begun before or counted by other rules goes.
    package func beginPast(asOf moment: Instant, rules: String) throws(StoreError) {
        try write { database in
            for past in try database.tallyPasts()
            where !past.isWhole || past.rules != rules || past.asOf == moment {
                try database.removePast(past.asOf)
            }
            try database.execute(
                sql: "INSERT INTO tallyPast (asOfAt, front, isWhole, rules) VALUES (?, 0, 0, ?)",
                arguments: [moment.milliseconds, rules])
        }
    }

    /// Adds hand-offs as they were judged as of that moment, up to the number `front`; once all are counted, earlier
    /// moments go.
    package func countPast(
        _ judged: [(scope: TallyScope, class: TouchGapClass)], asOf moment: Instant,
        front: HandOffID, isWhole: Bool
    ) throws(StoreError) {
        let book = tallyBook
        try write { database in
            var writer = try TallyWriter(database, book: book)
            var counts: [Int64: [TouchGapClass: Int]] = [:]
            for (scope, group) in judged {
                counts[try writer.id(of: scope), default: [:]][group, default: 0] += 1
            }
            let add = try database.cachedStatement(
                sql: """
                    INSERT INTO tallyPastCount (asOfAt, scopeID, class, n) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET n = n + excluded.n
                    """)
            for (scope, classes) in counts {
                for (group, n) in classes {
                    try add.execute(arguments: [moment.milliseconds, scope, group.rawValue, n])
                }
            }
            try database.execute(
                sql: "UPDATE tallyPast SET front = ?, isWhole = ? WHERE asOfAt = ?",
                arguments: [front.rawValue, isWhole, moment.milliseconds])
            guard isWhole else { return }
            for past in try database.tallyPasts() where past.asOf != moment {
                try database.removePast(past.asOf)
            }
        }
    }

    /// How many of a scope were what at the latest moment that is counted by these rules; nil where none is.
    package func talliedPast(
        in scope: HandOffScope, rules: String
    ) throws(StoreError) -> (asOf: Instant, classes: [TouchGapClass: Int])? {
        try read { database in
            guard
                let past = try database.tallyPasts().first(where: {
                    $0.isWhole && $0.rules == rules
                })
            else { return nil }
            let pages = try tallyBook.read(database)
            let rows = try Row.fetchCursor(
                database.cachedStatement(
                    sql: "SELECT scopeID, class, n FROM tallyPastCount WHERE asOfAt = ?"),
                arguments: [past.asOf.milliseconds])
            var classes: [TouchGapClass: Int] = [:]
            while let row = try rows.next() {
                guard let group = TouchGapClass(rawValue: row[1]) else {
                    throw StoreError.corruptRow(table: "tallyPastCount", id: row[0])
                }
                if scope.contains(try pages.scope(row[0])) {
                    classes[group, default: 0] += row[2]
                }
            }
            return (past.asOf, classes)
        }
    }
}

extension Database {
    fileprivate func tallyPasts() throws -> [TallyPast] {
        try Row.fetchAll(
            cachedStatement(
                sql: "SELECT asOfAt, front, isWhole, rules FROM tallyPast ORDER BY asOfAt DESC")
        ).map { row in
            TallyPast(
                asOf: Instant(milliseconds: row[0]), front: HandOffID(row[1]), isWhole: row[2],
                rules: row[3])
        }
    }

    fileprivate func removePast(_ moment: Instant) throws {
        for table in ["tallyPastCount", "tallyPast"] {
            try execute(
                sql: "DELETE FROM \(table) WHERE asOfAt = ?", arguments: [moment.milliseconds])
        }
    }
}
