import GRDB
package import Sequencing

extension Store {
    /// Canonical, sorted.
    package func formerAddresses(of lead: LeadID) throws(StoreError) -> [String] {
        try read { database in try database.formerAddresses(of: lead) }
    }
}

/// Addresses that leads had before they were edited: whoever brings one of them, or writes from it, means the same person.
extension Database {
    /// Whose address it is, or was.
    func person(key: String) throws -> Lead? {
        if let lead = try lead(key: key) { return lead }
        return try formerLead(key: key).map { try lead($0) }
    }

    /// The lead who had the address before it was edited; nil where somebody has it now.
    func presentLead(formerly key: String) throws -> Lead? {
        guard try lead(key: key) == nil else { return nil }
        return try formerLead(key: key).map { try lead($0) }
    }

    func formerLead(key: String) throws -> LeadID? {
        try first("SELECT leadID FROM formerAddress WHERE key = ?", key) { LeadID($0.next()) }
    }

    func formerAddresses(of lead: LeadID) throws -> [String] {
        try String.fetchAll(
            self, sql: "SELECT key FROM formerAddress WHERE leadID = ? ORDER BY key",
            arguments: [lead.rawValue])
    }

    /// What has not left goes to the new address: queued messages are withdrawn and their steps composed anew, and what is
    /// being planned for the old one comes to nothing.
    func readdressMessages(of lead: LeadID, now: Instant, by actor: String) throws {
        for row in try liveEnrollments(of: lead) {
            try run("UPDATE enrollment SET revision = revision + 1 WHERE id = ?", row.id)
            guard case .sending(_, let number) = row.state else { continue }
            try readdress(delivery(number), now: now, by: actor)
        }
    }

    /// A message that has not left, and would go to an address that its lead has given up.
    func readdress(_ delivery: DeliveryRow, now: Instant, by actor: String) throws {
        let address = try lead(delivery.lead).email.canonical
        guard EmailAddress.canonical(of: delivery.recipient) != address else { return }
        switch delivery.state {
        case .queued, .submitting:
            try apply(
                .readdressed(dueAt: now), to: enrollment(delivery.enrollment), now: now, by: actor,
                why: "\(address) is the address now")
        // It may have left.
        case .committing, .accepted, .refused, .inDoubt, .withdrawn, .bounced: break
        }
    }

    /// What the lead has now is no former address of its own any more.
    func remember(_ key: String, formerlyOf lead: LeadID, now: Instant) throws {
        try execute(
            sql: """
                INSERT INTO formerAddress (key, leadID, untilAt) VALUES (?1, ?2, ?3)
                ON CONFLICT (key) DO UPDATE SET leadID = ?2, untilAt = ?3
                """, arguments: [key, lead.rawValue, now.milliseconds])
    }
}
