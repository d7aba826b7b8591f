package import ArgumentParser

package struct MailboxCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mailbox", abstract: "Mailboxes: what sends and what is read.",
        discussion: """
            Example:
              thirdtouch mailbox list
            """,
        subcommands: [MailboxList.self])

    package init() {}
}
