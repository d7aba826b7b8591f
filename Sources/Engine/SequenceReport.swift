package import Sequencing
import Store

/// How far the enrollments of one version came.
package struct SequenceReport: Sendable {
    package var sequence: Sequencing.Sequence
    package var version: SequenceVersion
    package var enrollments: Int
    package var ended: Int
    /// One for each step of the plan.
    package var steps: [StepSurvival]
}

extension Engine {
    /// Every version that an enrollment in question is on, the newest of each name first.
    ///
    /// Sequence and version name the enrollments themselves here, and not where a lead stands today.
    package func sequenceReport(_ question: ReportQuestion) throws -> [SequenceReport] {
        var scope = question
        (scope.sequence, scope.version, scope.step) = (nil, nil, nil)
        let report = try touchGapReport(scope)
        let calendars = Dictionary(
            uniqueKeysWithValues: report.lines.map { ($0.row.id, $0.calendar) })
        let fates = try store.enrollmentFates(asOf: report.asOf).filter { fate in
            calendars[fate.handOff] != nil
                && question.sequence.map { $0 == fate.sequence.name } ?? true
                && question.version.map { $0 == fate.sequence.version } ?? true
        }
        let attempts = Dictionary(
            grouping: try store.stepAttempts(asOf: report.asOf), by: \.enrollment)
        return try Dictionary(grouping: fates, by: \.sequence).map { version, fates in
            let sequence = try loader.sequence(version)
            var found = SequenceReport(
                sequence: sequence, version: version, enrollments: fates.count,
                ended: fates.count { $0.outcome != nil },
                steps: sequence.steps.map { _ in StepSurvival() })
            let places = Dictionary(
                uniqueKeysWithValues: sequence.steps.enumerated().map { ($1.id, $0) })
            for fate in fates {
                guard let calendar = calendars[fate.handOff] else { continue }
                for step in Self.dueSteps(of: fate, attempts[fate.id] ?? [], in: sequence) {
                    // A step of another version, before the enrollment moved here.
                    guard let place = places[step.step] else { continue }
                    found.steps[place].count(
                        step, now: report.asOf, policy: report.policy, calendar: calendar)
                }
            }
            return found
        }.sorted {
            ($0.version.name, $1.version.version) < ($1.version.name, $0.version.version)
        }
    }

    private static func dueSteps(
        of fate: EnrollmentFate, _ attempts: [StepAttempt], in sequence: Sequencing.Sequence
    ) -> [DueStep] {
        var steps = Dictionary(grouping: attempts, by: \.step)
        if let held = fate.heldAt, sequence.steps.indices.contains(held.step.position) {
            let id = sequence.steps[held.step.position].id
            steps[id, default: []].append(
                StepAttempt(enrollment: fate.id, step: id, dueAt: held.since, result: .open))
        }
        return steps.compactMap { id, attempts in
            guard let dueAt = attempts.map(\.dueAt).min(),
                let ending = DueStep.ending(of: attempts, outcome: fate.outcome)
            else { return nil }
            return DueStep(
                enrollment: fate.id, sequence: fate.sequence, step: id, dueAt: dueAt,
                ending: ending)
        }
    }
}
