import Dispatch
import Engine
import Sequencing
import Synchronization

/// A serial queue for each key: what blocks on a server blocks its own queue alone.
final class DispatchWorkers: Workers {
    private let queues = Mutex<[WorkerKey: DispatchQueue]>([:])

    init() {}

    let mayBlock = true

    func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void) {
        queue(for: key).async { @Sendable in job() }
    }

    /// Returns when what was queued under these keys before has been done, or after `limit`.
    func drain(_ keys: [WorkerKey], limit: Duration) -> Bool {
        let group = DispatchGroup()
        for key in keys { queue(for: key).async(group: group) { @Sendable in } }
        let deadline = DispatchTime.now() + .milliseconds(Int(limit.wholeMilliseconds))
        return group.wait(timeout: deadline) == .success
    }

    private func queue(for key: WorkerKey) -> DispatchQueue {
        queues.withLock { queues in
            if let queue = queues[key] { return queue }
            let queue = DispatchQueue(label: "thirdtouch.\(key)")
            queues[key] = queue
            return queue
        }
    }
}
