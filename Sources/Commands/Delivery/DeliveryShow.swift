import API
package import ArgumentParser
package import Sequencing

package struct DeliveryShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an e-mail with its frozen message.",
        discussion: """
            Example:
              thirdtouch delivery show D31
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in D31.", valueName: "delivery"))
    package var delivery: DeliveryID

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.delivery, "\(delivery)"), shared)
    }
}
