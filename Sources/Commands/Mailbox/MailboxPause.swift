import API
package import ArgumentParser

package struct MailboxPause: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Let nothing leave a mailbox, until a date or until it is resumed.",
        discussion: """
            Sequences go on to their next message and wait there; calls and other tasks go on. The \
            mailbox is still read.

            Example:
              thirdtouch mailbox pause dana@sender.example --until 2026-12-01 --reason "new server"
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The mailbox.", valueName: "address"))
    package var mailbox: String

    @Option(help: ArgumentHelp("Go on then: \(MomentArgument.help).", valueName: "time"))
    package var until: MomentArgument?

    @Option(help: ArgumentHelp("Why, for the history.", valueName: "text"))
    package var reason: String?

    package init() {}

    package func run(_ context: CommandContext) throws {
        let request = PauseRequest(
            reason: reason, until: until?.timestamp(in: context.zone))
        try context.show(
            context.client(shared).post(Routes.pauseMailbox, mailbox, body: request), shared)
    }
}
