import GRDB
package import Sequencing

/// What a mailbox's lane has before it.
package struct LaneDepth: Equatable, Sendable {
    /// Messages that wait, whatever for.
    package var queued: Int
    /// When the oldest of them became due; nil when none waits.
    package var oldestDueAt: Instant?
}

extension Store {
    /// The rows that are due and not taken up, and the moment of the earliest; zero and nil when the engine keeps up.
    package func backlog(now: Instant) throws(StoreError) -> (count: Int, earliestAt: Instant?) {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT count(*) AS n, min(wakeAt) AS earliest FROM enrollment
                            WHERE wakeAt IS NOT NULL AND wakeAt <= ?
                            """), arguments: [now.milliseconds])
            else { return (0, nil) }
            return (row["n"], Instant(column: row["earliest"]))
        }
    }

    package func laneDepth(of mailbox: String) throws(StoreError) -> LaneDepth {
        try read { database in
            guard
                let row = try Row.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT count(*) AS n, min(dueAt) AS oldest FROM delivery
                            WHERE state = 'queued' AND mailbox = ?
                            """), arguments: [mailbox])
            else { return LaneDepth(queued: 0, oldestDueAt: nil) }
            return LaneDepth(queued: row["n"], oldestDueAt: Instant(column: row["oldest"]))
        }
    }

    /// Messages of each mailbox that ever passed their commit point; mailboxes without one are left out.
    package func committedCounts() throws(StoreError) -> [String: Int] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT mailbox, count(*) AS n FROM delivery
                    WHERE committedAt IS NOT NULL GROUP BY mailbox
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["mailbox"], $0["n"]) })
        }
    }
}
