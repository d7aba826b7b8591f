import API
package import ArgumentParser
import Sequencing

package struct LeadHandOff: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "hand-off", abstract: "Hand a lead over to sales: a new effort begins.",
        discussion: """
            For marketing, managers and administrators; a rep takes a lead on by enrolling it. A known \
            lead keeps its owner, a new one goes to whom the rules of the configuration name, unless \
            --owner names somebody. A lead whose last hand-off is still open is refused.

            Examples:
              thirdtouch lead hand-off mira.falk@nordwind.example --source webinar --hot
              thirdtouch lead hand-off L12 --owner ben --source "trade fair"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    @OptionGroup package var options: LeadFieldOptions

    @Option(help: ArgumentHelp("Where the lead came from.", valueName: "name"))
    package var source: String?

    @Flag(help: "The first touch goes before those of other leads.")
    package var hot = false

    package init() {}

    package func validate() throws {
        if lead.contains("@") { try AddressArgument.check(lead) }
        guard options.accountZone == nil else {
            throw ValidationError("--account-zone belongs to lead edit.")
        }
    }

    package func run(_ context: CommandContext) throws {
        let request = HandOverRequest(
            lead: lead, source: source, owner: options.owner, isHot: hot,
            fields: try options.fields(context), role: options.role ?? .unknown,
            tier: options.tier)
        try context.show(context.client(shared).post(Routes.handOver, body: request), shared)
    }
}
