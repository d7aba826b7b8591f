package import ArgumentParser

package struct LeadCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "lead", abstract: "Leads: add, hand over, look at, edit, close, forget.",
        discussion: """
            Example:
              thirdtouch lead explain mira.falk@nordwind.example
            """,
        subcommands: [
            LeadAdd.self, LeadList.self, LeadShow.self, LeadExplain.self, LeadEdit.self,
            LeadHandOff.self, LeadImport.self, LeadAccept.self, LeadReject.self, LeadAssign.self,
            LeadDispose.self,
            LeadExportCommand.self, LeadForget.self,
        ])

    package init() {}
}
