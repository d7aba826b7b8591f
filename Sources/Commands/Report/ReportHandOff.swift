import API
package import ArgumentParser
import Sequencing

package struct ReportHandOff: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "hand-off",
        abstract: "What became of the leads that were handed over, by source and by week.",
        discussion: """
            The ledger says for each source how many were accepted, touched, worked to the minimum \
            and judged. The cohorts of a week are read when each lead is 30, 60, 90 and 180 days old; \
            a week that is younger than the median time to qualify is marked: it is too early to \
            judge. Others have measured: \(Study.unanswered.words) \(Study.attempts.words)

            Examples:
              thirdtouch report hand-off --given-from 2026-01-01
              thirdtouch report hand-off --source webinar --csv cohorts > cohorts.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup(title: "Which hand-offs") package var scope: ReportScopeOptions

    @Option(help: ArgumentHelp("Print one part as CSV: sources, cohorts.", valueName: "part"))
    package var csv: HandOffReportTable?

    package init() {}

    package func validate() throws { try refuseTwoFormats(csv, shared) }

    package func run(_ context: CommandContext) throws {
        let filter = ReportFilter(scope: scope.scope(in: context.zone))
        let report = try context.client(shared).get(Routes.handOffReport, query: filter.query)
        try context.show(report, asCSV: csv?.text(of: report), shared)
    }
}

/// A part of the report of hand-offs as CSV, the names of its columns first.
package enum HandOffReportTable: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sources, cohorts

    func text(of report: HandOffReportView) -> String {
        switch self {
        case .sources: sources(report.sources)
        case .cohorts: cohorts(report.cohorts)
        }
    }

    private func sources(_ rows: [LedgerRow]) -> String {
        let words = Disposition.allCases
        return CSVText.table(
            [
                "source", "given", "accepted", "touched", "workedToMinimum", "open", "rejected",
                "qualified", "disqualified", "recycled", "medianDaysToAccept",
                "medianDaysToFirstTouch", "medianDaysToQualify",
            ] + words.map(\.rawValue),
            rows.map { row in
                let numbers = [
                    row.given, row.accepted, row.touched, row.workedToMinimum, row.open,
                    row.rejected, row.qualified, row.disqualified, row.recycled,
                ]
                let medians = [
                    row.medianDaysToAccept, row.medianDaysToFirstTouch, row.medianDaysToQualify,
                ]
                return [row.source ?? ""] + numbers.map(String.init)
                    + medians.map { $0.map { "\($0)" } ?? "" }
                    + words.map { "\(row.dispositions[$0] ?? 0)" }
            })
    }

    private func cohorts(_ cohorts: [CohortView]) -> String {
        CSVText.table(
            [
                "week", "given", "isTooEarly", "days", "touched", "workedToMinimum", "qualified",
                "disqualified", "rejected",
            ],
            cohorts.flatMap { cohort in
                let head = [cohort.week, "\(cohort.given)", "\(cohort.isTooEarly)"]
                let readings = cohort.readings.map { reading in
                    head
                        + [
                            reading.days, reading.touched, reading.workedToMinimum,
                            reading.qualified, reading.disqualified, reading.rejected,
                        ].map(String.init)
                }
                // A week that is too young to be read is there all the same.
                return readings.isEmpty
                    ? [head + [String](repeating: "", count: 6)] : readings
            })
    }
}
