package import Sequencing

/// Hands frozen messages to a server or a folder, one at a time.
///
/// A submitter is confined to the one serial queue that owns it; its calls block.
package protocol MailSubmitter: AnyObject {
    /// Hands over one message and says what is known of it afterwards.
    ///
    /// `atCommitPoint` is called exactly once, when every byte was handed over and before the far
    /// side can take the message as complete; what it stores must be durable when it returns.
    /// When it answers false nothing arrives, and the verdict is `.unsent(.abortedAtCommitPoint)`.
    /// It is not called when the message fails earlier: every verdict then says `unsent`,
    /// `deferred` or `refused`.
    func submit(_ message: OutgoingMessage, atCommitPoint: () -> Bool) -> SubmissionVerdict

    /// Ends the kept connection; the next message makes a new one.
    func close()
}

/// Reads what came into the watched folders of one mailbox.
///
/// An inbox is confined to the one serial queue that owns it; its calls block. Only
/// `waitCanceller` may be used from elsewhere.
package protocol MailInbox: AnyObject {
    /// Reads every watched folder from its cursor to its end.
    ///
    /// A folder without a cursor is met for the first time: an empty batch brings a cursor before
    /// the first message that came at or after `readBackTo`, and the folder is read from there.
    /// When the UIDs of a folder have changed their meaning, such a batch comes too, but the sweep
    /// fails; the next one reads the folder. An empty batch also brings what else has changed of a
    /// cursor. What `deliver` throws ends the sweep as `.failed(.storage)`, a `SweepFailure` as
    /// itself.
    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult

    /// Blocks until something new may be there, `timeout` is over or the wait is cancelled.
    ///
    /// News that came after the last sweep began are not missed.
    func waitForNews(timeout: Duration) -> InboxNews

    /// Whether `keepCopy` can keep anything.
    var keepsCopies: Bool { get }

    /// Puts a copy of a sent message into the mailbox's Sent folder, for servers that keep none themselves.
    ///
    /// Not idempotent: after a failure the copy may be there. Returns nil when it is kept.
    func keepCopy(_ bytes: [UInt8]) -> SweepFailure?

    /// Ends a wait from any thread.
    var waitCanceller: WaitCanceller { get }

    /// Ends the kept connection; the next call makes a new one.
    func close()
}

extension MailInbox {
    package var keepsCopies: Bool { false }

    package func keepCopy(_ bytes: [UInt8]) -> SweepFailure? {
        .connection(cause: "this kind of mailbox has no Sent folder of ours")
    }

    /// Ends the present wait, or the next one when there is none, at once.
    package func cancelWait() { waitCanceller.cancel() }
}
