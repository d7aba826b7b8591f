import API
package import ArgumentParser
package import Sequencing

package struct EnrollmentStop: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "End an enrollment; with a disposition its hand-off is closed too.",
        discussion: """
            Example:
              thirdtouch enrollment stop E7 --disposition no-need --reason "told me on the phone"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in E7.", valueName: "enrollment"))
    package var enrollment: EnrollmentID

    @Option(help: "Your judgement of the lead.")
    package var disposition: Disposition?

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    package var reason: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = StopRequest(reason: reason, disposition: disposition)
        try context.show(
            context.client(shared).post(Routes.stopEnrollment, "\(enrollment)", body: request),
            shared)
    }
}
