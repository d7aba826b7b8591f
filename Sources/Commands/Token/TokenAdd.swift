import API
package import ArgumentParser
package import Sequencing

extension TokenScope: ExpressibleByArgument {}

package struct TokenAdd: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a token; its secret is shown this once.",
        discussion: """
            For administrators. hand-off:write hands leads over, report:read reads the reports over \
            everybody's leads; nothing else is open to a token. Only a hash of the secret is kept: who \
            loses it revokes the token and makes another one.

            Examples:
              thirdtouch token add webform --scope hand-off:write
              thirdtouch token add dashboard --scope report:read --json
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("What the history calls it.", valueName: "name"))
    package var name: String

    @Option(name: .customLong("scope"), help: "What it may do; may be repeated.")
    package var scopes: [TokenScope] = []

    package init() {}

    package func validate() throws {
        guard !scopes.isEmpty else {
            throw ValidationError(
                "Say what it may do: --scope "
                    + TokenScope.allCases.map(\.rawValue).joined(separator: " or --scope ") + ".")
        }
    }

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(
                Routes.addToken, body: AddTokenRequest(name: name, scopes: scopes)), shared)
    }
}
