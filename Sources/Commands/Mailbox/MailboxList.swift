import API
package import ArgumentParser

package struct MailboxList: ContextCommand {
    package static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List mailboxes with their fence, cap and queue.",
        discussion: """
            A closed fence means that it is not proven that nobody answered: no follow-up leaves.

            Example:
              thirdtouch mailbox list
            """)

    @OptionGroup package var shared: SharedOptions

    package init() {}

    package func run(_ context: CommandContext) throws {
        try context.show(context.client(shared).get(Routes.mailboxes), shared)
    }
}
