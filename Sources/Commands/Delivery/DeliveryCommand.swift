package import ArgumentParser

package struct DeliveryCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "delivery", abstract: "Deliveries: e-mails on their way out.",
        discussion: """
            Example:
              thirdtouch delivery list --state in-doubt
            """,
        subcommands: [DeliveryList.self, DeliveryShow.self, DeliverySettle.self])

    package init() {}
}
