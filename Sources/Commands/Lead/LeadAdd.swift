import API
package import ArgumentParser
import Sequencing

package struct LeadAdd: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a lead and hand it over.",
        discussion: """
            Example:
              thirdtouch lead add mira.falk@nordwind.example --first-name Mira \\
                --company "Nordwind Logistik" --country DE --zone Europe/Berlin --source webinar
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The e-mail address.", valueName: "address"))
    package var email: String

    @OptionGroup package var options: LeadFieldOptions

    @Option(help: ArgumentHelp("Where the lead came from.", valueName: "name"))
    package var source: String?

    @Flag(help: "The first touch goes before those of other leads.")
    package var hot = false

    package init() {}

    package func validate() throws { try AddressArgument.check(email) }

    package func run(_ context: CommandContext) throws {
        let request = AddLeadRequest(
            email: email, fields: try options.fields(context), role: options.role ?? .unknown,
            tier: options.tier, source: source, owner: options.owner, isHot: hot,
            accountZone: options.accountZone)
        try context.show(context.client(shared).post(Routes.addLead, body: request), shared)
    }
}

/// Addresses as arguments, refused before anything is sent.
enum AddressArgument {
    static func check(_ text: String) throws {
        do {
            _ = try EmailAddress(text)
        } catch {
            throw ValidationError("“\(SafeText.line(text))” \(error).")
        }
    }
}
