import Logging
package import Sequencing
import Store
import Synchronization

/// When the messages that wait in a lane now will leave, if nothing else comes and nothing goes wrong.
package struct LaneForecast: Sendable {
    /// Nil for a message that would not leave within 400 days: the mailbox is paused, or its window never opens.
    package var expectedAt: [EnrollmentID: Instant]
    /// When the last of them has left; nil when one never does, or when none waits.
    package var drainsAt: Instant?
}

extension Engine {
    /// Plays the queue of a mailbox through the lane's own rules.
    package func laneForecast(of mailbox: String) throws -> LaneForecast {
        let now = now
        let rows = try store.liveEnrollments(on: mailbox).filter { $0.state.name == .sending }
        let courses = try rows.compactMap { row -> (EnrollmentID, ForecastCourse)? in
            guard var course = try course(of: row, now: now),
                case .queued(let step, _, _) = course.position
            else { return nil }
            // What follows the message is not asked for.
            course.sequence.steps = Array(course.sequence.steps.prefix(step.position + 1))
            return (row.id, course)
        }
        guard !courses.isEmpty else { return LaneForecast(expectedAt: [:], drainsAt: nil) }
        var forecast = Forecast(
            courses.map(\.1), mailboxes: [try forecastMailbox(mailbox, now: now)],
            accountSpacing: settings.accountSpacing, firstTouches: try recentFirstTouches(now: now),
            now: now)
        let result = try forecast.run(from: now, until: now + Self.planHorizon)
        let leaving = result.touches.map { (courses[$0.course].0, $0.at) }
        return LaneForecast(
            expectedAt: Dictionary(leaving) { $1 },
            drainsAt: leaving.count == courses.count ? leaving.map(\.1).max() : nil)
    }

    /// When the queue of a mailbox will have left, where its cap is what it waits for: nil otherwise.
    func capDrainsAt(of mailbox: String) throws -> Instant? {
        guard laneStatus(of: mailbox)?.holdReason?.hasPrefix(Lane.capWords) ?? false else {
            return nil
        }
        return try drainsAt(of: mailbox, queued: store.queuedCount(in: mailbox))
    }

    /// Queues that are foreseen while somebody waits for the answer; a longer one takes seconds.
    static let mostForeseenAtOnce = 2_000

    /// When the queue of a mailbox will have left; nil when it never will, or is empty.
    ///
    /// Foreseen once a minute at most: it takes some tenths of a second, and many ask. A long queue is foreseen
    /// beside; until that is done, what was known before is told, at first nil.
    package func drainsAt(of mailbox: String, queued: Int) throws -> Instant? {
        guard queued > 0 else { return nil }
        let now = now
        guard queued <= Self.mostForeseenAtOnce else {
            foreseeBeside(mailbox, queued: queued, now: now)
            return knownDrains.latest(of: mailbox)
        }
        if let known = knownDrains.date(of: mailbox, queued: queued, now: now) { return known.date }
        let date = try laneForecast(of: mailbox).drainsAt
        knownDrains.keep(date, of: mailbox, queued: queued, now: now)
        return date
    }

    private func foreseeBeside(_ mailbox: String, queued: Int, now: Instant) {
        guard knownDrains.begin(mailbox, now: now) else { return }
        parts.workers.run(.forecast(mailbox: mailbox)) { @Sendable [self] in
            defer { knownDrains.end(mailbox) }
            do {
                let date = try laneForecast(of: mailbox).drainsAt
                knownDrains.keep(date, of: mailbox, queued: queued, now: self.now)
            } catch {
                parts.logger.warning(
                    "The end of a queue could not be foreseen",
                    metadata: ["mailbox.address": "\(mailbox)", "store.cause": "\(error)"])
            }
        }
    }
}

/// What was foreseen a moment ago, mailbox by mailbox.
final class KnownDrains: Sendable {
    private static let lifetime: Duration = .seconds(60)

    private struct Entry: Sendable {
        var date: Instant?
        var queued: Int
        var foundAt: Instant
    }

    struct Known {
        var date: Instant?
    }

    private let entries = Mutex<[String: Entry]>([:])
    /// Mailboxes whose queue is being foreseen.
    private let busy = Mutex<Set<String>>([])

    /// False while it is being done, and where it was done a moment ago.
    func begin(_ mailbox: String, now: Instant) -> Bool {
        let isFresh = entries.withLock { entries in
            guard let entry = entries[mailbox] else { return false }
            return now.since(entry.foundAt) < Self.lifetime && now >= entry.foundAt
        }
        return !isFresh && busy.withLock { $0.insert(mailbox).inserted }
    }

    func end(_ mailbox: String) { busy.withLock { _ = $0.remove(mailbox) } }

    func latest(of mailbox: String) -> Instant? { entries.withLock { $0[mailbox]?.date } }

    /// Nil when nothing fresh is known; a date that is nil is known to be none.
    func date(of mailbox: String, queued: Int, now: Instant) -> Known? {
        entries.withLock { entries in
            guard let entry = entries[mailbox], entry.queued == queued,
                now.since(entry.foundAt) < Self.lifetime, now >= entry.foundAt
            else { return nil }
            return Known(date: entry.date)
        }
    }

    func forget() { entries.withLock { $0 = [:] } }

    func keep(_ date: Instant?, of mailbox: String, queued: Int, now: Instant) {
        entries.withLock { $0[mailbox] = Entry(date: date, queued: queued, foundAt: now) }
    }
}
