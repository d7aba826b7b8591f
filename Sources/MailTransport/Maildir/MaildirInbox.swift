internal import Foundation
internal import Glibc
package import Logging
package import Sequencing

/// What a Maildir sweep may take in at once.
package struct MaildirLimits: Sendable {
    /// A larger message is delivered without its bytes, but with its beginning.
    package var messageBytes = 25 << 20
    package var headBytes = 256 << 10
    /// Each batch is one transaction on disk.
    package var batchMessages = 300
    package var batchBytes = 8 << 20

    package init() {}
}

/// Reads a Maildir and its Maildir++ subfolders `.Junk`, `.Sent` and `.Archive`, if they are there.
///
/// Messages stay where they are and keep their flags; the only thing written is the list of UIDs.
package final class MaildirInbox: MailInbox {
    package let waitCanceller = WaitCanceller()
    private let path: String
    private let limits: MaildirLimits
    private let logger: Logger
    private var watch: MaildirWatch?

    /// - Parameter path: the Maildir; its folders are made when they are not there.
    package init(path: String, limits: MaildirLimits = MaildirLimits(), logger: Logger) {
        self.path = path
        self.limits = limits
        self.logger = logger
    }

    package func close() { watch = nil }

    package func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        do {
            let folders = try watchedFolders()
            // Before the listing: what comes later ends the next wait.
            watch?.drain()
            var messages = 0
            for folder in folders {
                let cursor = cursors.first { $0.folder == folder.name }
                messages += try sweep(
                    folder, from: cursor, readBackTo: readBackTo, deliver: deliver)
            }
            return .complete(folders: folders.count, messages: messages)
        } catch {
            return .failed(error as? SweepFailure ?? .storage(cause: "\(error)"))
        }
    }

    package func waitForNews(timeout: Duration) -> InboxNews {
        do {
            _ = try watchedFolders()
        } catch {
            return .failed(.storage(cause: "\(error)"))
        }
        let deadline = Deadline(after: timeout)
        switch Readiness.awaitInput(
            on: watch?.descriptor, canceller: waitCanceller, until: deadline)
        {
        case .cancelled:
            waitCanceller.consume()
            return .cancelled
        case .timedOut: return .nothing
        case .readable, .writable: return .somethingChanged
        }
    }

    /// The folders that are there; each is watched from now on.
    private func watchedFolders() throws -> [WatchedFolder] {
        try MaildirFiles.makeFolders(at: path)
        let watch = try self.watch ?? MaildirWatch()
        self.watch = watch
        let subfolders: [(String, FolderRole)] = [
            ("Junk", .junk), ("Archive", .archive), ("Sent", .sent),
        ]
        let folders =
            [WatchedFolder(name: "INBOX", role: .inbox)]
            + subfolders.filter { MaildirFiles.isFolder("\(path)/.\($0.0)/new") }
            .map { WatchedFolder(name: $0.0, role: $0.1) }
        for folder in folders { try watch.add("\(root(of: folder))/new") }
        return folders
    }

    private func root(of folder: WatchedFolder) -> String {
        folder.role == .inbox ? path : "\(path)/.\(folder.name)"
    }

    private func sweep(
        _ folder: WatchedFolder, from cursor: FolderCursor?, readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) throws -> Int {
        let folderPath = root(of: folder)
        var listing = try MaildirListing(of: folderPath)
        let list = try updatedList(of: folderPath, present: listing.baseNames)
        let state = FolderState(
            uidValidity: list.uidValidity, uidNext: list.uidNext, messageCount: list.names.count)
        let end = FolderCursor(folder: folder.name, state: state, lastUID: state.uidNext - 1)
        /// Before the first message of the time to read back.
        func rewound() throws -> FolderCursor {
            let first = try list.names.filter {
                try listing.arrival(of: $0.value).map { $0 >= readBackTo } ?? false
            }.keys.min()
            var rewound = end
            rewound.lastUID = (first ?? state.uidNext) - 1
            try deliver(SweepBatch(messages: [], cursor: rewound))
            return rewound
        }
        let last: UInt32
        switch FolderStart(cursor: cursor, state: state) {
        case .above(nil):
            if cursor != end { try deliver(SweepBatch(messages: [], cursor: end)) }
            return 0
        case .above(let range?): last = range.lowerBound - 1
        case .firstContact:
            last = try rewound().lastUID
            guard last < end.lastUID else { return 0 }
        case .rebuilt:
            _ = try rewound()
            throw SweepFailure.uidValidityChanged(folder: folder.name)
        case .excess(let expected, let seen):
            _ = try rewound()
            throw SweepFailure.countMismatch(folder: folder.name, expected: expected, seen: seen)
        }
        var count = 0
        var (batch, bytes): ([SweptMessage], Int) = ([], 0)
        for (uid, name) in list.names.sorted(by: { $0.key < $1.key }) where uid > last {
            guard let message = try listing.read(name, uid: uid, of: folder, limits: limits) else {
                continue
            }
            let size = message.bytes?.count ?? 0
            if let last = batch.last,
                batch.count == limits.batchMessages || bytes + size > limits.batchBytes
            {
                var cursor = end
                cursor.lastUID = last.uid
                try deliver(SweepBatch(messages: batch, cursor: cursor))
                (batch, bytes) = ([], 0)
            }
            batch.append(message)
            bytes += size
            count += 1
        }
        try deliver(SweepBatch(messages: batch, cursor: end))
        return count
    }

    /// The folder's UIDs with every message in them, durable.
    private func updatedList(of folder: String, present: [String]) throws -> MaildirUIDList {
        let stored = try MaildirUIDList.load(from: folder)
        if stored == nil { logger.notice("A Maildir folder begins a new list of UIDs") }
        var list = stored ?? MaildirUIDList(uidValidity: UInt32.random(in: 1...UInt32.max))
        if list.update(present: present) || stored == nil { try list.store(in: folder) }
        return list
    }
}
