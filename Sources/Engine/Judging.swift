import Sequencing
import Store

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

    func scope(of question: ReportQuestion) -> HandOffScope {
        HandOffScope(
            lead: question.lead, owners: owners(in: question), source: question.source,
            sequence: question.sequence)
    }

    /// Whose hand-offs are meant; nil for all, also those that nobody owns.
    private func owners(in question: ReportQuestion) -> Set<String>? {
        guard let reach = question.reach else { return ownersAsked(by: question) }
        return ownersAsked(by: question)?.intersection(reach) ?? reach
    }

    private func ownersAsked(by question: ReportQuestion) -> Set<String>? {
        let ofRep = question.owner.map { owners(countedTo: $0) }
        let ofTeam = question.team.map { team in
            reps.values.filter { $0.team == team }.reduce(into: Set()) { owners, rep in
                owners.formUnion(self.owners(countedTo: rep.name))
            }
        }
        guard let ofRep, let ofTeam else { return ofRep ?? ofTeam }
        return ofRep.intersection(ofTeam)
    }

    /// The rep, and those for whom the rep stood in at the moment.
    private func owners(countedTo rep: String) -> Set<String> {
        Set(absences.absentees(leftTo: rep, at: moment)).union([rep])
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
        if let absence = facts.absences.first(where: { $0.isInForce(at: judging.moment) }) {
            facts.standIn = judging.absences.worker(for: absence.rep, at: judging.moment)
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
