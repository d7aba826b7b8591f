package import Sequencing
package import Store

/// The touch-gap report over all hand-offs that the filters name.
package struct TouchGapReport: Sendable {
    package struct Line: Sendable {
        package var row: HandOffRow
        package var facts: HandOffFacts
        package var assessment: TouchGap.Assessment
        /// The lead's own.
        package var calendar: WorkingCalendar
    }

    package var asOf: Instant
    package var policy: TouchGap.Policy
    package var lines: [Line]

    /// Every class with its count; their sum is the number of hand-offs (promise G7).
    package var classes: [(group: TouchGapClass, count: Int)] {
        TouchGapClass.allCases.map { group in
            (group, lines.count { $0.assessment.class == group })
        }
    }

    /// Whether the classes add up to the hand-offs.
    package var addsUp: Bool { classes.reduce(0) { $0 + $1.count } == lines.count }

    /// Reasons of the gaps, the most frequent first.
    package var reasons: [(reason: TouchGapReason, count: Int)] {
        var counts: [TouchGapReason: Int] = [:]
        for line in lines where line.assessment.class.isGap {
            if let reason = line.assessment.primary?.reason { counts[reason, default: 0] += 1 }
        }
        return counts.map { ($0.key, $0.value) }.sorted {
            ($1.count, $0.reason.rawValue) < ($0.count, $1.reason.rawValue)
        }
    }
}

/// Which hand-offs a report is about; nil matches all.
package struct ReportQuestion: Equatable, Sendable {
    package var lead: LeadID?
    package var owner: String?
    /// Owners whose hand-offs the asker may see today, whoever stood in for whom at the moment in question.
    package var reach: Set<String>?
    /// Owned by one of its reps, whoever they are at the time of asking.
    package var team: String?
    package var source: String?
    /// Of the enrollment that is not over, or else the last one.
    package var sequence: String?
    package var version: Int?
    /// At which that enrollment stands, from 1.
    package var step: Int?
    package var account: AccountID?
    package var role: BuyingRole?
    package var tier: LeadTier?
    package var givenFrom: Instant?
    /// Before this.
    package var givenTo: Instant?
    /// Given at least so long ago.
    package var age: Duration?
    /// Nil for now.
    package var asOf: Instant?
    package var lowBand: Int?

    package init(lead: LeadID? = nil, owner: String? = nil, source: String? = nil) {
        self.lead = lead
        self.owner = owner
        self.source = source
    }

    func isAbout(_ row: HandOffRow, at moment: Instant) -> Bool {
        let enrollment = row.enrollment
        if let sequence, enrollment?.sequence.name != sequence { return false }
        if let version, enrollment?.sequence.version != version { return false }
        if let step, enrollment?.state.step?.position != step - 1 { return false }
        if let account, row.lead.account != account { return false }
        if let role, row.lead.role != role { return false }
        if let tier, row.lead.tier?.isSame(as: tier) != true { return false }
        if let givenFrom, row.givenAt < givenFrom { return false }
        if let givenTo, row.givenAt >= givenTo { return false }
        if let age, moment.since(row.givenAt) < age { return false }
        return row.givenAt <= moment
    }
}

extension Engine {
    /// Judges every hand-off; nil filters match all.
    package func touchGapReport(
        lead: LeadID? = nil, owner: String? = nil, source: String? = nil, asOf: Instant? = nil,
        lowBand: Int? = nil
    ) throws -> TouchGapReport {
        var question = ReportQuestion(lead: lead, owner: owner, source: source)
        question.asOf = asOf
        question.lowBand = lowBand
        return try touchGapReport(question)
    }

    /// Judges the hand-offs in question, by what had happened at its moment.
    package func touchGapReport(_ question: ReportQuestion) throws -> TouchGapReport {
        let judging = try judging(of: question, present: now)
        let scope = judging.scope(of: question)
        let lines = try store.handOffs(
            lead: scope.lead, owners: scope.owners, source: scope.source, asOf: judging.past
        ).filter { question.isAbout($0, at: judging.moment) }.map { try line(of: $0, by: judging) }
        return TouchGapReport(asOf: judging.moment, policy: judging.policy, lines: lines)
    }
}

extension TouchGapReport {
    /// The clocks of one hand-off, at the moment of the report.
    package func clocks(of line: Line) -> [ClockReading] {
        TouchGap.clocks(
            of: line.times, now: asOf, policy: policy, calendar: line.calendar)
    }

    package func severity(of line: Line) -> GapSeverity? {
        TouchGap.severity(
            of: line.facts, line.assessment, now: asOf, policy: policy, calendar: line.calendar)
    }
}

extension TouchGapReport.Line {
    /// Its place in a work list of that moment.
    package func place(at now: Instant) -> WorkListPlace {
        WorkListPlace(of: assessment, handOff: row.id, givenAt: row.givenAt, now: now)
    }

    /// Touches that were not taken back, the earliest first.
    package var touches: [TouchRow] { row.countedTouches }

    package var times: HandOffTimes { row.times(facts, nextDueAt: assessment.nextDueAt) }
}

extension HandOffRow {
    func times(_ facts: HandOffFacts, nextDueAt: Instant? = nil) -> HandOffTimes {
        let isClosed =
            disposition.map { $0.isValid(facts.effort, minimum: facts.minimum) } ?? false
        return HandOffTimes(
            givenAt: givenAt, isHot: isHot, firstOwnedAt: firstOwnedAt,
            ownedAt: owner == nil ? nil : ownedAt, acceptedAt: acceptedAt,
            touches: countedTouches.map {
                .init(
                    at: $0.happenedAt, isHuman: $0.isHuman, channel: $0.channel,
                    plannedAt: $0.plannedAt)
            },
            replies: replies.map {
                .init(id: $0.id, at: $0.arrivedAt, answeredAt: $0.answeredAt)
            },
            minimum: facts.minimum, disposedAt: isClosed ? disposedAt : nil,
            nextDueAt: nextDueAt, rests: rests)
    }

    /// Touches that were not taken back, the earliest first.
    var countedTouches: [TouchRow] { touches.filter { $0.takenBackAt == nil } }

    var thirdTouchAt: Instant? { countedTouches.dropFirst(2).first?.happenedAt }

    package var scope: TallyScope {
        TallyScope(owner: owner, source: source, sequence: enrollment?.sequence.name)
    }
}
