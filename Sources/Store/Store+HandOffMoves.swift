import GRDB
package import Sequencing

/// A hand-off as those who move it need it.
package struct HandOffRecord: Equatable, Sendable {
    package var id: HandOffID
    package var lead: LeadID
    package var owner: String?
    package var source: String?
    package var givenAt: Instant
    package var acceptedAt: Instant?
    package var disposition: Disposition?
    package var wakeAt: Instant?
}

extension Store {
    package func handOff(_ id: HandOffID) throws(StoreError) -> HandOffRecord {
        try read { database in try database.handOff(id) }
    }

    /// The newest hand-off of a lead, open or not; nil when it was never handed over.
    package func lastHandOff(of lead: LeadID) throws(StoreError) -> HandOffRecord? {
        try read { database in try database.lastHandOff(of: lead) }
    }

    /// The owner takes the lead on; doing it again changes nothing.
    package func accept(
        _ id: HandOffID, now: Instant, by actor: String
    ) throws(StoreError) {
        try write { database in
            let record = try database.openRecord(id, "accepted")
            guard record.acceptedAt == nil else { return }
            guard record.owner != nil else {
                throw StoreError.notNow(
                    what: "\(id) was not accepted", why: "nobody owns it",
                    advice: "thirdtouch lead assign \(id) --to REP")
            }
            try database.setAccepted(id, now: now, by: actor)
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(lead: record.lead, handOff: id),
                "accepted", why: "taken on by \(actor)")
        }
    }

    /// A person's judgement closes a hand-off, and what lives of it ends with it.
    ///
    /// `wakeAt` goes with `recycled`, and with nothing else.
    package func dispose(
        _ id: HandOffID, as disposition: Disposition, wakeAt: Instant? = nil, why: String? = nil,
        now: Instant, by actor: String
    ) throws(StoreError) {
        try write { database in
            let record = try database.openRecord(id, "closed")
            try Self.check(wakeAt, for: disposition, of: id, now: now)
            if disposition.isRejection { try database.checkBeforeContact(id) }
            try database.endEnrollments(of: record, as: disposition, now: now, by: actor)
            try database.execute(
                sql: """
                    UPDATE handOff SET disposition = ?, disposedAt = ?, wakeAt = ? WHERE id = ?
                    """,
                arguments: [
                    disposition.rawValue, now.milliseconds, wakeAt?.milliseconds, id.rawValue,
                ])
            let words = [
                disposition.rawValue + (wakeAt.map { " until \($0)" } ?? ""), why,
            ].compactMap { $0 }
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(lead: record.lead, handOff: id),
                disposition.isRejection ? "rejected" : "disposed",
                why: words.joined(separator: ": "))
        }
    }

    private static func check(
        _ wakeAt: Instant?, for disposition: Disposition, of id: HandOffID, now: Instant
    ) throws {
        switch (disposition == .recycled, wakeAt) {
        case (true, let wakeAt?) where wakeAt > now: return
        case (false, nil): return
        case (true, let wakeAt):
            throw StoreError.notNow(
                what: "\(id) was not recycled",
                why: wakeAt.map { "\($0) is not in the future" }
                    ?? "a recycled lead needs the day on which it comes back",
                advice: "thirdtouch lead dispose \(id) --as recycled --wake DATE")
        case (false, .some):
            throw StoreError.notNow(
                what: "\(id) was not closed", why: "only a recycled lead has a wake date",
                advice: "thirdtouch lead dispose \(id) --as recycled --wake DATE")
        }
    }

    /// Gives the open hand-off of a lead, and the lead, to a rep; their open tasks go with them.
    ///
    /// What closed `unfinished` is not valid: somebody must own it, as if it were open.
    package func assign(
        _ id: HandOffID, to owner: String, unfinished: HandOffID? = nil, now: Instant,
        by actor: String
    ) throws(StoreError) {
        try write { database in
            let record =
                id == unfinished
                ? try database.handOff(id) : try database.openRecord(id, "assigned")
            let lead = try database.lead(record.lead)
            guard lead.owner != owner || record.owner != owner else { return }
            try database.assign(lead, to: owner, unfinished: unfinished, now: now, by: actor)
        }
    }
}

extension Database {
    func handOff(_ id: HandOffID) throws -> HandOffRecord {
        let statement = try cachedStatement(
            sql: "SELECT \(HandOffRecord.columns) FROM handOff WHERE id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id.rawValue]) else {
            throw StoreError.notFound(table: "hand-off", key: "\(id)")
        }
        return HandOffRecord(row)
    }

    func lastHandOff(of lead: LeadID) throws -> HandOffRecord? {
        let statement = try cachedStatement(
            sql: """
                SELECT \(HandOffRecord.columns) FROM handOff WHERE leadID = ?
                ORDER BY id DESC LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: [lead.rawValue]).map(HandOffRecord.init)
    }

    /// The one that is open, or whose closing is not valid.
    func unendedHandOff(of lead: LeadID, unfinished: HandOffID?) throws -> HandOffRecord? {
        try lastHandOff(of: lead).flatMap {
            $0.disposition == nil || $0.id == unfinished ? $0 : nil
        }
    }

    fileprivate func openRecord(_ id: HandOffID, _ verb: String) throws -> HandOffRecord {
        let record = try handOff(id)
        guard let disposition = record.disposition else { return record }
        throw StoreError.notNow(
            what: "\(id) was not \(verb)", why: "it is closed already (\(disposition.rawValue))",
            advice: "a new effort begins with: thirdtouch lead hand-off \(record.lead)")
    }

    /// Whoever enrolls has accepted: the first one counts.
    func setAccepted(_ id: HandOffID, now: Instant, by actor: String) throws {
        try cachedStatement(
            sql: """
                UPDATE handOff SET acceptedAt = ?, acceptedBy = ?
                WHERE id = ? AND acceptedAt IS NULL
                """
        ).execute(arguments: [now.milliseconds, actor, id.rawValue])
    }

    /// The lead, its open hand-off and its open tasks go to another; who it was must accept anew.
    func assign(
        _ lead: Lead, to owner: String?, unfinished: HandOffID? = nil, now: Instant,
        by actor: String
    ) throws {
        try execute(
            sql: "UPDATE lead SET owner = ? WHERE id = ?", arguments: [owner, lead.id.rawValue])
        let open = try unendedHandOff(of: lead.id, unfinished: unfinished)
        if let open, open.owner != owner {
            try execute(
                sql: """
                    UPDATE handOff SET owner = ?, acceptedAt = NULL, acceptedBy = NULL WHERE id = ?
                    """, arguments: [owner, open.id.rawValue])
        }
        if let owner {
            try execute(
                sql: "UPDATE task SET repName = ? WHERE leadID = ? AND state = 'open'",
                arguments: [owner, lead.id.rawValue])
        }
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: lead.id, handOff: open?.id),
            "assigned", from: open?.owner ?? lead.owner, to: owner,
            why: owner.map { "given to \($0)" } ?? "taken from \(lead.owner ?? "nobody")")
    }

    /// The effort goes on: what closed it did not hold. It is `owner`'s then, or else its lead's owner's.
    ///
    /// Hot from then on with `isHot`, which its line tells. False where it is not closed, or not the lead's last.
    @discardableResult
    func reopen(
        _ id: HandOffID, for owner: String? = nil, isHot: Bool = false, because cause: String,
        now: Instant, by actor: String
    ) throws -> Bool {
        let record = try handOff(id)
        guard let disposition = record.disposition,
            try lastHandOff(of: record.lead)?.id == id
        else { return false }
        try execute(
            sql: "UPDATE handOff SET disposition = NULL, disposedAt = NULL WHERE id = ?",
            arguments: [id.rawValue])
        if isHot {
            try execute(
                sql: "UPDATE handOff SET isHot = 1 WHERE id = ? AND isHot = 0",
                arguments: [id.rawValue])
        }
        let turnedHot = isHot && changesCount == 1
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: record.lead, handOff: id), "reopened",
            from: disposition.rawValue, to: turnedHot ? HandOffEvent.hot : nil,
            why: "\(disposition.rawValue) was not valid, and the lead is \(cause)")
        let lead = try lead(record.lead)
        if let owner = owner ?? lead.owner, owner != record.owner || owner != lead.owner {
            try assign(lead, to: owner, now: now, by: actor)
        }
        return true
    }

    /// A message on its way is contact too.
    fileprivate func checkBeforeContact(_ id: HandOffID) throws {
        let contact = try Bool.fetchOne(
            self,
            sql: """
                SELECT EXISTS (SELECT 1 FROM touch WHERE handOffID = ?1 AND takenBackAt IS NULL)
                    OR EXISTS (SELECT 1 FROM delivery
                        WHERE handOffID = ?1 AND state IN ('committing', 'in-doubt'))
                """, arguments: [id.rawValue])
        guard contact == true else { return }
        throw StoreError.notNow(
            what: "\(id) was not rejected", why: "the lead has been contacted already",
            advice: "say what came of it: thirdtouch lead dispose \(id) --as bad-data, not-a-fit, …"
        )
    }

    fileprivate func endEnrollments(
        of record: HandOffRecord, as disposition: Disposition, now: Instant, by actor: String
    ) throws {
        let live = try Row.fetchAll(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns) FROM enrollment
                WHERE handOffID = ? AND state <> 'ended' ORDER BY id
                """, arguments: [record.id.rawValue])
        for row in live {
            try apply(
                .stop, to: EnrollmentRow(row), now: now, by: actor,
                why: "\(record.id) was closed as \(disposition.rawValue)")
        }
    }
}

extension HandOffRecord {
    fileprivate static let columns = """
        id, leadID, owner, source, givenAt, acceptedAt, disposition, wakeAt
        """

    fileprivate init(_ row: Row) {
        id = HandOffID(row["id"])
        lead = LeadID(row["leadID"])
        owner = row["owner"]
        source = row["source"]
        givenAt = Instant(milliseconds: row["givenAt"])
        acceptedAt = Instant(column: row["acceptedAt"])
        disposition = (row["disposition"] as String?).flatMap(Disposition.init)
        wakeAt = Instant(column: row["wakeAt"])
    }
}
