import API
package import ArgumentParser
package import Sequencing

package struct EnrollmentResume: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a paused enrollment go on.",
        discussion: """
            Example:
              thirdtouch enrollment resume E7
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in E7.", valueName: "enrollment"))
    package var enrollment: EnrollmentID

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = NoBody()
        try context.show(
            context.client(shared).post(Routes.resumeEnrollment, "\(enrollment)", body: request),
            shared)
    }
}
