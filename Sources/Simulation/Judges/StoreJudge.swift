import Engine
import Sequencing
import Store

/// What must hold of everything stored, against the world's records and its own history (I2, I10, I11, I13, I14).
struct StoreJudge {
    let ledger: Ledger
    private var readTo: Int64 = 0
    /// By what the history has told so far.
    private var enrollmentStates: [EnrollmentID: String] = [:]
    private var deliveryStates: [DeliveryID: String] = [:]

    private let handsOverOnce: Bool
    private var past: PastJudge

    init(ledger: Ledger, handsOverOnce: Bool) {
        self.ledger = ledger
        self.handsOverOnce = handsOverOnce
        past = PastJudge(ledger: ledger)
    }

    /// After a start, before anything else: nothing is between two states (I10), and the rows fit each other.
    mutating func judgeStart(_ engine: Engine, now: Instant) throws -> [Violation] {
        var broken: [Violation] = []
        for name in [DeliveryState.Name.submitting, .committing] {
            for row in try engine.store.deliveries(
                state: name, lead: nil, mailbox: nil, rep: nil, limit: 10)
            {
                broken.append(
                    violation("I10", "\(row.id) is \(name.rawValue) after a start", row, now))
            }
        }
        return broken + (try judgeRows(engine.store, now: now).broken)
    }

    /// Everything.
    mutating func judge(_ engine: Engine, now: Instant) throws -> [Violation] {
        let rows = try judgeRows(engine.store, now: now)
        return rows.broken + (try judgeReport(engine, rows.deliveries, rows.tasks, now: now))
    }

    private mutating func judgeRows(
        _ store: Store, now: Instant
    ) throws -> (broken: [Violation], deliveries: [DeliveryRow], tasks: [TaskRow]) {
        var broken = try readHistory(store, now: now)
        let deliveries = try store.deliveries(
            state: nil, lead: nil, mailbox: nil, rep: nil, limit: .max)
        let enrollments = try store.enrollments(
            state: nil, sequence: nil, lead: nil, rep: nil, limit: .max)
        let tasks = try store.tasks(state: nil, rep: nil, lead: nil, limit: .max)
        broken += judgeDots(deliveries, now: now)
        broken += judgeHistory(enrollments, deliveries, now: now)
        let places = Places(deliveries: deliveries, tasks: tasks)
        for row in enrollments {
            for what in places.mistakes(of: row, isMoved: isMoved(row.id)) {
                broken.append(
                    Violation(
                        promise: "I11", what: "\(row.id) (\(row.state.summary)): \(what)", at: now,
                        lead: ledger.enrolled[row.id]?.person))
            }
        }
        return (broken, deliveries, tasks)
    }

    private func isMoved(_ id: EnrollmentID) -> Bool {
        (ledger.enrolled[id]?.versions.count ?? 2) > 1
    }

    private func violation(
        _ promise: String, _ what: String, _ row: DeliveryRow, _ now: Instant
    ) -> Violation {
        Violation(promise: promise, what: what, at: now, lead: ledger.person(row.recipient))
    }

    // MARK: - I2

    private func judgeDots(_ rows: [DeliveryRow], now: Instant) -> [Violation] {
        var sent: [String: Int] = [:]
        for enrolled in ledger.enrolled.values {
            for dot in enrolled.dots where !dot.isRejected {
                sent[dot.letter.messageID, default: 0] += 1
            }
        }
        var broken: [Violation] = []
        for row in rows {
            let dots = sent.removeValue(forKey: row.messageID) ?? 0
            let isSettled = ledger.settled.contains(row.messageID)
            switch row.state {
            case .accepted, .bounced:
                guard dots == 0, !isSettled else { continue }
                broken.append(
                    violation(
                        "I2", "\(row.id) is \(row.state.name.rawValue) and no dot left", row, now))
            case .queued, .withdrawn, .refused:
                guard dots > 0, !isSettled else { continue }
                broken.append(
                    violation(
                        "I2", "\(row.id) is \(row.state.name.rawValue) and a dot left", row, now))
            case .submitting, .committing, .inDoubt: break
            }
        }
        for id in sent.keys.sorted() {
            broken.append(
                Violation(
                    promise: "I11", what: "nothing is known of \(id), which left", at: now,
                    lead: nil))
        }
        return broken
    }

    // MARK: - I14

    /// Folds the lines that are new; each must begin where the one before it ended.
    private mutating func readHistory(_ store: Store, now: Instant) throws -> [Violation] {
        var broken: [Violation] = []
        for row in try store.history(after: readTo, limit: .max) {
            readTo = row.id
            if row.event == "assigned", let id = row.handOff { past.note(id, assignedAt: row.at) }
            if row.event == "delivery", let id = row.delivery {
                let before = deliveryStates[id] ?? DeliveryState.Name.queued.rawValue
                if row.fromState != before { broken.append(gap(row, "\(id)", before)) }
                deliveryStates[id] = row.toState ?? before
            } else if let id = row.enrollment, row.event != "task-opened",
                row.fromState != nil || row.toState != nil
            {
                let before = enrollmentStates[id]
                if row.fromState != before { broken.append(gap(row, "\(id)", before)) }
                enrollmentStates[id] = row.toState ?? before
            }
        }
        return broken
    }

    private func gap(_ row: HistoryRow, _ what: String, _ before: String?) -> Violation {
        Violation(
            promise: "I14",
            what: "\(row.event) moves \(what) from \(row.fromState ?? "nothing"), which was "
                + "\(before ?? "nothing")", at: row.at,
            lead: row.enrollment.flatMap { ledger.enrolled[$0]?.person })
    }

    private func judgeHistory(
        _ enrollments: [EnrollmentRow], _ deliveries: [DeliveryRow], now: Instant
    ) -> [Violation] {
        var broken: [Violation] = []
        for row in enrollments where enrollmentStates[row.id] != row.state.summary {
            broken.append(
                Violation(
                    promise: "I14",
                    what: "\(row.id) is \(row.state.summary), its history says "
                        + (enrollmentStates[row.id] ?? "nothing"), at: now,
                    lead: ledger.enrolled[row.id]?.person))
        }
        for row in deliveries {
            let told = deliveryStates[row.id] ?? DeliveryState.Name.queued.rawValue
            guard told != row.state.name.rawValue else { continue }
            broken.append(
                violation(
                    "I14", "\(row.id) is \(row.state.name.rawValue), its history says \(told)", row,
                    now))
        }
        return broken
    }

    // MARK: - I13

    private mutating func judgeReport(
        _ engine: Engine, _ deliveries: [DeliveryRow], _ tasks: [TaskRow], now: Instant
    ) throws -> [Violation] {
        let report = try engine.touchGapReport()
        var broken: [Violation] = []
        func breaks(_ promise: String, _ what: String, lead: Int? = nil) {
            broken.append(Violation(promise: promise, what: what, at: now, lead: lead))
        }
        let sum = report.classes.reduce(0) { $0 + $1.count }
        let known = ledger.people.count { $0.lead != nil }
        // Without managers each lead is handed over once; one may have been added by a daemon that died of it.
        let most = handsOverOnce ? ledger.people.count : .max
        let leads = Set(report.lines.map(\.row.lead.id)).count
        if sum != report.lines.count || leads < known || sum > most
            || Set(report.lines.map(\.row.id)).count != sum
        {
            breaks(
                "I13",
                "the classes add up to \(sum) of \(report.lines.count) hand-offs, \(known) known")
        }
        for what in try TallyJudge(engine: engine, lines: report.lines).mistakes() {
            breaks("I13", what)
        }
        for (what, lead) in try past.judge(engine, report, lastLine: readTo) {
            breaks("I13", what, lead: lead)
        }
        var counted: [LeadID: Int] = [:]
        for line in report.lines {
            counted[line.row.lead.id, default: 0] += line.facts.effort.touches
        }
        for (lead, count) in counted.sorted(by: { $0.key < $1.key }) {
            let touches =
                deliveries.count { $0.lead == lead && $0.state == .accepted }
                + tasks.count { $0.lead == lead && $0.state == .done }
            if count != touches {
                breaks(
                    "I2", "\(lead) has \(count) touches and \(touches) happened",
                    lead: ledger.people.first { $0.lead == lead }?.number)
            }
        }
        return broken
    }
}

/// Which step of an enrollment is where (I11).
private struct Places {
    private var deliveries: [EnrollmentID: [DeliveryRow]] = [:]
    private var tasks: [EnrollmentID: [TaskRow]] = [:]

    init(deliveries: [DeliveryRow], tasks: [TaskRow]) {
        for row in deliveries { self.deliveries[row.enrollment, default: []].append(row) }
        for row in tasks {
            if let id = row.enrollment { self.tasks[id, default: []].append(row) }
        }
    }

    func mistakes(of row: EnrollmentRow, isMoved: Bool) -> [String] {
        var mistakes: [String] = []
        let mails = deliveries[row.id] ?? []
        let works = tasks[row.id] ?? []
        let waiting = mails.filter { !$0.state.isSettled }.map(\.id)
        let open = works.filter { $0.state == .open }.map(\.id)
        switch row.state {
        case .sending(_, let delivery):
            if waiting + mails.filter({ $0.state == .inDoubt }).map(\.id) != [delivery],
                !(waiting.isEmpty && mails.contains { $0.id == delivery && $0.state == .inDoubt })
            {
                mistakes.append("\(delivery) is not the one that is on its way")
            }
        case .atTask(_, let task, _):
            if open != [task] { mistakes.append("\(task) is not the one that is open") }
        case .waiting, .held, .paused, .ended:
            if let stray = mails.first(where: { $0.state.isQueued }) {
                mistakes.append("\(stray.id) is still queued")
            }
            if let stray = open.first { mistakes.append("\(stray) is still open") }
        }
        guard !isMoved, let hand = row.state.step?.position else { return mistakes }
        for position in 0..<hand {
            let count =
                mails.count { $0.step.position == position && $0.state != .withdrawn }
                + works.count {
                    $0.step?.position == position && $0.state != .cancelled && $0.state != .open
                }
            if count != 1 { mistakes.append("step \(position + 1) is in \(count) places") }
        }
        return mistakes
    }
}

extension DeliveryState {
    fileprivate var isQueued: Bool {
        switch self {
        case .queued: true
        case .submitting, .committing, .accepted, .refused, .inDoubt, .withdrawn, .bounced: false
        }
    }

    fileprivate var isSettled: Bool {
        switch self {
        case .queued, .submitting, .committing: false
        case .accepted, .refused, .inDoubt, .withdrawn, .bounced: true
        }
    }
}
