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
        let kept = optOutsOfReplaced()
        try copy.writeWithoutTransaction { database in
            let version = try Migrations.knownVersion(of: database, file: source)
            guard version > 0 else {
                throw StoreError.notADatabase(file: source, cause: "it is empty")
            }
            try Migrations.checkPages(database, file: source)
            report.leads = try Int.fetchOne(database, sql: "SELECT count(*) FROM lead") ?? 0
            report.copyAt = Instant(
                column: try Int64.fetchOne(database, sql: "SELECT max(at) FROM history"))
            report.suppressionsKept = try kept.map { try keep($0, in: database) }
            // The log goes back into the file: only that is put in place.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
        }
        try copy.close()
    }

    /// What of a replaced database must not be lost.
    private struct OptOuts {
        var rows: [Row] = []
        /// Without them those of forgotten people say nothing.
        var keys: String?
    }

    /// The opt-outs of what is replaced: they are final (promise G4). Nil when they can't be read.
    private func optOutsOfReplaced() -> OptOuts? {
        guard DurableFile.exists(file) else { return OptOuts() }
        // Why the error is dropped: a database that can't be read is why people restore, and the report says it.
        return try? DatabaseQueue(path: file).read { database in
            OptOuts(
                rows: try Row.fetchAll(database, sql: "SELECT * FROM suppression"),
                keys: try erasureKeys(in: database))
        }
    }

    private func erasureKeys(in database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT value FROM setting WHERE name = ?",
            arguments: [ErasureKeys.settingName])
    }

    private func keep(_ optOuts: OptOuts, in database: Database) throws -> Int {
        if let keys = ErasureKeys.joined(try erasureKeys(in: database), optOuts.keys) {
            try database.execute(
                sql: """
                    INSERT INTO setting (name, value) VALUES (?, ?)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, arguments: [ErasureKeys.settingName, keys])
        }
        return try keep(optOuts.rows, in: database)
    }

    /// Only columns that both schemas have.
    private func keep(_ rows: [Row], in database: Database) throws -> Int {
        let known = try Set(database.columns(in: "suppression").map(\.name))
        var count = 0
        for row in rows {
            let names = row.columnNames.filter { known.contains($0) }
            try database.execute(
                sql: """
                    INSERT INTO suppression (\(names.joined(separator: ", ")))
                    VALUES (\(names.map { _ in "?" }.joined(separator: ", "))) ON CONFLICT DO NOTHING
                    """,
                arguments: StatementArguments(names.map { row[$0] as DatabaseValue }))
            count += database.changesCount
        }
        return count
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
