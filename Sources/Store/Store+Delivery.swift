import GRDB
package import Sequencing

/// What follows a message once it was accepted.
package struct PlannedNext: Equatable, Sendable {
    package var step: NextStep
    /// Of the enrollment that it was planned on.
    package var revision: Int

    package init(step: NextStep, revision: Int) {
        self.step = step
        self.revision = revision
    }
}

/// What the store says at the commit point.
package enum CommitDecision: Equatable, Sendable {
    /// Durable: the dot may leave.
    case go
    /// Something came first; no dot may leave.
    case abort(why: String)
}

extension Store {
    /// When the next queued delivery of each mailbox may be tried.
    ///
    /// Asked at each wake-up: one look into the index for each mailbox, however long its queue is.
    package func nextQueuedAt() throws(StoreError) -> [String: Instant] {
        try read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT address, (SELECT min(notBeforeAt) FROM delivery
                            WHERE state = 'queued' AND mailbox = address) AS at FROM mailbox
                        """))
            let moments = rows.compactMap { row -> (String, Instant)? in
                Instant(column: row["at"]).map { (row["address"], $0) }
            }
            return Dictionary(uniqueKeysWithValues: moments)
        }
    }

    package func delivery(_ id: DeliveryID) throws(StoreError) -> DeliveryRow {
        try read { database in try database.delivery(id) }
    }

    package func bytes(of id: DeliveryID) throws(StoreError) -> [UInt8] {
        try read { database in try database.bytes(of: id) }
    }

    /// Newest first. Nil filters match everything.
    package func deliveries(
        state: DeliveryState.Name?, lead: LeadID?, mailbox: String?, rep: String?, limit: Int
    ) throws(StoreError) -> [DeliveryRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(DeliveryRow.columns) FROM delivery
                    JOIN enrollment ON enrollment.id = delivery.enrollmentID
                    WHERE (?1 IS NULL OR delivery.state = ?1)
                        AND (?2 IS NULL OR delivery.leadID = ?2)
                        AND (?3 IS NULL OR delivery.mailbox = ?3)
                        AND (?4 IS NULL OR enrollment.repName = ?4)
                    ORDER BY delivery.id DESC LIMIT ?5
                    """,
                arguments: [state?.rawValue, lead?.rawValue, mailbox, rep, limit]
            ).map(DeliveryRow.init)
        }
    }

    /// Puts a queued delivery off, saying what it waits for.
    package func postpone(
        _ id: DeliveryID, until later: Instant, waitsFor: String
    ) throws(StoreError) {
        try write(.ordered) { database in
            try database.postpone(id, until: later, waitsFor: waitsFor)
        }
    }

    /// The commit point: durable when this returns `.go`, and then only then may the dot leave.
    ///
    /// Everything that may have changed is asked again in this very transaction: a reply, an opt-out or a stop has
    /// withdrawn the delivery, a suppression refuses it, and the caps and pauses of `rules` are reckoned with what
    /// every lane has committed. Calling it again is harmless.
    package func commitPoint(
        _ id: DeliveryID, attempt: Int, rules: LaneRules, account: AccountID?, now: Instant
    ) throws(StoreError) -> CommitDecision {
        try write { database in
            var row = try database.delivery(id)
            switch row.state {
            case .committing(let current) where current == attempt: return .go
            case .submitting(let current) where current == attempt: break
            case .queued, .submitting, .committing, .accepted, .refused, .inDoubt, .withdrawn,
                .bounced:
                return .abort(why: "it is \(row.state.name.rawValue) now")
            }
            if let reason = try database.suppressionReason(
                of: EmailAddress.canonical(of: row.recipient))
            {
                // It will never leave: to put it back into the queue would only ask again and again.
                let why = "\(row.recipient) may not be contacted (\(reason))"
                try database.apply(
                    .suppressed, to: database.enrollment(row.enrollment), now: now, by: "lane",
                    why: why)
                return .abort(why: why)
            }
            if try database.fence(&row) {
                return .abort(
                    why: "\(row.lead) was written to meanwhile: the mailbox is read first")
            }
            if let why = try database.pauseOfMailbox(row.mailbox, now: now) {
                return .abort(why: why)
            }
            // Two lanes may have had the same thought: here is where it is decided.
            let record = CommittedRecord(database: database, mailbox: row.mailbox)
            if let why = try database.fullnessOfMailbox(row.mailbox, rules, now: now) {
                return .abort(why: why)
            }
            let message = LaneMessage(
                domain: Self.domain(of: row.recipient), lead: row.lead, account: account,
                urgency: row.urgency)
            if let obstacle = try rules.obstacle(to: message, record, now: now) {
                return .abort(why: "it waits for \(obstacle.sentence)")
            }
            try database.move(
                &row, by: .commitPoint, now: now, actor: "lane", why: "the message is complete")
            return .go
        }
    }

    /// Of an address as it is stored; lower case.
    private static func domain(of address: String) -> String {
        address[(address.lastIndex(of: "@") ?? address.startIndex)...].dropFirst().lowercased()
    }

    /// Writes what the server said, and what follows for the enrollment and its mailbox, in one transaction.
    ///
    /// `next` is used when the message was accepted; `retryAt` when it goes back into the queue. With `nextSlotAt` the
    /// server has answered: the mailbox can send, and the next message leaves no earlier. Nil, and nothing is written,
    /// when the enrollment has moved since `next` was planned.
    ///
    /// - Parameter owesCopy: the server keeps no copies: an accepted message is owed one in Sent.
    package func settle(
        _ id: DeliveryID, attempt: Int, as verdict: SubmissionVerdict, next: PlannedNext,
        retryAt: Instant, nextSlotAt: Instant? = nil, owesCopy: Bool = false, now: Instant
    ) throws(StoreError) -> DeliveryRow? {
        try write { database in
            var row = try database.delivery(id)
            let before = row.state
            guard row.attempt == attempt else { return row }
            let enrollment = try database.enrollment(row.enrollment)
            guard enrollment.revision == next.revision else { return nil }
            try database.move(
                &row, by: .verdict(verdict), now: now, actor: "lane", why: verdict.sentence,
                reply: verdict.serverReply, retryAt: retryAt)
            try database.afterMove(
                row, from: before, of: enrollment, next: next.step, now: now, by: "lane")
            if owesCopy, row.state == .accepted { try database.oweCopy(of: id, now: now) }
            if let nextSlotAt {
                try database.noteAnswer(of: row.mailbox, nextSlotAt: nextSlotAt, now: now)
            }
            return row
        }
    }

    /// A person's or the Sent folder's word on a message in doubt.
    ///
    /// One that shall leave again goes to the address that its lead has by now, composed anew where that is another one.
    /// Throws `StoreError.notNow` when its enrollment does not wait for it: the lead has answered meanwhile, or it rests.
    package func resolve(
        _ id: DeliveryID, by event: DeliveryEvent, next: NextStep, now: Instant, actor: String,
        why: String
    ) throws(StoreError) -> DeliveryReaction {
        try write { database in
            var row = try database.delivery(id)
            let before = row.state
            if event == .settle(.resend), before == .inDoubt {
                try database.refuseResend(of: row)
                // It may have arrived all the same, and been answered.
                try database.run("UPDATE delivery SET needsFence = 1 WHERE id = ?", id)
            }
            let reaction = try database.move(
                &row, by: event, now: now, actor: actor, why: why, retryAt: now)
            if reaction == .moved {
                try database.afterMove(
                    row, from: before, of: database.enrollment(row.enrollment), next: next,
                    now: now,
                    by: actor)
                if event == .settle(.resend) { try database.readdress(row, now: now, by: actor) }
            }
            return reaction
        }
    }

    /// What a start must do first: nothing stays between two states over a restart (promise G2).
    package func recover(now: Instant) throws(StoreError) -> [DeliveryRow] {
        try write { database in
            // The words of the index `deliveryOpen` first: without them the whole table is read.
            let ids = try Int64.fetchAll(
                database,
                sql: """
                    SELECT id FROM delivery
                    WHERE (state = 'queued' OR state = 'submitting' OR state = 'committing'
                            OR state = 'in-doubt')
                        AND state IN ('submitting', 'committing') ORDER BY id
                    """)
            return try ids.map { number in
                var row = try database.delivery(DeliveryID(number))
                try database.move(
                    &row, by: .recovered, now: now, actor: "start",
                    why: "the daemon stopped while the message was on its way", retryAt: now)
                return row
            }
        }
    }
}
