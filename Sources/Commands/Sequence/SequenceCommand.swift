package import ArgumentParser

package struct SequenceCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sequence", abstract: "Sequences: check, publish, look at.",
        discussion: """
            Example:
              thirdtouch sequence lint sequences/*.yaml
            """,
        subcommands: [
            SequenceList.self, SequenceLint.self, SequenceShow.self, SequencePublish.self,
        ])

    package init() {}
}
