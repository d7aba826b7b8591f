import GRDB
package import Sequencing

/// One hand-off as the report and `lead show` need it.
package struct HandOffRow: Equatable, Sendable {
    package var id: HandOffID
    package var lead: Lead
    package var source: String?
    package var owner: String?
    package var givenAt: Instant
    package var acceptedAt: Instant?
    package var acceptedBy: String?
    package var disposition: Disposition?
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
    package func handOffs(
        lead: LeadID?, owner: String?, source: String?
    ) throws(StoreError) -> [HandOffRow] {
        try handOffs(HandOffFilter(lead: lead, owner: owner, source: source))
    }

    /// Those of the numbers, in the order of their numbers; one that is not there is missing.
    package func handOffs(_ numbers: [HandOffID]) throws(StoreError) -> [HandOffRow] {
        try handOffs(HandOffFilter(numbers: numbers))
    }

    /// The numbers of those that the filters name after one of them, in order.
    package func handOffNumbers(
        after number: HandOffID, in scope: ReportScope, limit: Int
    ) throws(StoreError) -> [HandOffID] {
        try read { database in
            let filter = HandOffFilter(lead: scope.lead, owner: scope.owner, source: scope.source)
            return try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT handOff.id FROM handOff WHERE handOff.id > ? AND \(filter.sql)
                        ORDER BY handOff.id LIMIT ?
                        """), arguments: [number.rawValue] + filter.arguments + [limit]
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
            return try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Lead.columns), handOff.id AS handOffID, handOff.source AS source,
                        handOff.owner AS handOffOwner, handOff.givenAt, handOff.acceptedAt,
                        handOff.acceptedBy, handOff.disposition, handOff.wakeAt,
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
                return HandOffRow(
                    id: id, lead: try Lead(row), source: row["source"],
                    owner: row["handOffOwner"], givenAt: Instant(milliseconds: row["givenAt"]),
                    acceptedAt: Instant(column: row["acceptedAt"]), acceptedBy: row["acceptedBy"],
                    disposition: (row["disposition"] as String?).flatMap(Disposition.init),
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
                    skippedTasks: missed[id]?.all ?? 0, openReply: replies[id])
            }
        }
    }
}

/// The same condition in every part of the question; only what is asked for, so that an index answers it.
private struct HandOffFilter {
    let sql: String
    let arguments: StatementArguments

    init(lead: LeadID?, owner: String?, source: String?) {
        var parts: [String] = []
        var arguments: StatementArguments = []
        if let lead {
            parts.append("handOff.leadID = ?")
            arguments += [lead.rawValue]
        }
        for (column, value) in [("owner", owner), ("source", source)] {
            guard let value else { continue }
            parts.append("handOff.\(column) = ?")
            arguments += [value]
        }
        sql = parts.isEmpty ? "1" : parts.joined(separator: " AND ")
        self.arguments = arguments
    }

    init(numbers: [HandOffID]) {
        sql = "handOff.id IN (SELECT value FROM json_each(?))"
        arguments = ["[\(numbers.map { "\($0.rawValue)" }.joined(separator: ","))]"]
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

    fileprivate func openReplies(
        _ filter: HandOffFilter
    ) throws -> [HandOffID: HandOffFacts.OpenReply] {
        let rows = try Row.fetchAll(
            self,
            sql: """
                SELECT reply.id, reply.handOffID, reply.arrivedAt,
                    (SELECT id FROM task WHERE replyID = reply.id AND state = 'open') AS taskID
                FROM reply JOIN handOff ON handOff.id = reply.handOffID
                WHERE reply.kind = 'person' AND reply.answeredAt IS NULL AND \(filter.sql)
                ORDER BY reply.id DESC
                """, arguments: filter.arguments)
        var open: [HandOffID: HandOffFacts.OpenReply] = [:]
        // Newest first: the oldest unanswered one is what remains, and it is the one that counts.
        for row in rows {
            open[HandOffID(row["handOffID"])] = HandOffFacts.OpenReply(
                id: ReplyID(row["id"]), receivedAt: Instant(milliseconds: row["arrivedAt"]),
                task: (row["taskID"] as Int64?).map { TaskID($0) })
        }
        return open
    }
}
