import Sequencing
import Testing

@testable import MailTransport

/// Which folders of a mailbox are watched.
struct WatchedFolderTests {
    struct Row: CustomStringConvertible {
        var description: String
        var listings: [IMAPListing]
        var expected: [WatchedFolder]
        var namespaces = IMAPNamespaces()
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
        Row(
            description: "Gmail in German without marks, and a person's own “Alle Nachrichten”",
            listings: [
                folder("INBOX"), folder("[Google Mail]", "\\noselect"),
                folder("[Google Mail]/Alle Nachrichten"), folder("[Google Mail]/Gesendet"),
                folder("[Google Mail]/Spam"), folder("[Google Mail]/Papierkorb"),
                folder("Alle Nachrichten"), folder("Papierkorb"),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "[Google Mail]/Spam", role: .junk),
                WatchedFolder(name: "[Google Mail]/Alle Nachrichten", role: .all),
                WatchedFolder(name: "[Google Mail]/Gesendet", role: .sent),
                WatchedFolder(name: "[Google Mail]/Papierkorb", role: .trash),
            ]),
        Row(
            description: "names in the lead's language, in modified UTF-7, in any case",
            listings: [
                folder("INBOX"), folder("&AMk-l&AOk-ments envoy&AOk-s"),
                folder("Courrier ind&AOk-sirable"), folder("ARCHIVES"), folder("Corbeille"),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "Courrier ind&AOk-sirable", role: .junk),
                WatchedFolder(name: "ARCHIVES", role: .archive),
                WatchedFolder(name: "&AMk-l&AOk-ments envoy&AOk-s", role: .sent),
            ]),
        Row(
            description: "a namespace of one's own counts as the top, other people's not at all",
            listings: [
                folder("INBOX"), folder("mail/Sent"), folder("mail/Spam"), folder("mail/x/Spam"),
                folder("user/otto/Archive"), folder("user/otto/Junk", "\\junk"),
            ],
            expected: [
                WatchedFolder(name: "INBOX", role: .inbox),
                WatchedFolder(name: "mail/Spam", role: .junk),
                WatchedFolder(name: "mail/Sent", role: .sent),
            ], namespaces: IMAPNamespaces(personal: ["mail/"], foreign: ["user/"])),
    ]

    @Test("The watched folders are chosen by their use", arguments: rows)
    func choice(_ row: Row) {
        #expect(
            WatchedFolder.choose(from: row.listings, namespaces: row.namespaces) == row.expected)
    }
}
