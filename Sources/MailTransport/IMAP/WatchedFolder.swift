internal import Sequencing

/// A folder that is swept, and what for.
struct WatchedFolder: Equatable {
    var name: String
    var role: FolderRole

    /// Chooses INBOX, Junk, Archive, All and Sent by SPECIAL-USE (RFC 6154).
    ///
    /// A role that the server marks no folder for is looked for by the names that servers and mail
    /// programs give, at the top of the person's own namespace only. Trash is watched where there
    /// is an All folder: there it is the only other place a filter can move a mail to.
    static func choose(
        from listings: [IMAPListing], namespaces: IMAPNamespaces = IMAPNamespaces()
    ) -> [WatchedFolder] {
        let own = listings.filter { listing in
            listing.attributes.isDisjoint(with: ["\\noselect", "\\nonexistent"])
                && !namespaces.foreign.contains { listing.name.hasPrefix($0) }
        }
        var folders = [WatchedFolder(name: "INBOX", role: .inbox)]
        for role in [FolderRole.junk, .archive, .all, .sent, .trash] {
            let marked = own.filter { $0.attributes.contains("\\\(role.rawValue)") }
            let found =
                marked.isEmpty
                ? own.filter { Place(of: $0, namespaces).isUsual(for: role) } : marked
            folders += found.filter { $0.name != "INBOX" }
                .map { WatchedFolder(name: $0.name, role: role) }
        }
        let hasAll = folders.contains { $0.role == .all }
        var seen = Set<String>()
        return folders.filter { (hasAll || $0.role != .trash) && seen.insert($0.name).inserted }
    }

    /// Where a folder lies, as people see it.
    private struct Place {
        var name: String
        var isBelowGmail: Bool

        init(of listing: IMAPListing, _ namespaces: IMAPNamespaces) {
            var path = listing.name
            let separator = listing.separator ?? ""
            let roots =
                namespaces.personal.filter { !$0.isEmpty }
                + (separator.isEmpty ? [] : ["INBOX\(separator)"])
            if let root = roots.first(where: { path.lowercased().hasPrefix($0.lowercased()) }) {
                path.removeFirst(root.count)
            }
            path = ModifiedUTF7.decode(path).lowercased()
            let gmail = ["[gmail]", "[google mail]"].map { $0 + separator }
            let parent = gmail.first { !separator.isEmpty && path.hasPrefix($0) }
            isBelowGmail = parent != nil
            name = String(path.dropFirst(parent?.count ?? 0))
        }

        func isUsual(for role: FolderRole) -> Bool {
            switch role {
            case .inbox: false
            case .junk: FolderNames.junk.contains(name)
            case .archive: FolderNames.archive.contains(name)
            case .sent: FolderNames.sent.contains(name)
            case .all: isBelowGmail && FolderNames.all.contains(name)
            case .trash: isBelowGmail && FolderNames.trash.contains(name)
            }
        }
    }
}
