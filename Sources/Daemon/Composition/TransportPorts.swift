import Engine
import MailTransport
import Sequencing

/// A submitter as the engine wants it: confined to its lane's worker.
///
/// `@unchecked` because the transport is not Sendable: it belongs to one lane, which runs on one serial
/// worker, and nothing else has a reference to it.
final class LaneSubmitter: MessageSubmitter, @unchecked Sendable {  // belongs to one lane
    private let transport: any MailSubmitter

    init(_ transport: any MailSubmitter) { self.transport = transport }

    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        transport.submit(message, atCommitPoint: atCommitPoint)
    }

    func close() { transport.close() }
}

/// An inbox as the engine wants it: confined to its watcher's worker.
///
/// `@unchecked` because the transport is not Sendable: it belongs to one watcher, which runs on one serial
/// worker; only the canceller, which is Sendable, is used from elsewhere.
final class WatchedInbox: InboxSource, @unchecked Sendable {  // belongs to one watcher
    private let transport: any MailInbox
    private let canceller: WaitCanceller

    init(_ transport: any MailInbox) {
        self.transport = transport
        canceller = transport.waitCanceller
    }

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        transport.sweep(from: cursors, readBackTo: readBackTo, deliver: deliver)
    }

    func waitForNews(timeout: Duration) -> InboxNews { transport.waitForNews(timeout: timeout) }

    func cancelWait() { canceller.cancel() }

    var keepsCopies: Bool { transport.keepsCopies }

    func keepCopy(_ bytes: [UInt8]) -> SweepFailure? { transport.keepCopy(bytes) }
}
