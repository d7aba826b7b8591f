import GRDB
package import Sequencing

/// One hand-off as the report and `lead show` need it.
package struct HandOffRow: Equatable, Sendable {
    package var id: HandOffID
    package var lead: Lead
    package var source: String?
    package var owner: String?
    package var givenAt: Instant
    /// Since when it has been the present owner's, and by whose hand.
    package var ownedAt: Instant
    package var givenBy: String
    package var acceptedAt: Instant?
    package var acceptedBy: String?
    package var disposition: Disposition?
    package var disposedAt: Instant?
    /// When a recycled one comes back.
    package var wakeAt: Instant?
    package var recycledFrom: HandOffID?
    package var refusal: EnrollmentRefusal?
    package var isSuppressed: Bool
    package var touches: [TouchRow]
    /// Deliveries that were refused: attempts, not touches.
    package var refusedCount: Int
    /// The live enrollment, or else the last one; nil state when its row fits none.
    package var enrollment: EnrollmentRow?
    package var brokenEnrollment: EnrollmentID?
    package var delivery: DeliveryRow?
    package var hasExpiredTask: Bool
    /// Manual steps that were skipped or ran out of time.
    package var skippedTasks: Int
    package var openReply: HandOffFacts.OpenReply?
    package var referral: HandOffFacts.Referral?
    package var duplicates: [HandOffFacts.Duplicate]
}

/// One touch; with `takenBackAt` only an attempt.
package struct TouchRow: Equatable, Sendable {
    package var handOff: HandOffID
    package var channel: Channel
    package var isHuman: Bool
    package var happenedAt: Instant
    package var takenBackAt: Instant?
}

extension Store {
    /// Every hand-off that the filters name, with what the report asks of it. Nil matches all.
    ///
    /// With an owner, those of `absentees` count as theirs: the owner stands in for them.
    package func handOffs(
        lead: LeadID?, owner: String?, absentees: [String] = [], source: String?
    ) throws(StoreError) -> [HandOffRow] {
        try handOffs(
            HandOffFilter(lead: lead, owners: owner.map { [$0] + absentees }, source: source))
    }

    /// Those of the numbers, in the order of their numbers; one that is not there is missing.
    ///
    /// Their duplicates, which make no hand-off stuck, are looked for only where somebody reads of them.
    package func handOffs(
        _ numbers: [HandOffID], withDuplicates: Bool = false
    ) throws(StoreError) -> [HandOffRow] {
        try handOffs(
            HandOffFilter(numbers: numbers, duplicates: withDuplicates ? .ofNumbers : .none))
    }

    /// The numbers of those that the filters name after one of them, in order.
    package func handOffNumbers(
        after number: HandOffID, in scope: ReportScope, limit: Int
    ) throws(StoreError) -> [HandOffID] {
        try read { database in
            let filter = HandOffFilter(
                lead: scope.lead, owners: scope.owners, source: scope.source)
            return try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT handOff.id FROM handOff
                        WHERE \(filter.sql) AND handOff.id > ?\(filter.next)
                        ORDER BY handOff.id LIMIT ?\(filter.next + 1)
                        """), arguments: filter.arguments + [number.rawValue, limit]
            ).map { HandOffID($0) }
        }
    }

    private func handOffs(_ filter: HandOffFilter) throws(StoreError) -> [HandOffRow] {
        try read { database in
            let touches = try database.touches(filter)
            let refused = try database.refusedCounts(filter)
            let enrollments = try database.lastEnrollments(filter)
            let deliveries = try database.lastDeliveries(filter)
            let missed = try database.missedTasks(filter)
            let replies = try database.openReplies(filter)
            let referrals = try database.referrals(filter)
            let assigned = try database.lastAssignments(filter)
            let duplicates = try database.duplicates(filter)
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Lead.columns), handOff.id AS handOffID, handOff.source AS source,
                        handOff.owner AS handOffOwner, handOff.givenAt, handOff.givenBy,
                        handOff.acceptedAt, handOff.acceptedBy, handOff.disposition,
                        handOff.disposedAt, handOff.wakeAt,
                        handOff.recycledFromID, handOff.refusal,
                        (suppression.key IS NOT NULL OR lead.forgottenAt IS NOT NULL
                            OR EXISTS (SELECT 1 FROM suppression AS domain WHERE domain.key =
                                substr(lead.key, instr(lead.key, '@')))) AS isSuppressed
                    FROM handOff JOIN lead ON lead.id = handOff.leadID
                    LEFT JOIN suppression ON suppression.key = lead.key
                    WHERE \(filter.sql) ORDER BY handOff.id
                    """, arguments: filter.arguments
            ).map { row in
                let id = HandOffID(row["handOffID"])
                let enrollment = enrollments[id]
                let givenAt = Instant(milliseconds: row["givenAt"])
                let lead = try Lead(row)
                return HandOffRow(
                    id: id, lead: lead, source: row["source"], owner: row["handOffOwner"],
                    givenAt: givenAt, ownedAt: assigned[id]?.at ?? givenAt,
                    givenBy: assigned[id]?.by ?? row["givenBy"],
                    acceptedAt: Instant(column: row["acceptedAt"]), acceptedBy: row["acceptedBy"],
                    disposition: (row["disposition"] as String?).flatMap(Disposition.init),
                    disposedAt: Instant(column: row["disposedAt"]),
                    wakeAt: Instant(column: row["wakeAt"]),
                    recycledFrom: (row["recycledFromID"] as Int64?).map { HandOffID($0) },
                    refusal: (row["refusal"] as String?).flatMap {
                        JSONText.decode(EnrollmentRefusal.self, from: $0)
                    },
                    isSuppressed: row["isSuppressed"], touches: touches[id] ?? [],
                    refusedCount: refused[id] ?? 0, enrollment: enrollment?.row,
                    brokenEnrollment: enrollment?.broken,
                    delivery: enrollment?.row.flatMap { deliveries[$0.id] },
                    hasExpiredTask: missed[id]?.expired ?? 0 > 0,
                    skippedTasks: missed[id]?.all ?? 0, openReply: replies[id],
                    referral: referrals[id], duplicates: duplicates[lead.id] ?? [])
            }
        }
    }
}

/// The same condition in every part of the question; only what is asked for, so that an index answers it.
private struct HandOffFilter {
    let sql: String
    /// By number: the condition may stand in a question twice.
    let arguments: StatementArguments
    /// The number of the next argument.
    let next: Int
    /// Whose duplicates are looked for: the lead's alone, those of the numbers, or all.
    let duplicates: Duplicates

    enum Duplicates { case none, ofNumbers, ofLead(LeadID), all }

    /// Only what is asked for, so that an index answers it; nil matches all.
    init(
        lead: LeadID?, owners: [String]?, source: String?, duplicates: Duplicates = .all
    ) {
        var parts: [String] = []
        var arguments: StatementArguments = []
        func add(_ condition: (Int) -> String, _ value: some DatabaseValueConvertible) {
            parts.append(condition(parts.count + 1))
            arguments += [value]
        }
        if let lead { add({ "handOff.leadID = ?\($0)" }, lead.rawValue) }
        if let owners {
            add(
                { "handOff.owner IN (SELECT value FROM json_each(?\($0)))" },
                JSONText.encode(owners))
        }
        if let source { add({ "handOff.source = ?\($0)" }, source) }
        sql = parts.isEmpty ? "1" : parts.joined(separator: " AND ")
        self.arguments = arguments
        next = parts.count + 1
        self.duplicates = lead.map { .ofLead($0) } ?? duplicates
    }

    init(numbers: [HandOffID], duplicates: Duplicates) {
        sql = "handOff.id IN (SELECT value FROM json_each(?1))"
        arguments = ["[\(numbers.map { "\($0.rawValue)" }.joined(separator: ","))]"]
        next = 2
        self.duplicates = duplicates
    }
}

extension Database {
    fileprivate func touches(_ filter: HandOffFilter) throws -> [HandOffID: [TouchRow]] {
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT touch.handOffID, channel, isHuman, happenedAt, takenBackAt FROM handOff
                    JOIN touch ON touch.handOffID = handOff.id WHERE \(filter.sql)
                    ORDER BY touch.handOffID, happenedAt
                    """), arguments: filter.arguments)
        var touches: [HandOffID: [TouchRow]] = [:]
        var last: [TouchRow] = []
        while let row = try rows.next() {
            // By place and while they come: of these there are more than of anything else.
            let touch = TouchRow(
                handOff: HandOffID(row[0]), channel: Channel(rawValue: row[1]) ?? .task,
                isHuman: row[2], happenedAt: Instant(milliseconds: row[3]),
                takenBackAt: Instant(column: row[4]))
            if let before = last.first?.handOff, before != touch.handOff {
                touches[before] = last
                last = []
            }
            last.append(touch)
        }
        if let handOff = last.first?.handOff { touches[handOff] = last }
        return touches
    }

    fileprivate func refusedCounts(_ filter: HandOffFilter) throws -> [HandOffID: Int] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT handOff.id AS id, count(*) AS n FROM delivery
                JOIN handOff ON handOff.id = delivery.handOffID
                WHERE delivery.state = 'refused' AND \(filter.sql) GROUP BY handOff.id
                """, arguments: filter.arguments)
        return Dictionary(uniqueKeysWithValues: rows.map { (HandOffID($0["id"]), $0["n"]) })
    }

    fileprivate func lastEnrollments(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: (row: EnrollmentRow?, broken: EnrollmentID?)] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT \(EnrollmentRow.columns) FROM enrollment
                JOIN handOff ON handOff.id = enrollment.handOffID WHERE \(filter.sql)
                ORDER BY enrollment.state <> 'ended', enrollment.id
                """, arguments: filter.arguments)
        var last: [HandOffID: (row: EnrollmentRow?, broken: EnrollmentID?)] = [:]
        for row in rows {
            let handOff = HandOffID(row["handOffID"])
            do {
                last[handOff] = (try EnrollmentRow(row), nil)
            } catch {
                // Shown first in the report, never dropped: the reason why it is not thrown on.
                last[handOff] = (nil, EnrollmentID(row["id"]))
            }
        }
        return last
    }

    fileprivate func lastDeliveries(
        _ filter: HandOffFilter
    ) throws -> [EnrollmentID: DeliveryRow] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT \(DeliveryRow.columns) FROM delivery
                WHERE delivery.id IN (SELECT max(delivery.id) FROM handOff
                    JOIN delivery ON delivery.handOffID = handOff.id WHERE \(filter.sql)
                    GROUP BY delivery.enrollmentID)
                """, arguments: filter.arguments)
        return Dictionary(
            uniqueKeysWithValues: try rows.map {
                let row = try DeliveryRow($0)
                return (row.enrollment, row)
            })
    }

    fileprivate func missedTasks(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: (expired: Int, all: Int)] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT handOff.id AS id, sum(task.state = 'expired') AS expired, count(*) AS n
                FROM task JOIN handOff ON handOff.id = task.handOffID
                WHERE task.state IN ('expired', 'skipped') AND \(filter.sql) GROUP BY handOff.id
                """, arguments: filter.arguments)
        return Dictionary(
            uniqueKeysWithValues: rows.map { (HandOffID($0["id"]), ($0["expired"], $0["n"])) })
    }

    fileprivate func duplicates(
        _ filter: HandOffFilter
    ) throws -> [LeadID: [HandOffFacts.Duplicate]] {
        switch filter.duplicates {
        case .none: return [:]
        case .all: return try duplicates()
        case .ofLead(let id): return try duplicates(of: lead(id))
        case .ofNumbers:
            let leads = try Int64.fetchAll(
                self, sql: "SELECT DISTINCT handOff.leadID FROM handOff WHERE \(filter.sql)",
                arguments: filter.arguments)
            var found: [LeadID: [HandOffFacts.Duplicate]] = [:]
            for id in leads {
                found.merge(try duplicates(of: lead(LeadID(id)))) { one, _ in one }
            }
            return found
        }
    }

    /// What a person sent, and what else is in a rep's queue to be answered.
    fileprivate func openReplies(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: HandOffFacts.OpenReply] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT reply.id, reply.handOffID, reply.arrivedAt, reply.kind, reply.matchRule,
                    reply.correctedAt,
                    (SELECT id FROM task WHERE replyID = reply.id AND state = 'open') AS taskID
                FROM reply JOIN handOff ON handOff.id = reply.handOffID
                WHERE reply.kind = 'person' AND reply.answeredAt IS NULL AND \(filter.sql)
                UNION ALL
                SELECT reply.id, reply.handOffID, reply.arrivedAt, reply.kind, reply.matchRule,
                    reply.correctedAt, task.id
                FROM task JOIN handOff ON handOff.id = task.handOffID
                JOIN reply ON reply.id = task.replyID
                WHERE task.state = 'open' AND reply.kind <> 'person'
                    AND reply.answeredAt IS NULL AND \(filter.sql)
                ORDER BY 1 DESC
                """, arguments: filter.arguments)
        var open: [HandOffID: HandOffFacts.OpenReply] = [:]
        // Newest first: the oldest unanswered one is what remains, and it is the one that counts.
        for row in rows {
            var doubt: HandOffFacts.Doubt?
            if row["correctedAt"] == nil {
                if row["matchRule"] == ReplyMatchRule.sameSubject.rawValue { doubt = .otherWriter }
                if row["kind"] == ReplyKind.unreadable.rawValue { doubt = .unreadable }
            }
            open[HandOffID(row["handOffID"])] = HandOffFacts.OpenReply(
                id: ReplyID(row["id"]), receivedAt: Instant(milliseconds: row["arrivedAt"]),
                task: (row["taskID"] as Int64?).map { TaskID($0) }, doubt: doubt)
        }
        return open
    }

    /// Whom the leads have named and nobody has added, the first of each hand-off.
    fileprivate func referrals(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: HandOffFacts.Referral] {
        let address = "lower(json_extract(reply.intent, '$.referredTo'))"
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT reply.id, reply.handOffID, reply.arrivedAt, \(address) AS address
                FROM reply JOIN handOff ON handOff.id = reply.handOffID
                    AND reply.leadID = handOff.leadID
                WHERE reply.intentKind IN ('referral', 'wrong-person') 
                    AND \(address) IS NOT NULL
                    AND handOff.disposition IS NULL
                    AND NOT EXISTS (SELECT 1 FROM lead WHERE key = \(address))
                    AND NOT EXISTS (SELECT 1 FROM suppression
                        WHERE suppression.key = \(address))
                    AND \(filter.sql)
                ORDER BY reply.id DESC
                """, arguments: filter.arguments)
        return Dictionary(
            rows.map { row in
                (
                    HandOffID(row["handOffID"]),
                    HandOffFacts.Referral(
                        reply: ReplyID(row["id"]),
                        receivedAt: Instant(milliseconds: row["arrivedAt"]),
                        address: row["address"])
                )
            }, uniquingKeysWith: { _, earlier in earlier })
    }

    /// When and by whom a hand-off came to its present owner, where that was after it was given.
    fileprivate func lastAssignments(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: (at: Instant, by: String)] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT history.handOffID, history.at, history.actor FROM handOff
                JOIN history ON history.handOffID = handOff.id
                    AND event IN ('assigned', 'accepted', 'disposed', 'rejected', 'reopened')
                WHERE event = 'assigned' AND fromState IS NOT toState AND \(filter.sql)
                ORDER BY history.id
                """, arguments: filter.arguments)
        return Dictionary(
            rows.map { row in
                (HandOffID(row["handOffID"]), (Instant(milliseconds: row["at"]), row["actor"]))
            }, uniquingKeysWith: { _, later in later })
    }
}
