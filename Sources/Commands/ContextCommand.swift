package import ArgumentParser

/// A command that does its work with what the context gives it, so that tests can bring their own.
package protocol ContextCommand: ParsableCommand {
    func run(_ context: CommandContext) throws
}

/// The flags that every command has.
package struct SharedOptions: ParsableArguments {
    @Flag(help: "Print the value as JSON (docs/api.md): a contract for scripts.")
    package var json = false

    @Option(
        help: ArgumentHelp(
            "The daemon's socket; by default THIRDTOUCH_SOCKET, or /run/thirdtouch/thirdtouchd.sock.",
            valueName: "path"),
        completion: .file())
    package var socket: String?

    package init() {}
}

/// How many rows to show.
package struct LimitOption: ParsableArguments {
    @Option(help: ArgumentHelp("At most so many rows, 1 to 10000.", valueName: "count"))
    package var limit = 100

    package init() {}

    package func validate() throws {
        guard (1...10_000).contains(limit) else {
            throw ValidationError("--limit takes 1 to 10000, not \(limit).")
        }
    }
}
