package import Sequencing
import Store

/// What a restored backup left open: whether steps left between its making and the restore.
extension Engine {
    /// Enrollments that are loaded at once.
    private static let restoreBatch = 200

    /// A person's word on enrollments that a restore left open.
    package enum RestoreSettlement: Sendable {
        /// The step at hand left before the restore: it goes on after it, counted from the restore.
        case sent
        /// It did not: it is sent now.
        case resend
    }

    /// Settles those of the numbers, or all; of one rep, where one is named. Answers how many it settled.
    ///
    /// With `.sent` an enrollment that is not at an e-mail stays open, until its next one is due.
    package func settleRestore(
        of ids: [EnrollmentID]?, rep: String?, as settlement: RestoreSettlement, by actor: String
    ) throws -> Int {
        var settled = 0
        defer { wake() }
        if let ids {
            for id in ids where try settleRestore(store.enrollment(id), as: settlement, actor) {
                settled += 1
            }
            return settled
        }
        var last = EnrollmentID(0)
        while true {
            let rows = try store.openAfterRestore(
                after: last, rep: rep, limit: Self.restoreBatch)
            for row in rows where try settleRestore(row, as: settlement, actor) { settled += 1 }
            guard let end = rows.last, rows.count == Self.restoreBatch else { return settled }
            last = end.id
        }
    }

    /// False when the word does not fit where the enrollment stands.
    private func settleRestore(
        _ row: EnrollmentRow, as settlement: RestoreSettlement, _ actor: String
    ) throws -> Bool {
        guard let restoredAt = row.restoredAt else { return false }
        let why = settlement.sentence(by: actor)
        switch row.state {
        case .held(let step, .restored):
            let planner = try loader.planner(of: row)
            let next: NextStep =
                switch settlement {
                case .sent: planner.next(after: step, happenedAt: restoredAt)
                case .resend: planner.resumed(step, from: row.origin, at: now)
                }
            return try store.apply(
                .released(next: next), to: row.id, now: now, by: actor, why: why)
                == .moved(.nothing)
        case .sending(let step, let delivery):
            guard try store.delivery(delivery).state == .inDoubt else { return false }
            let next = try loader.planner(of: row).next(after: step, happenedAt: restoredAt)
            let reaction = try store.resolve(
                delivery, by: .settle(settlement.word), next: next, now: now, actor: actor,
                why: why)
            if settlement == .resend {
                try store.closeRestore(of: row.id, why: why, now: now, by: actor)
            }
            return reaction == .moved
        case .waiting, .atTask, .held, .paused:
            guard settlement == .resend else { return false }
            try store.closeRestore(of: row.id, why: why, now: now, by: actor)
            return true
        case .ended: return false
        }
    }
}

extension Engine.RestoreSettlement {
    fileprivate var word: DeliveryEvent.Settlement {
        switch self {
        case .sent: .sent
        case .resend: .resend
        }
    }

    fileprivate func sentence(by actor: String) -> String {
        switch self {
        case .sent: "\(actor) says: it left before the restore"
        case .resend: "\(actor) says: it did not leave before the restore"
        }
    }
}
