import API
import Engine
import Sequencing
import Store
import Synchronization

/// What has to be counted row by row: too dear for every question.
struct Census: Sendable {
    /// When it was counted.
    var at: Instant
    var classes: [(group: TouchGapClass, count: Int)]
    var reasons: [TouchGapReason: Int]
    var enrollments: [String: Int]
    var deliveries: [String: Int]
    var openTasks: Int
    var overdueTasks: Int
    /// Passed commit points, by mailbox.
    var sends: [String: Int]

    static func count(_ engine: Engine) throws -> Census {
        let store = engine.store
        let now = engine.now
        let report = try engine.touchGapSummary(listing: WorkListFilter(limit: 0))
        let counts = try store.counts()
        return Census(
            at: now,
            classes: TouchGapClass.allCases.map { ($0, report.classes[$0] ?? 0) },
            reasons: report.reasons,
            enrollments: counts.enrollments, deliveries: counts.deliveries,
            openTasks: counts.openTasks, overdueTasks: try store.overdueTaskCount(now: now),
            sends: try store.committedCounts())
    }
}

/// Keeps the newest census: whoever asks often gets the same one, so that monitoring can't keep the daemon busy.
final class CensusBook: Sendable {
    /// Counted no more often than this, and no more than a twentieth of the time.
    static let shortestRest: Duration = .seconds(60)
    static let restPerWork = 20

    private struct State: Sendable {
        var census: Census?
        var freshUntil = ContinuousClock.now
        var isCounting = false
    }

    private let state = Mutex(State())

    /// The census, counted anew when it is no longer fresh; while one is being counted, the one before.
    func census(
        at now: ContinuousClock.Instant = .now, count: () throws -> Census
    ) throws -> Census {
        let known = state.withLock { state -> Census? in
            if let census = state.census, now < state.freshUntil || state.isCounting {
                return census
            }
            state.isCounting = true
            return nil
        }
        if let known { return known }
        defer { state.withLock { $0.isCounting = false } }
        let census = try count()
        let end = ContinuousClock.now
        state.withLock { state in
            state.census = census
            state.freshUntil = end + max(Self.shortestRest, (end - now) * Self.restPerWork)
        }
        return census
    }
}
