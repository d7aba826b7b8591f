import API
package import ArgumentParser
package import Sequencing

package struct EnrollmentPause: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let an enrollment rest, until a date or until it is resumed.",
        discussion: """
            Example:
              thirdtouch enrollment pause E7 --until 2026-12-01 --reason "asked for December"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in E7.", valueName: "enrollment"))
    package var enrollment: EnrollmentID

    @Option(help: ArgumentHelp("Go on then: \(MomentArgument.help).", valueName: "time"))
    package var until: MomentArgument?

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    package var reason: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = PauseRequest(
            reason: reason, until: until?.timestamp(in: context.zone))
        try context.show(
            context.client(shared).post(Routes.pauseEnrollment, "\(enrollment)", body: request),
            shared)
    }
}
