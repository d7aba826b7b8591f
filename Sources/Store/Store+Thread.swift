import GRDB
package import Sequencing

/// An e-mail of an enrollment, as a follow-up in its thread needs it.
package struct ThreadMessage: Equatable, Sendable {
    package var step: StepIndex
    package var messageID: String
    package var subject: String
    package var state: DeliveryState.Name
    package var parentMessageID: String?
}

extension Store {
    /// What an enrollment has sent so far, in the order of its steps.
    package func thread(of enrollment: EnrollmentID) throws(StoreError) -> [ThreadMessage] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT step, messageID, subject, state, parentMessageID FROM delivery
                        WHERE enrollmentID = ? AND state <> 'withdrawn' ORDER BY step
                        """), arguments: [enrollment.rawValue]
            ).compactMap { row in
                guard let state = DeliveryState.Name(rawValue: row["state"]) else { return nil }
                return ThreadMessage(
                    step: StepIndex(row["step"]), messageID: row["messageID"],
                    subject: row["subject"], state: state,
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

    /// Where the lead of a hand-off came from.
    package func source(of handOff: HandOffID) throws(StoreError) -> String? {
        try read { database in
            try String.fetchOne(
                database.cachedStatement(sql: "SELECT source FROM handOff WHERE id = ?"),
                arguments: [handOff.rawValue])
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
