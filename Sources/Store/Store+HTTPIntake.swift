import GRDB
package import Sequencing

/// What became of one lead that came over HTTP.
package struct IntakeResult: Codable, Equatable, Sendable {
    package enum Outcome: String, Codable, CaseIterable, Sendable {
        /// A new lead, handed over.
        case added
        /// A known lead whose last hand-off was closed: handed over once more.
        case handedOver = "handed-over"
        /// Its hand-off is open already: nothing was changed.
        case open
        /// It may never be contacted: nothing was changed.
        case suppressed
    }

    package var outcome: Outcome
    package var lead: LeadID?
    package var handOff: HandOffID?
    package var owner: String?
}

/// Leads that came over HTTP in one request.
package struct IntakeOrder: Sendable {
    package var token: TokenRow
    package var leads: [NewLead]
    /// What the sender calls the request: with the same one it is answered as before and does nothing.
    package var key: String?
    /// A keyed hash of the request's body, so that a key that is used for something else is seen.
    package var digest: String

    package init(token: TokenRow, leads: [NewLead], key: String?, digest: String) {
        self.token = token
        self.leads = leads
        self.key = key
        self.digest = digest
    }
}

package enum IntakeAnswer: Equatable, Sendable {
    /// One for each lead, in their order.
    case done([IntakeResult])
    /// The answer of the first time.
    case repeated([IntakeResult])
    /// The key belongs to another body.
    case keyTaken
    /// The token was revoked meanwhile.
    case revoked
}

extension Store {
    /// A request is known by its key for so long.
    package static let keyLife: Duration = .days(7)

    /// Takes the leads of a request in, all in one transaction with the memory of its key.
    ///
    /// `unfinished` are the last hand-offs of known leads where what closed them is not valid.
    package func takeIn(
        _ order: IntakeOrder, unfinished: [LeadID: HandOffID] = [:], assignment: AssignmentRules,
        now: Instant
    ) throws(StoreError) -> IntakeAnswer {
        try write { database in
            guard try database.isLive(order.token) else { return .revoked }
            if let key = order.key,
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT digest, answer FROM intakeAnswer
                        WHERE tokenID = ? AND key = ? AND answeredAt > ?
                        """,
                    arguments: [order.token.id, key, (now - Self.keyLife).milliseconds])
            {
                guard row["digest"] == order.digest else { return .keyTaken }
                guard let known = JSONText.decode([IntakeResult].self, from: row["answer"]) else {
                    throw StoreError.corruptRow(table: "intakeAnswer", id: order.token.id)
                }
                return .repeated(known)
            }
            let results = try order.leads.map {
                try database.takeIn(
                    $0, unfinished: unfinished, assignment: assignment, now: now,
                    by: order.token.actor)
            }
            try database.remember(results, of: order, now: now)
            return .done(results)
        }
    }
}

extension Database {
    fileprivate func takeIn(
        _ new: NewLead, unfinished: [LeadID: HandOffID], assignment: AssignmentRules, now: Instant,
        by actor: String
    ) throws -> IntakeResult {
        let key = new.email.canonical
        if try suppressionReason(of: key) != nil { return IntakeResult(outcome: .suppressed) }
        let outcome: IntakeResult.Outcome
        let lead: LeadID
        if let known = try person(key: key) {
            lead = known.id
            if let last = try lastHandOff(of: lead), last.disposition == nil {
                return IntakeResult(
                    outcome: .open, lead: lead, handOff: last.id, owner: last.owner)
            }
            _ = try handOver(
                known, source: new.source, owner: new.owner, isHot: new.isHot,
                unfinished: unfinished[lead], assignment: assignment, now: now, by: actor)
            outcome = .handedOver
        } else {
            lead = try insert(new, assignment: assignment, now: now, by: actor)
            outcome = .added
        }
        let last = try lastHandOff(of: lead)
        return IntakeResult(outcome: outcome, lead: lead, handOff: last?.id, owner: last?.owner)
    }

    fileprivate func remember(
        _ results: [IntakeResult], of order: IntakeOrder, now: Instant
    ) throws {
        try execute(
            sql: "DELETE FROM intakeAnswer WHERE answeredAt <= ?",
            arguments: [(now - Store.keyLife).milliseconds])
        guard let key = order.key else { return }
        try execute(
            sql: """
                INSERT INTO intakeAnswer (tokenID, key, digest, answer, answeredAt)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [
                order.token.id, key, order.digest, JSONText.encode(results), now.milliseconds,
            ])
    }
}
