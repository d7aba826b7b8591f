import API
package import ArgumentParser
import Sequencing

package struct ReportCoverage: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Whom of each account we know and have reached, by their part in the decision.",
        discussion: """
            Counted in each person's newest hand-off. Marks: untouched (nobody), single-threaded (one \
            person alone), shallow (nobody has more than two touches, however many people there \
            are), stale (no touch of anybody for thirty days).

            Examples:
              thirdtouch report coverage
              thirdtouch report coverage --account nordwind.example
              thirdtouch report coverage --csv roles --limit 10000 > roles.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup(title: "Which hand-offs") package var scope: ReportScopeOptions

    @Option(help: ArgumentHelp("Print one part as CSV: accounts, roles.", valueName: "part"))
    package var csv: CoverageReportTable?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func validate() throws { try refuseTwoFormats(csv, shared) }

    package func run(_ context: CommandContext) throws {
        let filter = ReportFilter(scope: scope.scope(in: context.zone), limit: limit.limit)
        let report = try context.client(shared).get(Routes.coverageReport, query: filter.query)
        try context.show(report, asCSV: csv?.text(of: report), shared)
    }
}

/// A part of the report of coverage as CSV, the names of its columns first.
package enum CoverageReportTable: String, CaseIterable, ExpressibleByArgument, Sendable {
    case accounts, roles

    func text(of report: CoverageReportView) -> String {
        switch self {
        case .accounts:
            CSVText.table(
                [
                    "account", "domain", "name", "owners", "people", "touched", "touches",
                    "lastTouchAt", "marks",
                ],
                report.rows.map { row in
                    [
                        "\(row.account)", row.domain ?? "", row.name ?? "",
                        row.owners.joined(separator: " "), "\(row.people)", "\(row.touched)",
                        "\(row.touches)", row.lastTouchAt.map { "\($0)" } ?? "",
                        row.marks.map(\.rawValue).joined(separator: " "),
                    ]
                })
        case .roles:
            CSVText.table(
                ["account", "domain", "role", "known", "enrolled", "touched", "replied"],
                report.rows.flatMap { row in
                    row.roles.map { role in
                        ["\(row.account)", row.domain ?? "", role.role.rawValue]
                            + [role.known, role.enrolled, role.touched, role.replied].map(
                                String.init)
                    }
                })
        }
    }
}
