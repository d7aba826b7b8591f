import API
package import ArgumentParser
import Sequencing

package struct MailboxProbe: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Learn what a mailbox's server does with our mail.",
        discussion: """
            The mailbox sends one message to itself, which counts under its cap. It shows whether the \
            server keeps a copy in Sent, keeps our Message-ID and the fields for unsubscribing, covers \
            those with its DKIM signature, and how long a round trip takes. After ten minutes it ends with \
            what is known by then.

            Examples:
              thirdtouch mailbox probe dana@sender.example
              thirdtouch mailbox probe dana@sender.example --no-wait
            """)

    /// A probe ends by itself after twice ten minutes at most.
    private static let mostQuestions = 1300

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The mailbox.", valueName: "address"))
    package var mailbox: String

    @Flag(help: "Only ask for it; mailbox show tells what came of it.")
    package var noWait = false

    package init() {}

    package func run(_ context: CommandContext) throws {
        let client = context.client(shared)
        var view = try client.post(Routes.probeMailbox, mailbox, body: NoBody())
        guard !noWait else { return try context.show(view, shared) }
        var shown = ""
        for _ in 0..<Self.mostQuestions where view.probe?.state != .finished {
            let stage = view.probe?.stage ?? ""
            if context.terminal.isTerminal, stage != shown { context.writeError(stage + "\n") }
            shown = stage
            context.pause(.seconds(1))
            view = try client.get(Routes.mailbox, mailbox)
        }
        try context.show(view, shared)
        if view.probe?.failure != nil { throw CommandFailure(.refused) }
    }
}
