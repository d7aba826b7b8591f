import Sequencing
import Store

/// Which of a rep's mailboxes a lead is written from: the one that wrote first, else the one with the most room.
struct MailboxChooser {
    private let mine: [MailboxRow]
    private let engine: Engine
    /// Read when first needed.
    private var loads: [Load]?

    /// What a mailbox carries for what it may carry.
    private struct Load {
        var address: String
        var liveEnrollments: Int
        /// Messages that may leave in a day; a mailbox that is paused comes last.
        var cap: Double

        /// With one more.
        var share: Double { Double(liveEnrollments + 1) / cap }
    }

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
        var loads = try loads ?? self.readLoads()
        guard let least = loads.indices.min(by: { loads[$0].share < loads[$1].share }) else {
            return nil
        }
        loads[least].liveEnrollments += 1
        self.loads = loads
        return loads[least].address
    }

    private func readLoads() throws -> [Load] {
        let counts = try engine.store.liveEnrollmentCounts()
        let now = engine.now
        return mine.map { row in
            let isPaused = row.pause?.isInForce(at: now) ?? false
            let cap = engine.laneStatus(of: row.address)?.cap ?? 1
            return Load(
                address: row.address, liveEnrollments: counts[row.address] ?? 0,
                cap: isPaused ? 0.000_001 : Double(max(1, cap)))
        }
    }
}
