package import ArgumentParser

package struct LeadCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lead", abstract: "Leads: add, look at, explain, edit, forget.",
        discussion: """
            Example:
              thirdtouch lead explain mira.falk@nordwind.example
            """,
        subcommands: [
            LeadAdd.self, LeadList.self, LeadShow.self, LeadExplain.self, LeadEdit.self,
            LeadExportCommand.self, LeadForget.self,
        ])

    package init() {}
}
