import API
package import ArgumentParser

package struct SequenceList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the published sequences, each with its newest version.",
        discussion: """
            Example:
              thirdtouch sequence list
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.sequences), shared)
    }
}
