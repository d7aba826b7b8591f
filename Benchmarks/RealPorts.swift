@preconcurrency import Dispatch
import Engine
import Foundation
import MailTransport
import Sequencing
import Synchronization

/// The machine's own clock and timer, as the daemon uses them.
final class RealTime: Clock, Alarm {
    private let started = ContinuousClock.now
    private let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "bench.alarm"))

    init() { timer.activate() }

    func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    func uptime() -> Duration { started.duration(to: .now) }

    let longestSleep: Duration = .seconds(60)

    func onAlarm(_ action: @escaping @Sendable () -> Void) {
        timer.setEventHandler { @Sendable in action() }
    }

    func arm(at moment: Instant) {
        let wait = max(0, moment.milliseconds - now().milliseconds)
        timer.schedule(wallDeadline: .now() + .milliseconds(Int(wait)), leeway: .milliseconds(1))
    }
}

/// The daemon's way of working: a serial queue for each key.
final class Threads: Workers {
    private let queues = Mutex<[WorkerKey: DispatchQueue]>([:])
    let mayBlock = true

    func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void) {
        queue(for: key).async { @Sendable in job() }
    }

    func drain(_ keys: [WorkerKey]) {
        for key in keys { queue(for: key).sync {} }
    }

    private func queue(for key: WorkerKey) -> DispatchQueue {
        queues.withLock { queues in
            let queue = queues[key] ?? DispatchQueue(label: "bench.\(key)")
            queues[key] = queue
            return queue
        }
    }
}

/// A mailbox that is read at once and in which nothing ever comes.
final class EmptyInbox: InboxSource {
    private let cancelled = DispatchSemaphore(value: 0)

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult { .complete(folders: 1, messages: 0) }

    func waitForNews(timeout: Duration) -> InboxNews {
        _ = cancelled.wait(timeout: .now() + .milliseconds(Int(timeout.wholeMilliseconds)))
        return .cancelled
    }

    func cancelWait() { cancelled.signal() }
}

/// The real submitter, which tells when so many messages were accepted by all lanes together.
final class CountedSubmitter: MessageSubmitter, @unchecked Sendable {  // belongs to one lane
    /// What the lanes have sent together.
    final class Count: Sendable {
        private let left: Atomic<Int>
        private let end = DispatchSemaphore(value: 0)

        init(_ messages: Int) { left = Atomic(messages) }

        func note() {
            if left.subtract(1, ordering: .relaxed).newValue == 0 { end.signal() }
        }

        /// False when they have not left within the time.
        func wait(seconds: Int) -> Bool {
            end.wait(timeout: .now() + .seconds(seconds)) == .success
        }
    }

    private let submitter: SMTPSubmitter
    private let count: Count

    init(_ submitter: SMTPSubmitter, _ count: Count) {
        (self.submitter, self.count) = (submitter, count)
    }

    func submit(_ message: OutgoingMessage, atCommitPoint: () -> Bool) -> SubmissionVerdict {
        let verdict = submitter.submit(message, atCommitPoint: atCommitPoint)
        if case .accepted = verdict { count.note() }
        return verdict
    }

    func close() { submitter.close() }
}
