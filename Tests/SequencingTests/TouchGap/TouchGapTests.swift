import Sequencing
import Testing

/// Classes and reasons of the report, by table, and as a partition over random facts.
struct TouchGapTests {
    static let hours = Window.Hours(
        opens: LocalTime(hour: 9, minute: 0), closes: LocalTime(hour: 17, minute: 0))
    static let calendar = WorkingCalendar(
        window: Window(
            days: Window.workdays, hours: [hours], zone: .named("UTC"), holidays: .none),
        zone: .utc, holidays: [])
    /// Monday, 2 March 2026, 10:00.
    static let given = Instant(
        milliseconds: LocalDateTime(
            date: LocalDate(year: 2026, month: 3, day: 2), time: LocalTime(hour: 10, minute: 0)
        ).secondsSince1970 * 1000)
    static let now = given + .days(14)

    static func facts(
        touches: Int = 0, state: EnrollmentState? = nil, isBroken: Bool = false,
        delivery: HandOffFacts.DeliveryFacts? = nil, mailbox: HandOffFacts.MailboxFacts? = nil
    ) -> HandOffFacts {
        var facts = HandOffFacts(
            handOff: HandOffID(1), lead: LeadID(1), email: "mira@customer.example",
            givenAt: given, owner: "dana")
        facts.effort = Effort(touches: touches, attempts: touches, channels: min(touches, 1))
        facts.proposedSequence = "inbound-handoff"
        facts.nextSequence = "re-engagement"
        if state != nil || isBroken {
            facts.enrollment = HandOffFacts.EnrollmentFacts(
                id: EnrollmentID(5), sequence: SequenceVersion(name: "s", version: 1),
                state: state, changedAt: given, channel: .call, delivery: delivery,
                mailbox: mailbox)
        }
        return facts
    }

    static func delivery(_ state: DeliveryState.Name) -> HandOffFacts.DeliveryFacts {
        .init(
            id: DeliveryID(7), state: state, dueAt: given, notBeforeAt: given, serverReply: nil)
    }

    static let step = StepIndex(0)
    static let sending = EnrollmentState.sending(step: step, delivery: DeliveryID(7))

    struct Row: Sendable {
        var name: String
        var facts: HandOffFacts
        var group: TouchGapClass
        var reason: TouchGapReason?
        var command = ""
    }

    static let rows: [Row] = {
        var suppressed = facts(state: .ended(.optedOut))
        suppressed.isSuppressed = true
        var closed = facts(touches: 1, state: .ended(.replied))
        closed.disposition = .noNeed
        var tooEarly = facts(touches: 2, state: .ended(.completed))
        tooEarly.disposition = .unableToReach
        var answered = facts(touches: 1, state: .ended(.replied))
        answered.openReply = .init(id: ReplyID(3), receivedAt: given, task: TaskID(9))
        var justAnswered = answered
        justAnswered.openReply?.receivedAt = now - .hours(1)
        var ownerless = facts()
        ownerless.owner = nil
        var fresh = facts()
        fresh.givenAt = now - .hours(2)
        var blocked = facts()
        blocked.refusal = EnrollmentRefusal(
            code: .alreadyEnrolled, message: "enrolled as E9", blocking: EnrollmentID(9),
            advice: "")
        var crowded = facts()
        crowded.refusal = EnrollmentRefusal(
            code: .accountLimit, message: "2 of the account", blocking: EnrollmentID(9), advice: "")
        var cooling = facts()
        cooling.refusal = EnrollmentRefusal(
            code: .coolOff, message: "touched yesterday", until: Instant(milliseconds: 0),
            advice: "")
        return [
            Row(
                name: "fault", facts: facts(isBroken: true), group: .engineFault,
                reason: .engineFault),
            Row(
                name: "came back again and again",
                facts: facts(state: .ended(.failed(.softBounced))), group: .endedShort,
                reason: .bouncedSoftExhausted,
                command: "thirdtouch lead edit mira@customer.example --email ADDRESS"),
            Row(
                name: "the rep wrote by hand",
                facts: facts(
                    touches: 1,
                    state: .paused(step: step, cause: .handWritten, until: now + .days(1))),
                group: .waiting, reason: .handWritten,
                command: "thirdtouch enrollment resume E5"),
            Row(name: "suppressed", facts: suppressed, group: .suppressed),
            Row(name: "closed", facts: closed, group: .closed),
            Row(
                name: "unable to reach below the minimum", facts: tooEarly, group: .endedShort,
                reason: .endedShort,
                command: "thirdtouch enroll mira@customer.example --sequence re-engagement"),
            Row(
                name: "answered", facts: answered, group: .ourTurn, reason: .replyUnanswered,
                command: "thirdtouch task done T9 --outcome answered"),
            Row(name: "just answered", facts: justAnswered, group: .onPlan),
            Row(
                name: "never enrolled", facts: facts(), group: .neverTouched, reason: .notEnrolled,
                command: "thirdtouch enroll mira@customer.example --sequence inbound-handoff"),
            Row(name: "no owner", facts: ownerless, group: .neverTouched, reason: .noOwner),
            Row(name: "handed over today", facts: fresh, group: .onPlan),
            Row(name: "blocked", facts: blocked, group: .neverTouched, reason: .blockedElsewhere),
            Row(
                name: "account full", facts: crowded, group: .neverTouched,
                reason: .blockedElsewhere, command: "thirdtouch enrollment stop E9"),
            Row(
                name: "cooling off", facts: cooling, group: .neverTouched, reason: .coolOff,
                command: "thirdtouch enroll mira@customer.example --sequence inbound-handoff "
                    + "--start-at 1970-01-01T00:00:00Z"),
            Row(
                name: "on plan",
                facts: facts(touches: 2, state: .waiting(step: step, dueAt: now + .days(1))),
                group: .onPlan),
            Row(
                name: "the engine sleeps",
                facts: facts(touches: 5, state: .waiting(step: step, dueAt: given)),
                group: .engineFault, reason: .engineFault),
            Row(
                name: "nobody ends a rest",
                facts: facts(
                    touches: 1, state: .paused(step: step, cause: .outOfOffice, until: given)),
                group: .engineFault, reason: .engineFault),
            Row(
                name: "a rest is over this minute",
                facts: facts(
                    touches: 1, state: .paused(step: step, cause: .contactLater, until: now)),
                group: .onPlan),
            Row(
                name: "call not done",
                facts: facts(
                    touches: 1, state: .atTask(step: step, task: TaskID(4), dueAt: given)),
                group: .stalled, reason: .taskOverdue,
                command: "thirdtouch task done T4 --outcome connected"),
            Row(
                name: "call of today",
                facts: facts(
                    touches: 1, state: .atTask(step: step, task: TaskID(4), dueAt: now)),
                group: .onPlan),
            Row(
                name: "merge field",
                facts: facts(
                    state: .held(step: step, reason: .mergeFieldMissing(fields: ["first_name"]))),
                group: .neverTouched, reason: .mergeFieldMissing,
                command: "thirdtouch lead edit mira@customer.example --first-name VALUE"),
            Row(
                name: "no phone",
                facts: facts(
                    touches: 1, state: .held(step: step, reason: .channelDataMissing(.call))),
                group: .stalled, reason: .channelDataMissing),
            Row(
                name: "paused by hand",
                facts: facts(touches: 1, state: .paused(step: step, cause: .rep, until: nil)),
                group: .stalled, reason: .pausedNoDate,
                command: "thirdtouch enrollment resume E5"),
            Row(
                name: "out of office until next week",
                facts: facts(
                    touches: 1,
                    state: .paused(step: step, cause: .outOfOffice, until: now + .days(7))),
                group: .waiting, reason: .outOfOffice),
            Row(
                name: "bounced", facts: facts(state: .ended(.bounced)), group: .endedShort,
                reason: .bouncedHard),
            Row(
                name: "refused", facts: facts(state: .ended(.failed(.refused))),
                group: .endedShort, reason: .refused),
            Row(
                name: "stopped early", facts: facts(touches: 1, state: .ended(.stopped)),
                group: .endedShort, reason: .endedShort),
            Row(
                name: "in doubt",
                facts: facts(touches: 1, state: sending, delivery: delivery(.inDoubt)),
                group: .stalled, reason: .deliveryInDoubt),
            Row(
                name: "in doubt after many touches",
                facts: facts(touches: 5, state: sending, delivery: delivery(.inDoubt)),
                group: .stalled, reason: .deliveryInDoubt),
            Row(
                name: "mailbox down",
                facts: facts(
                    touches: 1, state: sending, delivery: delivery(.queued),
                    mailbox: .init(address: "dana@sender.example", downCause: "no connection")),
                group: .stalled, reason: .mailboxDown),
            Row(
                name: "inbox stale",
                facts: facts(
                    touches: 1, state: sending, delivery: delivery(.queued),
                    mailbox: .init(address: "dana@sender.example", fenceCause: "no connection")),
                group: .stalled, reason: .inboxStale),
        ]
    }()

    @Test("Each hand-off has its class, its reason and its command", arguments: rows)
    func row(_ row: Row) {
        let assessment = TouchGap.assess(
            row.facts, now: Self.now, policy: .init(), calendar: Self.calendar)
        #expect(assessment.class == row.group, "\(row.name)")
        #expect(assessment.primary?.reason == row.reason, "\(row.name)")
        if !row.command.isEmpty { #expect(assessment.primary?.command == row.command) }
        if row.group.isGap {
            #expect(assessment.primary?.command.isEmpty == false)
            #expect(assessment.primary?.evidence.isEmpty == false)
        }
    }
}
