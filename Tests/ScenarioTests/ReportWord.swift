import Engine
import Sequencing
import Store

/// What a report said of one hand-off.
struct ReportWord: Equatable, CustomStringConvertible {
    var handOff: HandOffID
    var group: TouchGapClass
    var reason: TouchGapReason?
    var secondary: [TouchGapReason]
    var evidence: [String]
    /// To the second, as the history keeps it.
    var since: Int64?
    var nextDueAt: Int64?
    var effort: Effort
    var owner: String?
    var disposition: Disposition?
    var isAccepted: Bool
    var clocks: [ClockReading.Standing]

    var description: String {
        "\(handOff) \(group.rawValue) \(reason?.rawValue ?? "-") \(secondary.map(\.rawValue)) "
            + "\(evidence) \(effort.touches)/\(effort.attempts) \(owner ?? "nobody") "
            + "\(disposition?.rawValue ?? "open") \(isAccepted) \(nextDueAt ?? 0) \(since ?? 0) \(clocks.map(\.rawValue))"
    }

    init(_ line: TouchGapReport.Line, in report: TouchGapReport) {
        let found = line.assessment
        handOff = line.row.id
        group = found.class
        reason = found.primary?.reason
        secondary = found.secondary.map(\.reason)
        evidence = found.primary?.evidence ?? []
        since = found.primary.map { $0.since.milliseconds / 1000 }
        // When a lane would try again, nobody has written down.
        nextDueAt =
            line.row.enrollment?.state.name == .sending
            ? nil : found.nextDueAt.map { $0.milliseconds / 1000 }
        effort = line.facts.effort
        owner = line.row.owner
        disposition = line.row.disposition
        isAccepted = line.row.acceptedAt != nil
        clocks = report.clocks(of: line).map(\.standing)
    }
}

extension Stage {
    /// Of each hand-off, now or at an earlier moment.
    func words(asOf: Instant? = nil) throws -> [ReportWord] {
        let report = try engine.touchGapReport(asOf: asOf)
        return report.lines.map { ReportWord($0, in: report) }
    }
}
