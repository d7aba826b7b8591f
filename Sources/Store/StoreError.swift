package import Sequencing

/// Why the store could not do what was asked; each says what to run.
package enum StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another daemon holds the state folder.
    case folderInUse(folder: String, byProcess: Int32?)
    case folderUnusable(folder: String, cause: String)
    /// The file was written by a newer version.
    case newerDatabase(file: String, found: Int, known: Int)
    case notADatabase(file: String, cause: String)
    case damaged(file: String, cause: String)
    /// The state folder had a database, and it is gone.
    case missing(file: String)
    /// A copy could not be written, or one that is there can't be put in place.
    case copyRefused(file: String, cause: String, advice: String)
    /// SQLITE_FULL or ENOSPC: nothing of the transaction was kept.
    case diskFull(file: String)
    /// SQLITE_IOERR, SQLITE_READONLY and the like.
    case inputOutput(file: String, cause: String)
    /// A row that no machine could have written.
    case corruptRow(table: String, id: Int64)
    case notFound(table: String, key: String)
    case refused(EnrollmentRefusal)
    /// A person asked for a move that the machine does not make now.
    case notNow(what: String, why: String, advice: String)

    package var description: String {
        switch self {
        case .folderInUse(let folder, let process):
            "the state folder \(folder) is in use by another thirdtouchd"
                + (process.map { " (process \($0))" } ?? "")
                + "; stop that one, or give this one its own state folder"
        case .folderUnusable(let folder, let cause):
            "the state folder \(folder) can't be used: \(cause); create it, owned by the user "
                + "that runs thirdtouchd, with mode 0700"
        case .newerDatabase(let file, let found, let known):
            "\(file) was written by a newer thirdtouchd (schema \(found), this one knows "
                + "\(known)); install that version again, or restore the backup made before it"
        case .notADatabase(let file, let cause):
            "\(file) is not a Thirdtouch database: \(cause); move it away or name another "
                + "state folder"
        case .damaged(let file, let cause):
            "\(file) is damaged: \(cause); nothing was changed. Stop the daemon and put the last backup "
                + "back: thirdtouchd restore FILE (docs/operations.md says how to save what is newer)"
        case .missing(let file):
            "\(file) is gone, and \(Waterline.fileName) beside it says that there was one; nothing was "
                + "made in its place. Bring it back, or put the last backup back: thirdtouchd "
                + "restore FILE; to begin anew, move the whole state folder away"
        case .copyRefused(let file, let cause, let advice): "\(file): \(cause); \(advice)"
        case .diskFull(let file):
            "the disk that holds \(file) is full; nothing was changed and nothing is sent until "
                + "there is room: free some space, the daemon goes on by itself"
        case .inputOutput(let file, let cause):
            "\(file) can't be read or written: \(cause); nothing was changed; look at the disk "
                + "and the folder's owner and mode"
        case .corruptRow(let table, let id):
            "row \(id) of \(table) fits no state; please report it with "
                + "`thirdtouch lead explain`"
        case .notFound(let table, let key): "there is no \(table) \(key)"
        case .refused(let refusal): "\(refusal.message); \(refusal.advice)"
        case .notNow(let what, let why, let advice): "\(what): \(why); \(advice)"
        }
    }
}
