import GRDB
import Sequencing

/// The parts of a question about hand-offs, all under one condition, and all as of one moment.
struct HandOffQuery {
    /// Which hand-offs are asked for, before owner and source.
    enum Choice {
        case all
        case lead(LeadID)
        /// Few enough to be asked for at once.
        case numbers([HandOffID])
    }

    /// Whose duplicates are looked for; of all it is a search through all leads.
    enum Duplicates { case none, ofChosen }

    let database: Database
    let choice: Choice
    /// Nil for all.
    var owners: Set<String>?
    var source: String?
    /// Nil for now.
    let asOf: Instant?
    var duplicates = Duplicates.ofChosen

    /// Only what is asked for, so that an index answers it.
    var condition: String {
        var parts: [String] = []
        switch choice {
        case .all: break
        case .lead: parts.append("handOff.leadID = ?1")
        case .numbers: parts.append("handOff.id IN (SELECT value FROM json_each(?1))")
        }
        if owners != nil {
            parts.append("handOff.owner IN (SELECT value FROM json_each(?2))")
        }
        if source != nil { parts.append("handOff.source = ?3") }
        return (parts + ["handOff.givenAt <= ?4"]).joined(separator: " AND ")
    }

    /// By number: the condition may stand in a question twice.
    var arguments: StatementArguments {
        let first: (any DatabaseValueConvertible)? =
            switch choice {
            case .all: nil
            case .lead(let id): id.rawValue
            case .numbers(let ids): "[\(ids.map { "\($0.rawValue)" }.joined(separator: ","))]"
            }
        return [
            first, owners.map { JSONText.encode($0.sorted()) }, source,
            (asOf ?? .distantFuture).milliseconds,
        ]
    }

    private var isOfOneLead: Bool {
        if case .lead = choice { true } else { false }
    }

    func fetch(_ sql: String) throws -> [Row] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
    }

    private func foundDuplicates() throws -> [LeadID: [HandOffFacts.Duplicate]] {
        guard duplicates == .ofChosen else { return [:] }
        switch choice {
        case .all: return try database.duplicates()
        case .lead(let id): return try database.duplicates(of: id)
        case .numbers:
            let leads = try fetch("SELECT DISTINCT handOff.leadID FROM handOff WHERE \(condition)")
            return try leads.reduce(into: [:]) { found, row in
                let lead = LeadID(row[0])
                found[lead] = try database.duplicates(of: lead)[lead]
            }
        }
    }

    /// The lead's address at an earlier moment, where it was edited since. Of one that it was given back since, it may be
    /// another of its former ones.
    private var addressThen: String {
        asOf == nil
            ? "NULL"
            : """
            (SELECT formerAddress.key FROM formerAddress
                WHERE formerAddress.leadID = lead.id AND untilAt > ?4 ORDER BY untilAt LIMIT 1)
            """
    }

    /// Why enrolling was refused last, unless that was later; one that was overcome since is not kept.
    private var refusal: String {
        asOf == nil
            ? "handOff.refusal"
            : """
            iif(EXISTS (SELECT 1 FROM history WHERE history.leadID = handOff.leadID
                    AND event = 'enroll-refused' AND history.at BETWEEN handOff.givenAt AND ?4),
                handOff.refusal, NULL)
            """
    }

    func rows() throws -> [HandOffRow] {
        let pastDeliveries = try pastDeliveries()
        let touches = try touches(pastDeliveries)
        let refused = try refusedCounts()
        let enrollments = try lastEnrollments()
        let deliveries = try lastDeliveries(pastDeliveries)
        let missed = try missedTasks()
        let open = try openReplies()
        let referrals = try referrals()
        let events = try events()
        let replies = try answeredReplies()
        let conversations = try conversations()
        let rests = try rests()
        let duplicates = try foundDuplicates()
        return try fetch(
            """
            SELECT \(Lead.columns), handOff.id AS handOffID, handOff.source AS source,
                handOff.owner AS handOffOwner, handOff.isHot, handOff.givenAt, handOff.givenBy,
                handOff.acceptedAt, handOff.acceptedBy, handOff.disposition, handOff.disposedAt,
                handOff.wakeAt, handOff.recycledFromID, \(refusal) AS refusal,
                (EXISTS (SELECT 1 FROM suppression WHERE suppression.key = lead.key
                        AND suppression.at <= ?4)
                    OR lead.forgottenAt <= ?4
                    OR lead.forgottenAt IS NULL AND EXISTS (SELECT 1 FROM suppression AS domain
                        WHERE domain.key = substr(lead.key, instr(lead.key, '@'))
                            AND domain.at <= ?4)) AS isSuppressed, \(addressThen) AS addressThen
            FROM handOff JOIN lead ON lead.id = handOff.leadID
            WHERE \(condition) ORDER BY handOff.id
            """
        ).map { row in
            let id = HandOffID(row["handOffID"])
            let enrollment = enrollments[id]
            let delivery = enrollment?.row.flatMap { deliveries[$0.id] }
            var lead = try Lead(row)
            if let then = row["addressThen"] as String?, let email = EmailAddress(stored: then) {
                lead.email = email
            }
            var found = HandOffRow(
                id: id, lead: lead, source: row["source"], owner: row["handOffOwner"],
                isHot: row["isHot"], givenAt: Instant(milliseconds: row["givenAt"]),
                ownedAt: Instant(milliseconds: row["givenAt"]), givenBy: row["givenBy"],
                acceptedAt: Instant(column: row["acceptedAt"]), acceptedBy: row["acceptedBy"],
                disposition: (row["disposition"] as String?).flatMap(Disposition.init),
                disposedAt: Instant(column: row["disposedAt"]), disposedBy: nil,
                wakeAt: Instant(column: row["wakeAt"]),
                recycledFrom: (row["recycledFromID"] as Int64?).map { HandOffID($0) },
                refusal: (row["refusal"] as String?).flatMap {
                    JSONText.decode(EnrollmentRefusal.self, from: $0)
                },
                isSuppressed: row["isSuppressed"] ?? false, touches: touches[id] ?? [],
                refusedCount: refused[id] ?? 0, enrollment: enrollment?.row,
                brokenEnrollment: enrollment?.broken, delivery: delivery?.row,
                deliveryState: delivery?.state, hasExpiredTask: missed[id]?.expired ?? 0 > 0,
                skippedTasks: missed[id]?.all ?? 0, openReply: open[id], referral: referrals[id],
                replies: replies[id] ?? [], hasConversation: conversations.contains(id),
                rests: rests[id] ?? [], firstOwnedAt: nil,
                duplicates: duplicates[lead.id] ?? [])
            found.tell(events[id] ?? [], asOf: asOf, enrolledAt: enrollment?.madeAt ?? [])
            return found
        }
    }
}

// MARK: - Effort

extension HandOffQuery {
    /// With the plan of each where one lead is asked for.
    private func touches(
        _ past: [DeliveryID: PastDelivery]
    ) throws -> [HandOffID: [TouchRow]] {
        let planned =
            !isOfOneLead
            ? "NULL"
            : """
            coalesce((SELECT dueAt FROM delivery WHERE delivery.id = touch.deliveryID),
                (SELECT dueAt FROM task WHERE task.id = touch.taskID AND task.enrollmentID NOT NULL))
            """
        // What a rep wrote by hand is found in Sent, perhaps days later.
        let wasKnown =
            asOf == nil
            ? ""
            : """
            AND (handwrittenID IS NULL OR EXISTS (SELECT 1 FROM handwritten
                WHERE handwritten.id = handwrittenID AND recordedAt <= ?4))
            """
        // By place and while they come: of these there are more than of anything else.
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT touch.handOffID, channel, isHuman, happenedAt,
                        iif(takenBackAt <= ?4, takenBackAt, NULL), \(planned), deliveryID
                    FROM handOff JOIN touch ON touch.handOffID = handOff.id
                    WHERE \(condition) AND happenedAt <= ?4 \(wasKnown)
                    ORDER BY touch.handOffID, happenedAt
                    """), arguments: arguments)
        var touches: [HandOffID: [TouchRow]] = [:]
        var last: [TouchRow] = []
        while let row = try rows.next() {
            var touch = TouchRow(
                handOff: HandOffID(row[0]), channel: Channel(rawValue: row[1]) ?? .task,
                isHuman: row[2], happenedAt: Instant(milliseconds: row[3]),
                takenBackAt: Instant(column: row[4]), plannedAt: Instant(column: row[5]))
            if !past.isEmpty, let delivery = row[6] as Int64?,
                let then = past[DeliveryID(delivery)]?.state
            {
                switch then {
                case .accepted: break
                case .bounced: touch.takenBackAt = touch.takenBackAt ?? touch.happenedAt
                // That it had left was not known yet.
                case .queued, .submitting, .committing, .refused, .inDoubt, .withdrawn: continue
                }
            }
            if let before = last.first?.handOff, before != touch.handOff {
                touches[before] = last
                last = []
            }
            last.append(touch)
        }
        if let handOff = last.first?.handOff { touches[handOff] = last }
        return touches
    }

    private func refusedCounts() throws -> [HandOffID: Int] {
        let rows = try fetch(
            """
            SELECT handOff.id AS id, count(*) AS n FROM delivery
            JOIN handOff ON handOff.id = delivery.handOffID
            WHERE delivery.state = 'refused' AND settledAt <= ?4 AND \(condition)
            GROUP BY handOff.id
            """)
        return Dictionary(uniqueKeysWithValues: rows.map { (HandOffID($0["id"]), $0["n"]) })
    }

    /// Calls in which somebody was spoken to.
    private func conversations() throws -> Set<HandOffID> {
        let rows = try fetch(
            """
            SELECT task.handOffID FROM task JOIN handOff ON handOff.id = task.handOffID
            WHERE task.state = 'done' AND task.outcome IN ('connected', 'meeting-booked')
                AND task.closedAt <= ?4 AND \(condition)
            """)
        return Set(rows.map { HandOffID($0["handOffID"]) })
    }

    private func missedTasks() throws -> [HandOffID: (expired: Int, all: Int)] {
        let rows = try fetch(
            """
            SELECT handOff.id AS id, sum(task.state = 'expired') AS expired, count(*) AS n
            FROM task JOIN handOff ON handOff.id = task.handOffID
            WHERE task.state IN ('expired', 'skipped') AND closedAt <= ?4 AND \(condition)
            GROUP BY handOff.id
            """)
        return Dictionary(
            uniqueKeysWithValues: rows.map { (HandOffID($0["id"]), ($0["expired"], $0["n"])) })
    }
}
