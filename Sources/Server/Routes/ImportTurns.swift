import API

/// The order of a table's parts: several may be on their way at once, each is written after the one before.
///
/// So a part is read and checked while the one before it is with the disk.
actor ImportTurns {
    /// Nobody's part comes into another's order.
    struct Import: Hashable, Sendable {
        var number: Int64
        var caller: String
    }

    private struct Table {
        /// The last part that was written.
        var written: Int
        /// Once a part was not written, none after it is.
        var isBroken = false
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    }

    /// Tables that are remembered: more are hardly imported at once.
    private static let most = 64
    /// How long a part waits for the one before, which may never come.
    private let patience: Duration
    private var tables: [Import: Table] = [:]
    private var order: [Import] = []

    init(patience: Duration = .seconds(60)) { self.patience = patience }

    /// The first part of a table has been written.
    func begin(_ batch: Import) {
        order.append(batch)
        if order.count > Self.most { forget(order.removeFirst()) }
        tables[batch] = Table(written: 1)
    }

    /// Does it when it is this part's turn. Throws when the one before was not written, or does not come.
    func take<Value: Sendable>(
        _ part: Int, of batch: Import, _ write: @Sendable () async throws -> Value
    ) async throws -> Value {
        guard await isTurn(part, of: batch) else {
            throw APIError(
                .notNow, "the part before this one was not written",
                advice: "give the same command again: what is there already stays as it is")
        }
        do {
            let value = try await write()
            end(part, of: batch, isWritten: true)
            return value
        } catch {
            end(part, of: batch, isWritten: false)
            throw error
        }
    }

    private func isTurn(_ part: Int, of batch: Import) async -> Bool {
        // A table that is not known was begun before the daemon was started anew.
        guard let table = tables[batch], !table.isBroken else { return false }
        if table.written + 1 == part { return true }
        guard part > table.written, table.waiting[part] == nil else { return false }
        let alarm = Task { [patience] in
            // Ends early only when it is cancelled, and then nobody waits any more.
            try? await Task.sleep(for: patience)
            release(part, of: batch, isTurn: false)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { tables[batch]?.waiting[part] = $0 }
    }

    /// Lets the part after this one begin, or tells all that wait that it can't.
    private func end(_ part: Int, of batch: Import, isWritten: Bool) {
        guard isWritten else {
            tables[batch]?.isBroken = true
            for next in tables[batch].map({ Array($0.waiting.keys) }) ?? [] {
                release(next, of: batch, isTurn: false)
            }
            return
        }
        tables[batch]?.written = part
        release(part + 1, of: batch, isTurn: true)
    }

    private func forget(_ batch: Import) {
        for waiting in tables.removeValue(forKey: batch)?.waiting.values ?? [:].values {
            waiting.resume(returning: false)
        }
    }

    private func release(_ part: Int, of batch: Import, isTurn: Bool) {
        tables[batch]?.waiting.removeValue(forKey: part)?.resume(returning: isTurn)
    }
}
