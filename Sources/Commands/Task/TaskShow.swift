import API
package import ArgumentParser
package import Sequencing

package struct TaskShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a task with its whole script, or the e-mail to be reviewed.",
        discussion: """
            Example:
              thirdtouch task show T4
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in T4.", valueName: "task"))
    package var task: TaskID

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.task, "\(task)"), shared)
    }
}
