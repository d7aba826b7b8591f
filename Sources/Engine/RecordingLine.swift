import Dispatch
import Sequencing
import Synchronization

/// Batches on their way from the server into the store: while one is recorded the next is read, and the one
/// after that comes over the wire.
///
/// Recorded in the order of delivery, each in its transaction with its cursor; after the first that fails
/// none is.
final class RecordingLine: Sendable {
    /// Bytes of messages that may be on their way; one batch always may.
    static let bytesAhead = 12 << 20

    private struct State: Sendable {
        var bytes = 0
        var failure: (any Error)?
    }

    private let store: @Sendable (ReadBatch) throws -> Void
    private let reading = DispatchQueue(label: "thirdtouch.inbox.reading")
    private let recording = DispatchQueue(label: "thirdtouch.inbox.recording")
    private let room = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    /// `store` is called for one batch after the other.
    init(store: @escaping @Sendable (ReadBatch) throws -> Void) { self.store = store }

    /// Takes a batch, and waits for room before; throws when an earlier one could not be recorded.
    func take(_ batch: SweepBatch) throws {
        let bytes = batch.messages.reduce(0) { $0 + ($1.bytes ?? $1.head).count }
        while try !admits(bytes) { room.wait() }
        reading.async { @Sendable [self] in
            let read = ReadBatch(batch)
            recording.async { @Sendable [self] in
                record(read)
                state.withLock { $0.bytes -= bytes }
                room.signal()
            }
        }
    }

    /// Returns when everything that was taken is recorded; throws when something could not be.
    func finish() throws {
        reading.sync {}
        recording.sync {}
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func admits(_ bytes: Int) throws -> Bool {
        try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.bytes == 0 || state.bytes + bytes <= Self.bytesAhead else { return false }
            state.bytes += bytes
            return true
        }
    }

    private func record(_ batch: ReadBatch) {
        guard state.withLock({ $0.failure == nil }) else { return }
        do {
            try store(batch)
        } catch {
            state.withLock { $0.failure = error }
        }
    }
}
