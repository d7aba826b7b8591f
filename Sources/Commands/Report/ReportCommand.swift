package import ArgumentParser

package struct ReportCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports: what is not being worked, why, and what became of the rest.",
        discussion: """
            Example:
              thirdtouch report touch-gap
            """,
        subcommands: [
            ReportTouchGap.self, ReportSequence.self, ReportHandOff.self, ReportCoverage.self,
            ReportAudit.self, ReportDigest.self,
        ])

    package init() {}
}
