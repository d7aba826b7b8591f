import GRDB
package import Sequencing

/// Copies in Sent that we keep ourselves, because a mailbox's server keeps none of what it sends.
extension Store {
    /// A copy that could not be kept for so long is given up: nobody looks for it any more.
    package static let owedCopyPatience: Duration = .days(1)

    /// Deliveries of a mailbox whose copy is owed, the oldest first; those whose copy was found are none, and of a
    /// forgotten person nothing is left to keep.
    package func owedCopies(
        of mailbox: String, now: Instant, limit: Int
    ) throws(StoreError) -> [DeliveryID] {
        try read { database in
            try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT id FROM delivery WHERE mailbox = ? AND copyOwedAt IS NOT NULL
                            AND copyKeptAt IS NULL AND copyOwedAt > ? AND copySeenAt IS NULL
                            AND length(bytes) > 0
                        ORDER BY copyOwedAt, id LIMIT ?
                        """),
                arguments: [mailbox, (now - Self.owedCopyPatience).milliseconds, limit]
            ).map { DeliveryID($0) }
        }
    }

    /// The server has taken our copy of a message.
    package func noteKeptCopy(of id: DeliveryID, now: Instant) throws(StoreError) {
        try write { database in
            let row = try database.delivery(id)
            try database.cachedStatement(
                sql: """
                    UPDATE delivery SET copyKeptAt = ?
                    WHERE id = ? AND copyOwedAt IS NOT NULL AND copyKeptAt IS NULL
                    """
            ).execute(arguments: [now.milliseconds, id.rawValue])
            guard database.changesCount == 1 else { return }
            try database.recordHistory(
                at: now, by: "inbox",
                about: HistorySubject(
                    lead: row.lead, handOff: row.handOff, enrollment: row.enrollment, delivery: id),
                "copy-kept", why: "the server keeps no copies, so ours was put into Sent")
        }
    }
}

extension Database {
    func oweCopy(of id: DeliveryID, now: Instant) throws {
        try run("UPDATE delivery SET copyOwedAt = ? WHERE id = ?", now, id)
    }
}
