package import Engine
package import Sequencing
import Synchronization

/// A mailbox in memory whose reading sometimes fails.
package final class SeededInbox: InboxSource {
    private struct State: Sendable {
        var messages: [[UInt8]] = []
        var random: SeededRandom
    }

    private let state: Mutex<State>
    private let failurePercent: Int

    package init(seed: UInt64, failurePercent: Int) {
        state = Mutex(State(random: SeededRandom(seed: seed)))
        self.failurePercent = failurePercent
    }

    package func post(_ bytes: [UInt8]) { state.withLock { $0.messages.append(bytes) } }

    package func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        let (messages, fails) = state.withLock {
            ($0.messages, $0.random.chance(percent: failurePercent))
        }
        if fails { return .failed(.connection(cause: "the simulated network is down")) }
        let last = Int(cursors.first?.lastUID ?? 0)
        let swept = messages.enumerated().dropFirst(last).map { index, bytes in
            SweptMessage(
                folder: "INBOX", role: .inbox, uid: UInt32(index + 1), arrivedAt: nil,
                bytes: bytes, sizeBytes: bytes.count)
        }
        let cursor = FolderCursor(
            folder: "INBOX", uidValidity: 1, lastUID: UInt32(messages.count))
        do {
            try deliver(SweepBatch(messages: swept, cursor: cursor))
        } catch {
            return .failed(.storage(cause: "\(error)"))
        }
        return .complete(folders: 1, messages: swept.count)
    }

    package func waitForNews(timeout: Duration) -> InboxNews { .nothing }

    package func cancelWait() {}
}

/// One final dot that left: what the invariants are checked against.
package struct Dot: Sendable {
    package var at: Instant
    package var mailbox: String
    package var recipient: String
    package var bytes: [UInt8]
    package var arrived: Bool

    package init(at: Instant, mailbox: String, recipient: String, bytes: [UInt8], arrived: Bool) {
        self.at = at
        self.mailbox = mailbox
        self.recipient = recipient
        self.bytes = bytes
        self.arrived = arrived
    }
}

/// A server that accepts, refuses, puts off, can't be reached, and hangs up before and after the dot.
package final class SeededSubmitter: MessageSubmitter {
    private struct State: Sendable {
        var random: SeededRandom
        var dots: [Dot] = []
    }

    private let clock: any Clock
    private let state: Mutex<State>
    private let onArrival: @Sendable (OutgoingMessage) -> Void

    package init(
        seed: UInt64, clock: any Clock, onArrival: @escaping @Sendable (OutgoingMessage) -> Void
    ) {
        self.clock = clock
        self.onArrival = onArrival
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    package var dots: [Dot] { state.withLock { $0.dots } }

    package func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let fate = state.withLock { Int.random(in: 0..<100, using: &$0.random) }
        switch fate {
        case 0..<2: return .unsent(.connection(cause: "the simulated server is down"))
        case 2..<4: return .deferred(reply: "450 4.2.0 come back later")
        case 4: return .refused(reply: "550 5.7.1 not wanted here")
        default: break
        }
        guard atCommitPoint() else { return .unsent(.abortedAtCommitPoint) }
        let isLost = fate == 5
        let isUnanswered = fate == 5 || fate == 6
        state.withLock {
            $0.dots.append(
                Dot(
                    at: clock.now(), mailbox: message.sender.canonical,
                    recipient: message.recipient.canonical, bytes: message.bytes,
                    arrived: !isLost))
        }
        if !isLost { onArrival(message) }
        return isUnanswered
            ? .inDoubt(cause: "the simulated server hung up after the dot")
            : .accepted(reply: "250 2.0.0 queued")
    }

    package func close() {}
}
