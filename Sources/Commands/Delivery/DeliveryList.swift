import API
package import ArgumentParser
package import Sequencing

package struct DeliveryList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List e-mails on their way, the newest first.",
        discussion: """
            Example:
              thirdtouch delivery list --state in-doubt
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: "Only in this state.")
    package var state: DeliveryState.Name?

    @Option(help: ArgumentHelp("Only from this mailbox.", valueName: "address"))
    package var mailbox: String?

    @Option(help: ArgumentHelp("Only this lead's: address or number.", valueName: "lead"))
    package var lead: String?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = DeliveryFilter(state: state, mailbox: mailbox, lead: lead, limit: limit.limit)
        let page = try context.client(shared).get(Routes.deliveries, query: filter.query)
        try context.show(page, shared)
    }
}
