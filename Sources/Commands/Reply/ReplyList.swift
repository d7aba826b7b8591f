import API
package import ArgumentParser
package import Sequencing

package struct ReplyList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what came back, the newest first.",
        discussion: """
            Examples:
              thirdtouch reply list --unanswered
              thirdtouch reply list --kind bounce
              thirdtouch reply list --intent referral
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: "Only of this kind.")
    package var kind: ReplyKind?

    @Option(help: "Only what seems to want this.")
    package var intent: ReplyIntent.Kind?

    @Option(help: ArgumentHelp("Only this lead's: address or number.", valueName: "lead"))
    package var lead: String?

    @Option(help: ArgumentHelp("Only this rep's.", valueName: "name"))
    package var rep: String?

    @Flag(help: "Only what a person wrote and nobody has answered.")
    package var unanswered = false

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = ReplyFilter(
            kind: kind, intent: intent, lead: lead, rep: rep, isUnanswered: unanswered,
            limit: limit.limit)
        let page = try context.client(shared).get(Routes.replies, query: filter.query)
        try context.show(page, shared)
    }
}
