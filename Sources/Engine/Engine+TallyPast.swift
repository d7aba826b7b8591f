package import Sequencing
import Store

/// The change since a week before: of many hand-offs counted once a day, from their history.
extension Engine {
    /// In a larger book how it stood a week before is counted in the background; in a smaller one it is judged by
    /// whoever asks, as of that very moment.
    package static let mostJudgedAgain = 2000
    private static let week: Duration = .days(7)

    /// How many hand-offs in question were what a week before, or up to a day earlier; nil where that is not counted
    /// yet.
    package func touchGapWeekBefore(
        _ summary: TouchGapSummary, of question: ReportQuestion,
        judgingAtMost most: Int = mostJudgedAgain
    ) throws -> (asOf: Instant, classes: [TouchGapClass: Int])? {
        let moment = summary.asOf - Self.week
        // The same people on both sides: a week before, somebody else may have stood in.
        let present = question.asOf == nil ? summary.asOf : now
        let scope = try judging(of: question, present: present).scope(of: question)
        guard summary.total > most, question.asOf == nil, question.isCounted,
            summary.policy == settings.touchGap
        else { return (moment, try touchGapClasses(of: question, in: scope, asOf: moment)) }
        return try store.reading { try store.talliedPast(in: scope, rules: tallyRules()) }
    }

    /// The midnight a week before this day's, at the installation.
    private func pastMoment(now: Instant) -> Instant {
        let zone = loader.zone(named: settings.zone)
        return zone.instant(
            LocalDateTime(
                date: zone.local(now - Self.week).date, time: LocalTime(hour: 0, minute: 0)))
    }

    /// Judges some more hand-offs as of a week before; true while there are more.
    package func tendPast(judgingAtMost most: Int = mostJudgedAgain) throws -> Bool {
        let last = try store.lastHandOffNumber()
        guard last.rawValue > Int64(most) else { return false }
        let (moment, rules) = (pastMoment(now: now), try tallyRules())
        let known = try store.tallyPasts().first { $0.asOf == moment && $0.rules == rules }
        if known?.isWhole == true { return false }
        if known == nil { try store.beginPast(asOf: moment, rules: rules) }
        var front = known?.front ?? HandOffID(0)
        var isWhole = false
        let judged = try store.reading {
            var question = ReportQuestion()
            question.asOf = moment
            let judging = try judging(of: question, present: now)
            let numbers = try store.handOffNumbers(
                after: front, in: HandOffScope(), asOf: moment, limit: Self.tallyBatch)
            isWhole = numbers.count < Self.tallyBatch
            front = numbers.last ?? front
            return try store.handOffs(numbers, asOf: moment).filter {
                question.isAbout($0, at: moment)
            }.map { row in
                (scope: row.scope, class: try line(of: row, by: judging).assessment.class)
            }
        }
        try store.countPast(judged, asOf: moment, front: front, isWhole: isWhole)
        return !isWhole
    }
}
