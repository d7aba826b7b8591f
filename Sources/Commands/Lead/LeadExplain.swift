import API
package import ArgumentParser

package struct LeadExplain: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain where a lead stands, what happens next, and how it came so.",
        discussion: """
            Example:
              thirdtouch lead explain mira.falk@nordwind.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.explanation, lead), shared)
    }
}
