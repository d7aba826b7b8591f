import GRDB
package import Sequencing

/// What has to be judged anew, the longest known first.
package struct TallyWork: Sendable {
    /// Each once.
    package var handOffs: [HandOffID]
    /// What was noted up to here is settled when they are judged.
    var throughChange: Int64
    /// Up to here none is missing then.
    var front: HandOffID
    /// Whether it is not all.
    package var isMore: Bool

    package var isDone: Bool { handOffs.isEmpty && throughChange == 0 }
}

extension Store {
    package func tallyMark() throws(StoreError) -> TallyMark {
        try read { database in try database.tallyMark() }
    }

    /// How many hand-offs there are, with what is deleted in between: for saying how far something is.
    package func lastHandOffNumber() throws(StoreError) -> HandOffID {
        try read { database in
            HandOffID(try Int64.fetchOne(database, sql: "SELECT max(id) FROM handOff") ?? 0)
        }
    }

    /// What was noted, and then hand-offs that are not in the tally yet, at most about `limit`.
    package func tallyWork(limit: Int) throws(StoreError) -> TallyWork {
        try read { database in
            let mark = try database.tallyMark()
            let notes = try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT id, handOffID FROM tallyChange ORDER BY id LIMIT ?"),
                arguments: [limit * 4])
            var seen: Set<Int64> = []
            var handOffs: [HandOffID] = []
            var through: Int64 = 0
            for note in notes {
                let handOff: Int64 = note[1]
                // A new one is not missed: its turn comes with its number.
                if handOff <= mark.front.rawValue, !seen.contains(handOff) {
                    guard handOffs.count < limit else { break }
                    seen.insert(handOff)
                    handOffs.append(HandOffID(handOff))
                }
                through = note[0]
            }
            let isLast = through == (notes.last?[0] ?? 0) && notes.count < limit * 4
            let room = limit - handOffs.count
            let new = try Int64.fetchAll(
                database.cachedStatement(
                    sql: "SELECT id FROM handOff WHERE id > ? ORDER BY id LIMIT ?"),
                arguments: [mark.front.rawValue, room]
            ).map { HandOffID($0) }
            return TallyWork(
                handOffs: handOffs + new, throughChange: through, front: new.last ?? mark.front,
                isMore: !isLast || (new.count == room && room > 0))
        }
    }

    /// Puts the hand-offs of `work` into the tally, judged as of `moment` and not before its mark; those of which there
    /// is no entry are gone.
    package func tally(
        _ entries: [TallyEntry], for work: TallyWork, judgedAt moment: Instant
    ) throws(StoreError) {
        let book = tallyBook
        try write { database in
            var writer = try TallyWriter(database, book: book)
            let found = Set(entries.map(\.handOff))
            for id in work.handOffs where !found.contains(id) { try writer.remove(id) }
            for entry in entries { try writer.replace(entry) }
            try writer.finish()
            try database.execute(
                sql: "DELETE FROM tallyChange WHERE id <= ?", arguments: [work.throughChange])
            try database.execute(
                sql: "UPDATE tallyMark SET front = max(front, ?), judgedAt = max(judgedAt, ?)",
                arguments: [work.front.rawValue, moment.milliseconds])
        }
    }

    /// Brings turns that have come by `now` into the counts, if there are `limit` of them; true for done.
    ///
    /// Fewer are added up by whoever asks. What was before them is over and goes: a work list would read past it for
    /// ever.
    package func turnTally(to now: Instant, limit: Int) throws(StoreError) -> Bool {
        let isWorthIt = try read { database in
            try database.turns(to: now, limit: limit).count == limit
        }
        guard isWorthIt else { return false }
        let book = tallyBook
        return try write { database in
            let turns = try database.turns(to: now, limit: limit)
            guard let last = turns.last else { return false }
            var writer = try TallyWriter(database, book: book)
            for turn in turns { try writer.turn(turn) }
            try writer.finish()
            try database.execute(
                sql: """
                    UPDATE tallyMark SET turnedAt = ?1, turnedID = ?2, judgedAt = max(judgedAt, ?1)
                    """, arguments: [last.at, last.handOff])
            return true
        }
    }

    /// Everything is judged anew, by other rules. What is there stays until its turn comes.
    package func restartTally(
        rules: String, reps: [String: String]
    ) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE tallyMark SET front = 0, rules = ?, reps = ?,
                        staleThrough = coalesce((SELECT max(handOffID) FROM tallied), 0)
                    """,
                arguments: [rules, JSONText.encode(reps)])
        }
    }

    /// Everything is taken out: the clock was ahead, and what it had been judged by has not come yet.
    package func emptyTally() throws(StoreError) {
        try write { database in
            for table in ["tallySpan", "tallied", "tallyMinute", "tallyBucket", "tallyChange"] {
                try database.execute(sql: "DELETE FROM \(table)")
            }
            try database.execute(
                sql: """
                    UPDATE tallyCell SET n = 0;
                    UPDATE tallyScope SET untouched = 0, once = 0, twice = 0, threeToFive = 0,
                        sixAndMore = 0, skipped = 0;
                    UPDATE tallyMark SET front = 0, staleThrough = 0, judgedAt = 0, turnedAt = 0,
                        turnedID = 0;
                    """)
        }
    }

    /// The hand-offs of those of whom something else is known now are judged anew.
    package func noteReps(_ reps: [String: String], changed: [String]) throws(StoreError) {
        try write { database in
            for name in changed {
                try database.execute(
                    sql: """
                        INSERT INTO tallyChange (handOffID)
                            SELECT tallied.handOffID FROM tallyScope
                            JOIN tallied ON tallied.scopeID = tallyScope.id
                            WHERE tallyScope.owner = ?
                        """, arguments: [name])
            }
            try database.execute(
                sql: "UPDATE tallyMark SET reps = ?", arguments: [JSONText.encode(reps)])
        }
    }
}

extension Database {
    struct Turn {
        var at: Int64
        var handOff: Int64
        var before: Int64
        var cell: Int64
    }

    /// Turns that have come by `now` and are not in the counts, in their order.
    func turns(to now: Instant, limit: Int = .max) throws -> [Turn] {
        let mark = try tallyMark()
        var turns: [Turn] = []
        try NumberRows.each(
            """
            SELECT fromAt, handOffID, beforeID, cellID FROM tallySpan
            WHERE fromAt > 0 AND (fromAt, handOffID) > (?, ?) AND fromAt <= ?
            ORDER BY fromAt, handOffID LIMIT ?
            """,
            [mark.turnedAt.milliseconds, mark.turnedID, now.milliseconds, Int64(limit)], in: self
        ) { row in
            turns.append(Turn(at: row[0], handOff: row[1], before: row[2], cell: row[3]))
            return true
        }
        return turns
    }
}
