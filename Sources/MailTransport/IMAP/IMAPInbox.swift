package import Logging
package import Sequencing

/// Reads one mailbox over IMAP; the connection is kept between sweeps and remade when it is dead.
///
/// Folders are opened with EXAMINE and bytes fetched with BODY.PEEK[]: the rep's own view of the
/// mailbox does not change.
package final class IMAPInbox: MailInbox {
    package let waitCanceller = WaitCanceller()
    let limits: IMAPLimits
    private let server: IMAPServer
    private let logger: Logger
    private var connection: IMAPConnection?
    /// INBOX as the last sweep found it: a wait that finds it otherwise need not wait.
    private(set) var sweptInbox: IMAPFolderState?

    package init(server: IMAPServer, limits: IMAPLimits = IMAPLimits(), logger: Logger) {
        self.server = server
        self.limits = limits
        self.logger = logger
    }

    package func close() { connection = nil }

    package func sweep(
        from cursors: [FolderCursor], deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        do {
            let connection = try connected()
            let folders = WatchedFolder.choose(from: try connection.list())
            var messages = 0
            for folder in folders {
                let cursor = cursors.first { $0.folder == folder.name }
                messages += try sweep(folder, from: cursor, over: connection, deliver: deliver)
            }
            return .complete(folders: folders.count, messages: messages)
        } catch {
            return .failed(settle(error))
        }
    }

    /// Keeps a copy of a sent message in the mailbox's Sent folder, for servers that keep none
    /// themselves.
    ///
    /// Not idempotent: after a failure the copy may be there. Returns nil when the server took it.
    package func appendToSent(_ bytes: [UInt8]) -> SweepFailure? {
        do {
            let connection = try connected()
            let folders = WatchedFolder.choose(from: try connection.list())
            guard let sent = folders.first(where: { $0.role == .sent }) else {
                return .connection(cause: "the mailbox has no Sent folder")
            }
            try connection.append(bytes, to: sent.name)
            return nil
        } catch {
            return settle(error)
        }
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
        let failure = error as? SweepFailure ?? .storage(cause: "\(error)")
        switch failure {
        case .connection, .malformedResponse, .authentication: close()
        case .uidValidityChanged, .countMismatch, .storage, .cancelled: break
        }
        return failure
    }

    /// Reads one folder to its end and returns how many messages that were.
    private func sweep(
        _ folder: WatchedFolder, from cursor: FolderCursor?, over connection: IMAPConnection,
        deliver: (SweepBatch) throws -> Void
    ) throws -> Int {
        let state = try connection.examine(folder.name)
        if folder.role == .inbox { sweptInbox = state }
        var next = FolderCursor(
            folder: folder.name, uidValidity: state.uidValidity, lastUID: state.uidNext - 1)
        guard let cursor else {
            try deliver(SweepBatch(messages: [], cursor: next))
            return 0
        }
        // A UIDNEXT that went back is a rebuilt folder whose server forgot to say so.
        guard cursor.uidValidity == state.uidValidity, cursor.lastUID < state.uidNext else {
            next.lastUID = 0
            try deliver(SweepBatch(messages: [], cursor: next))
            throw SweepFailure.uidValidityChanged(folder: folder.name)
        }
        guard cursor.lastUID < next.lastUID else { return 0 }
        let range = cursor.lastUID + 1...next.lastUID
        var count = 0
        for plan in plans(for: try connection.outlines(in: range), in: range) {
            next.lastUID = plan.range.upperBound
            let messages = try fetch(plan, of: folder, over: connection)
            try deliver(SweepBatch(messages: messages, cursor: next))
            count += messages.count
        }
        return count
    }
}
