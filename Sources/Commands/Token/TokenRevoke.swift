import API
package import ArgumentParser

package struct TokenRevoke: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a token away; it opens nothing from now on.",
        discussion: """
            Example:
              thirdtouch token revoke webform
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Its name.", valueName: "name"))
    package var name: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(Routes.revokeToken, name, body: NoBody()), shared)
    }
}
