package import ArgumentParser

package struct SuppressionCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "suppression", abstract: "Suppressions: who may never be contacted again.",
        discussion: """
            An entry is final: no command takes it away, and adding the lead again does not either.

            Example:
              thirdtouch suppression add mira.falk@nordwind.example --reason "asked on the phone"
            """,
        subcommands: [
            SuppressionAdd.self, SuppressionList.self, SuppressionCheck.self,
            SuppressionImport.self,
        ])

    package init() {}
}
