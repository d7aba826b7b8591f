import API
package import ArgumentParser
import Sequencing

package struct ReportSequence: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sequence",
        abstract: "Of those for whom a step was due: how many did it on time, late, never.",
        discussion: """
            By version, for every enrollment that ever was on it. The step at which most are lost is \
            marked; usually it is the first that a person must do. On time is within the grace \
            (touch-gap.grace-business-days). "answered" are those whose lead answered, opted out or \
            bounced before the step could happen.

            Examples:
              thirdtouch report sequence --sequence inbound-handoff
              thirdtouch report sequence --rep ada --csv steps > steps.csv
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup(title: "Which hand-offs") package var scope: ReportScopeOptions

    @Option(help: ArgumentHelp("Print it as CSV: steps.", valueName: "part"))
    package var csv: SequenceReportTable?

    package init() {}

    package func validate() throws { try refuseTwoFormats(csv, shared) }

    package func run(_ context: CommandContext) throws {
        let filter = ReportFilter(scope: scope.scope(in: context.zone))
        let report = try context.client(shared).get(Routes.sequenceReport, query: filter.query)
        try context.show(report, asCSV: csv?.text(of: report), shared)
    }
}

/// A part of the report by sequence as CSV, the names of its columns first.
package enum SequenceReportTable: String, CaseIterable, ExpressibleByArgument, Sendable {
    case steps

    func text(of report: SequenceReportView) -> String {
        CSVText.table(
            [
                "sequence", "version", "enrollments", "ended", "step", "id", "channel", "due",
                "onTime", "late", "never", "open", "overtaken", "isKilling",
            ],
            report.versions.flatMap { version in
                version.steps.map { step in
                    let numbers = [
                        step.due, step.onTime, step.late, step.never, step.open, step.overtaken,
                    ]
                    return [
                        version.sequence, "\(version.version)", "\(version.enrollments)",
                        "\(version.ended)", "\(step.step)", step.id, step.channel.rawValue,
                    ] + numbers.map(String.init) + ["\(step.id == version.killingStep)"]
                }
            })
    }
}
