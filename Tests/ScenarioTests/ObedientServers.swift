import Engine
import Sequencing
import Simulation
import Synchronization

/// An SMTP server that answers as the test tells it, one fate a message, and accepts after that.
final class ObedientServer: MessageSubmitter {
    enum Fate: Sendable {
        case accepts
        case refuses
        case knowsNoSuchAddress
        case putsOff
        case isDown
        /// Takes the dot and says no.
        case refusesAfterDot, putsOffAfterDot
        /// Takes the dot and hangs up.
        case hangsUp
    }

    private struct State: Sendable {
        var fates: [Fate] = []
        var dots: [Dot] = []
        var attempts: [(at: Instant, bytes: [UInt8])] = []
        var beforeCommitPoint: (@Sendable () -> Void)?
        var isDown: (@Sendable (OutgoingMessage) -> Bool)?
    }

    private let clock: any Clock
    private let state = Mutex(State())

    init(clock: any Clock) { self.clock = clock }

    var dots: [Dot] { state.withLock { $0.dots } }
    var attempts: [(at: Instant, bytes: [UInt8])] { state.withLock { $0.attempts } }

    func tell(_ fates: Fate...) { state.withLock { $0.fates += fates } }

    /// For these messages there is no server at all; the others have their fates.
    func isDown(for message: (@Sendable (OutgoingMessage) -> Bool)?) {
        state.withLock { $0.isDown = message }
    }

    /// Something that happens while the body is on its way, once.
    func beforeCommitPoint(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.beforeCommitPoint = action }
    }

    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict {
        let now = clock.now()
        let isDown = state.withLock { $0.isDown }
        if isDown?(message) == true { return .unsent(.connection(cause: "the server is down")) }
        let (fate, happening) = state.withLock { state in
            state.attempts.append((now, message.bytes))
            defer { state.beforeCommitPoint = nil }
            return (
                state.fates.isEmpty ? .accepts : state.fates.removeFirst(),
                state.beforeCommitPoint
            )
        }
        switch fate {
        case .isDown: return .unsent(.connection(cause: "the server is down"))
        case .putsOff: return .deferred(reply: "451 4.3.0 later")
        case .refuses: return .refused(reply: "550 5.7.1 not here")
        case .knowsNoSuchAddress: return .refused(reply: "550 5.1.1 no such user")
        case .accepts, .hangsUp, .refusesAfterDot, .putsOffAfterDot: break
        }
        happening?()
        guard atCommitPoint() else { return .unsent(.abortedAtCommitPoint) }
        if case .refusesAfterDot = fate { return .refused(reply: "554 5.6.0 not such a message") }
        if case .putsOffAfterDot = fate { return .deferred(reply: "451 4.3.0 later") }
        state.withLock {
            $0.dots.append(
                Dot(
                    at: now, mailbox: message.sender.canonical,
                    recipient: message.recipient.canonical, bytes: message.bytes, arrived: true))
        }
        if case .hangsUp = fate { return .inDoubt(cause: "no answer after the dot") }
        return .accepted(reply: "250 2.0.0 queued")
    }

    func close() {}
}

/// A mailbox that can be read, or not, as the test tells it.
final class ObedientInbox: InboxSource {
    private struct State: Sendable {
        var messages: [Posted] = []
        var uidValidity: UInt32 = 1
        var failure: SweepFailure?
        var sweeps = 0
    }

    struct Posted: Sendable {
        var bytes: [UInt8]
        var role: FolderRole
        var arrivedAt: Instant?
        /// Over the limit: the bytes are its beginning.
        var isLarge = false
        var isDraft = false
    }

    private let state = Mutex(State())

    var sweeps: Int { state.withLock { $0.sweeps } }

    /// `role` is of the folder that it is found in; all share one list of UIDs here.
    func post(_ bytes: [UInt8], in role: FolderRole = .inbox, arrivedAt: Instant? = nil) {
        state.withLock {
            $0.messages.append(Posted(bytes: bytes, role: role, arrivedAt: arrivedAt))
        }
    }

    /// A message that the rep has begun to write, among all mail.
    func post(draft bytes: [UInt8]) {
        state.withLock {
            $0.messages.append(Posted(bytes: bytes, role: .all, arrivedAt: nil, isDraft: true))
        }
    }

    /// A message that is too large to be read beyond these bytes.
    func post(beginning bytes: [UInt8]) {
        state.withLock {
            $0.messages.append(Posted(bytes: bytes, role: .inbox, arrivedAt: nil, isLarge: true))
        }
    }

    /// Every sweep fails so until told otherwise; nil heals.
    func fail(_ failure: SweepFailure?) { state.withLock { $0.failure = failure } }

    /// The folder is rebuilt: every message gets a new number.
    func rebuild() { state.withLock { $0.uidValidity += 1 } }

    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult {
        let now = state.withLock { state in
            state.sweeps += 1
            return state
        }
        if let failure = now.failure { return .failed(failure) }
        let cursor = cursors.first
        let isRebuilt = cursor.map { $0.uidValidity != now.uidValidity } ?? false
        let last = isRebuilt ? 0 : Int(cursor?.lastUID ?? 0)
        let swept = now.messages.enumerated().dropFirst(last).map { index, posted in
            SweptMessage(
                folder: posted.role == .inbox ? "INBOX" : posted.role.rawValue, role: posted.role,
                uid: UInt32(index + 1), arrivedAt: posted.arrivedAt,
                bytes: posted.isLarge ? nil : posted.bytes,
                head: posted.isLarge ? posted.bytes : [],
                sizeBytes: posted.isLarge ? 30 << 20 : posted.bytes.count, isDraft: posted.isDraft)
        }
        do {
            let cursor = FolderCursor(
                folder: "INBOX", uidValidity: now.uidValidity, lastUID: UInt32(now.messages.count))
            try deliver(SweepBatch(messages: swept, cursor: cursor))
        } catch {
            return .failed(.storage(cause: "\(error)"))
        }
        return isRebuilt
            ? .failed(.uidValidityChanged(folder: "INBOX"))
            : .complete(folders: 1, messages: swept.count)
    }

    func waitForNews(timeout: Duration) -> InboxNews { .nothing }

    func cancelWait() {}
}
