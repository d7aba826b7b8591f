internal import Sequencing

/// The messages of one batch and the range of UIDs they stand for; the ranges of all batches leave
/// no gap.
struct IMAPBatchPlan: Equatable {
    var outlines: [IMAPMessageOutline]
    var range: ClosedRange<UInt32>

    /// Cuts the messages of a range into batches; without a message there is one empty batch.
    static func cut(
        _ outlines: [IMAPMessageOutline], in range: ClosedRange<UInt32>, limits: IMAPLimits
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
}
