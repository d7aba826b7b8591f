import API
package import ArgumentParser

package struct LeadForget: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Erase a person's data, for good.",
        discussion: """
            Names, addresses, messages and texts are erased, live enrollments end, and the report keeps \
            its counts. A keyed hash of the address stays, so that nobody adds the person again. An \
            address that is no lead's can be named too. It asks first. Managers and administrators only.

            Mail in the mailboxes and backups made before are not touched.

            Examples:
              thirdtouch lead forget mira.falk@nordwind.example
              thirdtouch lead forget L12 --yes
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("Address or number (L12).", valueName: "lead"))
    package var lead: String

    @Flag(help: "Don't ask.")
    package var yes = false

    package init() {}

    package func run(_ context: CommandContext) throws {
        let client = context.client(shared)
        if !yes {
            try context.confirm(
                "Everything that is known of \(SafeText.line(lead)) will be erased for good.",
                known: known(client), orRun: "thirdtouch lead forget \(SafeText.line(lead)) --yes")
        }
        try context.show(client.post(Routes.forgetLead, lead, body: NoBody()), shared)
    }

    /// Who that is; an address need not be a lead's.
    private func known(_ client: Client) throws -> Whom {
        do {
            return Whom(key: lead, lead: try client.get(Routes.lead, lead))
        } catch ClientError.refused(let refusal) where refusal.code == .notFound {
            return Whom(key: lead, lead: nil)
        }
    }
}

/// What is shown before it is erased.
private struct Whom: Rendered {
    var key: String
    var lead: LeadView?

    func render(on page: inout TextPage) {
        guard let lead else {
            page.line("\(SafeText.line(key)) is no lead; its address would be refused for ever.")
            return
        }
        lead.render(on: &page)
    }
}
