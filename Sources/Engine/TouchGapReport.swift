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
    package var source: String?
    /// Of the enrollment that is not over, or else the last one.
    package var sequence: String?
    package var version: Int?
    /// At which that enrollment stands, from 1.
    package var step: Int?
    package var account: AccountID?
    package var role: BuyingRole?
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
            lead: scope.lead, owner: scope.owner, absentees: scope.absentees,
            source: scope.source, asOf: judging.past
        ).filter { question.isAbout($0, at: judging.moment) }.map { try line(of: $0, by: judging) }
        return TouchGapReport(asOf: judging.moment, policy: judging.policy, lines: lines)
    }
}

/// What hand-offs are judged by: gathered once, for many of them.
struct Judging {
    var moment: Instant
    /// The same where it is over: then only what had happened by it is known.
    var past: Instant?
    var policy: TouchGap.Policy
    var reps: [String: Rep]
    var absences: Absences
    /// Nil where only what is foretold is asked for.
    var mailboxes: MailboxFactsBook?
    /// Names of the sequences that can be proposed.
    var published: [String]

    /// Those for whom the owner stood in at the moment belong to it.
    func scope(of question: ReportQuestion) -> HandOffScope {
        var scope = HandOffScope(
            lead: question.lead, owner: question.owner, source: question.source,
            sequence: question.sequence)
        if let owner = question.owner {
            scope.absentees = absences.absentees(leftTo: owner, at: moment)
        }
        return scope
    }
}

/// What is known of mailboxes, gathered when the first hand-off hangs on one.
final class MailboxFactsBook {
    private let gather: () throws -> [String: HandOffFacts.MailboxFacts]
    private var known: [String: HandOffFacts.MailboxFacts]?

    init(_ gather: @escaping () throws -> [String: HandOffFacts.MailboxFacts]) {
        self.gather = gather
    }

    func facts(of address: String) throws -> HandOffFacts.MailboxFacts? {
        if let known { return known[address] }
        let gathered = try gather()
        known = gathered
        return gathered[address]
    }
}

extension Engine {
    func judging(of question: ReportQuestion, present: Instant) throws -> Judging {
        let moment = question.asOf ?? present
        // A day that is still to come is judged by what is known today.
        let past = moment < present ? moment : nil
        var policy = settings.touchGap
        if let lowBand = question.lowBand { policy.lowBand = lowBand }
        return Judging(
            moment: moment, past: past, policy: policy, reps: try loader.reps(),
            absences: try store.absences(asOf: past),
            mailboxes: MailboxFactsBook { [self] in try mailboxFacts(now: moment, past: past) },
            published: try store.publishedNames())
    }

    func line(of row: HandOffRow, by judging: Judging) throws -> TouchGapReport.Line {
        let (facts, calendar) = try facts(of: row, by: judging)
        return TouchGapReport.Line(
            row: row, facts: facts,
            assessment: TouchGap.assess(
                facts, now: judging.moment, policy: judging.policy, calendar: calendar),
            calendar: calendar)
    }

    func facts(
        of row: HandOffRow, by judging: Judging
    ) throws -> (HandOffFacts, WorkingCalendar) {
        let rep = row.owner.flatMap { judging.reps[$0] }
        let calendar = try loader.calendar(of: row.lead, rep: rep, on: row.enrollment?.sequence)
        var facts = try facts(
            of: row, calendar: calendar, rep: rep, mailboxes: judging.mailboxes,
            published: judging.published)
        facts.absences = judging.absences.all.filter {
            $0.rep == row.owner && $0.until > row.givenAt
        }
        return (facts, calendar)
    }

    private func facts(
        of row: HandOffRow, calendar: WorkingCalendar, rep: Rep?,
        mailboxes: MailboxFactsBook?, published: [String]
    ) throws -> HandOffFacts {
        var facts = HandOffFacts(
            handOff: row.id, lead: row.lead.id, email: row.lead.email.text, givenAt: row.givenAt,
            owner: row.owner)
        facts.isHot = row.isHot
        facts.isOwnerKnown = row.owner == nil || rep != nil
        facts.ownedAt = row.ownedAt
        facts.givenBy = row.givenBy
        facts.acceptedAt = row.acceptedAt
        facts.disposition = row.disposition
        facts.isSuppressed = row.isSuppressed
        facts.effort = effort(of: row, calendar: calendar)
        facts.lastTouchAt = row.touches.last { $0.takenBackAt == nil }?.happenedAt
        facts.refusal = row.refusal
        facts.openReply = row.openReply
        facts.referral = row.referral
        facts.duplicates = row.duplicates
        facts.proposedSequence = published.first { $0.hasPrefix("inbound") } ?? published.first
        if let enrollment = row.enrollment {
            let sequence = try loader.sequence(enrollment.sequence)
            facts.minimum = sequence.minimum
            facts.reach = sequence.reach(
                fields: row.lead.mergeValues(rep: rep, source: row.source))
            facts.enrollment = HandOffFacts.EnrollmentFacts(
                id: enrollment.id, sequence: enrollment.sequence, state: enrollment.state,
                changedAt: enrollment.changedAt,
                channel: enrollment.state.step.flatMap { step in
                    sequence.steps.indices.contains(step.position)
                        ? sequence.steps[step.position].channel : nil
                },
                delivery: row.delivery.map {
                    HandOffFacts.DeliveryFacts(
                        id: $0.id, state: row.deliveryState ?? $0.state.name, dueAt: $0.dueAt,
                        notBeforeAt: $0.notBeforeAt, serverReply: $0.serverReply,
                        formerAddress: $0.recipient.lowercased() == row.lead.email.canonical
                            ? nil : $0.recipient)
                }, hasExpiredTask: row.hasExpiredTask,
                // A rest, a task or an end hangs on none.
                mailbox: enrollment.state.name == .sending
                    ? try enrollment.mailbox.flatMap { try mailboxes?.facts(of: $0) } : nil)
            facts.nextSequence = published.first { $0 != enrollment.sequence.name }
        } else if let broken = row.brokenEnrollment {
            facts.enrollment = HandOffFacts.EnrollmentFacts(
                id: broken, sequence: SequenceVersion(name: "", version: 0), state: nil,
                changedAt: row.givenAt)
        }
        return facts
    }

    private func effort(of row: HandOffRow, calendar: WorkingCalendar) -> Effort {
        let counted = row.touches.filter { $0.takenBackAt == nil }
        var days = 0
        if let first = counted.first?.happenedAt, let last = counted.last?.happenedAt {
            days = calendar.businessDays(from: first, to: last)
        }
        return Effort(
            touches: counted.count, attempts: row.touches.count + row.refusedCount,
            channels: Set(counted.map(\.channel)).count, businessDays: days)
    }

    private func mailboxFacts(
        now: Instant, past: Instant?
    ) throws -> [String: HandOffFacts.MailboxFacts] {
        let then = try past.map { try store.mailboxTroubles(asOf: $0) }
        var facts: [String: HandOffFacts.MailboxFacts] = [:]
        for mailbox in try store.mailboxes() {
            let troubles =
                then.map { $0[mailbox.address] ?? MailboxTroubles() }
                ?? MailboxTroubles(
                    downCause: mailbox.downCause, fenceCause: mailbox.fenceCause,
                    pause: mailbox.pause)
            facts[mailbox.address] = HandOffFacts.MailboxFacts(
                address: mailbox.address, downCause: troubles.downCause,
                fenceCause: troubles.fenceCause,
                pause: troubles.pause.flatMap { pause in
                    pause.isInForce(at: now)
                        ? .init(why: pause.why, isBreaker: pause.cause == .breaker) : nil
                },
                // How long a queue was, nobody has written down.
                drainsAt: past == nil ? try capDrainsAt(of: mailbox.address) : nil)
        }
        return facts
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
