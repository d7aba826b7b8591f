package import Engine
package import Sequencing
import Synchronization

/// A world whose time jumps to the next thing that happens: clock, alarm, workers and agenda in one.
///
/// Everything runs on the thread that calls `run`, in an order that the arguments alone decide; the same
/// script gives the same history.
package final class VirtualTime: Clock, Alarm, Workers {
    private struct Appointment: Sendable {
        var at: Instant
        var number: Int
        var action: @Sendable () -> Void
    }

    private struct State: Sendable {
        var now: Instant
        var alarmAt: Instant?
        var jobs: [@Sendable () -> Void] = []
        var agenda: [Appointment] = []
        var made = 0
        var stepped: Duration = .zero
        var isOver = false
        var onAlarm: (@Sendable () -> Void)?
    }

    private let startedAt: Instant
    private let state: Mutex<State>

    package init(startingAt start: Instant) {
        startedAt = start
        state = Mutex(State(now: start))
    }

    package func now() -> Instant { state.withLock { $0.now } }

    package func uptime() -> Duration {
        state.withLock { $0.now.since(startedAt) - $0.stepped }
    }

    /// The wall clock jumps, the uptime does not; whoever waits for the alarm is woken.
    package func step(by length: Duration) {
        state.withLock { state in
            state.now = state.now + length
            state.stepped += length
            state.alarmAt = state.alarmAt.map { _ in state.now }
            for index in state.agenda.indices {
                state.agenda[index].at = max(state.now, state.agenda[index].at)
            }
        }
    }

    /// The machine sleeps: wall clock and uptime go on, and nothing happens meanwhile.
    package func sleep(for length: Duration) {
        state.withLock { state in state.now = state.now + length }
    }

    package let longestSleep: Duration = .hours(24)

    package func arm(at moment: Instant) { state.withLock { $0.alarmAt = moment } }

    /// Whoever armed the alarm is gone.
    package func disarm() { state.withLock { $0.alarmAt = nil } }

    /// What the alarm does when its moment has come.
    package func onAlarm(_ action: @escaping @Sendable () -> Void) {
        state.withLock { $0.onAlarm = action }
    }

    package let mayBlock = false

    package func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void) {
        state.withLock { $0.jobs.append(job) }
    }

    /// Something that the world does at a moment; in the past means now.
    package func schedule(at moment: Instant, _ action: @escaping @Sendable () -> Void) {
        state.withLock { state in
            state.made += 1
            let appointment = Appointment(
                at: max(moment, state.now), number: state.made, action: action)
            let place =
                state.agenda.firstIndex { $0.at > appointment.at } ?? state.agenda.endIndex
            state.agenda.insert(appointment, at: place)
        }
    }

    /// Lets everything happen up to and including `end`; `afterEach` sees the world between two
    /// happenings.
    package func run(until end: Instant, afterEach: () -> Void = {}) {
        while true {
            drain()
            afterEach()
            guard let next = nextHappening(until: end) else { break }
            next()
        }
        state.withLock { state in
            if !state.isOver { state.now = max(state.now, end) }
        }
    }

    /// Time goes by inside of what happens now: the world's appointments in it come in their order, while the
    /// engine's own threads are busy.
    package func elapse(_ length: Duration) {
        let end = uptime() + length
        while let action = appointment(within: end - uptime()) { action() }
        let rest = end - uptime()
        state.withLock { $0.now = $0.now + max(.zero, rest) }
    }

    private func appointment(within length: Duration) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard let next = state.agenda.first, next.at <= state.now + max(.zero, length),
                !state.isOver
            else { return nil }
            state.now = max(state.now, next.at)
            return state.agenda.removeFirst().action
        }
    }

    /// The end of the world, in the midst of a run: nothing happens after it.
    package func end() {
        state.withLock { state in
            state.isOver = true
            (state.jobs, state.agenda, state.alarmAt, state.onAlarm) = ([], [], nil, nil)
        }
    }

    private func drain() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                return state.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs { job() }
        }
    }

    private func nextHappening(until end: Instant) -> (@Sendable () -> Void)? {
        state.withLock { state in
            let planned = state.agenda.first?.at
            let moments = [planned, state.alarmAt].compactMap { $0 }
            guard let next = moments.min(), next <= end, !state.isOver else { return nil }
            state.now = max(state.now, next)
            if planned == next { return state.agenda.removeFirst().action }
            state.alarmAt = nil
            return state.onAlarm ?? {}
        }
    }
}
