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

    /// `before` is the same question of a week ago.
    func touchGap(
        _ report: TouchGapReport, before: TouchGapReport? = nil, filter: TouchGapFilter
    ) -> TouchGapView {
        let lines = report.lines.filter { matches($0, filter) }
            .sorted { $0.urgency < $1.urgency }
        let others = untouched(in: report)
        let rows = lines.prefix(filter.limit).map { workListRow($0, in: report, others) }
        return TouchGapView(
            asOf: Timestamp(report.asOf), below: filter.below ?? 3, total: report.lines.count,
            counts: report.classes.map { (class: $0.group, count: $0.count) },
            medianFirstTouchSystemMinutes: medianMinutes(report, isHuman: false),
            medianFirstTouchHumanMinutes: medianMinutes(report, isHuman: true),
            medians: medians(report), thirdTouch: thirdTouch(report),
            weekBefore: before.map { before in
                PastClasses(
                    asOf: Timestamp(before.asOf),
                    counts: before.classes.map { (class: $0.group, count: $0.count) })
            },
            reps: repTouches(report),
            reasons: report.reasons.map {
                ReasonCount(reason: $0.reason, party: $0.reason.party, count: $0.count)
            }, rows: rows, more: lines.count > filter.limit)
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

    private func workListRow(
        _ line: TouchGapReport.Line, in report: TouchGapReport, _ others: [AccountID: [String]]
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
            severity: report.severity(of: line), role: line.row.lead.role,
            sequence: enrollment?.sequence.name, version: enrollment?.sequence.version,
            step: enrollment?.state.step.map { $0.position + 1 },
            advice: advice(on: line, others))
    }

    /// Addresses of people whom nobody has touched, by their account.
    private func untouched(in report: TouchGapReport) -> [AccountID: [String]] {
        var found: [AccountID: [String]] = [:]
        for line in report.lines
        where line.touches.isEmpty && line.row.disposition == nil && !line.row.isSuppressed {
            if let account = line.row.lead.account {
                found[account, default: []].append(line.row.lead.email.text)
            }
        }
        return found
    }

    private func advice(
        on line: TouchGapReport.Line, _ others: [AccountID: [String]]
    ) -> ReachAdvice? {
        let lead = line.row.lead
        let lastWord = line.row.replies.last?.arrivedAt
        let channels = line.touches.filter { touch in
            lastWord.map { touch.happenedAt > $0 } ?? true
        }.map(\.channel)
        let ways = ChannelAdvice.Ways(
            email: lead.email.text, hasPhone: lead.has(channel: .call),
            hasProfile: lead.has(channel: .linkedIn),
            others: lead.account.flatMap { others[$0] } ?? [])
        return ChannelAdvice.after(channels, ways).map {
            ReachAdvice(text: $0.text, command: $0.command, study: .followUps)
        }
    }

    private func medians(_ report: TouchGapReport) -> [ClockMedian] {
        var stopped: [HandOffClock: [ClockReading]] = [:]
        for line in report.lines {
            let readings = TouchGap.clocks(
                of: line.times, now: report.asOf, policy: report.policy, calendar: line.calendar,
                onlyStopped: true)
            for reading in readings { stopped[reading.clock, default: []].append(reading) }
        }
        return HandOffClock.allCases.compactMap { clock in
            guard let readings = stopped[clock], let raw = readings.map(\.raw).median,
                let business = readings.map(\.business).median
            else { return nil }
            let judged = readings.filter { $0.standing != .unjudged }
            return ClockMedian(
                clock: clock, count: readings.count,
                minutes: Int(raw.wholeMilliseconds / 60_000),
                businessMinutes: Int(business.wholeMilliseconds / 60_000),
                kept: judged.count { $0.standing != .broken }, judged: judged.count)
        }
    }

    private func thirdTouch(_ report: TouchGapReport) -> ThirdTouch {
        var share = ThirdTouch(reached: 0, judged: 0)
        for line in report.lines {
            let limit = line.calendar.adding(
                businessDays: ThirdTouch.businessDays, to: line.row.givenAt)
            guard limit <= report.asOf else { continue }
            share.judged += 1
            let touches = line.touches
            if touches.count >= 3, touches[2].happenedAt <= limit { share.reached += 1 }
        }
        return share
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
