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
    /// In the order in which `init` reads them.
    static let columns = """
        enrollment.id, enrollment.leadID, enrollment.handOffID, enrollment.sequenceName, \
        enrollment.sequenceVersion, enrollment.mailbox, enrollment.repName, enrollment.startAt, \
        enrollment.enrolledAt, enrollment.anchorAt, enrollment.isRestart, enrollment.changedAt, \
        enrollment.revision, enrollment.restoredAt, enrollment.state, enrollment.step, \
        enrollment.dueAt, enrollment.deliveryID, enrollment.taskID, enrollment.holdReason, \
        enrollment.pauseCause, enrollment.untilAt, enrollment.outcome
        """

    init(_ row: Row) throws {
        var reader = RowReader(row)
        try self.init(&reader)
    }

    /// Reads the row, or says which one fits no state.
    init(_ reader: inout RowReader) throws {
        let number: Int64 = reader.next()
        id = EnrollmentID(number)
        lead = LeadID(reader.next())
        handOff = HandOffID(reader.next())
        sequence = SequenceVersion(name: reader.next(), version: reader.next())
        mailbox = reader.next()
        rep = reader.next()
        startAt = reader.instant()
        enrolledAt = reader.instant()
        anchorAt = reader.instant()
        isRestart = reader.next()
        changedAt = reader.instant()
        revision = reader.next()
        restoredAt = reader.optionalInstant()
        guard let state = EnrollmentState(&reader) else {
            throw StoreError.corruptRow(table: "enrollment", id: number)
        }
        self.state = state
    }
}

extension EnrollmentState {
    /// From the columns state, step, dueAt, deliveryID, taskID, holdReason, pauseCause, untilAt and outcome; nil
    /// when they fit no state.
    fileprivate init?(_ reader: inout RowReader) {
        let word: String? = reader.next()
        let position: Int? = reader.next()
        let step = position.map { StepIndex($0) }
        let dueAt = reader.optionalInstant()
        let delivery: Int64? = reader.next()
        let task: Int64? = reader.next()
        let holdReason: String? = reader.next()
        let pauseCause: String? = reader.next()
        let until = reader.optionalInstant()
        let outcome: String? = reader.next()
        guard let word, let name = Name(rawValue: word) else { return nil }
        switch name {
        case .waiting:
            guard let step, let dueAt else { return nil }
            self = .waiting(step: step, dueAt: dueAt)
        case .sending:
            guard let step, let delivery else { return nil }
            self = .sending(step: step, delivery: DeliveryID(delivery))
        case .atTask:
            guard let step, let dueAt, let task else { return nil }
            self = .atTask(step: step, task: TaskID(task), dueAt: dueAt)
        case .held:
            guard let step, let holdReason,
                let reason = JSONText.decode(HoldReason.self, from: holdReason)
            else { return nil }
            self = .held(step: step, reason: reason)
        case .paused:
            guard let step, let cause = pauseCause.flatMap(PauseCause.init) else { return nil }
            self = .paused(step: step, cause: cause, until: until)
        case .ended:
            guard let outcome = outcome.flatMap(EnrollmentOutcome.init(code:)) else { return nil }
            self = .ended(outcome)
        }
    }

    /// A state as the table has it; what does not belong to the state is null.
    struct Columns {
        var name: Name
        var step: Int?
        var dueAt: Instant?
        var wakeAt: Instant?
        var delivery: DeliveryID?
        var task: TaskID?
        var holdReason: String?
        var pauseCause: String?
        var untilAt: Instant?
        var outcome: String?
    }

    /// - Parameter taskExpiresAt: when an open task wakes the enrollment.
    func columns(taskExpiresAt: Instant?) -> Columns {
        var columns = Columns(name: name, step: step?.position)
        switch self {
        case .waiting(_, let dueAt): (columns.dueAt, columns.wakeAt) = (dueAt, dueAt)
        case .sending(_, let delivery): columns.delivery = delivery
        case .atTask(_, let task, let dueAt):
            (columns.task, columns.dueAt, columns.wakeAt) = (task, dueAt, taskExpiresAt)
        case .held(_, let reason): columns.holdReason = JSONText.encode(reason)
        case .paused(_, let cause, let until):
            columns.pauseCause = cause.rawValue
            (columns.untilAt, columns.wakeAt) = (until, until)
        case .ended(let outcome): columns.outcome = outcome.code
        }
        return columns
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
