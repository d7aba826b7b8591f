import GRDB
import Sequencing

/// A reply counts from the moment at which it was known: a mailbox that can't be read tells of it later.
extension HandOffQuery {
    /// What a reply was held to be at the moment in question.
    private func kind(_ row: Row) -> String? {
        if let asOf, let correctedAt = Instant(column: row["correctedAt"]), correctedAt > asOf {
            return (row["readClass"] as String?).flatMap {
                JSONText.decode(ReplyClass.self, from: $0)
            }.map { ReplyKind($0).rawValue }
        }
        return row["kind"]
    }

    /// What a person sent, and what else is in a rep's queue to be answered.
    func openReplies() throws -> [HandOffID: HandOffFacts.OpenReply] {
        let columns = """
            reply.id AS id, reply.handOffID, reply.arrivedAt, reply.kind AS kind, reply.matchRule,
                reply.correctedAt, reply.readClass
            """
        let isOpen = "(task.state = 'open' OR task.closedAt > ?4)"
        let isUnanswered = "(reply.answeredAt IS NULL OR reply.answeredAt > ?4)"
        // The index of what is open now serves every question but that of an earlier day.
        let isNow = asOf == nil ? "AND reply.kind = 'person' AND reply.answeredAt IS NULL" : ""
        let rows = try fetch(
            """
            SELECT \(columns), (SELECT max(id) FROM task WHERE replyID = reply.id AND \(isOpen)) AS taskID
            FROM reply JOIN handOff ON handOff.id = reply.handOffID
            WHERE \(isUnanswered) \(isNow) AND reply.recordedAt <= ?4 AND \(condition)
            UNION ALL
            SELECT \(columns), task.id
            FROM task JOIN handOff ON handOff.id = task.handOffID
            JOIN reply ON reply.id = task.replyID
            WHERE \(isOpen) AND reply.kind <> 'person' AND \(isUnanswered)
                AND reply.recordedAt <= ?4 AND \(condition)
            ORDER BY 1 DESC
            """)
        var open: [HandOffID: HandOffFacts.OpenReply] = [:]
        // Newest first: the oldest unanswered one is what remains, and it is the one that counts.
        for row in rows {
            let kind = kind(row)
            let task = (row["taskID"] as Int64?).map { TaskID($0) }
            guard kind == ReplyKind.person.rawValue || task != nil else { continue }
            var doubt: HandOffFacts.Doubt?
            let correctedAt = Instant(column: row["correctedAt"])
            if correctedAt.map({ $0 > asOf ?? .distantFuture }) ?? true {
                if row["matchRule"] == ReplyMatchRule.sameSubject.rawValue { doubt = .otherWriter }
                if kind == ReplyKind.unreadable.rawValue { doubt = .unreadable }
            }
            open[HandOffID(row["handOffID"])] = HandOffFacts.OpenReply(
                id: ReplyID(row["id"]), receivedAt: Instant(milliseconds: row["arrivedAt"]),
                task: task, doubt: doubt)
        }
        return open
    }

    func answeredReplies() throws -> [HandOffID: [AnsweredReply]] {
        let rows = try fetch(
            """
            SELECT reply.id AS id, reply.handOffID, reply.arrivedAt,
                iif(reply.answeredAt <= ?4, reply.answeredAt, NULL) AS answeredAt
            FROM reply JOIN handOff ON handOff.id = reply.handOffID
                AND reply.leadID = handOff.leadID
            WHERE reply.kind = 'person' AND reply.recordedAt <= ?4 AND \(condition)
            ORDER BY reply.arrivedAt, reply.id
            """)
        return Dictionary(grouping: rows) { HandOffID($0["handOffID"]) }.mapValues { rows in
            rows.map { row in
                AnsweredReply(
                    id: ReplyID(row["id"]), arrivedAt: Instant(milliseconds: row["arrivedAt"]),
                    answeredAt: Instant(column: row["answeredAt"]))
            }
        }
    }

    /// Whom the leads have named and nobody has added, the first of each hand-off.
    func referrals() throws -> [HandOffID: HandOffFacts.Referral] {
        let address = "lower(json_extract(reply.intent, '$.referredTo'))"
        let rows = try fetch(
            """
            SELECT reply.id AS id, reply.handOffID, reply.arrivedAt, \(address) AS address
            FROM reply JOIN handOff ON handOff.id = reply.handOffID
                AND reply.leadID = handOff.leadID
            WHERE reply.intentKind IN ('referral', 'wrong-person') AND reply.recordedAt <= ?4
                AND \(address) IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM lead WHERE key = \(address) AND createdAt <= ?4)
                AND NOT EXISTS (SELECT 1 FROM suppression
                    WHERE suppression.key = \(address) AND suppression.at <= ?4)
                AND \(condition)
            ORDER BY reply.id DESC
            """)
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
}
