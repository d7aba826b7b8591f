import GRDB
package import Sequencing

/// An e-mail of an enrollment, as a follow-up in its thread needs it.
package struct ThreadMessage: Equatable, Sendable {
    package var delivery: DeliveryID
    package var stepID: String
    package var messageID: String
    package var subject: String
    package var state: DeliveryState.Name
    package var parentMessageID: String?
}

/// Where a hand-off stands when one of its steps is due.
package struct HandOffStanding: Equatable, Sendable {
    /// Where the lead came from.
    package var source: String?
    package var isHot: Bool
    /// By anyone, in this hand-off; touches that were taken back do not count.
    package var hasBeenTouched: Bool
    /// Whether the lead has ever written, or may have an answer to give: a message has gone to them, in whatever
    /// enrollment, or a mail by hand. Then even a first step must pass the fence.
    package var isInTalks: Bool
}

extension Store {
    /// What an enrollment has sent so far, oldest first.
    package func thread(of enrollment: EnrollmentID) throws(StoreError) -> [ThreadMessage] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT id, stepID, messageID, subject, state, parentMessageID FROM delivery
                        WHERE enrollmentID = ? AND state <> 'withdrawn' ORDER BY id
                        """), arguments: [enrollment.rawValue]
            ).compactMap { row in
                guard let state = DeliveryState.Name(rawValue: row["state"]) else { return nil }
                return ThreadMessage(
                    delivery: DeliveryID(row["id"]), stepID: row["stepID"],
                    messageID: row["messageID"], subject: row["subject"], state: state,
                    parentMessageID: row["parentMessageID"])
            }
        }
    }

    /// When the last step of an enrollment happened: its last accepted message or closed task.
    package func lastStepAt(of enrollment: EnrollmentID) throws(StoreError) -> Instant? {
        try read { database in
            Instant(
                column: try Int64.fetchOne(
                    database,
                    sql: """
                        SELECT max(at) FROM (
                            SELECT max(committedAt) AS at FROM delivery
                            WHERE enrollmentID = ?1 AND state IN ('accepted', 'bounced')
                            UNION ALL
                            SELECT max(closedAt) FROM task
                            WHERE enrollmentID = ?1 AND state <> 'cancelled')
                        """, arguments: [enrollment.rawValue]))
        }
    }

    /// What is known of a hand-off when one of its steps is due.
    package func standing(of row: EnrollmentRow) throws(StoreError) -> HandOffStanding {
        try read { database in
            let statement = try database.cachedStatement(sql: "\(HandOffStanding.sql) WHERE id = ?")
            guard let found = try Row.fetchOne(statement, arguments: [row.handOff.rawValue]) else {
                throw StoreError.notFound(table: "handOff", key: "\(row.handOff)")
            }
            return HandOffStanding(found)
        }
    }

    /// How many rows are in each state: for `status` and for the tests' sums.
    package func counts() throws(StoreError) -> (
        enrollments: [String: Int], deliveries: [String: Int], openTasks: Int, leads: Int,
        handOffs: Int
    ) {
        try read { database in
            let byState = { (table: String) -> [String: Int] in
                let rows = try Row.fetchAll(
                    database, sql: "SELECT state, count(*) AS n FROM \(table) GROUP BY state")
                return Dictionary(uniqueKeysWithValues: rows.map { ($0["state"], $0["n"]) })
            }
            return (
                try byState("enrollment"), try byState("delivery"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM task WHERE state = 'open'")
                    ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM lead") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM handOff") ?? 0
            )
        }
    }

    /// Open tasks that were due before `now`.
    package func overdueTaskCount(now: Instant) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM task WHERE state = 'open' AND dueAt < ?",
                arguments: [now.milliseconds]) ?? 0
        }
    }

    /// Enrollments on any version of a sequence that have not ended.
    package func runningCount(sequence: String) throws(StoreError) -> Int {
        try read { database in
            try Int.fetchOne(
                database,
                sql: "SELECT count(*) FROM enrollment WHERE sequenceName = ? AND state <> 'ended'",
                arguments: [sequence]) ?? 0
        }
    }
}

extension Database {
    /// Makes a first touch pass the fence when its lead came to be in talks after it was put into the queue; true when it
    /// was so.
    func fence(_ row: inout DeliveryRow) throws -> Bool {
        guard !row.needsFence,
            try first(
                "SELECT \(HandOffStanding.isInTalks("?1"))", row.lead, read: { $0.next() })
                ?? false
        else { return false }
        try run("UPDATE delivery SET needsFence = 1 WHERE id = ?", row.id)
        row = try delivery(row.id)
        return row.needsFence
    }
}

extension HandOffStanding {
    static let sql = """
        SELECT source, isHot,
            EXISTS (SELECT 1 FROM touch WHERE handOffID = handOff.id AND takenBackAt IS NULL)
                AS hasBeenTouched,
            \(isInTalks("handOff.leadID")) AS isInTalks
        FROM handOff
        """

    /// Whether a lead has written to us or was written to, so that an answer may be on its way.
    static func isInTalks(_ lead: String) -> String {
        """
        (EXISTS (SELECT 1 FROM delivery WHERE leadID = \(lead) AND committedAt IS NOT NULL)
            OR EXISTS (SELECT 1 FROM reply WHERE leadID = \(lead))
            OR EXISTS (SELECT 1 FROM handwrittenTo WHERE leadID = \(lead)))
        """
    }

    init(_ row: Row) {
        self.init(
            source: row["source"], isHot: row["isHot"], hasBeenTouched: row["hasBeenTouched"],
            isInTalks: row["isInTalks"])
    }
}
