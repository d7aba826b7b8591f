import API
package import ArgumentParser

package struct RepList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the reps, and when they are away.",
        discussion: """
            Example:
              thirdtouch rep list
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.reps), shared)
    }
}
