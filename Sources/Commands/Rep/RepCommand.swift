package import ArgumentParser

package struct RepCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rep", abstract: "Reps: who is there, who is away, who stands in.",
        discussion: """
            Reps themselves stand in the configuration (docs/configuration.md).

            Example:
              thirdtouch rep away ada --until 2026-12-27 --delegate ben
            """,
        subcommands: [RepList.self, RepAway.self, RepBack.self])

    package init() {}
}
