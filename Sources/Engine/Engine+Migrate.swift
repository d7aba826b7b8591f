package import Sequencing
package import Store

/// What `sequence migrate` would do, or has done, with one enrollment.
package struct MigrationLine: Sendable {
    package var row: EnrollmentRow
    /// The step at hand, by its id in the version it is on.
    package var step: String
    /// Its step in the new version; nil when it would be over, or can't move.
    package var newStep: String?
    package var next: NextStep?
    /// Why it can't move, and what would help.
    package var obstacle: Obstacle?

    package struct Obstacle: Sendable {
        package var why: String
        package var advice: String
    }
}

/// How steps of older versions find their places in a new one.
package struct MigrationOrder: Sendable {
    package var sequence: String
    /// Nil for the newest.
    package var version: Int?
    /// Only those on this version; nil for all others.
    package var from: Int?
    /// Old step id to new step id, or to `end`; steps that are not named keep their id.
    package var stepMap: [String: String]

    package init(
        sequence: String, version: Int? = nil, from: Int? = nil, stepMap: [String: String] = [:]
    ) {
        self.sequence = sequence
        self.version = version
        self.from = from
        self.stepMap = stepMap
    }

    /// The word in place of a step that ends the enrollment.
    package static let end = "end"
}

extension Engine {
    /// Where every enrollment on another version would go; changes nothing.
    package func previewMigration(
        _ order: MigrationOrder
    ) throws -> (target: SequenceRow, lines: [MigrationLine]) {
        guard let target = try store.sequence(named: order.sequence, version: order.version) else {
            throw StoreError.notFound(
                table: "sequence",
                key: order.sequence + (order.version.map { "@\($0)" } ?? ""))
        }
        let rows = try store.enrollments(on: order.sequence, except: target.version.version).filter
        {
            order.from == nil || $0.sequence.version == order.from
        }
        let lines = try rows.map { try line(for: $0, order, target) }
        try refuseUnknownSteps(in: order, rows: rows)
        return (target, lines)
    }

    /// Moves what can be moved, in one transaction; answers what was foreseen and which of it was done.
    package func migrate(
        _ order: MigrationOrder, by actor: String
    ) throws -> (target: SequenceRow, lines: [MigrationLine], moved: Set<EnrollmentID>) {
        let (target, lines) = try previewMigration(order)
        let moves = lines.compactMap { line in
            line.next.map { EnrollmentMove(row: line.row, next: $0) }
        }
        let moved = try store.migrate(moves, to: target.version, now: now, by: actor)
        wake()
        return (target, lines, Set(moved))
    }

    /// A mistyped step on the left of `--map` would do nothing, and nobody would know.
    private func refuseUnknownSteps(in order: MigrationOrder, rows: [EnrollmentRow]) throws {
        let known = try Set(rows.map(\.sequence)).flatMap {
            try loader.sequence($0).steps.map(\.id)
        }
        for step in order.stepMap.keys.sorted() where !rows.isEmpty && !known.contains(step) {
            throw StoreError.notNow(
                what: "nothing was migrated",
                why: "no version that enrollments are on has a step “\(step)”",
                advice: "their steps are \(Set(known).sorted().joined(separator: ", "))")
        }
    }

    private func line(
        for row: EnrollmentRow, _ order: MigrationOrder, _ target: SequenceRow
    ) throws -> MigrationLine {
        let old = try loader.sequence(row.sequence)
        let position = row.state.step?.position ?? 0
        let step = old.steps.indices.contains(position) ? old.steps[position].id : "?"
        var line = MigrationLine(row: row, step: step)
        let wanted = order.stepMap[step] ?? step
        if wanted == MigrationOrder.end {
            line.next = .end(.completed)
        } else if let place = target.sequence.steps.firstIndex(where: { $0.id == wanted }) {
            line.newStep = wanted
            line.next = try next(for: row, at: StepIndex(place), in: target)
        } else {
            line.obstacle = .init(
                why: "\(target.version) has no step “\(wanted)”",
                advice:
                    "say where it goes: --map \(step)=STEP, or --map \(step)=end; its steps are "
                    + target.sequence.steps.map(\.id).joined(separator: ", "))
        }
        if let obstacle = try obstacle(row, line, wanted: wanted, target) {
            line.obstacle = obstacle
        }
        if line.obstacle != nil {
            line.next = nil
            line.newStep = nil
        }
        return line
    }

    private func next(
        for row: EnrollmentRow, at step: StepIndex, in target: SequenceRow
    ) throws -> NextStep {
        let lead = try store.lead(row.lead)
        let calendar = try loader.calendar(
            of: lead, rep: loader.rep(named: row.rep), on: target.version)
        let planner = Planner(
            sequence: target.sequence, calendar: calendar, startAt: row.startAt)
        return planner.resumed(step, countingFrom: row.countsFrom, at: now)
    }

    private func obstacle(
        _ row: EnrollmentRow, _ line: MigrationLine, wanted: String, _ target: SequenceRow
    ) throws -> MigrationLine.Obstacle? {
        if try store.hasMessageUnderWay(row.id) {
            return .init(
                why: "a message of its is on its way, or in doubt",
                advice:
                    "wait until it has left, or settle it: thirdtouch delivery list --lead \(row.lead)"
            )
        }
        if case .atTask(_, let task, _) = row.state {
            if wanted != line.step {
                return .init(
                    why: "\(task) of step “\(line.step)” is open",
                    advice: "thirdtouch task skip \(task)")
            }
            let asked = try store.task(task)
            if let step = target.sequence.steps.first(where: { $0.id == wanted }),
                step.channel != asked.channel || step.isReview != asked.isReview
            {
                return .init(
                    why: "\(task) is open, and step “\(wanted)” is of another kind now",
                    advice: "thirdtouch task skip \(task)")
            }
        }
        if case .hold(_, let reason)? = line.next {
            return .init(
                why: reason.sentence, advice: "thirdtouch sequence show \(row.sequence.name)")
        }
        guard try store.thread(of: row.id).contains(where: { $0.stepID == wanted }) else {
            return nil
        }
        return .init(
            why: "the e-mail of step “\(wanted)” has left already",
            advice: "say where it goes: --map \(line.step)=STEP")
    }
}

extension Step {
    /// An e-mail that a person approves.
    fileprivate var isReview: Bool {
        guard case .email(let email) = act else { return false }
        return email.isReviewed
    }
}
