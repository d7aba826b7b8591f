import GRDB
package import Sequencing

/// What a mail domain says about the company behind it.
package enum DomainAccount: Equatable, Sendable {
    case known(AccountID, zone: String?)
    /// Nobody of it has been added yet.
    case unknown
    /// One that everybody uses: no company.
    case shared
}

/// What a forecast must know of the past and of those who wait already. Reads only.
extension Store {
    package func account(ofDomain domain: String) throws(StoreError) -> DomainAccount {
        guard !PublicMailDomains.all.contains(domain) else { return .shared }
        return try read { database in
            let statement = try database.cachedStatement(
                sql: "SELECT id, zone FROM account WHERE domain = ?")
            guard let row = try Row.fetchOne(statement, arguments: [domain]) else {
                return .unknown
            }
            return .known(AccountID(row["id"]), zone: row["zone"])
        }
    }

    /// The open hand-off of a lead as a new enrollment would find it; nil when there is none.
    package func standing(ofLead lead: LeadID) throws(StoreError) -> HandOffStanding? {
        try read { database in
            try Row.fetchOne(
                database.cachedStatement(
                    sql: "\(HandOffStanding.sql) WHERE leadID = ? AND disposition IS NULL"),
                arguments: [lead.rawValue]
            ).map(HandOffStanding.init)
        }
    }

    /// Commit points of a mailbox after `start`, the earliest first.
    package func commits(
        of mailbox: String, after start: Instant
    ) throws(StoreError) -> [(at: Instant, domain: String)] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT committedAt, domain FROM delivery
                    WHERE mailbox = ?1 AND committedAt > ?2
                    UNION ALL SELECT committedAt, '' FROM mailboxProbe
                    WHERE mailbox = ?1 AND committedAt > ?2
                    UNION ALL SELECT committedAt, '' FROM digestMail
                    WHERE mailbox = ?1 AND committedAt > ?2 ORDER BY committedAt
                    """, arguments: [mailbox, start.milliseconds]
            ).map { (Instant(milliseconds: $0["committedAt"]), $0["domain"]) }
        }
    }

    /// First touches by e-mail after `start`, of every account, the earliest first.
    package func firstTouches(
        after start: Instant
    ) throws(StoreError) -> [(account: AccountID, lead: LeadID, at: Instant)] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT lead.accountID, lead.id, delivery.committedAt FROM delivery
                    JOIN lead ON lead.id = delivery.leadID
                    WHERE delivery.committedAt > ? AND delivery.urgency <> 0
                        AND lead.accountID IS NOT NULL ORDER BY delivery.committedAt
                    """, arguments: [start.milliseconds]
            ).map {
                (
                    AccountID($0["accountID"]), LeadID($0["id"]),
                    Instant(milliseconds: $0["committedAt"])
                )
            }
        }
    }

    /// Enrollments of a mailbox that have not ended, the oldest first.
    package func liveEnrollments(on mailbox: String) throws(StoreError) -> [EnrollmentRow] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(EnrollmentRow.columns) FROM enrollment
                    WHERE mailbox = ? AND state <> 'ended' ORDER BY id
                    """, arguments: [mailbox]
            ).map(EnrollmentRow.init)
        }
    }
}
