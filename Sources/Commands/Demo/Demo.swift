package import ArgumentParser

package struct Demo: ContextCommand {
    package static let configuration = CommandConfiguration(
        abstract: "Run the whole product in this terminal on a fast clock, with scripted leads.",
        discussion: """
            Needs no daemon and no configuration: real engine, real SQLite, mail in a Maildir. \
            Whatever follows is handed to `thirdtouchd demo`; see thirdtouchd demo --help.

            Example:
              thirdtouch demo
            """)

    @Argument(
        parsing: .allUnrecognized,
        help: ArgumentHelp("Handed to thirdtouchd demo.", valueName: "argument"))
    package var arguments: [String] = []

    package init() {}

    package func run(_ context: CommandContext) throws {
        let path = try Handover.find("thirdtouchd", environment: context.environment)
        try Handover.become(path, ["thirdtouchd", "demo"] + arguments)
    }
}
