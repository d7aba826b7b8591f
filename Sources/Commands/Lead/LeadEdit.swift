import API
package import ArgumentParser

package struct LeadEdit: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change what is known of a lead, or who owns it.",
        discussion: """
            What is not named stays; empty text takes a value away. What was held for a missing \
            value goes on by itself.

            Examples:
              thirdtouch lead edit L12 --topic "dock scheduling"
              thirdtouch lead edit mira.falk@nordwind.example --owner ben --phone ""
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    @Option(help: ArgumentHelp("The new e-mail address.", valueName: "address"))
    package var email: String?

    @OptionGroup package var options: LeadFieldOptions

    package init() {}

    package func validate() throws { if let email { try AddressArgument.check(email) } }

    package func run(_ context: CommandContext) throws {
        let request = EditLeadRequest(
            email: email, fields: try options.fields(context), role: options.role,
            tier: options.tier, owner: options.owner, accountZone: options.accountZone)
        guard request != EditLeadRequest() else {
            throw CommandFailure(
                .usage, "Nothing to change was named.", advice: "thirdtouch lead edit --help")
        }
        try context.show(context.client(shared).post(Routes.editLead, lead, body: request), shared)
    }
}
