import ArgumentParser

/// The simulator: seeded hostile worlds on a virtual clock, and the promises checked as they go.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "thirdtouch-sim", abstract: "Play seeded worlds and check the promises.",
        discussion: """
            The real engine on a real SQLite file, in virtual time, among servers, disks, clocks, leads and reps \
            that fail by a seed. The same seed gives the same history on any machine (docs/simulator.md).
            """,
        subcommands: subcommands, defaultSubcommand: Play.self)

    private static var subcommands: [any ParsableCommand.Type] {
        #if DEBUG
        [Play.self, RaceCommand.self, MutationsCommand.self]
        #else
        [Play.self, RaceCommand.self]
        #endif
    }
}
