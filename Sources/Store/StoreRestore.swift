import Foundation
import GRDB
import Glibc
package import Sequencing

/// Puts a copy of a database in place of the one of a state folder.
///
/// Works without a daemon: it takes the folder's lock. What was there is kept under another name.
package struct StoreRestore {
    /// What was done.
    package struct Report: Equatable, Sendable {
        package var database: String
        /// The newest that the copy knows of; nil for one that knows nothing.
        package var copyAt: Instant?
        package var leads: Int
        /// Where the database that was there lies now; nil when there was none.
        package var replaced: String?
        /// Entries of the suppression list that the replaced database had and the copy did not; nil when it
        /// could not be read.
        package var suppressionsKept: Int?
    }

    private let source: String
    private let folder: String
    private let now: Instant

    package init(source: String, folder: String, now: Instant) {
        self.source = source
        self.folder = folder
        self.now = now
    }

    private var file: String { "\(folder)/\(Store.fileName)" }
    private var draft: String { "\(file).restoring" }

    package func run() throws(StoreError) -> Report {
        let lock = try StateFolderLock(folder: folder)
        defer { withExtendedLifetime(lock) {} }
        try copySource()
        var report = Report(database: file, copyAt: nil, leads: 0, replaced: nil)
        do {
            try examineDraft(&report)
        } catch {
            removeDraft()
            throw StoreError(error, file: source).naming(draft, as: source)
        }
        try DurableFile.synchronize(draft)
        // From here on a start knows that what it finds was put there, whenever we die.
        try Waterline.markRestored(in: folder)
        report.replaced = try moveAside()
        try DurableFile.move(draft, to: file)
        giveToOwner(report)
        return report
    }

    private func copySource() throws(StoreError) {
        removeDraft()
        guard !isSame(source, file) else {
            throw .copyRefused(
                file: source, cause: "it is the database itself", advice: "name a backup of it")
        }
        do {
            // A file that was copied beside its log is whole only with that.
            for part in ["", "-wal"] where part == "" || DurableFile.exists(source + part) {
                try FileManager.default.copyItem(atPath: source + part, toPath: draft + part)
                chmod(draft + part, 0o600)
            }
        } catch {
            removeDraft()
            throw .copyRefused(
                file: source, cause: "it can't be copied into \(folder)",
                advice: "ls -l \(source) shows whether it is there and whose it is; "
                    + "df \(folder) whether there is room")
        }
    }

    private func isSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0
            && first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    private func examineDraft(_ report: inout Report) throws {
        let copy = try DatabaseQueue(path: draft)
        let inheritance = inheritance()
        try copy.writeWithoutTransaction { database in
            let version = try Migrations.knownVersion(of: database, file: source)
            guard version > 0 else {
                throw StoreError.notADatabase(file: source, cause: "it is empty")
            }
            try Migrations.checkPages(database, file: source)
            report.leads = try Int.fetchOne(database, sql: "SELECT count(*) FROM lead") ?? 0
            report.copyAt = Instant(
                column: try Int64.fetchOne(database, sql: "SELECT max(at) FROM history"))
            report.suppressionsKept = try inheritance?.pass(to: database)
            // The log goes back into the file: only that is put in place.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        try copy.close()
    }

    /// Nil when the database that is replaced can't be read.
    private func inheritance() -> Inheritance? {
        guard let replaced = DurableFile.exists(file) ? file : lastMovedAside else {
            return Inheritance()
        }
        // Why the error is dropped: a database that can't be read is why people restore, and the report says it.
        return try? Inheritance(of: replaced)
    }

    /// What a restore that was broken off has moved away, and nothing put in its place.
    private var lastMovedAside: String? {
        let name = "\(Store.fileName).replaced-"
        // Why the error is dropped: a folder that can't be listed has none, and nothing can be put in it either.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasPrefix(name) && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
            .max().map { "\(folder)/\($0)" }
    }

    /// The database before its log: alone, the log is nothing that a start would take for a database.
    private func moveAside() throws(StoreError) -> String? {
        let aside = "\(file).replaced-\(BackupTarget.stamp(now))"
        unlink("\(file)-shm")
        guard DurableFile.exists(file) else {
            // A restore that was broken off here has left the log.
            if DurableFile.exists("\(file)-wal") {
                try DurableFile.move("\(file)-wal", to: "\(aside)-wal")
            }
            return nil
        }
        try DurableFile.move(file, to: aside)
        if DurableFile.exists("\(file)-wal") {
            try DurableFile.move("\(file)-wal", to: "\(aside)-wal")
        }
        return aside
    }

    /// Root may put back what the daemon's own user must be able to open.
    private func giveToOwner(_ report: Report) {
        var status = stat()
        guard geteuid() == 0, stat(folder, &status) == 0 else { return }
        for path in [file, "\(folder)/\(Waterline.fileName)", "\(folder)/thirdtouchd.lock"] {
            chown(path, status.st_uid, status.st_gid)
        }
    }

    private func removeDraft() {
        for part in ["", "-wal", "-shm", "-journal"] { unlink(draft + part) }
    }
}

extension StoreError {
    /// The same, said of the file that a person knows.
    fileprivate func naming(_ draft: String, as source: String) -> StoreError {
        switch self {
        case .notADatabase(_, let cause): .notADatabase(file: source, cause: cause)
        case .damaged(_, let cause):
            .copyRefused(
                file: source, cause: "it is damaged (\(cause))",
                advice: "nothing was changed; try an older backup")
        case .folderInUse, .folderUnusable, .newerDatabase, .missing, .copyRefused, .diskFull,
            .inputOutput, .corruptRow, .notFound, .refused, .notNow:
            self
        }
    }
}
