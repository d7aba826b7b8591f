package import ArgumentParser

package struct SequenceCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sequence", abstract: "Sequences: check, foresee, publish, look at.",
        discussion: """
            Example:
              thirdtouch sequence lint sequences/*.yaml
              thirdtouch sequence plan sequences/inbound-handoff.yaml --leads leads.csv
            """,
        subcommands: [
            SequenceList.self, SequenceLint.self, SequenceShow.self, SequencePlan.self,
            SequencePublish.self, SequenceMigrate.self,
        ])

    package init() {}
}
