import API
import Engine
import Hummingbird
import Sequencing
import Store

extension ControlServer {
    static func addReportRoutes(to router: Router<ControlContext>, parts: Parts) {
        router.handle(Routes.touchGap) { asked in
            try await parts.touchGap(asked.filter(TouchGapFilter.self), caller: asked.caller)
        }
        router.handle(Routes.sequenceReport) { asked in
            try await parts.report(asked.filter(ReportFilter.self), caller: asked.caller) {
                views, question, _ in try views.sequenceReport(question)
            }
        }
        router.handle(Routes.handOffReport) { asked in
            try await parts.report(asked.filter(ReportFilter.self), caller: asked.caller) {
                views, question, _ in
                try views.handOffReport(views.engine.touchGapReport(question))
            }
        }
        router.handle(Routes.coverageReport) { asked in
            try await parts.report(asked.filter(ReportFilter.self), caller: asked.caller) {
                views, question, limit in
                try views.coverageReport(views.engine.touchGapReport(question), limit: limit)
            }
        }
        router.handle(Routes.auditReport) { asked in
            try await parts.report(asked.filter(ReportFilter.self), caller: asked.caller) {
                views, question, limit in
                try views.auditReport(views.engine.touchGapReport(question), limit: limit)
            }
        }
    }
}

extension ControlServer.Parts {
    /// Any other report, over what the caller may see; `make` gets the limit of rows last.
    func report<View: Sendable>(
        _ filter: ReportFilter, caller: Caller,
        make: @escaping @Sendable (ViewBuilder, ReportQuestion, Int) throws -> View
    ) async throws -> View {
        let owner = try caller.scope(asked: filter.scope.rep)
        return try await views { views in
            var question = try views.question(filter.scope, owner: owner)
            question.reach = caller.reach
            return try make(views, question, filter.limit)
        }
    }

    /// What the caller may see of the report; whoever shows it asks this. `isCompared` is with the week before,
    /// which is judged too then.
    func touchGap(
        _ filter: TouchGapFilter, caller: Caller, isCompared: Bool = true
    ) async throws -> TouchGapView {
        let owner = try caller.scope(asked: filter.rep)
        return try await views { views in
            var question = try views.question(filter.scope, owner: owner)
            question.reach = caller.reach
            question.lowBand = filter.below.map { $0 - 1 }
            let summary = try views.engine.touchGapSummary(
                of: question,
                listing: WorkListFilter(
                    class: filter.class, reason: filter.reason, party: filter.party,
                    touches: filter.touches, limit: filter.limit))
            let before = isCompared ? try views.weekBefore(summary, question) : nil
            return views.touchGap(summary, before: before, below: filter.below ?? 3)
        }
    }
}

extension ViewBuilder {
    fileprivate func weekBefore(
        _ summary: TouchGapSummary, _ question: ReportQuestion
    ) throws -> PastClasses? {
        try engine.touchGapWeekBefore(summary, of: question).map { before in
            PastClasses(
                asOf: Timestamp(before.asOf),
                counts: before.classes.map { (class: $0.key, count: $0.value) })
        }
    }

    /// The filters with what they name looked up; `owner` is whom the caller may ask about.
    func question(_ scope: ReportScope, owner: String?) throws -> ReportQuestion {
        var question = ReportQuestion(
            lead: try scope.lead.map { try lead($0).id }, owner: owner, source: scope.source)
        question.team = try scope.team.map(team)
        question.sequence = scope.sequence
        question.version = scope.version
        question.step = scope.step
        question.account = try scope.account.map { key in
            guard let account = try store.account(typed: key) else {
                throw APIError(
                    .notFound, "there is no account “\(key)”",
                    advice: "write its mail domain, as in nordwind.example")
            }
            return account.id
        }
        question.role = scope.role
        question.tier = scope.tier
        question.givenFrom = scope.givenFrom?.instant
        question.givenTo = scope.givenTo?.instant
        question.age = scope.age.map { .days($0) }
        question.asOf = scope.asOf?.instant
        return question
    }

    /// A team of the configuration, or an error that says which there are.
    private func team(_ name: String) throws -> String {
        let known = try engine.loader.reps().values.teams
        guard !known.contains(name) else { return name }
        throw APIError(
            .notFound, "there is no team “\(name)”",
            advice: known.isEmpty
                ? "no rep has one: add team: NAME to reps in the configuration, and reload it"
                : "teams are: \(known.joined(separator: ", "))")
    }
}
