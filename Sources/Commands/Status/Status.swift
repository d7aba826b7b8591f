import API
package import ArgumentParser

package struct Status: ContextCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Show what the daemon is doing, and what needs a look.",
        discussion: """
            Examples:
              thirdtouch status
              thirdtouch status --json | jq .warnings
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.status), shared)
    }
}
