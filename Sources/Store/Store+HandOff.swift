import GRDB
package import Sequencing

/// One hand-off as the report and `lead show` need it.
package struct HandOffRow: Equatable, Sendable {
    package var id: HandOffID
    package var lead: Lead
    package var source: String?
    package var owner: String?
    /// Whether the first touch was to come before others.
    package var isHot: Bool
    package var givenAt: Instant
    /// Since when it has been the present owner's, and by whose hand.
    package var ownedAt: Instant
    package var givenBy: String
    package var acceptedAt: Instant?
    package var acceptedBy: String?
    package var disposition: Disposition?
    package var disposedAt: Instant?
    package var disposedBy: String?
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
    /// As it was at the moment of which the report is.
    package var deliveryState: DeliveryState.Name?
    package var hasExpiredTask: Bool
    /// Manual steps that were skipped or ran out of time.
    package var skippedTasks: Int
    package var openReply: HandOffFacts.OpenReply?
    package var referral: HandOffFacts.Referral?
    /// What people sent and when it was answered, the oldest first.
    package var replies: [AnsweredReply]
    /// Whether anybody ever spoke to the lead.
    package var hasConversation: Bool
    /// Dated rests of its enrollments that the lead or a person asked for, the oldest first; no two overlap.
    package var rests: [Range<Instant>]
    /// When it first had an owner.
    package var firstOwnedAt: Instant?
    package var duplicates: [HandOffFacts.Duplicate]
}

/// One touch; with `takenBackAt` only an attempt.
package struct TouchRow: Equatable, Sendable {
    package var handOff: HandOffID
    package var channel: Channel
    package var isHuman: Bool
    package var happenedAt: Instant
    package var takenBackAt: Instant?
    /// For when its step was planned; nil for what was in no plan.
    package var plannedAt: Instant?
}

/// A person's word and ours.
package struct AnsweredReply: Equatable, Sendable {
    package var id: ReplyID
    package var arrivedAt: Instant
    package var answeredAt: Instant?
}

extension Store {
    /// Every hand-off that the filters name, with what the report asks of it. Nil matches all.
    ///
    /// With `asOf` only what had happened by then, read from the history; names, addresses and fields of leads are today's.
    package func handOffs(
        lead: LeadID?, owners: Set<String>?, source: String?, asOf: Instant? = nil
    ) throws(StoreError) -> [HandOffRow] {
        try read { database in
            let query = HandOffQuery(
                database: database, choice: lead.map { .lead($0) } ?? .all,
                owners: asOf == nil ? owners : nil, source: source, asOf: asOf)
            let rows = try query.rows()
            guard asOf != nil, let owners else { return rows }
            // Whose they were then is known only once the history has been read.
            return rows.filter { $0.owner.map(owners.contains) ?? false }
        }
    }

    /// Those of the numbers, in the order of their numbers; one that is not there is missing.
    ///
    /// Their duplicates, which make no hand-off stuck, are looked for only where somebody reads of them.
    package func handOffs(
        _ numbers: [HandOffID], asOf: Instant? = nil, withDuplicates: Bool = false
    ) throws(StoreError) -> [HandOffRow] {
        guard !numbers.isEmpty else { return [] }
        return try read { database in
            try HandOffQuery(
                database: database, choice: .numbers(numbers), asOf: asOf,
                duplicates: withDuplicates ? .ofChosen : .none
            ).rows()
        }
    }

    /// The numbers of those that the filters name after one of them, in order; by whom they were owned at an earlier
    /// moment is not asked, nor the sequence.
    package func handOffNumbers(
        after number: HandOffID, in scope: HandOffScope, asOf: Instant? = nil, limit: Int
    ) throws(StoreError) -> [HandOffID] {
        try read { database in
            let query = HandOffQuery(
                database: database, choice: scope.lead.map { .lead($0) } ?? .all,
                owners: asOf == nil ? scope.owners : nil, source: scope.source, asOf: asOf)
            return try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT handOff.id FROM handOff
                        WHERE \(query.condition) AND handOff.id > ?5 ORDER BY handOff.id LIMIT ?6
                        """), arguments: query.arguments + [number.rawValue, limit]
            ).map { HandOffID($0) }
        }
    }

    /// Hand-offs of the people of an account that are open and, as of today, without a touch; with `asOf` all of them,
    /// whatever came of them since.
    package func untouchedNumbers(
        in account: AccountID, asOf: Instant? = nil
    ) throws(StoreError) -> [HandOffID] {
        try read { database in
            let isUntouched =
                asOf == nil
                ? """
                AND handOff.disposition IS NULL AND NOT EXISTS (SELECT 1 FROM touch
                    WHERE touch.handOffID = handOff.id AND takenBackAt IS NULL)
                """ : ""
            return try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT handOff.id FROM lead CROSS JOIN handOff ON handOff.leadID = lead.id
                        WHERE lead.accountID = ? \(isUntouched) ORDER BY handOff.id
                        """), arguments: [account.rawValue]
            ).map { HandOffID($0) }
        }
    }
}
