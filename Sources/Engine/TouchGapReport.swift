package import Sequencing
package import Store

/// The touch-gap report over all hand-offs that the filters name.
package struct TouchGapReport: Sendable {
    package struct Line: Sendable {
        package var row: HandOffRow
        package var facts: HandOffFacts
        package var assessment: TouchGap.Assessment
    }

    package var asOf: Instant
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

extension Engine {
    /// Judges every hand-off; nil filters match all.
    package func touchGapReport(
        lead: LeadID? = nil, owner: String? = nil, source: String? = nil, asOf: Instant? = nil,
        lowBand: Int? = nil
    ) throws -> TouchGapReport {
        let judging = try judging(asOf: asOf ?? now, lowBand: lowBand)
        let lines = try store.handOffs(
            lead: lead, owner: owner,
            absentees: owner.map { judging.absences.absentees(leftTo: $0, at: judging.moment) }
                ?? [], source: source
        ).filter { $0.givenAt <= judging.moment }.map { try line(of: $0, by: judging) }
        return TouchGapReport(asOf: judging.moment, lines: lines)
    }
}

/// What hand-offs are judged by: gathered once, for many of them.
struct Judging {
    var moment: Instant
    var policy: TouchGap.Policy
    var reps: [String: Rep]
    var absences: Absences
    /// By address; none where only what is foretold is asked for.
    var mailboxes: [String: HandOffFacts.MailboxFacts]
    /// Names of the sequences that can be proposed.
    var published: [String]
}

extension Engine {
    func judging(asOf moment: Instant, lowBand: Int? = nil) throws -> Judging {
        var policy = settings.touchGap
        if let lowBand { policy.lowBand = lowBand }
        return Judging(
            moment: moment, policy: policy, reps: try loader.reps(),
            absences: try store.absences(),
            mailboxes: try mailboxFacts(now: moment), published: try store.publishedNames())
    }

    func line(of row: HandOffRow, by judging: Judging) throws -> TouchGapReport.Line {
        let (facts, calendar) = try facts(of: row, for: judging)
        return TouchGapReport.Line(
            row: row, facts: facts,
            assessment: TouchGap.assess(
                facts, now: judging.moment, policy: judging.policy, calendar: calendar))
    }

    func facts(
        of row: HandOffRow, for judging: Judging
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
        mailboxes: [String: HandOffFacts.MailboxFacts], published: [String]
    ) throws -> HandOffFacts {
        var facts = HandOffFacts(
            handOff: row.id, lead: row.lead.id, email: row.lead.email.text, givenAt: row.givenAt,
            owner: row.owner)
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
                channel: enrollment.state.step.map { sequence.steps[$0.position].channel },
                delivery: row.delivery.map {
                    HandOffFacts.DeliveryFacts(
                        id: $0.id, state: $0.state.name, dueAt: $0.dueAt,
                        notBeforeAt: $0.notBeforeAt, serverReply: $0.serverReply,
                        formerAddress: $0.recipient.lowercased() == row.lead.email.canonical
                            ? nil : $0.recipient)
                }, hasExpiredTask: row.hasExpiredTask,
                mailbox: enrollment.mailbox.flatMap { mailboxes[$0] })
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

    private func mailboxFacts(now: Instant) throws -> [String: HandOffFacts.MailboxFacts] {
        var facts: [String: HandOffFacts.MailboxFacts] = [:]
        for mailbox in try store.mailboxes() {
            facts[mailbox.address] = HandOffFacts.MailboxFacts(
                address: mailbox.address, downCause: mailbox.downCause,
                fenceCause: mailbox.fenceCause,
                pause: mailbox.pause.flatMap { pause in
                    pause.isInForce(at: now)
                        ? .init(why: pause.why, isBreaker: pause.cause == .breaker) : nil
                },
                drainsAt: try capDrainsAt(of: mailbox.address))
        }
        return facts
    }
}
