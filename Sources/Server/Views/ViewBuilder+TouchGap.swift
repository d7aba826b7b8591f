import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func handOffView(_ line: TouchGapReport.Line) -> HandOffView {
        HandOffView(
            id: line.row.id, source: line.row.source, owner: line.row.owner,
            givenAt: Timestamp(line.row.givenAt), disposition: line.row.disposition,
            touches: line.facts.effort.touches, attempts: line.facts.effort.attempts,
            channels: line.facts.effort.channels,
            lastTouchAt: Timestamp(line.facts.lastTouchAt), standing: line.assessment.class,
            finding: line.assessment.primary.map { FindingView($0) },
            secondary: line.assessment.secondary.map { FindingView($0) },
            acceptedAt: Timestamp(line.row.acceptedAt), acceptedBy: line.row.acceptedBy,
            wakeAt: Timestamp(line.row.wakeAt), recycledFrom: line.row.recycledFrom)
    }

    func touchGap(_ report: TouchGapReport, filter: TouchGapFilter) -> TouchGapView {
        let rows = report.lines.filter { matches($0, filter) }
            .sorted { $0.urgency < $1.urgency }.map(workListRow)
        return TouchGapView(
            asOf: Timestamp(report.asOf), below: filter.below ?? 3, total: report.lines.count,
            counts: report.classes.map { (class: $0.group, count: $0.count) },
            medianFirstTouchSystemMinutes: medianMinutes(report, isHuman: false),
            medianFirstTouchHumanMinutes: medianMinutes(report, isHuman: true),
            reps: repTouches(report),
            reasons: report.reasons.map {
                ReasonCount(reason: $0.reason, party: $0.reason.party, count: $0.count)
            }, rows: Array(rows.prefix(filter.limit)), more: rows.count > filter.limit)
    }

    /// Without a class the gaps alone.
    private func matches(_ line: TouchGapReport.Line, _ filter: TouchGapFilter) -> Bool {
        let group = line.assessment.class
        guard filter.class.map({ $0 == group }) ?? group.isGap else { return false }
        if let reason = filter.reason, line.assessment.primary?.reason != reason { return false }
        if let party = filter.party, line.assessment.primary?.reason.party != party { return false }
        if let touches = filter.touches, line.facts.effort.touches != touches { return false }
        return true
    }

    private func workListRow(_ line: TouchGapReport.Line) -> WorkListRow {
        let primary = line.assessment.primary
        return WorkListRow(
            lead: line.row.lead.id, handOff: line.row.id, email: line.row.lead.email.text,
            name: line.row.lead.displayName, account: line.row.lead.fields["company"],
            owner: line.row.owner, source: line.row.source, class: line.assessment.class,
            touches: line.facts.effort.touches, attempts: line.facts.effort.attempts,
            channels: line.facts.effort.channels, lastTouchAt: Timestamp(line.facts.lastTouchAt),
            nextDueAt: Timestamp(line.assessment.nextDueAt),
            since: Timestamp(primary?.since), reason: primary?.reason,
            reasonText: primary?.text, party: primary?.reason.party,
            secondaryReasons: line.assessment.secondary.map(\.reason),
            evidence: primary?.evidence ?? [], command: primary?.command)
    }

    private func repTouches(_ report: TouchGapReport) -> [RepTouches] {
        let groups = Dictionary(grouping: report.lines) { $0.row.owner }
        let names = groups.keys.compactMap { $0 }.sorted() + (groups[nil] == nil ? [] : [""])
        return names.map { name in
            let lines = groups[name.isEmpty ? nil : name] ?? []
            let count = { (range: ClosedRange<Int>) in
                lines.count { range.contains($0.facts.effort.touches) }
            }
            return RepTouches(
                rep: name.isEmpty ? nil : name, zero: count(0...0), one: count(1...1),
                two: count(2...2), threeToFive: count(3...5), sixAndMore: count(6...1_000_000),
                gaps: lines.count { $0.assessment.class.isGap },
                skipped: lines.reduce(0) { $0 + $1.row.skippedTasks })
        }
    }

    private func medianMinutes(_ report: TouchGapReport, isHuman: Bool) -> Int? {
        let minutes = report.lines.compactMap { line -> Int64? in
            let first = line.row.touches.first { $0.isHuman == isHuman && $0.takenBackAt == nil }
            return first.map {
                $0.happenedAt.since(line.row.givenAt).wholeMilliseconds / 60_000
            }
        }.sorted()
        return minutes.isEmpty ? nil : Int(minutes[minutes.count / 2])
    }
}
