import API
package import ArgumentParser
import Sequencing

package struct ReportAudit: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Judgements of people that the record does not bear out.",
        discussion: """
            unreachable-too-early: "unable to reach" below the minimum of the sequence. \
            no-conversation: "no need", "no budget", "bad timing" or "not a fit" of somebody who never \
            answered and was never spoken to. rejected-after-contact: sent back as not worth contact, \
            after contact. stopped-early: a sequence that a person ended below the minimum, with \
            nothing said of the lead. With --check the exit code is 2 when there is any.

            Examples:
              thirdtouch report audit --given-from 2026-11-01
              thirdtouch report audit --rep ada --csv rows > audit.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup(title: "Which hand-offs") package var scope: ReportScopeOptions

    @Flag(help: "Exit with 2 when there is any finding.")
    package var check = false

    @Option(help: ArgumentHelp("Print one part as CSV: counts, rows.", valueName: "part"))
    package var csv: AuditReportTable?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func validate() throws { try refuseTwoFormats(csv, shared) }

    package func run(_ context: CommandContext) throws {
        let filter = ReportFilter(scope: scope.scope(in: context.zone), limit: limit.limit)
        let report = try context.client(shared).get(Routes.auditReport, query: filter.query)
        try context.show(report, asCSV: csv?.text(of: report), shared)
        guard check, report.total > 0 else { return }
        throw CommandFailure(
            .breach, "The audit has \(TextPage.count(report.total, "finding", "findings")).",
            advice: "look at the list above")
    }
}

/// A part of the audit as CSV, the names of its columns first.
package enum AuditReportTable: String, CaseIterable, ExpressibleByArgument, Sendable {
    case counts, rows

    func text(of report: AuditReportView) -> String {
        switch self {
        case .counts:
            CSVText.table(
                ["finding", "count"],
                AuditFinding.allCases.map { [$0.rawValue, "\(report.counts[$0] ?? 0)"] })
        case .rows:
            CSVText.table(
                [
                    "finding", "lead", "handOff", "email", "name", "owner", "source",
                    "disposition", "at", "by", "touches", "channels", "businessDays", "text",
                    "evidence", "command",
                ],
                report.rows.map { row in
                    let who: [String?] = [
                        row.finding.rawValue, "\(row.lead)", "\(row.handOff)", row.email, row.name,
                        row.owner, row.source, row.disposition?.rawValue, "\(row.at)", row.by,
                    ]
                    let what: [String?] = [
                        "\(row.touches)", "\(row.channels)", "\(row.businessDays)", row.text,
                        row.evidence.joined(separator: " "), row.command,
                    ]
                    return (who + what).map { $0 ?? "" }
                })
        }
    }
}
