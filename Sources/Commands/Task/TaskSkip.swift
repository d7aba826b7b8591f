import API
package import ArgumentParser
package import Sequencing

package struct TaskSkip: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "skip", abstract: "Pass over a task: recorded, reported, no touch.",
        discussion: """
            Example:
              thirdtouch task skip T4 --reason "the number is dead"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in T4.", valueName: "task"))
    package var task: TaskID

    @Option(help: ArgumentHelp("Why, for the history and the report.", valueName: "text"))
    package var reason: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = TaskSkipRequest(reason: reason)
        try context.show(
            context.client(shared).post(Routes.skipTask, "\(task)", body: request), shared)
    }
}
