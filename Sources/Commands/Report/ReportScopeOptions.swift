import API
package import ArgumentParser
package import Sequencing

/// Which hand-offs a report is about: the same for every report.
package struct ReportScopeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only what this rep owns.", valueName: "name"))
    package var rep: String?

    @Option(
        help: ArgumentHelp(
            "Only what the reps of this team of the configuration own.", valueName: "name"))
    package var team: String?

    @Option(help: ArgumentHelp("Only from this source.", valueName: "name"))
    package var source: String?

    @Option(help: ArgumentHelp("Only on this sequence.", valueName: "name"))
    package var sequence: String?

    @Option(
        name: .customLong("sequence-version"),
        help: ArgumentHelp("Only on this version of it.", valueName: "number"))
    package var sequenceVersion: Int?

    @Option(help: ArgumentHelp("Only those that stand at this step.", valueName: "number"))
    package var step: Int?

    @Option(
        help: ArgumentHelp("Only people of this account: domain or number.", valueName: "account"))
    package var account: String?

    @Option(help: "Only people with this part in the decision.")
    package var role: BuyingRole?

    @Option(
        help: ArgumentHelp(
            "Only people whose account is worth this, as in A; the case of letters is nothing.",
            valueName: "word"), transform: LeadTier.init(typed:))
    package var tier: LeadTier?

    @Option(help: ArgumentHelp("Only this lead: address or number.", valueName: "lead"))
    package var lead: String?

    @Option(
        help: ArgumentHelp("Only given from then on: \(MomentArgument.help).", valueName: "time"))
    package var givenFrom: MomentArgument?

    @Option(help: ArgumentHelp("Only given before then.", valueName: "time"))
    package var givenTo: MomentArgument?

    @Option(help: ArgumentHelp("Only given at least so many days ago.", valueName: "days"))
    package var age: Int?

    @Option(
        help: ArgumentHelp("As it was then: what happened later is left out.", valueName: "time"))
    package var asOf: MomentArgument?

    package init() {}

    package func validate() throws {
        for (name, value) in [("sequence-version", sequenceVersion), ("step", step)] {
            if let value, value < 1 { throw ValidationError("--\(name) counts from 1.") }
        }
        if sequenceVersion != nil, sequence == nil {
            throw ValidationError("--sequence-version goes with --sequence.")
        }
        if let age, !(0...10_000).contains(age) {
            throw ValidationError("--age takes 0 to 10000 days.")
        }
    }

    func scope(in zone: LocalZone) -> ReportScope {
        ReportScope(
            rep: rep, team: team, source: source, sequence: sequence, version: sequenceVersion,
            step: step, account: account, role: role, tier: tier, lead: lead,
            givenFrom: givenFrom?.timestamp(in: zone), givenTo: givenTo?.timestamp(in: zone),
            age: age, asOf: asOf?.timestamp(in: zone))
    }
}
