import API
import Synchronization
import Testing

@testable import Server

/// Parts of one table that are on their way at once.
struct ImportTurnsTests {
    private let mine = ImportTurns.Import(number: 7, caller: "mark")

    private final class Book: Sendable {
        private let lines = Mutex<[Int]>([])
        var written: [Int] { lines.withLock { $0 } }
        func write(_ part: Int) { lines.withLock { $0.append(part) } }
    }

    private struct Full: Error {}

    @Test("However they come in, they are written one after the other")
    func order() async throws {
        let (turns, book) = (ImportTurns(patience: .seconds(900)), Book())
        await turns.begin(mine)
        try await withThrowingTaskGroup { group in
            for part in (2...30).reversed() {
                group.addTask {
                    try await turns.take(part, of: mine) {
                        try await Task.sleep(for: .microseconds(Int.random(in: 0...500)))
                        book.write(part)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(book.written == Array(2...30))
    }

    @Test("After a part that was not written none is, whether it waits already or comes later")
    func broken() async throws {
        let (turns, book) = (ImportTurns(patience: .seconds(900)), Book())
        await turns.begin(mine)
        let later = Task { try await turns.take(3, of: mine) { book.write(3) } }
        await #expect(throws: Full.self) {
            try await turns.take(2, of: mine) {
                try await Task.sleep(for: .milliseconds(20))
                throw Full()
            }
        }
        await #expect(throws: APIError.self) { try await later.value }
        await #expect(throws: APIError.self) {
            try await turns.take(3, of: mine) { book.write(3) }
        }
        #expect(book.written.isEmpty)
    }

    @Test("A part is not written twice, nor by whose import it is not, nor when nothing was begun")
    func strangers() async throws {
        let (turns, book) = (ImportTurns(patience: .seconds(900)), Book())
        await turns.begin(mine)
        try await turns.take(2, of: mine) { book.write(2) }
        let others = [
            (2, mine), (3, .init(number: 7, caller: "ben")), (2, .init(number: 8, caller: "mark")),
        ]
        for (part, whose) in others {
            await #expect(throws: APIError.self) {
                try await turns.take(part, of: whose) { book.write(part) }
            }
        }
        // And it has not broken the import.
        try await turns.take(3, of: mine) { book.write(3) }
        #expect(book.written == [2, 3])
    }

    @Test("A part waits only so long for one that does not come")
    func patience() async throws {
        let turns = ImportTurns(patience: .milliseconds(30))
        await turns.begin(mine)
        await #expect(throws: APIError.self) { try await turns.take(3, of: mine) {} }
        try await turns.take(2, of: mine) {}
    }

    @Test("Of many imports the oldest is forgotten, and told so")
    func many() async throws {
        let turns = ImportTurns()
        await turns.begin(mine)
        let waiting = Task { try await turns.take(3, of: mine) {} }
        try await Task.sleep(for: .milliseconds(20))
        for number in Int64(100)..<164 { await turns.begin(.init(number: number, caller: "mark")) }
        await #expect(throws: APIError.self) { try await waiting.value }
    }
}
