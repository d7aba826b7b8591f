import API
package import ArgumentParser
import Sequencing

package struct LeadReject: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Send a lead back before anybody has contacted it.",
        discussion: """
            After the first touch a lead is no longer rejected but disposed of. What lives of it ends.

            Examples:
              thirdtouch lead reject H12 --reason misrouted --note "belongs to Poland"
              thirdtouch lead reject mira.falk@nordwind.example --reason incomplete
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup package var key: HandOffKey

    @Option(help: "Why it is sent back.")
    package var reason: RejectionWord

    @Option(help: ArgumentHelp("A line for the history.", valueName: "text"))
    package var note: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = DisposeRequest(disposition: reason.disposition, why: note)
        try context.show(
            context.client(shared).post(Routes.disposeHandOff, key.handOff, body: request), shared)
    }
}

/// The dispositions that send a lead back unworked.
package enum RejectionWord: String, CaseIterable, ExpressibleByArgument {
    case misrouted, incomplete
    case outsideCriteria = "outside-criteria"

    var disposition: Disposition {
        switch self {
        case .misrouted: .misrouted
        case .incomplete: .incomplete
        case .outsideCriteria: .outsideCriteria
        }
    }
}
