import Sequencing
import Store

/// Which of a rep's mailboxes a lead is written from: the one that wrote first, else the one with the most room.
struct MailboxChooser {
    private let mine: [MailboxRow]
    private let engine: Engine
    /// Live enrollments by mailbox; read when first needed.
    private var counts: [String: Int]?

    init(mine: [MailboxRow], engine: Engine) {
        self.mine = mine
        self.engine = engine
    }

    /// Nil lead for somebody nobody has written to yet; nil when the rep has no mailbox. Counts the choice.
    mutating func mailbox(for lead: LeadID?) throws -> String? {
        guard mine.count > 1 else { return mine.first?.address }
        if let lead,
            let first = try engine.store.firstMailbox(writingTo: lead, among: mine.map(\.address))
        {
            return first
        }
        let known = try counts ?? engine.store.liveEnrollmentCounts()
        let chosen = mine.min { load($0, known) < load($1, known) }?.address
        counts = known
        if let chosen { counts?[chosen, default: 0] += 1 }
        return chosen
    }

    /// Live enrollments for each message that may leave a day; one that is paused comes last.
    private func load(_ mailbox: MailboxRow, _ counts: [String: Int]) -> Double {
        let cap = engine.laneStatus(of: mailbox.address)?.cap ?? 1
        let isPaused = mailbox.pause?.isInForce(at: engine.now) ?? false
        return isPaused ? .infinity : Double(counts[mailbox.address] ?? 0) / Double(max(1, cap))
    }
}
