import API
package import ArgumentParser

package struct SuppressionCheck: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say whether an address may be contacted.",
        discussion: """
            Exit code 0: it may; 1: it may not.

            Example:
              thirdtouch suppression check mira.falk@nordwind.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The address.", valueName: "address"))
    package var address: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        let found = try context.client(shared).get(Routes.suppression, address)
        try context.show(found, shared)
        if found.suppression != nil { throw CommandFailure(.refused) }
    }
}
