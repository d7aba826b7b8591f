import GRDB
package import Sequencing

/// How far the folders of a mailbox have been read, and what was found there.
extension Store {
    package func cursors(of mailbox: String) throws(StoreError) -> [FolderCursor] {
        try read { database in
            try Row.fetchAll(
                database.cachedStatement(
                    sql: "SELECT * FROM folder WHERE mailbox = ? ORDER BY name"),
                arguments: [mailbox]
            ).map { row in
                FolderCursor(
                    folder: row["name"], uidValidity: UInt32(row["uidValidity"] as Int64),
                    lastUID: UInt32(row["lastUID"] as Int64),
                    uidNext: (row["uidNext"] as Int64?).map { UInt32($0) },
                    messageCount: row["messageCount"])
            }
        }
    }

    /// Records messages, their effects and the folder's cursor in one transaction.
    ///
    /// A message that can't be recorded, though the disk is well, is set aside like those in
    /// `setAside`, and the rest is recorded.
    package func record(
        _ findings: [MailFinding], setAside: [SetAsideMessage] = [], cursor: FolderCursor,
        mailbox: String, now: Instant
    ) throws(StoreError) -> RecordedMail {
        let shelf = shelf
        let (recorded, shelved) = try write { database in
            var recorded = RecordedMail()
            var poison = setAside
            for finding in findings {
                do {
                    try database.inSavepoint {
                        try database.record(
                            finding, mailbox: mailbox, now: now, into: &recorded)
                        return .commit
                    }
                } catch  where !StoreError.isFault(error) {
                    let cause = "can't be recorded: \(error)"
                    // What the mailbox sent itself stops nothing, and lies in Sent for whoever looks.
                    guard case .reply(let reply) = finding else { continue }
                    poison.append(SetAsideMessage(reply, cause: cause))
                }
            }
            let shelved = try poison.map {
                try database.setAside(
                    $0, on: shelf, mailbox: mailbox, uidValidity: cursor.uidValidity, now: now)
            }
            try database.write(cursor, of: mailbox)
            return (recorded, shelved)
        }
        for row in shelved { log(row) }
        return recorded
    }
}

extension Database {
    fileprivate func record(
        _ finding: MailFinding, mailbox: String, now: Instant, into recorded: inout RecordedMail
    ) throws {
        switch finding {
        case .reply(let reply):
            let id = try record(reply, mailbox: mailbox, now: now)
            recorded.replies += id.map { [$0] } ?? []
        case .handwritten(let mail):
            let id = try record(mail, mailbox: mailbox, now: now)
            recorded.handwritten += id.map { [$0] } ?? []
        case .ownCopy(let copy):
            if try record(copy, now: now) { recorded.proven.append(copy.delivery) }
        case .probe(let sighting):
            if try record(sighting, mailbox: mailbox, now: now) {
                recorded.probes.append(sighting.probe)
            }
        }
    }

    fileprivate func write(_ cursor: FolderCursor, of mailbox: String) throws {
        try cachedStatement(
            sql: """
                INSERT INTO folder (mailbox, name, uidValidity, lastUID, uidNext, messageCount)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (mailbox, name) DO UPDATE
                SET uidValidity = excluded.uidValidity, lastUID = excluded.lastUID,
                    uidNext = excluded.uidNext, messageCount = excluded.messageCount
                """
        ).execute(arguments: [
            mailbox, cursor.folder, Int64(cursor.uidValidity), Int64(cursor.lastUID),
            cursor.uidNext.map { Int64($0) }, cursor.messageCount,
        ])
    }
}

extension StoreError {
    /// Whether storage itself has failed; else the error is about one row alone, and another row may
    /// well be written.
    package static func isFault(_ error: any Error) -> Bool {
        switch error {
        case let error as StoreError:
            switch error {
            case .folderInUse, .folderUnusable, .newerDatabase, .notADatabase, .damaged,
                .diskFull, .inputOutput, .missing, .copyRefused:
                true
            case .corruptRow, .notFound, .refused, .notNow: false
            }
        case let error as DatabaseError:
            ![
                .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE,
            ].contains(error.resultCode)
        default: false
        }
    }
}
