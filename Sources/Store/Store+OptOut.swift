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
            let lead = try database.lead(delivery.lead)
            guard !lead.isForgotten else { return false }
            let reason = "an opt-out (one-click)"
            var isNew = false
            for key in Set([delivery.recipient.lowercased(), lead.email.canonical]).sorted() {
                guard try database.suppressionReason(of: key) == nil else { continue }
                try database.suppress(
                    key, reason: reason, evidence: "the link in \(id)", now: now, by: "link")
                try database.recordHistory(
                    at: now, by: "link", about: HistorySubject(lead: lead.id, delivery: id),
                    "suppressed",
                    why: "\(key) may never be contacted again: \(reason), the link in \(id)")
                isNew = true
            }
            for row in try database.liveEnrollments(of: lead.id) {
                try database.apply(
                    .optedOut, to: row, now: now, by: "link",
                    why: "\(reason), the link in \(id)", subject: HistorySubject(delivery: id))
                isNew = true
            }
            return isNew
        }
    }
}
