import API
package import ArgumentParser

package struct LeadAccept: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Take on a lead that was handed over.",
        discussion: """
            Enrolling a lead accepts it too. Doing it again changes nothing.

            Example:
              thirdtouch lead accept mira.falk@nordwind.example
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup package var key: HandOffKey

    package init() {}

    package func run(_ context: CommandContext) throws {
        let client = context.client(shared)
        try context.show(
            client.post(Routes.acceptHandOff, key.handOff, body: NoBody()), shared)
    }
}

/// Which hand-off is meant.
package struct HandOffKey: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "The hand-off (H12), or its lead by address or number (L12).", valueName: "hand-off"))
    package var handOff: String

    package init() {}
}
