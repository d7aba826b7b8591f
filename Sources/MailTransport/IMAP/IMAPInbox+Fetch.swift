internal import Sequencing

/// The messages of one batch and the range of UIDs they stand for; the ranges of all batches leave
/// no gap.
struct IMAPBatchPlan: Equatable {
    var outlines: [IMAPMessageOutline]
    var range: ClosedRange<UInt32>
}

extension IMAPInbox {
    /// Cuts the messages of a range into batches; without a message there is one empty batch.
    func plans(
        for outlines: [IMAPMessageOutline], in range: ClosedRange<UInt32>
    ) -> [IMAPBatchPlan] {
        var plans: [IMAPBatchPlan] = []
        var current: [IMAPMessageOutline] = []
        var (bytes, start) = (0, range.lowerBound)
        for outline in outlines {
            let cost = outline.sizeBytes > limits.messageBytes ? 0 : outline.sizeBytes
            let isFull = current.count == limits.batchMessages || bytes + cost > limits.batchBytes
            if isFull, let last = current.last {
                plans.append(IMAPBatchPlan(outlines: current, range: start...last.uid))
                (current, bytes, start) = ([], 0, last.uid + 1)
            }
            current.append(outline)
            bytes += cost
        }
        plans.append(IMAPBatchPlan(outlines: current, range: start...range.upperBound))
        return plans
    }

    /// Fetches a batch and proves that the server has no more messages in its range.
    func fetch(
        _ plan: IMAPBatchPlan, of folder: WatchedFolder, over connection: IMAPConnection
    ) throws -> [SweptMessage] {
        let wanted = plan.outlines.filter { $0.sizeBytes <= limits.messageBytes }.map(\.uid)
        let bodies = try connection.bodies(of: wanted)
        let messages = plan.outlines.compactMap { outline -> SweptMessage? in
            var message = SweptMessage(
                folder: folder.name, role: folder.role, uid: outline.uid,
                arrivedAt: outline.arrivedAt, bytes: nil, sizeBytes: outline.sizeBytes)
            guard outline.sizeBytes <= limits.messageBytes else { return message }
            switch bodies[outline.uid] {
            case .bytes(let bytes):
                message.bytes = bytes
                message.sizeBytes = bytes.count
            case .oversize(let count): message.sizeBytes = count
            // Deleted since it was listed, or held back: the count tells.
            case nil: return nil
            }
            return message
        }
        try prove(absent: wanted.filter { bodies[$0] == nil }, in: folder, over: connection)
        let expected = try connection.count(in: plan.range)
        guard expected <= messages.count else {
            throw SweepFailure.countMismatch(
                folder: folder.name, expected: expected, seen: messages.count)
        }
        return messages
    }

    /// Messages that were listed and then did not come must be gone.
    private func prove(
        absent uids: [UInt32], in folder: WatchedFolder, over connection: IMAPConnection
    ) throws {
        for uid in uids {
            let count = try connection.count(in: uid...uid)
            guard count == 0 else {
                throw SweepFailure.countMismatch(folder: folder.name, expected: count, seen: 0)
            }
        }
    }
}
