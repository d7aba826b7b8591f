import API
package import ArgumentParser

package struct MailboxShow: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a mailbox, and what its last probe has shown.",
        discussion: """
            Example:
              thirdtouch mailbox show dana@sender.example
            """)

    @OptionGroup package var shared: SharedOptions

    @Argument(help: ArgumentHelp("The mailbox.", valueName: "address"))
    package var mailbox: String

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.mailbox, mailbox), shared)
    }
}
