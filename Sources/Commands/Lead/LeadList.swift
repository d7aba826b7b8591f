import API
package import ArgumentParser

package struct LeadList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List leads, the newest first.",
        discussion: """
            Example:
              thirdtouch lead list --owner ada --source webinar
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: ArgumentHelp("Only what this rep owns.", valueName: "rep"))
    package var owner: String?

    @Option(help: ArgumentHelp("Only from this source.", valueName: "name"))
    package var source: String?

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = LeadFilter(owner: owner, source: source, limit: limit.limit)
        let page = try context.client(shared).get(Routes.leads, query: filter.query)
        try context.show(page, shared)
    }
}
