import Glibc
package import Sequencing

/// Where a backup is written, by the daemon and as its user.
package enum BackupTarget {
    static let folderName = "backups"

    /// Nil for a new name in `backups` of the state folder; a name without a slash for one there; else an
    /// absolute path, but nowhere else in the state folder.
    package static func path(
        named name: String?, stateFolder: String, now: Instant
    ) throws(StoreError) -> String {
        let backups = "\(stateFolder)/\(folderName)"
        guard let name else { return "\(backups)/thirdtouch-\(stamp(now)).sqlite" }
        func refused(_ cause: String, _ advice: String) -> StoreError {
            .copyRefused(file: name, cause: cause, advice: advice)
        }
        guard !name.isEmpty, name.utf8.count <= 1000, !name.hasSuffix("/"), !name.hasSuffix("/.."),
            !["", ".", ".."].contains(name), !name.unicodeScalars.contains(where: \.isControl)
        else { throw refused("this is no name of a file", "name one, or leave it out") }
        guard name.contains("/") else {
            guard !name.hasPrefix(".") else {
                throw refused("names that begin with a dot are kept for our own", "name another")
            }
            return "\(backups)/\(name)"
        }
        guard name.hasPrefix("/") else {
            throw refused(
                "the daemon writes the file, and its working folder is not yours",
                "give an absolute path, or a name without a slash for \(backups)")
        }
        let folder = resolved(DurableFile.folder(of: name))
        let isInside =
            folder == resolved(stateFolder)
            || folder.hasPrefix(resolved(stateFolder) + "/")
        guard !isInside || folder == resolved(backups) else {
            throw refused(
                "it lies among the daemon's own files",
                "choose \(backups), or a folder elsewhere")
        }
        return name
    }

    /// As in 20261126T140500Z: sorts by time.
    static func stamp(_ now: Instant) -> String {
        let time = LocalDateTime(
            secondsSince1970: now.milliseconds.flooredDivision(by: 1000))
        return "\(time.date)T\(time.time)Z".filter { $0 != "-" && $0 != ":" }
    }

    /// Without links and dots; unchanged when there is no such folder.
    private static func resolved(_ folder: String) -> String {
        guard let path = realpath(folder, nil) else { return folder }
        defer { free(path) }
        return String(cString: path)
    }
}
