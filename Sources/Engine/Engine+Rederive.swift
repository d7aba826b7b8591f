import Logging
import Sequencing
import Store

/// Due times follow what they were derived from: zone data, holidays, windows, the zones of leads and reps.
///
/// Stored is what a person meant (`EnrollmentRow.anchorAt`); the instant is only its consequence.
extension Engine {
    /// Rows that are derived again before others get their turn.
    private static let batch = 500
    private static let setting = "calendar"

    /// Derives everything again, in small pieces, when anything that moments are derived from has changed since the
    /// last time.
    func rederiveIfChanged() throws {
        let fingerprint = try loader.calendarFingerprint(settings: settings)
        guard try store.setting(Self.setting) != fingerprint else { return }
        rederive(after: EnrollmentID(0), fingerprint: fingerprint)
    }

    private func rederive(after id: EnrollmentID, fingerprint: String) {
        parts.workers.run(.engine) { @Sendable [self] in
            do {
                let rows = try store.waiting(after: id, limit: Self.batch)
                try rederive(rows, why: "zones, holidays or the configuration have changed")
                if let last = rows.last, rows.count == Self.batch {
                    rederive(after: last.id, fingerprint: fingerprint)
                } else {
                    try store.set(Self.setting, to: fingerprint)
                }
            } catch {
                // It is tried again at the next start or reload: the fingerprint was not written.
                parts.logger.error(
                    "Due times could not be derived again",
                    metadata: ["store.cause": "\(error)"])
            }
        }
    }

    /// The waiting steps of one lead, after its zone or country has changed.
    func rederive(lead: LeadID) throws {
        try store.releaseWindowWaiters(of: lead, now: now)
        try rederive(
            store.waiting(after: EnrollmentID(0), lead: lead, limit: Self.batch),
            why: "the lead was edited")
    }

    /// The waiting steps of a company's people, after its zone has changed.
    func rederive(account: AccountID) throws {
        loader.calendars.forget()
        var last = EnrollmentID(0)
        while true {
            let rows = try store.waiting(after: last, account: account, limit: Self.batch)
            for lead in Set(rows.map(\.lead)).sorted() {
                try store.releaseWindowWaiters(of: lead, now: now)
            }
            try rederive(rows, why: "the account's zone has changed")
            guard let end = rows.last, rows.count == Self.batch else { return }
            last = end.id
        }
    }

    private func rederive(_ rows: [EnrollmentRow], why: String) throws {
        let now = now
        let moves = try rows.compactMap { row -> (row: EnrollmentRow, dueAt: Instant)? in
            guard case .waiting(let step, let dueAt) = row.state, dueAt > now else { return nil }
            let planner = try loader.planner(of: row)
            // A window that never opens is found when the step is due, and held there.
            guard case .step(_, var newDueAt) = planner.planned(step, from: row.origin) else {
                return nil
            }
            if newDueAt <= now {
                // It would have been due already: then it goes at the next opening, as it does when missed.
                guard let opening = planner.calendar.nextOpening(from: now) else { return nil }
                newDueAt = opening
            }
            return newDueAt == dueAt ? nil : (row, newDueAt)
        }
        try store.replan(moves, why: "\(why): the step is dated anew", now: now, by: "engine")
        if !moves.isEmpty {
            parts.logger.notice("Steps were dated anew", metadata: ["step.count": "\(moves.count)"])
            wake()
        }
    }
}
