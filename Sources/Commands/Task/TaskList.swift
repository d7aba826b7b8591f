package import API
package import ArgumentParser
package import Sequencing

package struct TaskList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List tasks, the earliest due first; open ones unless --state.",
        discussion: """
            Examples:
              thirdtouch task list --rep ada
              thirdtouch task list --channel call
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: "Only in this state.")
    package var state: TaskState?

    @Option(help: ArgumentHelp("Only this rep's.", valueName: "name"))
    package var rep: String?

    @Option(help: ArgumentHelp("Only this lead's: address or number.", valueName: "lead"))
    package var lead: String?

    @Option(help: "Only of this kind.")
    package var channel: Channel?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = TaskFilter(
            state: state, rep: rep, lead: lead, channel: channel, limit: limit.limit)
        let page = try context.client(shared).get(Routes.tasks, query: filter.query)
        try context.show(page, shared)
    }
}
