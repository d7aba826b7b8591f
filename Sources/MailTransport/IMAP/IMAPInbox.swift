package import Logging
package import Sequencing

/// Reads one mailbox over IMAP; the connection is kept between sweeps and remade when it is dead.
///
/// Folders are opened with EXAMINE, where that is enough, and bytes fetched with BODY.PEEK[]: the rep's
/// own view of the mailbox does not change.
package final class IMAPInbox: MailInbox {
    package let waitCanceller = WaitCanceller()
    let limits: IMAPLimits
    private let server: IMAPServer
    private let logger: Logger
    private var connection: IMAPConnection?
    private let refusals = IMAPRefusals()
    /// INBOX as the last sweep found it: a wait that finds it otherwise need not wait.
    private(set) var sweptInbox: FolderState?

    package init(server: IMAPServer, limits: IMAPLimits = IMAPLimits(), logger: Logger) {
        self.server = server
        self.limits = limits
        self.logger = logger
    }

    package func close() { connection = nil }

    package func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        do {
            let connection = try connected()
            var messages = 0
            let folders = try watchedFolders(over: connection)
            for folder in folders {
                let cursor = cursors.first { $0.folder == folder.name }
                messages += try sweep(
                    folder, from: cursor, readBackTo: readBackTo, over: connection,
                    deliver: deliver)
            }
            return .complete(folders: folders.count, messages: messages)
        } catch {
            return .failed(settle(error))
        }
    }

    package var keepsCopies: Bool { true }

    package func keepCopy(_ bytes: [UInt8]) -> SweepFailure? {
        do {
            let connection = try connected()
            let folders = try watchedFolders(over: connection)
            guard let sent = folders.first(where: { $0.role == .sent }) else {
                return .connection(cause: "the mailbox has no Sent folder")
            }
            try connection.append(bytes, to: sent.name)
            return nil
        } catch {
            return settle(error)
        }
    }

    private func watchedFolders(over connection: IMAPConnection) throws -> [WatchedFolder] {
        WatchedFolder.choose(
            from: try connection.list(), namespaces: try connection.namespaces())
    }

    /// The connection if it still answers, or a new one.
    func connected() throws -> IMAPConnection {
        if let connection {
            do {
                try connection.run("NOOP")
                return connection
            } catch {
                logger.info("The kept IMAP connection is dead; a new one is made")
                close()
            }
        }
        let new = try IMAPConnection(server: server, limits: limits)
        connection = new
        return new
    }

    /// Says what an error means, and drops a connection whose state is not known any more.
    func settle(_ error: any Error) -> SweepFailure {
        let failure =
            (error as? IMAPRefusal).map { .connection(cause: $0.cause) }
            ?? (error as? IMAPGoodbye).map { .connection(cause: $0.cause) }
            ?? error as? SweepFailure ?? .storage(cause: "\(error)")
        switch failure {
        case .connection, .malformedResponse, .authentication: close()
        case .uidValidityChanged, .countMismatch, .storage, .cancelled:
            if connection?.unfinished.isEmpty == false { close() }
        }
        return failure
    }

    /// Reads one folder to its end and returns how many messages that were.
    private func sweep(
        _ folder: WatchedFolder, from cursor: FolderCursor?, readBackTo: Instant,
        over connection: IMAPConnection, deliver: (SweepBatch) throws -> Void
    ) throws -> Int {
        let state = try connection.open(folder.name, after: cursor)
        if folder.role == .inbox { sweptInbox = state }
        let end = FolderCursor(folder: folder.name, state: state, lastUID: state.uidNext - 1)
        /// Before the first message of the days to read back; the server's day may begin earlier
        /// than ours.
        func rewound() throws -> FolderCursor {
            let first = try connection.firstUID(since: LocalDate(of: readBackTo - .days(1)))
            var rewound = end
            rewound.lastUID = min(first ?? state.uidNext, state.uidNext) - 1
            try deliver(SweepBatch(messages: [], cursor: rewound))
            return rewound
        }
        switch FolderStart(cursor: cursor, state: state) {
        case .above(nil):
            if cursor != end { try deliver(SweepBatch(messages: [], cursor: end)) }
            return 0
        case .above(let range?):
            return try read(range, of: folder, to: end, over: connection, deliver: deliver)
        case .firstContact:
            let start = try rewound()
            guard start.lastUID < end.lastUID else { return 0 }
            return try read(
                start.lastUID + 1...end.lastUID, of: folder, to: end, over: connection,
                deliver: deliver)
        case .rebuilt:
            refusals.forget(folder.name)
            _ = try rewound()
            throw SweepFailure.uidValidityChanged(folder: folder.name)
        case .excess(let expected, let seen):
            _ = try rewound()
            throw SweepFailure.countMismatch(
                folder: folder.name, expected: expected, seen: seen)
        }
    }

    private func read(
        _ range: ClosedRange<UInt32>, of folder: WatchedFolder, to end: FolderCursor,
        over connection: IMAPConnection, deliver: (SweepBatch) throws -> Void
    ) throws -> Int {
        let plans = IMAPBatchPlan.cut(
            try connection.uids(in: [range]), in: range,
            size: refusals.isCareful(in: folder.name) ? 1 : limits.batchMessages)
        var fetching = IMAPFetching(plans, of: folder, over: connection, refusals: refusals)
        var cursor = end
        cursor.lastUID = range.lowerBound - 1
        var count = 0
        while let batch = try fetching.next() {
            cursor.lastUID = batch.provenUpTo ?? cursor.lastUID
            try deliver(SweepBatch(messages: batch.messages, cursor: cursor))
            count += batch.messages.count
        }
        refusals.forget(folder.name)
        return count
    }
}

extension LocalDate {
    /// The day of an instant, in UTC.
    fileprivate init(of instant: Instant) {
        self.init(daysSince1970: Int(instant.milliseconds.flooredDivision(by: 86_400_000)))
    }
}
