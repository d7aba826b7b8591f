import API
import Engine
import Hummingbird
import Sequencing

/// Judgements that the record does not bear out.
struct AuditPage: Sendable {
    var findings: [Finding]
    var rows: [Row]
    var hasRows: Bool
    var isCut: Bool

    struct Finding: Sendable {
        var title: String
        var meaning: String
        var count: String
    }

    struct Row: Sendable {
        var leadPath: String
        var name: String
        var owner: String
        var finding: String
        var text: String
        var judgement: String?
        var at: PageClock.Moment
        var by: String?
        var effort: String
        var command: String
    }

    init(_ report: AuditReportView, visit: PageVisit) {
        findings = AuditFinding.allCases.map {
            Finding(
                title: $0.title, meaning: $0.meaning, count: (report.counts[$0] ?? 0).grouped)
        }
        rows = report.rows.map { row in
            Row(
                leadPath: "/leads/\(row.lead)", name: row.name, owner: visit.name(of: row.owner),
                finding: row.finding.title, text: row.text.asSentence,
                judgement: row.disposition?.title, at: visit.clock.moment(row.at.instant),
                by: row.by.map { visit.name(of: $0) },
                effort: "\(row.touches.of("touch", "touches")), \(row.channels.of("channel")), "
                    + row.businessDays.of("business day"), command: row.command)
        }
        hasRows = !rows.isEmpty
        isCut = report.more
    }
}

extension PageResponder {
    func auditPage(_ visit: PageVisit) async throws -> Response {
        let report = try await parts.report(ReportFilter(limit: 200), caller: visit.caller) {
            views, question, limit in
            try views.auditReport(views.engine.touchGapReport(question), limit: limit)
        }
        return html(
            .audit, AuditPage(report, visit: visit), title: PagePlace.audit.title, here: .audit,
            visit: visit)
    }
}
