import GRDB
package import Sequencing

/// One enrollment that goes to another version of its sequence.
package struct EnrollmentMove: Equatable, Sendable {
    package var row: EnrollmentRow
    package var next: NextStep

    package init(row: EnrollmentRow, next: NextStep) {
        self.row = row
        self.next = next
    }
}

extension Store {
    /// Enrollments of a sequence that have not ended and are not on `version`, the oldest first.
    package func enrollments(
        on sequence: String, except version: Int
    ) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(EnrollmentRow.columns) FROM enrollment
                    WHERE state <> 'ended' AND sequenceName = ? AND sequenceVersion <> ?
                    ORDER BY id
                    """, arguments: [sequence, version]
            ).map(EnrollmentRow.init)
        }
    }

    /// Whether a message of the enrollment is on its way, or in doubt.
    package func hasMessageUnderWay(_ enrollment: EnrollmentID) throws(StoreError) -> Bool {
        try read { database in
            try Bool.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT EXISTS (SELECT 1 FROM delivery WHERE enrollmentID = ?
                            AND state IN ('queued', 'submitting', 'committing', 'in-doubt'))
                        """), arguments: [enrollment.rawValue]) ?? false
        }
    }

    /// Moves enrollments to another version, all in one transaction; those that have moved since they were looked at
    /// stay. Answers the ones that were moved.
    package func migrate(
        _ moves: [EnrollmentMove], to version: SequenceVersion, now: Instant, by actor: String
    ) throws(StoreError) -> [EnrollmentID] {
        try write { database in
            try moves.compactMap { move in
                let row = try database.enrollment(move.row.id)
                guard row.revision == move.row.revision else { return nil }
                try database.execute(
                    sql: "UPDATE enrollment SET sequenceVersion = ? WHERE id = ?",
                    arguments: [version.version, row.id.rawValue])
                if case .atTask(_, let task, _) = row.state, case .step(let step, _) = move.next {
                    try database.execute(
                        sql: "UPDATE task SET step = ? WHERE id = ?",
                        arguments: [step.position, task.rawValue])
                }
                let reaction = try database.apply(
                    .migrated(to: move.next), to: row, now: now, by: actor,
                    why: "moved from \(row.sequence) to \(version)",
                    taskExpiresAt: try database.taskExpiry(of: row))
                guard case .moved = reaction else {
                    // Not foreseen, and so nothing at all is done.
                    throw StoreError.notNow(
                        what: "nothing was migrated",
                        why: "\(row.id) is \(row.state.summary) and can't move",
                        advice: "look again: thirdtouch sequence migrate \(version.name)")
                }
                return row.id
            }
        }
    }
}

extension Database {
    /// When the open task of an enrollment runs out; nil when it has none or that never does.
    fileprivate func taskExpiry(of row: EnrollmentRow) throws -> Instant? {
        guard case .atTask(_, let task, _) = row.state else { return nil }
        return try self.task(task).expiresAt
    }
}
