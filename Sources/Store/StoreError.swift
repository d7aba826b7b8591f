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
            "\(file) is damaged: \(cause); stop the daemon and restore the last backup"
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
