import Sequencing
import Store

/// The past of one mailbox, as the store has it.
struct StoredLaneRecord: LaneRecord {
    let store: Store
    let mailbox: String

    func committedAt(placesBack: Int, domain: String?) throws -> Instant? {
        try store.committedAt(mailbox: mailbox, placesBack: placesBack, domain: domain)
    }

    func firstCommittedAt() throws -> Instant? {
        try store.firstCommittedAt(mailbox: mailbox)
    }

    func lastFirstTouch(of account: AccountID, except lead: LeadID) throws -> Instant? {
        try store.lastFirstTouchAtAccount(of: lead)
    }
}
