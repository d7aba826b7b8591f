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
    }
}

extension ControlServer.Parts {
    /// What the caller may see of the report; the API and the page both ask this.
    func touchGap(_ filter: TouchGapFilter, caller: Caller) async throws -> TouchGapView {
        let owner = try caller.scope(asked: filter.rep)
        return try await views { views in
            let summary = try views.engine.touchGapSummary(
                of: ReportScope(
                    lead: filter.lead.map { try views.lead($0).id }, owner: owner,
                    source: filter.source, sequence: filter.sequence),
                listing: WorkListFilter(
                    class: filter.class, reason: filter.reason, party: filter.party,
                    touches: filter.touches, limit: filter.limit),
                asOf: filter.asOf?.instant, lowBand: filter.below.map { $0 - 1 })
            return views.touchGap(summary, below: filter.below ?? 3)
        }
    }
}
