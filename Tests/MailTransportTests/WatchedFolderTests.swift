import Sequencing
import Testing

@testable import MailTransport

/// Which folders of a mailbox are watched.
struct WatchedFolderTests {
    struct Row: CustomStringConvertible {
        var description: String
        var listings: [IMAPListing]
        var expected: [WatchedFolder]
    }

    private static func folder(_ name: String, _ attributes: String..., separator: String = "/")
        -> IMAPListing
    {
        IMAPListing(attributes: Set(attributes), separator: separator, name: name)
    }

    static let rows = [
        Row(
            description: "Gmail: All Mail, Spam and Trash",
            listings: [
                folder("INBOX"), folder("[Gmail]", "\\noselect"),
                folder("[Gmail]/All Mail", "\\all"),
                folder("[Gmail]/Sent Mail", "\\sent"), folder("[Gmail]/Spam", "\\junk"),
                folder("[Gmail]/Trash", "\\trash"), folder("[Gmail]/Drafts", "\\drafts"),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "[Gmail]/Spam", role: .junk),
                WatchedFolder(name: "[Gmail]/All Mail", role: .all),
                WatchedFolder(name: "[Gmail]/Sent Mail", role: .sent),
                WatchedFolder(name: "[Gmail]/Trash", role: .trash),
            ]),
        Row(
            description: "marks win over names, and Trash stays out without All",
            listings: [
                folder("INBOX"), folder("Müll", "\\junk"), folder("Junk"),
                folder("Trash", "\\trash"),
                folder("Archive", "\\archive"), folder("Sent", "\\sent"),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "Müll", role: .junk),
                WatchedFolder(name: "Archive", role: .archive),
                WatchedFolder(name: "Sent", role: .sent),
            ]),
        Row(
            description: "without marks the usual names count, below INBOX as well",
            listings: [
                folder("INBOX", separator: "."), folder("INBOX.Spam", separator: "."),
                folder("INBOX.Sent Items", separator: "."),
                folder("INBOX.Archives.2026", separator: "."),
                folder("Archive", "\\noselect", separator: "."),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "INBOX.Spam", role: .junk),
                WatchedFolder(name: "INBOX.Sent Items", role: .sent),
            ]),
        Row(
            description: "INBOX is watched even if nothing is listed, and nothing twice",
            listings: [folder("INBOX", "\\all"), folder("X", "\\junk", "\\archive")],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox), WatchedFolder(name: "X", role: .junk),
            ]),
    ]

    @Test("The watched folders are chosen by their use", arguments: rows)
    func choice(_ row: Row) {
        #expect(WatchedFolder.choose(from: row.listings) == row.expected)
    }
}
