import API
package import ArgumentParser

package struct SequenceMigrate: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Show who would move to another version of a sequence, and move them.",
        discussion: """
            Without --yes it only shows: who would go to which step, with which new due time, and who \
            can't move and why. A step keeps its place by its id; say where one goes that is gone. What \
            has left never leaves again.

            Examples:
              thirdtouch sequence migrate inbound-handoff
              thirdtouch sequence migrate inbound-handoff --map nudge=reminder --map bye=end --yes
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The sequence.", valueName: "name"))
    package var sequence: String

    @Option(help: ArgumentHelp("The version to move to; the newest.", valueName: "number"))
    package var to: Int?

    @Option(help: ArgumentHelp("Only those on this version; all others.", valueName: "number"))
    package var from: Int?

    @Option(
        help: ArgumentHelp(
            "Where a step goes: its old id and its new one, or end; may be repeated.",
            valueName: "old=new"))
    package var map: [String] = []

    @Flag(help: "Do it; without this it is only shown.")
    package var yes = false

    package init() {}

    package func validate() throws {
        for pair in map where pair.split(separator: "=").count != 2 {
            throw ValidationError("“\(SafeText.line(pair))” is no pair of steps; write old=new.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let pairs = map.map { $0.split(separator: "=").map(String.init) }
        let request = MigrateRequest(
            version: to, from: from,
            stepMap: Dictionary(pairs.map { ($0[0], $0[1]) }) { $1 }, isApplied: yes)
        try context.show(
            context.client(shared).post(Routes.migrateSequence, sequence, body: request), shared)
    }
}
