import API
package import ArgumentParser

package struct SequenceShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a published sequence, step by step or as its file.",
        discussion: """
            Examples:
              thirdtouch sequence show inbound-handoff
              thirdtouch sequence show inbound-handoff@2 --text > inbound-handoff.yaml
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(
        help: ArgumentHelp(
            "Its name, for the newest version, or name@version.", valueName: "sequence"))
    package var sequence: VersionArgument

    @Flag(help: "Print the file as it was published.")
    package var text = false

    package init() {}

    package func validate() throws {
        if text && shared.json { throw ValidationError("Choose --text or --json.") }
    }

    package func run(_ context: CommandContext) throws {
        let found = try context.client(shared).get(
            Routes.sequence, sequence.name,
            query: SequenceVersionFilter(version: sequence.version).query)
        guard text else { return try context.show(found, shared) }
        let file = found.text ?? ""
        // A terminal must not be moved by what somebody published; a file gets every byte.
        context.write(context.terminal.isTerminal ? SafeText.block(file) : file)
    }
}

/// A sequence as it is typed: `inbound-handoff` or `inbound-handoff@3`.
package struct VersionArgument: ExpressibleByArgument, Equatable, Sendable {
    let name: String
    /// Nil for the newest.
    let version: Int?

    package init?(argument: String) {
        let parts = argument.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
        name = String(parts[0])
        if parts.count == 2 {
            guard let number = Int(parts[1]), number > 0 else { return nil }
            version = number
        } else {
            version = nil
        }
    }
}
