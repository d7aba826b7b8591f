package import ArgumentParser

package struct PageCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "page", abstract: "The manager's page, in a browser.",
        discussion: """
            Example:
              thirdtouch page open
            """,
        subcommands: [PageOpen.self])

    package init() {}
}
