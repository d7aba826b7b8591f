import API
package import ArgumentParser
package import Sequencing

package struct LeadDispose: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "dispose", abstract: "Close a hand-off: what came of the lead.",
        discussion: """
            What lives of it ends. "unable-to-reach" before the minimum effort is taken, and the report \
            goes on showing the lead. "recycled" needs the day on which the lead is handed over again.

            Examples:
              thirdtouch lead dispose mira.falk@nordwind.example --as qualified
              thirdtouch lead dispose L12 --as recycled --wake 2027-01-15 --note "budget in January"
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup package var key: HandOffKey

    @Option(name: .customLong("as"), help: "What came of it.")
    package var disposition: Disposition

    @Option(
        help: ArgumentHelp("Hand it over again then: \(MomentArgument.help).", valueName: "time"))
    package var wake: MomentArgument?

    @Option(help: ArgumentHelp("A line for the history.", valueName: "text"))
    package var note: String?

    package init() {}

    package func validate() throws {
        guard (disposition == .recycled) == (wake != nil) else {
            throw ValidationError(
                disposition == .recycled
                    ? "A recycled lead needs --wake, the day on which it comes back."
                    : "--wake goes with --as recycled alone.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let request = DisposeRequest(
            disposition: disposition, wakeAt: wake?.timestamp(in: context.zone), why: note)
        try context.show(
            context.client(shared).post(Routes.disposeHandOff, key.handOff, body: request), shared)
    }
}
