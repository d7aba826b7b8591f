import Engine
import Sequencing
import Store

/// Whether the report of an earlier moment is still the one that was given then (docs/decisions/0029).
struct PastJudge {
    private struct Past {
        var at: Instant
        /// The last line of the history by then.
        var lastLine: Int64
        var lines: [HandOffID: String]
        var refused: Set<HandOffID>
        /// What the leads were like: their clocks are reckoned by today's zones.
        var zones: [[String]]
    }

    private let ledger: Ledger
    private var pasts: [Past] = []
    private var assignedAt: [HandOffID: Set<Instant>] = [:]

    init(ledger: Ledger) { self.ledger = ledger }

    mutating func note(_ id: HandOffID, assignedAt moment: Instant) {
        assignedAt[id, default: []].insert(moment)
    }

    /// Keeps today's report, and asks for those of before again.
    mutating func judge(
        _ engine: Engine, _ report: TouchGapReport, lastLine: Int64
    ) throws -> [(what: String, lead: Int?)] {
        let zones = ledger.people.map(\.zones)
        var mistakes: [(what: String, lead: Int?)] = []
        for past in pasts.suffix(3) {
            // What happened in the same instant, after the report, belongs to it when it is asked for later.
            let next = try engine.store.history(after: past.lastLine, limit: 1).first
            guard next.map({ $0.at > past.at }) ?? true else { continue }
            let again = try engine.touchGapReport(asOf: past.at)
            let lines = words(of: again)
            for id in Set(past.lines.keys).union(lines.keys).sorted()
            where past.lines[id] != lines[id] {
                let line =
                    again.lines.first { $0.row.id == id } ?? report.lines.first { $0.row.id == id }
                let person = ledger.people.first { $0.lead == line?.row.lead.id }
                if let person,
                    person.isForgotten || person.hasAddressBack
                        || past.zones[person.number] != person.zones
                {
                    continue
                }
                // How long a queue was, and why enrolling was refused before it was not, nobody has written down.
                if past.lines[id]?.contains("cap-reached") ?? false { continue }
                if past.refused.contains(id) { continue }
                // Nor which of two came first in one millisecond, in which nothing but virtual time does both.
                if let enrolledAt = line?.row.enrollment?.enrolledAt,
                    assignedAt[id]?.contains(enrolledAt) ?? false
                {
                    continue
                }
                mistakes.append(
                    (
                        "\(id) at \(past.at) was \(past.lines[id] ?? "not there"), and is now "
                            + "\(lines[id] ?? "not there")", person?.number
                    ))
            }
        }
        pasts.append(
            Past(
                at: engine.now, lastLine: lastLine, lines: words(of: report),
                refused: Set(report.lines.filter { $0.facts.refusal != nil }.map(\.row.id)),
                zones: zones))
        return mistakes
    }

    private func words(of report: TouchGapReport) -> [HandOffID: String] {
        Dictionary(
            report.lines.map { line in
                (
                    line.row.id,
                    "\(line.assessment.class.rawValue) "
                        + "\(line.assessment.primary.map { $0.reason.rawValue } ?? "-") "
                        + "\(line.facts.effort.touches)"
                )
            }, uniquingKeysWith: { first, _ in first })
    }
}
