package import ArgumentParser

package struct SequenceCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sequence", abstract: "Sequences: check, publish, look at.",
        discussion: """
            Example:
              thirdtouch sequence lint sequences/*.yaml
            """,
        subcommands: [SequenceList.self, SequenceShow.self])

    package init() {}
}
