/// The messages that one FETCH asks for and the range of UIDs they stand for; the ranges of all
/// plans leave no gap.
struct IMAPBatchPlan: Equatable {
    /// What the server lists in the range, sorted.
    var uids: [UInt32]
    var range: ClosedRange<UInt32>

    var onlyUID: UInt32? { uids.count == 1 ? uids[0] : nil }

    /// Cuts what is listed in a range into plans; without a message there is one empty plan.
    static func cut(
        _ uids: [UInt32], in range: ClosedRange<UInt32>, size: Int
    ) -> [IMAPBatchPlan] {
        var plans: [IMAPBatchPlan] = []
        var start = range.lowerBound
        for place in stride(from: 0, to: uids.count, by: size) {
            let some = Array(uids[place..<min(place + size, uids.count)])
            let isLast = place + some.count == uids.count
            let end = isLast ? range.upperBound : some[some.count - 1]
            plans.append(IMAPBatchPlan(uids: some, range: start...end))
            if !isLast { start = end + 1 }
        }
        return plans.isEmpty ? [IMAPBatchPlan(uids: [], range: range)] : plans
    }
}
