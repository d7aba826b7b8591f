/// How far a folder has been read.
///
/// UIDs are those of RFC 9051 section 2.3.1.1; a Maildir gets its own by the same rules.
package struct FolderCursor: Hashable, Codable, Sendable {
    package var folder: String
    package var uidValidity: UInt32
    /// The highest UID that was read, 0 for none.
    package var lastUID: UInt32
    /// The UID that the next message was to get when the folder was last opened (UIDNEXT); nil before
    /// the first time.
    package var uidNext: UInt32?
    /// How many messages the folder held then (EXISTS).
    package var messageCount: Int?

    package init(
        folder: String, uidValidity: UInt32, lastUID: UInt32, uidNext: UInt32? = nil,
        messageCount: Int? = nil
    ) {
        self.folder = folder
        self.uidValidity = uidValidity
        self.lastUID = lastUID
        self.uidNext = uidNext
        self.messageCount = messageCount
    }
}

/// What a folder is for (SPECIAL-USE, RFC 6154).
package enum FolderRole: String, Codable, CaseIterable, Sendable {
    case inbox, junk, archive, all, sent, trash
}

/// A message found in a folder, as bytes; hostile until parsed.
package struct SweptMessage: Equatable, Sendable {
    package var folder: String
    package var role: FolderRole
    package var uid: UInt32
    /// When the server received it (INTERNALDATE), nil when the server did not say.
    package var arrivedAt: Instant?
    /// Nil when the message is larger than the limit; `sizeBytes` tells.
    package var bytes: [UInt8]?
    /// The beginning of a message whose bytes are nil; empty when the server gives none.
    package var head: [UInt8]
    package var sizeBytes: Int
    /// Not sent, and perhaps never to be (`\\Draft`): Gmail keeps drafts among all mail.
    package var isDraft: Bool
    /// The server's words when it gives no byte of the message out, however often it is asked.
    package var refusal: String?

    package init(
        folder: String, role: FolderRole, uid: UInt32, arrivedAt: Instant?, bytes: [UInt8]?,
        head: [UInt8] = [], sizeBytes: Int, isDraft: Bool = false, refusal: String? = nil
    ) {
        self.folder = folder
        self.role = role
        self.uid = uid
        self.arrivedAt = arrivedAt
        self.bytes = bytes
        self.head = head
        self.sizeBytes = sizeBytes
        self.isDraft = isDraft
        self.refusal = refusal
    }
}

/// Some messages of one folder, in UID order, and the cursor that is true once they are recorded.
package struct SweepBatch: Equatable, Sendable {
    package var messages: [SweptMessage]
    package var cursor: FolderCursor

    package init(messages: [SweptMessage], cursor: FolderCursor) {
        self.messages = messages
        self.cursor = cursor
    }
}

/// How a sweep of all watched folders ended. Only `complete` feeds the fence.
package enum SweepResult: Equatable, Codable, Sendable {
    /// Every UID of every watched folder was fetched or is proven absent.
    case complete(folders: Int, messages: Int)
    case failed(SweepFailure)
}

/// Why a mailbox could not be read to the end. Every one closes the fence.
package enum SweepFailure: Error, Equatable, Codable, Sendable {
    /// The server refused the password or token, with its words.
    case authentication(reply: String)
    /// No connection, a lost one, or a certificate that is not trusted.
    case connection(cause: String)
    /// The folder was rebuilt: its UIDs mean other messages now, and it is read again by date.
    case uidValidityChanged(folder: String)
    /// The server has more messages than it sent, or than its UIDs have room for.
    case countMismatch(folder: String, expected: Int, seen: Int)
    /// The server's answer broke the grammar or a limit.
    case malformedResponse(cause: String)
    /// A file or the database could not be read or written.
    case storage(cause: String)
    /// The daemon is stopping.
    case cancelled
}

/// What ended the wait between two sweeps.
package enum InboxNews: Equatable, Sendable {
    case somethingChanged
    case nothing
    case cancelled
    case failed(SweepFailure)
}
