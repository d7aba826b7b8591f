package import Engine
import Sequencing
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
        let moments = isThorough ? [now, now + .hours(30), now + .days(9)] : [now, now + .days(9)]
        return try moments.flatMap { moment in
            try (isThorough ? everyView : views).flatMap { scope, filter in
                try mistakes(in: scope, listing: filter, asOf: moment)
            }
        }
    }

    /// The report whole, and narrowed as far as it goes.
    private var views: [(ReportScope, WorkListFilter)] {
        let some = lines.last?.row.scope
        let narrow = ReportScope(
            owner: some?.owner, source: some?.source, sequence: some?.sequence)
        return [
            (ReportScope(), WorkListFilter(limit: 3)),
            (narrow, WorkListFilter(class: .onPlan, limit: 1000)),
        ]
    }

    private var everyView: [(ReportScope, WorkListFilter)] {
        let some = lines.last?.row.scope
        let stuck = lines.first { $0.assessment.class.isGap }
        let scopes = [
            ReportScope(), ReportScope(owner: some?.owner), ReportScope(source: some?.source),
            ReportScope(sequence: some?.sequence),
        ]
        return views
            + scopes.flatMap { scope in
                [
                    (scope, WorkListFilter(limit: 1000)),
                    (
                        scope,
                        WorkListFilter(
                            reason: stuck?.assessment.primary?.reason,
                            touches: stuck?.facts.effort.touches, limit: 1000)
                    ),
                ]
            }
    }

    private func mistakes(
        in scope: ReportScope, listing filter: WorkListFilter, asOf moment: Instant
    ) throws -> [String] {
        let tallied = try engine.touchGapSummary(of: scope, listing: filter, asOf: moment)
        let whole = try engine.touchGapSummary(
            of: scope, listing: filter, asOf: moment, mayUseTally: false)
        var mistakes: [String] = []
        func compare<Value: Equatable>(_ what: String, _ value: (TouchGapSummary) -> Value) {
            guard value(tallied) != value(whole) else { return }
            mistakes.append(
                "the tally has \(what) \(value(tallied)), not \(value(whole)), of \(scope) at \(moment)"
            )
        }
        compare("hand-offs", \.total)
        compare("classes", \.classes)
        compare("reasons", \.reasons)
        compare("reps", \.reps)
        compare("median minutes", \.medianSystemMinutes)
        compare("median minutes by people", \.medianHumanMinutes)
        compare("lines") { $0.lines.map(\.row.id) }
        compare("assessments") { $0.lines.map(\.assessment) }
        compare("more", \.isMore)
        if !tallied.addsUp { mistakes.append("the tally's classes do not add up, of \(scope)") }
        return mistakes
    }
}
