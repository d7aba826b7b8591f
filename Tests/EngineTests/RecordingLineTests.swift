import Sequencing
import Synchronization
import Testing

@testable import Engine

/// Batches between the server and the store: in order, all or an error, never too many at once.
struct RecordingLineTests {
    private struct Broken: Error, Equatable {}

    /// What the store was given, as it came.
    private final class Shelf: Sendable {
        private struct State: Sendable {
            var uids: [UInt32] = []
            var taken = 0
            var most = 0
        }

        private let state = Mutex(State())
        let failsAt: UInt32?

        init(failsAt: UInt32? = nil) { self.failsAt = failsAt }

        var uids: [UInt32] { state.withLock { $0.uids } }
        var mostBytes: Int { state.withLock { $0.most } }

        func admit(_ bytes: Int) {
            state.withLock { state in
                state.taken += bytes
                state.most = max(state.most, state.taken)
            }
        }

        func put(_ batch: ReadBatch) throws {
            if batch.cursor.lastUID == failsAt { throw Broken() }
            state.withLock { state in
                state.uids.append(batch.cursor.lastUID)
                state.taken -= batch.messages.reduce(0) { $0 + ($1.swept.bytes ?? []).count }
            }
        }
    }

    private func batch(_ number: UInt32, bytes: Int = 40) -> SweepBatch {
        let head = Array("From: a@b.example\r\nSubject: x\r\n\r\n".utf8)
        let message = SweptMessage(
            folder: "INBOX", role: .inbox, uid: number, arrivedAt: nil,
            bytes: head + [UInt8](repeating: 0x78, count: bytes), sizeBytes: bytes)
        return SweepBatch(
            messages: [message],
            cursor: FolderCursor(folder: "INBOX", uidValidity: 1, lastUID: number))
    }

    @Test("Batches are stored one after the other, in the order in which they came")
    func order() throws {
        let shelf = Shelf()
        let line = RecordingLine { try shelf.put($0) }
        for number in 1...300 as ClosedRange<UInt32> {
            // Some take longer to be read than those after them.
            try line.take(batch(number, bytes: number.isMultiple(of: 7) ? 60_000 : 40))
        }
        try line.finish()
        #expect(shelf.uids == Array(1...300))
    }

    @Test("After the first batch that fails none is stored, and the sweep learns of it")
    func failure() throws {
        let shelf = Shelf(failsAt: 5)
        let line = RecordingLine { try shelf.put($0) }
        #expect(throws: Broken.self) {
            for number in 1...1000 as ClosedRange<UInt32> { try line.take(batch(number)) }
            try line.finish()
        }
        #expect(throws: Broken.self) { try line.finish() }
        #expect(shelf.uids == [1, 2, 3, 4])
    }

    @Test("No more than twelve megabytes are on their way, but one batch always may be")
    func bound() throws {
        let shelf = Shelf()
        let line = RecordingLine { try shelf.put($0) }
        let sizes = [5 << 20, 5 << 20, 5 << 20, 20 << 20, 1 << 20, 5 << 20, 11 << 20, 40]
        for (index, bytes) in sizes.enumerated() {
            let batch = batch(UInt32(index + 1), bytes: bytes)
            try line.take(batch)
            shelf.admit(batch.messages[0].bytes?.count ?? 0)
        }
        try line.finish()
        #expect(shelf.uids.count == sizes.count)
        #expect(shelf.mostBytes <= (20 << 20) + 100)
    }
}
