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
            var report = try views.engine.touchGapReport(
                lead: filter.lead.map { try views.lead($0).id }, owner: owner,
                source: filter.source, asOf: filter.asOf?.instant,
                lowBand: filter.below.map { $0 - 1 })
            if let sequence = filter.sequence {
                report.lines.removeAll { $0.row.enrollment?.sequence.name != sequence }
            }
            return views.touchGap(report, filter: filter)
        }
    }
}
