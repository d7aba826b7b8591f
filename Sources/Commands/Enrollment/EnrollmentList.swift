import API
package import ArgumentParser
package import Sequencing

package struct EnrollmentList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List enrollments, the newest first.",
        discussion: """
            Examples:
              thirdtouch enrollment list --state held
              thirdtouch enrollment list --lead mira.falk@nordwind.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Option(help: "Only in this state.")
    package var state: EnrollmentState.Name?

    @Option(help: ArgumentHelp("Only on this sequence.", valueName: "name"))
    package var sequence: String?

    @Option(help: ArgumentHelp("Only this lead's: address or number.", valueName: "lead"))
    package var lead: String?

    @Option(help: ArgumentHelp("Only this rep's.", valueName: "name"))
    package var rep: String?

    @Flag(help: "Only those that a restored backup left open.")
    package var restored = false

    @OptionGroup package var limit: LimitOption

    package init() {}

    package func run(_ context: CommandContext) throws {
        let filter = EnrollmentFilter(
            state: state, sequence: sequence, lead: lead, rep: rep,
            isOpenAfterRestore: restored, limit: limit.limit)
        let page = try context.client(shared).get(Routes.enrollments, query: filter.query)
        try context.show(page, shared)
    }
}
