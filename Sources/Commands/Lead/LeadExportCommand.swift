import API
package import ArgumentParser

/// `lead export`; the wire value has the short name.
package struct LeadExportCommand: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print everything that is known of a person, as JSON.",
        discussion: """
            What was sent and what came back is in it whole (messages that came in Base64), with tasks, \
            mail written by hand, suppression and history. It is what a person may ask to see.

            Example:
              thirdtouch lead export mira.falk@nordwind.example > mira.json
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        let export = try context.client(shared).get(Routes.exportLead, lead)
        context.write(try JSONOutput.text(of: export))
    }
}
