import API
package import ArgumentParser

package struct TokenList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens, what they may do and when they were used.",
        discussion: """
            Example:
              thirdtouch token list
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.tokens), shared)
    }
}
