package import ArgumentParser

package struct TokenCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "token", abstract: "API tokens of programs that ask over HTTP.",
        discussion: """
            Example:
              thirdtouch token add webform --scope hand-off:write
            """,
        subcommands: [TokenAdd.self, TokenList.self, TokenRevoke.self])

    package init() {}
}
