import GRDB
package import Sequencing

extension Store {
    /// When the next lead that was put to sleep comes back.
    package func nextRecycleAt() throws(StoreError) -> Instant? {
        try read { database in
            Instant(
                column: try Int64.fetchOne(
                    database.cachedStatement(
                        sql: """
                            SELECT wakeAt FROM handOff WHERE wakeAt IS NOT NULL AND wokenAt IS NULL
                            ORDER BY wakeAt LIMIT 1
                            """)))
        }
    }

    /// Hands over again what was put to sleep until now, unless something newer has happened to the lead.
    ///
    /// Answers how many were looked at: with `limit` there may be more.
    package func wakeRecycled(now: Instant, limit: Int) throws(StoreError) -> Int {
        let due = try read { database in
            try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT id FROM handOff
                        WHERE wakeAt IS NOT NULL AND wokenAt IS NULL AND wakeAt <= ?
                        ORDER BY wakeAt LIMIT ?
                        """), arguments: [now.milliseconds, limit])
        }
        guard !due.isEmpty else { return 0 }
        try write { database in
            for id in due { try database.wake(HandOffID(id), now: now) }
        }
        return due.count
    }
}

extension Database {
    fileprivate func wake(_ id: HandOffID, now: Instant) throws {
        let record = try handOff(id)
        try execute(
            sql: "UPDATE handOff SET wokenAt = ? WHERE id = ?",
            arguments: [now.milliseconds, id.rawValue])
        let lead = try lead(record.lead)
        var obstacle: String?
        if lead.isForgotten {
            obstacle = "the person was forgotten"
        } else if let reason = try suppressionReason(of: lead.email.canonical) {
            obstacle = "the address may never be contacted (\(reason))"
        } else if let last = try lastHandOff(of: lead.id), last.id != id {
            obstacle = "\(last.id) came after it"
        }
        if let obstacle {
            try recordHistory(
                at: now, by: "engine", about: HistorySubject(lead: lead.id, handOff: id),
                "not-woken", why: "its wake date has come, but \(obstacle)")
            return
        }
        // Whoever stands in begins the new effort, and the lead is theirs with it.
        let owner = try lead.owner.map { try worker(for: $0, now: now) }
        if owner != lead.owner { try assign(lead, to: owner, now: now, by: "engine") }
        _ = try openHandOff(
            NewHandOff(
                lead: lead.id, source: HandOffSource.recycled, owner: owner, recycledFrom: id),
            now: now, by: "engine")
    }
}
