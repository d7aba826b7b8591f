import GRDB
package import Sequencing

/// One line of the append-only history: who or what moved it, when, why (promise G8).
package struct HistoryRow: Equatable, Sendable {
    package var id: Int64
    package var at: Instant
    package var actor: String
    package var lead: LeadID?
    package var handOff: HandOffID?
    package var enrollment: EnrollmentID?
    package var delivery: DeliveryID?
    package var task: TaskID?
    package var reply: ReplyID?
    package var event: String
    package var fromState: String?
    package var toState: String?
    package var why: String
}

/// What a line of the history is about.
struct HistorySubject {
    var lead: LeadID?
    var handOff: HandOffID?
    var enrollment: EnrollmentID?
    var delivery: DeliveryID?
    var task: TaskID?
    var reply: ReplyID?
    var mailbox: String?
}

extension Database {
    func recordHistory(
        at now: Instant, by actor: String, about subject: HistorySubject, _ event: String,
        from fromState: String? = nil, to toState: String? = nil, why: String
    ) throws {
        try run(
            """
            INSERT INTO history (at, actor, leadID, handOffID, enrollmentID, deliveryID, taskID,
                replyID, mailbox, event, fromState, toState, why)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, now, actor, subject.lead, subject.handOff, subject.enrollment, subject.delivery,
            subject.task, subject.reply, subject.mailbox, event, fromState, toState, why)
    }
}

extension Store {
    /// Everything that happened to a lead, oldest first; at most `limit` of the newest lines.
    package func history(of lead: LeadID, limit: Int) throws(StoreError) -> [HistoryRow] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM (SELECT * FROM history WHERE leadID = ? ORDER BY id DESC LIMIT ?)
                    ORDER BY id
                    """, arguments: [lead.rawValue, limit])
            return rows.map(HistoryRow.init)
        }
    }

    /// The lines after `id`, oldest first: what a live timeline shows.
    package func history(after id: Int64, limit: Int) throws(StoreError) -> [HistoryRow] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM history WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, limit]
            ).map(HistoryRow.init)
        }
    }
}

extension HistoryRow {
    init(_ row: Row) {
        id = row["id"]
        at = Instant(milliseconds: row["at"])
        actor = row["actor"]
        lead = (row["leadID"] as Int64?).map { LeadID($0) }
        handOff = (row["handOffID"] as Int64?).map { HandOffID($0) }
        enrollment = (row["enrollmentID"] as Int64?).map { EnrollmentID($0) }
        delivery = (row["deliveryID"] as Int64?).map { DeliveryID($0) }
        task = (row["taskID"] as Int64?).map { TaskID($0) }
        reply = (row["replyID"] as Int64?).map { ReplyID($0) }
        event = row["event"]
        fromState = row["fromState"]
        toState = row["toState"]
        why = row["why"]
    }
}
