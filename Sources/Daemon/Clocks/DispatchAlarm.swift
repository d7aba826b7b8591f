@preconcurrency import Dispatch
import Engine
import Sequencing

/// One wall-clock timer (a timerfd on Linux): it follows a stepped clock both ways.
final class DispatchAlarm: Alarm {
    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "thirdtouch.alarm", qos: .userInitiated)

    init(onAlarm: @escaping @Sendable () -> Void) {
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.setEventHandler { @Sendable in onAlarm() }
        timer.activate()
    }

    let longestSleep: Duration = .seconds(60)

    func arm(at moment: Instant) {
        let wait = max(0, moment.milliseconds - SystemClock().now().milliseconds)
        let deadline = DispatchWallTime.now() + .milliseconds(Int(wait))
        timer.schedule(wallDeadline: deadline, leeway: .milliseconds(1))
    }

    func cancel() { timer.cancel() }
}
