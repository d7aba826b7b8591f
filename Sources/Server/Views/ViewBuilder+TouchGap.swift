import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func handOffView(_ line: TouchGapReport.Line, in report: TouchGapReport) -> HandOffView {
        HandOffView(
            id: line.row.id, source: line.row.source, owner: line.row.owner,
            givenAt: Timestamp(line.row.givenAt), disposition: line.row.disposition,
            touches: line.facts.effort.touches, attempts: line.facts.effort.attempts,
            channels: line.facts.effort.channels,
            lastTouchAt: Timestamp(line.facts.lastTouchAt), standing: line.assessment.class,
            finding: line.assessment.primary.map { FindingView($0) },
            secondary: line.assessment.secondary.map { FindingView($0) },
            acceptedAt: Timestamp(line.row.acceptedAt), acceptedBy: line.row.acceptedBy,
            wakeAt: Timestamp(line.row.wakeAt), recycledFrom: line.row.recycledFrom,
            clocks: report.clocks(of: line).map { ClockView($0) })
    }

    /// `before` is the same question of an earlier moment.
    func touchGap(
        _ summary: TouchGapSummary, before: PastClasses? = nil, below: Int
    ) -> TouchGapView {
        TouchGapView(
            asOf: Timestamp(summary.asOf), below: below, total: summary.total,
            counts: summary.classes.map { (class: $0.key, count: $0.value) },
            medianFirstTouchSystemMinutes: summary.medianSystemMinutes,
            medianFirstTouchHumanMinutes: summary.medianHumanMinutes,
            medians: summary.medians.map {
                ClockMedian(
                    clock: $0.clock, count: $0.count, minutes: $0.minutes,
                    businessMinutes: $0.businessMinutes, kept: $0.kept, judged: $0.judged)
            }, thirdTouch: thirdTouch(summary), weekBefore: before, reps: repTouches(summary),
            reasons: reasonCounts(summary),
            rows: summary.lines.map { workListRow($0, in: summary) }, more: summary.isMore)
    }

    private func workListRow(
        _ line: TouchGapReport.Line, in summary: TouchGapSummary
    ) -> WorkListRow {
        let primary = line.assessment.primary
        let enrollment = line.row.enrollment
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
            evidence: primary?.evidence ?? [], command: primary?.command,
            severity: TouchGap.severity(
                of: line.facts, line.assessment, now: summary.asOf, policy: summary.policy,
                calendar: line.calendar), role: line.row.lead.role,
            tier: line.row.lead.tier, sequence: enrollment?.sequence.name,
            version: enrollment?.sequence.version,
            step: enrollment?.state.step.map { $0.position + 1 },
            advice: advice(on: line, summary.others))
    }

    private func advice(
        on line: TouchGapReport.Line, _ others: [AccountID: [String]]
    ) -> ReachAdvice? {
        let lead = line.row.lead
        let ways = ChannelAdvice.Ways(
            email: lead.email.text, hasPhone: lead.has(channel: .call),
            hasProfile: lead.has(channel: .linkedIn),
            others: lead.account.flatMap { others[$0] } ?? [])
        return ChannelAdvice.after(line.channelsSinceReply, ways).map {
            ReachAdvice(text: $0.text, command: $0.command, study: .followUps)
        }
    }

    private func thirdTouch(_ summary: TouchGapSummary) -> ThirdTouch {
        let reached = summary.thirdTouches[.reached] ?? 0
        return ThirdTouch(
            reached: reached, judged: reached + (summary.thirdTouches[.missed] ?? 0))
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
