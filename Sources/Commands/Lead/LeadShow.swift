import API
package import ArgumentParser

package struct LeadShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what is known of a lead.",
        discussion: """
            Example:
              thirdtouch lead show L12
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.lead, lead), shared)
    }
}
