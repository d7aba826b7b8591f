import Logging
import Sequencing
import Store

/// From a step whose time has come to its message, its task, or the reason why not.
extension Engine {
    func startDueSteps(now: Instant) throws {
        while true {
            let due = try store.due(now: now, limit: Self.batchSize)
            guard !due.isEmpty else { return }
            let plans = try store.reading { try plan(due, now: now) }
            for row in due {
                switch row.state {
                case .waiting: break
                case .paused(let step, _, .some):
                    let next = try loader.planner(of: row).resumed(
                        step, from: row.origin, at: now)
                    _ = try store.apply(
                        .untilReached(next: next), to: row.id, now: now, by: "engine",
                        why: "the pause is over")
                case .atTask(_, let task, _):
                    try expire(task, of: row, now: now)
                case .sending, .held, .paused, .ended:
                    throw StoreError.corruptRow(table: "enrollment", id: row.id.rawValue)
                }
            }
            _ = try store.start(plans, now: now)
            guard due.count == Self.batchSize else { return }
            // The lanes need not wait for the rest.
            try pokeLanes(now: now)
        }
    }

    /// Of those that wait, all by one view of the store.
    private func plan(
        _ due: [EnrollmentRow], now: Instant
    ) throws -> [(row: EnrollmentRow, plan: StepPlan)] {
        try due.compactMap { row in
            guard case .waiting(let step, let dueAt) = row.state else { return nil }
            return (row, try plan(row, step: step, dueAt: dueAt, now: now))
        }
    }

    /// One that can't be planned is held with the reason, and delays nobody else's; only a fault of the storage is
    /// thrown.
    private func plan(
        _ row: EnrollmentRow, step: StepIndex, dueAt: Instant, now: Instant
    ) throws -> StepPlan {
        do {
            return try StepComposer(
                context: try loader.context(of: row), settings: settings,
                mailbox: row.mailbox.flatMap { mailboxes[$0] },
                allowsOneClick: try allowsOneClick(row.mailbox),
                asksForTags: try asksForTags(row.mailbox), now: now
            ).plan(step: step, dueAt: dueAt)
        } catch  where !StoreError.isFault(error) {
            parts.logger.error(
                "A step could not be planned; it is held, and everything else goes on",
                metadata: ["enrollment.id": "\(row.id)", "engine.cause": "\(error)"])
            return .hold(.unworkable(cause: "\(error)"))
        }
    }

    private func expire(_ task: TaskID, of row: EnrollmentRow, now: Instant) throws {
        guard let step = row.state.step else { return }
        let next = try loader.planner(of: row).next(after: step, happenedAt: now)
        _ = try store.close(task, .expired, next: next, now: now, by: "engine")
    }
}
