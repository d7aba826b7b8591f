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
        try read { database in
            let filter = HandOffFilter(
                lead: lead, owners: owner.map { [$0] + absentees }, source: source)
            let touches = try database.touches(filter)
            let refused = try database.refusedCounts(filter)
            let enrollments = try database.lastEnrollments(filter)
            let deliveries = try database.lastDeliveries(filter)
            let missed = try database.missedTasks(filter)
            let replies = try database.openReplies(filter)
            let referrals = try database.referrals(filter)
            let assigned = try database.lastAssignments(filter)
            let duplicates = try database.duplicates(of: lead.map { try database.lead($0) })
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

/// The same condition in every part of the question.
private struct HandOffFilter {
    let lead: LeadID?
    /// Nil for all.
    let owners: [String]?
    let source: String?

    /// A lead's own are asked for with each answer: by their index, not by looking at all.
    var sql: String {
        """
        \(lead == nil ? "?1 IS NULL" : "handOff.leadID = ?1")
            AND (?2 IS NULL OR handOff.owner IN (SELECT value FROM json_each(?2)))
            AND (?3 IS NULL OR handOff.source = ?3)
        """
    }

    var arguments: StatementArguments {
        [lead?.rawValue, owners.map { JSONText.encode($0) }, source]
    }
}

extension Database {
    fileprivate func touches(_ filter: HandOffFilter) throws -> [HandOffID: [TouchRow]] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT touch.handOffID, channel, isHuman, happenedAt, takenBackAt FROM touch
                JOIN handOff ON handOff.id = touch.handOffID WHERE \(filter.sql)
                ORDER BY happenedAt
                """, arguments: filter.arguments)
        return Dictionary(
            grouping: rows.map { row in
                TouchRow(
                    handOff: HandOffID(row["handOffID"]),
                    channel: Channel(rawValue: row["channel"]) ?? .task, isHuman: row["isHuman"],
                    happenedAt: Instant(milliseconds: row["happenedAt"]),
                    takenBackAt: Instant(column: row["takenBackAt"]))
            }, by: \.handOff)
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
                JOIN handOff ON handOff.id = delivery.handOffID WHERE \(filter.sql)
                    AND delivery.id = (SELECT max(id) FROM delivery AS other
                        WHERE other.enrollmentID = delivery.enrollmentID)
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
