import GRDB
package import Sequencing

/// Reps who are away: set by a command, for it is news of a day and not of the installation.
extension Store {
    /// Every absence that had been recorded at `asOf`, as it was known then; those taken back are left out.
    ///
    /// Nobody stands in who has left the configuration since, or works no leads any more.
    package func absences(asOf: Instant? = nil) throws(StoreError) -> Absences {
        try read { database in try database.absences(asOf: asOf) }
    }

    /// Records an absence; two of one rep never overlap.
    package func recordAbsence(
        of rep: String, from: Instant, until: Instant, delegate: String?, now: Instant,
        by actor: String
    ) throws(StoreError) -> Absence {
        try write { database in
            let other = try database.absences().all.first {
                $0.rep == rep && $0.from < until && from < $0.until
            }
            if let other {
                throw StoreError.notNow(
                    what: "\(rep)'s absence was not recorded",
                    why: "\(other.id) from \(other.from) until \(other.until) overlaps it",
                    advice: "end that one first: thirdtouch rep back \(rep)")
            }
            try database.execute(
                sql: """
                    INSERT INTO absence (repName, fromAt, untilAt, delegate, recordedAt, recordedBy)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    rep, from.milliseconds, until.milliseconds, delegate, now.milliseconds, actor,
                ])
            let id = AbsenceID(database.lastInsertedRowID)
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(), "absent",
                why: "\(id): \(rep) is away from \(from) until \(until); "
                    + (delegate.map { "\($0) stands in" } ?? "nobody stands in"))
            return Absence(id: id, rep: rep, from: from, until: until, delegate: delegate)
        }
    }

    /// Ends the absence that is in force and takes back those to come; answers which they were.
    package func endAbsences(
        of rep: String, now: Instant, by actor: String
    ) throws(StoreError) -> [Absence] {
        try write { database in
            let open = try database.absences().all.filter { $0.rep == rep && $0.until > now }
            for absence in open {
                try database.execute(
                    sql: "UPDATE absence SET endedAt = ?, endedBy = ? WHERE id = ?",
                    arguments: [now.milliseconds, actor, absence.id.rawValue])
                try database.recordHistory(
                    at: now, by: actor, about: HistorySubject(), "returned",
                    why: "\(absence.id): \(rep) is back")
            }
            return open
        }
    }
}

extension Database {
    func absences(asOf: Instant? = nil) throws -> Absences {
        let rows = try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT id, repName, fromAt,
                        (SELECT name FROM rep WHERE name = absence.delegate AND isActive
                            AND access <> 'marketing') AS delegate,
                        iif(endedAt <= ?1, min(untilAt, endedAt), untilAt) AS untilAt
                    FROM absence WHERE recordedAt <= ?1 ORDER BY fromAt, id
                    """), arguments: [(asOf ?? .distantFuture).milliseconds])
        return Absences(
            rows.map { row in
                Absence(
                    id: AbsenceID(row["id"]), rep: row["repName"],
                    from: Instant(milliseconds: row["fromAt"]),
                    until: Instant(milliseconds: row["untilAt"]), delegate: row["delegate"])
            }.filter { $0.from < $0.until })
    }

    /// To whom new work of a rep goes: whoever stands in, else the rep after all.
    func worker(for rep: String, now: Instant) throws -> String {
        let isAway = try Bool.fetchOne(
            cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM absence
                        WHERE repName = ?1 AND fromAt <= ?2 AND untilAt > ?2)
                    """), arguments: [rep, now.milliseconds])
        guard isAway == true else { return rep }
        return try absences().worker(for: rep, at: now) ?? rep
    }
}
