import GRDB
package import Sequencing

/// One enrollment as it is stored.
package struct EnrollmentRow: Equatable, Sendable {
    package var id: EnrollmentID
    package var lead: LeadID
    package var handOff: HandOffID
    package var sequence: SequenceVersion
    /// Nil when the rep has none that sends.
    package var mailbox: String?
    package var rep: String
    package var startAt: Instant
    /// When somebody enrolled the lead; long before any schema that kept it: the epoch.
    package var enrolledAt: Instant
    /// The moment from which the step at hand was planned, and whether that was a restart: then the step
    /// comes at the first opening, without its delay.
    package var anchorAt: Instant
    package var isRestart: Bool
    /// What the moment of the step at hand is reckoned from.
    package var origin: StepOrigin {
        isRestart ? .opening(after: anchorAt) : .delay(since: anchorAt)
    }
    package var changedAt: Instant
    /// Counts the moves; a write that was planned on an older one is refused.
    package var revision: Int
    package var state: EnrollmentState
    /// When a backup was restored that does not know what this enrollment has done since it was made; until a
    /// person says so, none of its e-mails leaves. Nil for nothing open.
    package var restoredAt: Instant?
}

extension EnrollmentRow {
    static let columns = """
        enrollment.id, enrollment.leadID, enrollment.handOffID, enrollment.sequenceName, \
        enrollment.sequenceVersion, enrollment.mailbox, enrollment.repName, enrollment.startAt, \
        enrollment.changedAt, enrollment.revision, enrollment.state, enrollment.step, \
        enrollment.dueAt, enrollment.deliveryID, enrollment.taskID, enrollment.holdReason, \
        enrollment.pauseCause, enrollment.untilAt, enrollment.outcome, enrollment.anchorAt, \
        enrollment.isRestart, enrollment.enrolledAt, enrollment.restoredAt
        """

    /// Reads the row, or says which one fits no state.
    init(_ row: Row) throws {
        let id: Int64 = row["id"]
        guard let state = EnrollmentState(row) else {
            throw StoreError.corruptRow(table: "enrollment", id: id)
        }
        self.id = EnrollmentID(id)
        lead = LeadID(row["leadID"])
        handOff = HandOffID(row["handOffID"])
        sequence = SequenceVersion(name: row["sequenceName"], version: row["sequenceVersion"])
        mailbox = row["mailbox"]
        rep = row["repName"]
        startAt = Instant(milliseconds: row["startAt"])
        enrolledAt = Instant(milliseconds: row["enrolledAt"])
        anchorAt = Instant(milliseconds: row["anchorAt"])
        isRestart = row["isRestart"]
        changedAt = Instant(milliseconds: row["changedAt"])
        revision = row["revision"]
        self.state = state
        restoredAt = Instant(column: row["restoredAt"])
    }
}

extension EnrollmentState {
    /// Nil when the columns fit no state.
    init?(_ row: Row) {
        guard let word: String = row["state"], let name = Name(rawValue: word) else { return nil }
        let position: Int? = row["step"]
        let step = position.map { StepIndex($0) }
        let dueAt = Instant(column: row["dueAt"])
        switch name {
        case .waiting:
            guard let step, let dueAt else { return nil }
            self = .waiting(step: step, dueAt: dueAt)
        case .sending:
            guard let step, let delivery: Int64 = row["deliveryID"] else { return nil }
            self = .sending(step: step, delivery: DeliveryID(delivery))
        case .atTask:
            guard let step, let dueAt, let task: Int64 = row["taskID"] else { return nil }
            self = .atTask(step: step, task: TaskID(task), dueAt: dueAt)
        case .held:
            guard let step, let text: String = row["holdReason"],
                let reason = JSONText.decode(HoldReason.self, from: text)
            else { return nil }
            self = .held(step: step, reason: reason)
        case .paused:
            guard let step, let word: String = row["pauseCause"],
                let cause = PauseCause(rawValue: word)
            else { return nil }
            self = .paused(step: step, cause: cause, until: Instant(column: row["untilAt"]))
        case .ended:
            guard let code: String = row["outcome"],
                let outcome = EnrollmentOutcome(code: code)
            else { return nil }
            self = .ended(outcome)
        }
    }

    /// The values of step, dueAt, wakeAt, deliveryID, taskID, holdReason, pauseCause, untilAt and
    /// outcome, in this order. `taskExpiresAt` is when an open task wakes the enrollment.
    func columns(taskExpiresAt: Instant?) -> [(any DatabaseValueConvertible)?] {
        let step = self.step?.position
        return switch self {
        case .waiting(_, let dueAt):
            [step, dueAt.milliseconds, dueAt.milliseconds, nil, nil, nil, nil, nil, nil]
        case .sending(_, let delivery):
            [step, nil, nil, delivery.rawValue, nil, nil, nil, nil, nil]
        case .atTask(_, let task, let dueAt):
            [
                step, dueAt.milliseconds, taskExpiresAt?.milliseconds, nil, task.rawValue, nil,
                nil, nil, nil,
            ]
        case .held(_, let reason):
            [step, nil, nil, nil, nil, JSONText.encode(reason), nil, nil, nil]
        case .paused(_, let cause, let until):
            [
                step, nil, until?.milliseconds, nil, nil, nil, cause.rawValue,
                until?.milliseconds, nil,
            ]
        case .ended(let outcome):
            [nil, nil, nil, nil, nil, nil, nil, nil, outcome.code]
        }
    }

    /// One line for the history, as in `waiting step 2 due 2026-03-29T08:30:00Z`.
    package var summary: String {
        switch self {
        case .waiting(let step, let dueAt): "waiting step \(step) due \(dueAt)"
        case .sending(let step, let delivery): "sending step \(step) as \(delivery)"
        case .atTask(let step, let task, let dueAt): "at-task step \(step) as \(task) due \(dueAt)"
        case .held(let step, let reason): "held step \(step) \(reason.code)"
        case .paused(let step, let cause, let until):
            "paused step \(step) \(cause.rawValue)" + (until.map { " until \($0)" } ?? "")
        case .ended(let outcome): "ended \(outcome.code)"
        }
    }
}

extension Instant {
    /// An instant from a column that may be null.
    init?(column milliseconds: Int64?) {
        guard let milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }
}
