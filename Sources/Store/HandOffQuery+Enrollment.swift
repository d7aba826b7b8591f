import GRDB
import Sequencing

extension HandOffQuery {
    struct LastEnrollment {
        var row: EnrollmentRow?
        /// Its row fits no state.
        var broken: EnrollmentID?
        /// When those of the hand-off were made; empty where no earlier moment is in question.
        var madeAt: [Instant]
    }

    struct PastDelivery {
        var state: DeliveryState.Name
        /// Whether an attempt had ended, so that the server may have said something.
        var wasAnswered: Bool
    }

    /// Of each hand-off the enrollment that is not over, or else the last one, in the state that it had.
    func lastEnrollments() throws -> [HandOffID: LastEnrollment] {
        let past = try pastStates()
        let rows = try fetch(
            """
            SELECT \(EnrollmentRow.columns) FROM enrollment
            JOIN handOff ON handOff.id = enrollment.handOffID
            WHERE \(condition) AND enrollment.enrolledAt <= ?4 ORDER BY enrollment.id
            """)
        var last: [HandOffID: LastEnrollment] = [:]
        for row in rows {
            let handOff = HandOffID(row["handOffID"])
            let madeAt =
                asOf == nil
                ? [] : (last[handOff]?.madeAt ?? []) + [Instant(milliseconds: row["enrolledAt"])]
            do {
                var enrollment = try EnrollmentRow(row)
                if let asOf, enrollment.changedAt > asOf, let then = past[enrollment.id] {
                    guard let state = then.state else {
                        throw StoreError.corruptRow(
                            table: "history", id: enrollment.id.rawValue)
                    }
                    (enrollment.state, enrollment.changedAt) = (state, then.at)
                }
                // Those come in their order: what is over gives way to all, what lives to what lives.
                if let known = last[handOff], !known.isOver, enrollment.state.name == .ended {
                    last[handOff]?.madeAt = madeAt
                    continue
                }
                last[handOff] = LastEnrollment(row: enrollment, broken: nil, madeAt: madeAt)
            } catch {
                // Shown first in the report, never dropped: the reason why it is not thrown on.
                last[handOff] = LastEnrollment(
                    row: nil, broken: EnrollmentID(row["id"]), madeAt: madeAt)
            }
        }
        return last
    }

    /// The states at the moment in question of the enrollments that have moved since, from their history; nil
    /// where its line fits none.
    private func pastStates() throws -> [EnrollmentID: (state: EnrollmentState?, at: Instant)] {
        guard asOf != nil else { return [:] }
        let rows = try fetch(
            """
            SELECT enrollment.id AS id, history.toState, history.why, history.at
            FROM enrollment JOIN handOff ON handOff.id = enrollment.handOffID
            JOIN history ON history.leadID = enrollment.leadID
                AND history.enrollmentID = enrollment.id
            WHERE \(condition) AND enrollment.changedAt > ?4 AND history.at <= ?4
                AND history.toState IS NOT NULL AND history.event <> 'delivery'
            ORDER BY history.id
            """)
        return Dictionary(
            rows.map { row in
                (
                    EnrollmentID(row["id"]),
                    (
                        EnrollmentState(summary: row["toState"], why: row["why"]),
                        Instant(milliseconds: row["at"])
                    )
                )
            }, uniquingKeysWith: { _, later in later })
    }

    /// The last delivery of each enrollment, and the state that it had.
    func lastDeliveries(
        _ past: [DeliveryID: PastDelivery]
    ) throws -> [EnrollmentID: (row: DeliveryRow, state: DeliveryState.Name)] {
        let rows = try fetch(
            """
            SELECT \(DeliveryRow.columns) FROM delivery
            WHERE delivery.id IN (SELECT max(delivery.id) FROM handOff
                JOIN delivery ON delivery.handOffID = handOff.id
                WHERE \(condition) AND delivery.queuedAt <= ?4 GROUP BY delivery.enrollmentID)
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map {
                var row = try DeliveryRow($0)
                let then = past[row.id]
                if then?.wasAnswered == false { row.serverReply = nil }
                return (row.enrollment, (row, then?.state ?? row.state.name))
            })
    }

    /// Of those whose state at the moment in question was, or may have been, another one.
    func pastDeliveries() throws -> [DeliveryID: PastDelivery] {
        guard asOf != nil else { return [:] }
        let rows = try fetch(
            """
            SELECT delivery.id AS id, (SELECT history.toState FROM history
                    WHERE history.leadID = delivery.leadID AND history.deliveryID = delivery.id
                        AND history.event = 'delivery' AND history.at <= ?4
                    ORDER BY history.id DESC LIMIT 1) AS state,
                EXISTS (SELECT 1 FROM history
                    WHERE history.leadID = delivery.leadID AND history.deliveryID = delivery.id
                        AND history.event = 'delivery' AND history.at <= ?4
                        AND history.fromState IN ('submitting', 'committing')) AS wasAnswered
            FROM delivery JOIN handOff ON handOff.id = delivery.handOffID
            WHERE \(condition) AND delivery.queuedAt <= ?4
                AND (delivery.settledAt IS NULL OR delivery.settledAt > ?4
                    OR delivery.state = 'bounced')
            """)
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let name = (row["state"] as String?).flatMap(DeliveryState.Name.init)
                return (
                    DeliveryID(row["id"]),
                    PastDelivery(state: name ?? .queued, wasAnswered: row["wasAnswered"])
                )
            })
    }
}

extension HandOffQuery.LastEnrollment {
    fileprivate var isOver: Bool { row?.state.name == .ended }
}

extension EnrollmentState {
    /// Reads what `summary` wrote into the history, to the second; nil for anything else.
    ///
    /// What a hold was for stands in the line's reason alone.
    init?(summary: String, why: String) {
        let words = summary.split(separator: " ").map(String.init)
        guard let name = words.first.flatMap(Name.init(rawValue:)) else { return nil }
        if name == .ended {
            guard words.count == 2, let outcome = EnrollmentOutcome(code: words[1]) else {
                return nil
            }
            self = .ended(outcome)
            return
        }
        guard words.count >= 3, words[1] == "step", let number = Int(words[2]), number > 0 else {
            return nil
        }
        let step = StepIndex(number - 1)
        func moment(after word: String) -> Instant? {
            guard let place = words.firstIndex(of: word), place + 1 < words.count else {
                return nil
            }
            return Instant(told: words[place + 1])
        }
        switch name {
        case .waiting:
            guard let dueAt = moment(after: "due") else { return nil }
            self = .waiting(step: step, dueAt: dueAt)
        case .sending:
            guard words.count == 5, let id = DeliveryID(typed: words[4]) else { return nil }
            self = .sending(step: step, delivery: id)
        case .atTask:
            guard words.count >= 5, let id = TaskID(typed: words[4]),
                let dueAt = moment(after: "due")
            else { return nil }
            self = .atTask(step: step, task: id, dueAt: dueAt)
        case .held:
            guard words.count == 4, let reason = HoldReason(code: words[3], told: why) else {
                return nil
            }
            self = .held(step: step, reason: reason)
        case .paused:
            guard words.count >= 4, let cause = PauseCause(rawValue: words[3]) else { return nil }
            self = .paused(step: step, cause: cause, until: moment(after: "until"))
        case .ended: return nil
        }
    }
}

extension HoldReason {
    /// From its code, and from the sentence in which it was told.
    fileprivate init?(code: String, told: String) {
        func rest(after words: String) -> Substring? {
            told.ranges(of: words).first.map { told[$0.upperBound...] }
        }
        switch code {
        case "merge-field-missing":
            let names = rest(after: "the lead has no ") ?? "a field"
            self = .mergeFieldMissing(
                fields: names.split(separator: ",").map { $0.filter { $0 != " " } })
        case "channel-data-missing":
            let word = rest(after: "no data for ").map(String.init) ?? ""
            self = .channelDataMissing(Channel(rawValue: word) ?? .call)
        case "merge-value-unsafe":
            let name = rest(after: ": ")?.prefix { $0 != " " } ?? "a field"
            self = .mergeValueUnsafe(field: String(name))
        case "no-window": self = .noWindow
        case "thread-parent-missing": self = .threadParentMissing
        case "mailbox-missing": self = .mailboxMissing
        case "restored": self = .restored
        case "unworkable":
            self = .unworkable(cause: String(rest(after: "it can't be made: ") ?? "unknown"))
        default: return nil
        }
    }
}
