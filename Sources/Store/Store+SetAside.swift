import GRDB
import Logging
package import Sequencing

/// A message that could not be read or recorded.
package struct SetAsideMessage: Equatable, Sendable {
    package var folder: String
    package var uid: UInt32
    /// What there is of it: all, or the beginning.
    package var bytes: [UInt8]
    package var sizeBytes: Int
    package var cause: String

    package init(_ message: SweptMessage, cause: String) {
        folder = message.folder
        uid = message.uid
        bytes = message.bytes ?? message.head
        sizeBytes = message.sizeBytes
        self.cause = cause
    }

    init(_ reply: NewReply, cause: String) {
        folder = reply.folder
        uid = reply.uid
        bytes = reply.bytes ?? []
        sizeBytes = bytes.count
        self.cause = cause
    }
}

/// What is known of a message that was set aside.
package struct SetAsideRow: Equatable, Sendable {
    package var mailbox: String
    package var folder: String
    package var uidValidity: UInt32
    package var uid: UInt32
    package var sizeBytes: Int
    package var cause: String
    /// In the state folder's `set-aside`; nil when there was no room.
    package var file: String?
    package var at: Instant
}

extension Store {
    /// Messages that were set aside and not tidied away since, newest first.
    ///
    /// Whoever has looked at a message deletes its file; one that has no file stays for 30 days.
    package func setAside(
        mailbox: String? = nil, now: Instant, limit: Int = 1000
    ) throws(StoreError) -> [SetAsideRow] {
        let present = Set(shelf.names)
        let rows = try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM setAside WHERE (?1 IS NULL OR mailbox = ?1)
                        AND (file IS NOT NULL OR at > ?2) ORDER BY id DESC
                    """,
                arguments: [mailbox, (now - .days(30)).milliseconds]
            ).map(SetAsideRow.init)
        }
        return Array(rows.lazy.filter { $0.file.map(present.contains) ?? true }.prefix(limit))
    }

    func log(_ row: SetAsideRow) {
        logger.warning(
            row.file == nil
                ? "A message is left in its folder unread: there is no more room to set it aside"
                : "A message was set aside; look at it, answer if it asks for that, then delete it",
            metadata: [
                "mailbox.address": "\(row.mailbox)", "imap.folder": "\(row.folder)",
                "imap.uid": "\(row.uid)", "imap.cause": "\(row.cause)",
                "set-aside.file": "\(row.file ?? "none")",
            ])
    }
}

extension Database {
    /// The same message is set aside once.
    func setAside(
        _ message: SetAsideMessage, on shelf: Shelf, mailbox: String, uidValidity: UInt32,
        now: Instant
    ) throws -> SetAsideRow {
        var row = SetAsideRow(
            mailbox: mailbox, folder: message.folder, uidValidity: uidValidity, uid: message.uid,
            sizeBytes: message.sizeBytes, cause: message.cause, file: nil, at: now)
        row.file = try shelf.put(message.bytes, named: row.fileName)
        try execute(
            sql: """
                INSERT INTO setAside
                    (mailbox, folder, uidValidity, uid, sizeBytes, cause, file, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (mailbox, folder, uidValidity, uid) DO UPDATE
                SET cause = excluded.cause, file = excluded.file, at = excluded.at
                """,
            arguments: [
                mailbox, row.folder, Int64(uidValidity), Int64(row.uid), row.sizeBytes, row.cause,
                row.file, now.milliseconds,
            ])
        return row
    }
}

extension SetAsideRow {
    init(_ row: Row) {
        self.init(
            mailbox: row["mailbox"], folder: row["folder"],
            uidValidity: UInt32(row["uidValidity"] as Int64), uid: UInt32(row["uid"] as Int64),
            sizeBytes: row["sizeBytes"], cause: row["cause"], file: row["file"],
            at: Instant(milliseconds: row["at"]))
    }

    /// `dana@sender.example-INBOX-1764150000-17.eml`; of long names the beginning.
    fileprivate var fileName: String {
        [mailbox, folder].map(Self.plain).joined(separator: "-") + "-\(uidValidity)-\(uid).eml"
    }

    private static func plain(_ name: String) -> String {
        let kept = name.prefix(80).unicodeScalars.map { scalar in
            scalar.isASCIILetterOrDigit || "@._+".unicodeScalars.contains(scalar)
                ? Character(scalar) : "_"
        }
        // A name must not hide, nor leave the folder.
        return String(kept.drop { $0 == "." })
    }
}
