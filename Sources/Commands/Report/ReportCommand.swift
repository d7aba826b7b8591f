package import ArgumentParser

package struct ReportCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Reports: what is not being worked, and why.",
        discussion: """
            Example:
              thirdtouch report touch-gap
            """,
        subcommands: [ReportTouchGap.self, ReportDigest.self])

    package init() {}
}
