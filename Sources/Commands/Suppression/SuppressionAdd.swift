import API
package import ArgumentParser

package struct SuppressionAdd: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Never contact these addresses again.",
        discussion: """
            Ends every live enrollment of theirs; a message that has not passed its commit point never \
            leaves. Final: there is no way back. @domain is everybody of a domain (not of its subdomains).

            Examples:
              thirdtouch suppression add mira.falk@nordwind.example --reason "asked on the phone"
              thirdtouch suppression add @nordwind.example --reason "their lawyer wrote"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The addresses, or @domain.", valueName: "address"))
    package var addresses: [String]

    @Option(help: ArgumentHelp("How it is known, for the history.", valueName: "text"))
    package var reason: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        let reply = try context.client(shared).post(
            Routes.suppress, body: SuppressRequest(addresses: addresses, reason: reason))
        try context.show(reply, shared)
    }
}
