import GRDB
package import Sequencing

extension Store {
    /// Suppresses whom a delivery went to, and the present address of its lead, and ends what lives of the lead.
    ///
    /// Durable when it returns; false when all of it was so already, and nothing is recorded twice.
    package func optOut(
        byLinkIn id: DeliveryID, now: Instant
    ) throws(StoreError) -> Bool {
        try write { database in
            let delivery = try database.delivery(id)
            return try database.optOut(
                delivery.lead, recipient: EmailAddress.canonical(of: delivery.recipient),
                evidence: "the link in \(id)", about: HistorySubject(delivery: id), now: now)
        }
    }

    /// The same for a message that a restore has lost: its name says for which enrollment it was. False also where that is
    /// not known.
    package func optOut(
        byLinkInLost ownName: String, now: Instant
    ) throws(StoreError) -> Bool {
        try write { database in
            guard let row = try database.lostEnrollment(named: ownName) else { return false }
            return try database.optOut(
                row.lead, recipient: nil,
                evidence: "the link in a message of \(row.id) that a restore has lost",
                about: HistorySubject(enrollment: row.id), now: now)
        }
    }
}

extension Database {
    fileprivate func optOut(
        _ lead: LeadID, recipient: String?, evidence: String, about subject: HistorySubject,
        now: Instant
    ) throws -> Bool {
        let lead = try self.lead(lead)
        guard !lead.isForgotten else { return false }
        let reason = "an opt-out (one-click)"
        var subject = subject
        subject.lead = lead.id
        var isNew = false
        for key in Set([recipient, lead.email.canonical].compactMap(\.self)).sorted() {
            guard try suppressionReason(of: key) == nil else { continue }
            try suppress(key, reason: reason, evidence: evidence, now: now, by: "link")
            try recordHistory(
                at: now, by: "link", about: subject, "suppressed",
                why: "\(key) may never be contacted again: \(reason), \(evidence)")
            isNew = true
        }
        for row in try liveEnrollments(of: lead.id) {
            try apply(
                .optedOut, to: row, now: now, by: "link", why: "\(reason), \(evidence)",
                subject: subject)
            isNew = true
        }
        return isNew
    }
}
