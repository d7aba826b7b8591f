import Dispatch
import GRDB
import Glibc
import Logging
package import Sequencing

extension Store {
    /// How the backup that is being written stands, or how the last one ended; nil for none since the start.
    package var backup: BackupRun? {
        guard var run = backupRoom.run else { return nil }
        if case .running = run.fate {
            run.fate = .running(bytes: size(of: Self.draft(of: run.file)))
        }
        return run
    }

    /// Begins to write a copy of the whole database, and returns at once.
    ///
    /// The copy is one moment of the database, made by a connection of its own, so that writers don't wait
    /// (docs/decisions/0021). It is written beside its place, checked, synchronized, and then renamed: under the
    /// name `file` there is never half of one. Mode 0600. `name` is as `BackupTarget` takes it.
    package func startBackup(
        named name: String?, replacing isReplacing: Bool, clock: @escaping @Sendable () -> Instant
    ) throws(StoreError) -> BackupRun {
        let file = try BackupTarget.path(named: name, stateFolder: folder, now: clock())
        if file.hasPrefix("\(folder)/\(BackupTarget.folderName)/") {
            mkdir("\(folder)/\(BackupTarget.folderName)", 0o700)
        }
        try checkTarget(file, isReplacing: isReplacing)
        let run = BackupRun(
            file: file, startedAt: clock(),
            expectedBytes: size(of: self.file) + size(of: "\(self.file)-wal"),
            fate: .running(bytes: 0))
        guard backupRoom.begin(run) else {
            throw .notNow(
                what: "\(file) was not written", why: "another backup is being written",
                advice: "wait for it: thirdtouch backup --status")
        }
        do {
            try makeDraft(of: file)
        } catch {
            backupRoom.end(.failed(error))
            throw error
        }
        background.async { @Sendable [self] in
            do throws(StoreError) {
                try writeBackup(to: file, isReplacing: isReplacing)
                backupRoom.end(.done(bytes: size(of: file), at: clock()))
            } catch {
                Self.removeDraft(of: file)
                logger.error(
                    "A backup could not be written; the database is unharmed",
                    metadata: ["store.cause": "\(error)"])
                backupRoom.end(.failed(error))
            }
        }
        return run
    }

    /// Blocks until the backup that is being written has ended.
    package func awaitBackup() -> BackupRun? {
        backupRoom.wait()
        return backup
    }

    private func writeBackup(to file: String, isReplacing: Bool) throws(StoreError) {
        let draft = Self.draft(of: file)
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let source = try backupRoom.connection(to: self.file, configuration)
            try source.writeWithoutTransaction { database in
                try database.execute(sql: "VACUUM INTO ?", arguments: [draft])
            }
            try source.close()
            let copy = try backupRoom.connection(to: draft, configuration)
            try copy.read { try Migrations.checkPages($0, file: draft) }
            try copy.close()
        } catch {
            throw refusal(of: file, error)
        }
        try DurableFile.synchronize(draft)
        // Somebody may have made one of that name in between.
        try checkTarget(file, isReplacing: isReplacing)
        try DurableFile.move(draft, to: file)
    }

    private func checkTarget(_ file: String, isReplacing: Bool) throws(StoreError) {
        var status = stat()
        guard lstat(file, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .copyRefused(
                file: file, cause: "there is something that is no file", advice: "name another")
        }
        guard isReplacing else {
            throw .copyRefused(
                file: file, cause: "the file exists", advice: "name another, or add --force")
        }
    }

    /// An empty file that only its owner can read, before SQLite writes into it.
    private func makeDraft(of file: String) throws(StoreError) {
        let draft = Self.draft(of: file)
        // One backup at a time: what lies there was left by a crash.
        Self.removeDraft(of: file)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .copyRefused(
                file: file, cause: String(cString: strerror(errno)),
                advice:
                    "the daemon writes it, as the user \(geteuid()) and inside the sandbox of its "
                    + "unit: leave the name out, or let it write there (ReadWritePaths=)")
        }
        Glibc.close(descriptor)
    }

    private static func draft(of file: String) -> String {
        let folder = DurableFile.folder(of: file)
        return "\(folder)/.\(file.dropFirst(folder == "/" ? 1 : folder.count + 1)).part"
    }

    private static func removeDraft(of file: String) {
        unlink(draft(of: file))
        unlink("\(draft(of: file))-journal")
    }

    private func refusal(of file: String, _ error: any Error) -> StoreError {
        if let error = error as? StoreError { return error }
        guard let error = error as? DatabaseError else {
            return .inputOutput(file: file, cause: "\(error)")
        }
        let cause = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        return switch error.resultCode {
        case .SQLITE_FULL:
            .copyRefused(
                file: file, cause: "its disk has no room for a copy",
                advice: "free some, or write it elsewhere")
        case .SQLITE_INTERRUPT:
            .copyRefused(file: file, cause: "the daemon stopped", advice: "begin it again")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            .damaged(file: self.file, cause: cause)
        default:
            .copyRefused(
                file: file, cause: cause, advice: "look at the disk and the folder's owner")
        }
    }

    private func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }
}
