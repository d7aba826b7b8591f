import API
package import ArgumentParser

package struct LeadAssign: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a lead that was handed over to a rep.",
        discussion: """
            For managers and administrators. The lead's open tasks go with it, and the new owner accepts \
            it anew.

            Example:
              thirdtouch lead assign mira.falk@nordwind.example --to ben
            """)

    @OptionGroup package var shared: SharedOptions

    @OptionGroup package var key: HandOffKey

    @Option(help: ArgumentHelp("The rep who gets it.", valueName: "rep"))
    package var to: String

    package init() {}

    package func validate() throws {
        guard !to.isEmpty else { throw ValidationError("--to names nobody.") }
    }

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(
                Routes.assignHandOff, key.handOff, body: AssignRequest(owner: to)), shared)
    }
}
