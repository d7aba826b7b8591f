import GRDB
package import Sequencing

/// What is needed to derive moments again when zones, holidays or windows have changed.
extension Store {
    /// What was written down under a name; nil for nothing.
    package func setting(_ name: String) throws(StoreError) -> String? {
        try read { database in
            try String.fetchOne(
                database, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
        }
    }

    package func set(_ name: String, to value: String) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO setting (name, value) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, arguments: [name, value])
        }
    }

    /// Waiting enrollments after a number, in the order of their numbers; of one lead, or of one company's
    /// people, where one is named.
    package func waiting(
        after id: EnrollmentID, lead: LeadID? = nil, account: AccountID? = nil, limit: Int
    ) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(EnrollmentRow.columns) FROM enrollment
                        WHERE state = 'waiting' AND id > ?1 AND (?2 IS NULL OR leadID = ?2)
                            AND (?4 IS NULL
                                OR leadID IN (SELECT lead.id FROM lead WHERE accountID = ?4))
                        ORDER BY id LIMIT ?3
                        """),
                arguments: [id.rawValue, lead?.rawValue, limit, account?.rawValue]
            ).map(EnrollmentRow.init)
        }
    }

    /// Moves due times that are derived differently now, each only if nothing else has moved it.
    package func replan(
        _ moves: [(row: EnrollmentRow, dueAt: Instant)], why: String, now: Instant, by actor: String
    ) throws(StoreError) {
        guard !moves.isEmpty else { return }
        try write { database in
            for (planned, dueAt) in moves {
                let row = try database.enrollment(planned.id)
                guard row.revision == planned.revision else { continue }
                try database.apply(
                    .replanned(dueAt: dueAt), to: row, now: now, by: actor, why: why)
            }
        }
    }

    /// Every message that one of our own rules put off is looked at again: the rules may be other ones now.
    /// What a server put off stays so.
    package func releaseRuleWaiters(now: Instant) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE delivery SET notBeforeAt = ?1
                    WHERE state = 'queued' AND waitsFor IS NOT NULL AND notBeforeAt > ?1
                    """, arguments: [now.milliseconds])
        }
    }

    /// Messages that wait for a window are looked at again: it may open at another time now.
    package func releaseWindowWaiters(of lead: LeadID?, now: Instant) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: """
                    UPDATE delivery SET notBeforeAt = ?1
                    WHERE state = 'queued' AND waitsFor = ?2 AND notBeforeAt > ?1
                        AND (?3 IS NULL OR leadID = ?3)
                    """, arguments: [now.milliseconds, Self.waitsForWindow, lead?.rawValue])
        }
    }
}
