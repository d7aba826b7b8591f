internal import Sequencing

/// A folder that is swept, and what for.
struct WatchedFolder: Equatable {
    var name: String
    var role: FolderRole

    /// Chooses INBOX, Junk, Archive, All and Sent by SPECIAL-USE (RFC 6154).
    ///
    /// A server that marks none is asked by the names that mail programs give. Trash is watched
    /// where there is an All folder: there it is the only other place a filter can move a mail to.
    static func choose(from listings: [IMAPListing]) -> [WatchedFolder] {
        let selectable = listings.filter {
            $0.attributes.isDisjoint(with: ["\\noselect", "\\nonexistent"])
        }
        var folders = [WatchedFolder(name: "INBOX", role: .inbox)]
        for role in [FolderRole.junk, .archive, .all, .sent, .trash] {
            let marked = selectable.filter { $0.attributes.contains("\\\(role.rawValue)") }
            let isUnmarked = marked.isEmpty && role != .all && role != .trash
            let found = isUnmarked ? selectable.filter { isNamed($0, for: role) } : marked
            folders += found.filter { $0.name != "INBOX" }
                .map { WatchedFolder(name: $0.name, role: role) }
        }
        let hasAll = folders.contains { $0.role == .all }
        var seen = Set<String>()
        return folders.filter { (hasAll || $0.role != .trash) && seen.insert($0.name).inserted }
    }

    private static func isNamed(_ listing: IMAPListing, for role: FolderRole) -> Bool {
        var name = listing.name.lowercased()
        if let separator = listing.separator, name.hasPrefix("inbox\(separator)") {
            name.removeFirst(5 + separator.count)
        }
        return usualNames[role]?.contains(name) == true
    }

    private static let usualNames: [FolderRole: Set<String>] = [
        .junk: ["junk", "spam", "junk mail", "junk e-mail", "bulk mail"],
        .archive: ["archive", "archives"],
        .sent: ["sent", "sent items", "sent messages", "sent mail"],
    ]
}
