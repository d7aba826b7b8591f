import API
package import ArgumentParser

package struct MailboxResume: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Let a mailbox send again that was paused or stopped.",
        discussion: """
            A mailbox stops by itself when too much bounces, when three messages in a row are refused \
            for policy, or when a recipient complains. Look at what came back first: what happened \
            until now no longer counts against it.

            Example:
              thirdtouch mailbox resume dana@sender.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The mailbox.", valueName: "address"))
    package var mailbox: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(
            context.client(shared).post(Routes.resumeMailbox, mailbox, body: NoBody()), shared)
    }
}
