package import ArgumentParser

package struct MailboxCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "mailbox", abstract: "Mailboxes: what sends and what is read.",
        discussion: """
            Example:
              thirdtouch mailbox list
              thirdtouch mailbox probe dana@sender.example
              thirdtouch mailbox pause dana@sender.example --reason "moving to a new server"
            """,
        subcommands: [
            MailboxList.self, MailboxShow.self, MailboxProbe.self, MailboxPause.self,
            MailboxResume.self,
        ])

    package init() {}
}
