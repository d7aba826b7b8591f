import API
package import ArgumentParser

package struct RepAway: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "away", abstract: "Say when a rep is away, and who stands in.",
        discussion: """
            Meanwhile the delegate gets the leads that would go to the rep, and sees and may do the \
            rep's tasks and move the rep's leads. Sequences go on from the rep's own mailbox. No \
            clock pauses: what gets late is shown to a manager as owner-absent. Reps say it of \
            themselves, managers of everybody.

            Examples:
              thirdtouch rep away ada --until 2026-12-27 --delegate ben
              thirdtouch rep away ada --from 2026-12-20 --until 2026-12-27T09:00
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The rep's short name.", valueName: "rep"))
    package var name: String

    @Option(help: ArgumentHelp("Away from then; from now when left out.", valueName: "time"))
    package var from: MomentArgument?

    @Option(help: ArgumentHelp("Back then: \(MomentArgument.help).", valueName: "time"))
    package var until: MomentArgument

    @Option(help: ArgumentHelp("Who stands in.", valueName: "rep"))
    package var delegate: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = AbsenceRequest(
            from: from?.timestamp(in: context.zone), until: until.timestamp(in: context.zone),
            delegate: delegate)
        try context.show(
            context.client(shared).post(Routes.recordAbsence, name, body: request), shared)
    }
}
