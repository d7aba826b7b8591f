import API
package import ArgumentParser

package struct SuppressionList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List suppressions, newest first.",
        discussion: """
            Example:
              thirdtouch suppression list --containing nordwind.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: ArgumentHelp("Only addresses with this in them.", valueName: "text"))
    package var containing: String?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = SuppressionFilter(containing: containing, limit: limit.limit)
        try context.show(
            context.client(shared).get(Routes.suppressions, query: filter.query), shared)
    }
}
