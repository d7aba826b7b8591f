import API
package import ArgumentParser

package struct SuppressionAdd: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Never contact these addresses again.",
        discussion: """
            Ends every live enrollment of theirs; a message that has not passed its commit point never \
            leaves. Final: there is no way back.

            Example:
              thirdtouch suppression add mira.falk@nordwind.example --reason "asked on the phone"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The addresses.", valueName: "address"))
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
