package import ArgumentParser

/// What is done with the work list, beside showing it.
package struct FixOptions: ParsableArguments {
    @Flag(help: "Walk through the work list at the terminal, one key a step.")
    package var fix = false

    @Option(
        name: .customLong("do"),
        help: ArgumentHelp(
            "Do one thing for every row: \(BulkAct.forms). Shows first what that means.",
            valueName: "act"),
        transform: BulkAct.init(typed:))
    package var act: BulkAct?

    @Flag(help: "With --do: don't ask.")
    package var yes = false

    package init() {}

    package func validate() throws {
        guard !fix || act == nil else { throw ValidationError("Choose --fix or --do.") }
        guard !yes || act != nil else { throw ValidationError("--yes goes with --do.") }
    }

    var isUsed: Bool { fix || act != nil }
}
