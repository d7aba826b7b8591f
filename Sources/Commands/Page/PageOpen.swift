import API
package import ArgumentParser

package struct PageOpen: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Get a link that logs you in on the page: good once, for ten minutes.",
        discussion: """
            The link is for the Unix user that runs this, and shows what that rep may see. It is a secret: \
            whoever opens it is that rep. When the page is on the server's loopback, a browser elsewhere \
            reaches it through ssh -L (docs/page.md).

            Examples:
              thirdtouch page open
              xdg-open "$(thirdtouch page open --json | jq -r .url)"
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(Routes.openPage, body: NoBody()), shared)
    }
}
