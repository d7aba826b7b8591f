import API
package import ArgumentParser
package import Sequencing

package struct DeliverySettle: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "settle", abstract: "Say what became of an e-mail in doubt.",
        discussion: """
            sent: it arrived. resend: the same bytes leave again, which may be a second copy.
            drop: it never leaves, and the enrollment ends.

            Example:
              thirdtouch delivery settle D31 --as sent
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Number, as in D31.", valueName: "delivery"))
    package var delivery: DeliveryID

    @Option(help: "What you know.")
    package var `as`: DeliveryEvent.Settlement

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = SettleRequest(settlement: `as`)
        try context.show(
            context.client(shared).post(Routes.settleDelivery, "\(delivery)", body: request), shared
        )
    }
}
