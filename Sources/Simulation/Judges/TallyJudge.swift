package import Engine
package import Sequencing
import Store

/// Whether the report that is put together from the tally is the one that judging every hand-off gives, whatever was
/// changed a moment ago and however much of it the tally knows by now.
package struct TallyJudge {
    private let engine: Engine
    private let lines: [TouchGapReport.Line]

    package init(engine: Engine, lines: [TouchGapReport.Line]) {
        self.engine = engine
        self.lines = lines
    }

    /// In sentences; empty when all is well. Thoroughly: by every filter alone, too.
    package func mistakes(isThorough: Bool = false) throws -> [String] {
        let now = engine.now
        return try mistakes(
            at: isThorough ? [now, now + .hours(30), now + .days(9)] : [now, now + .days(9)],
            isThorough: isThorough)
    }

    /// The same at other moments, none of them over.
    package func mistakes(at moments: [Instant], isThorough: Bool = false) throws -> [String] {
        try moments.flatMap { moment in
            try (isThorough ? everyView() : views()).flatMap { scope, filter in
                try mistakes(in: scope, listing: filter, asOf: moment)
            }
        }
    }

    /// The report whole, and narrowed as far as it goes.
    private func views() throws -> [(ReportQuestion, WorkListFilter)] {
        let some = lines.last?.row.scope
        var narrow = ReportQuestion(owner: some?.owner, source: some?.source)
        narrow.sequence = some?.sequence
        let ofTeams = try engine.loader.reps().values.teams.map { team in
            var question = ReportQuestion()
            question.team = team
            return (question, WorkListFilter(limit: 3))
        }
        return [
            (ReportQuestion(), WorkListFilter(limit: 3)),
            (narrow, WorkListFilter(class: .onPlan, limit: 1000)),
        ] + ofTeams
    }

    private func everyView() throws -> [(ReportQuestion, WorkListFilter)] {
        let some = lines.last?.row.scope
        let stuck = lines.first { $0.assessment.class.isGap }
        var ofSequence = ReportQuestion()
        ofSequence.sequence = some?.sequence
        var ofTier = ReportQuestion()
        ofTier.tier = lines.lazy.compactMap(\.row.lead.tier).first
        let questions = [
            ReportQuestion(), ReportQuestion(owner: some?.owner),
            ReportQuestion(source: some?.source), ofSequence, ofTier,
        ]
        return try views()
            + questions.flatMap { question in
                [
                    (question, WorkListFilter(limit: 1000)),
                    (
                        question,
                        WorkListFilter(
                            reason: stuck?.assessment.primary?.reason,
                            touches: stuck?.facts.effort.touches, limit: 1000)
                    ),
                ]
            }
    }

    private func mistakes(
        in question: ReportQuestion, listing filter: WorkListFilter, asOf moment: Instant
    ) throws -> [String] {
        var question = question
        question.asOf = moment
        let tallied = try engine.touchGapSummary(of: question, listing: filter)
        let whole = try engine.touchGapSummary(of: question, listing: filter, mayUseTally: false)
        var mistakes: [String] = []
        func compare<Value: Equatable>(_ what: String, _ value: (TouchGapSummary) -> Value) {
            guard value(tallied) != value(whole) else { return }
            mistakes.append(
                "the tally has \(what) \(value(tallied)), not \(value(whole)), of \(question)")
        }
        compare("hand-offs", \.total)
        compare("classes", \.classes)
        compare("reasons", \.reasons)
        compare("reps", \.reps)
        compare("third touches", \.thirdTouches)
        compare("median minutes", \.medianSystemMinutes)
        compare("median minutes by people", \.medianHumanMinutes)
        compare("medians of clocks", \.medians)
        compare("lines") { $0.lines.map(\.row.id) }
        compare("assessments") { $0.lines.map(\.assessment) }
        compare("other people", \.others)
        compare("more", \.isMore)
        if !tallied.addsUp { mistakes.append("the tally's classes do not add up, of \(question)") }
        return mistakes
    }
}
