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

    func touchGap(_ summary: TouchGapSummary, below: Int) -> TouchGapView {
        TouchGapView(
            asOf: Timestamp(summary.asOf), below: below, total: summary.total,
            counts: summary.classes.map { (class: $0.key, count: $0.value) },
            medianFirstTouchSystemMinutes: summary.medianSystemMinutes,
            medianFirstTouchHumanMinutes: summary.medianHumanMinutes, reps: repTouches(summary),
            reasons: reasonCounts(summary),
            rows: summary.lines.map(workListRow), more: summary.isMore)
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

    /// The most frequent first.
    private func reasonCounts(_ summary: TouchGapSummary) -> [ReasonCount] {
        let sorted = summary.reasons.sorted { left, right in
            left.value == right.value
                ? left.key.rawValue < right.key.rawValue : left.value > right.value
        }
        return sorted.map { ReasonCount(reason: $0.key, party: $0.key.party, count: $0.value) }
    }

    /// By name; what nobody owns comes last.
    private func repTouches(_ summary: TouchGapSummary) -> [RepTouches] {
        let names: [String?] = summary.reps.keys.compactMap { $0 }.sorted() + [nil]
        return names.compactMap { name in
            summary.reps[name].map { counts in
                RepTouches(
                    rep: name, zero: counts.bands.untouched, one: counts.bands.once,
                    two: counts.bands.twice, threeToFive: counts.bands.threeToFive,
                    sixAndMore: counts.bands.sixAndMore, gaps: counts.gaps,
                    skipped: counts.bands.skipped)
            }
        }
    }
}
