import Sequencing
import Testing

/// What the report will say is known beforehand: judged at any instant, facts are what their span foretold.
struct SpanTests {
    static let calendar = TouchGapTests.calendar
    static let given = TouchGapTests.given
    static let step = StepIndex(1)

    static func spans(
        _ facts: HandOffFacts, third: Instant? = given, from start: Instant = given,
        policy: TouchGap.Policy = .init()
    ) -> [TouchGap.Span] {
        TouchGap.spans(
            of: facts, thirdTouchAt: third, from: start, policy: policy, calendar: calendar)
    }

    /// The values one after another, without those that stay the same.
    static func turns<Value: Equatable>(
        _ spans: [TouchGap.Span], _ value: (TouchGap.Span) -> Value
    ) -> [Value] {
        spans.reduce(into: []) { if $0.last != value($1) { $0.append(value($1)) } }
    }

    @Test("A call that nobody makes is on plan, and stalled from the millisecond after its grace")
    func overdue() {
        let dueAt = Self.given + .days(1)
        let spans = Self.spans(
            TouchGapTests.facts(
                touches: 1, state: .atTask(step: Self.step, task: TaskID(4), dueAt: dueAt)))
        #expect(Self.turns(spans, \.class) == [.onPlan, .stalled])
        #expect(Self.turns(spans, \.reason) == [nil, .taskOverdue])
        #expect(spans[1].from == Self.given + .days(3) + .milliseconds(1))
        #expect(spans[1].since == dueAt)
    }

    @Test("A pause is over at its date, not a millisecond later")
    func pause() {
        let until = Self.given + .days(7)
        let spans = Self.spans(
            TouchGapTests.facts(
                touches: 1, state: .paused(step: Self.step, cause: .outOfOffice, until: until)))
        #expect(Self.turns(spans, \.class) == [.waiting, .onPlan, .engineFault])
        #expect(spans[1].from == until)
    }

    @Test("What is closed is closed for ever")
    func closed() {
        var facts = TouchGapTests.facts(touches: 1, state: .ended(.replied))
        facts.disposition = .noNeed
        #expect(Self.turns(Self.spans(facts), \.class) == [.closed])
    }

    @Test(
        "A message that does not leave hangs on its mailbox once its grace is over, and not before")
    func fleeting() {
        let facts = TouchGapTests.facts(
            touches: 1, state: TouchGapTests.sending, delivery: TouchGapTests.delivery(.queued))
        let spans = Self.spans(facts)
        #expect(Self.turns(spans, \.isFleeting) == [false, true])
        #expect(spans[1].from == Self.given + .days(2) + .milliseconds(1))
    }

    @Test("Stuck for thirty days and a millisecond, a lead gives way to the others of its class")
    func old() throws {
        let spans = Self.spans(
            TouchGapTests.facts(
                touches: 1,
                state: .atTask(step: Self.step, task: TaskID(4), dueAt: Self.given)))
        let (first, last) = (try #require(spans.dropFirst().first), try #require(spans.last))
        #expect(first.class == .stalled && last.class == .stalled)
        #expect(last.urgency == first.urgency + 1)
        #expect(last.from == Self.given + .days(30) + .milliseconds(1))
        #expect(TouchGapClass.stalled.urgencies == [first.urgency, last.urgency])
    }

    @Test(
        "A third touch is judged when ten business days are over, and came in time to the last of them",
        arguments: [
            (nil, ThirdTouchStanding.missed), (given, .reached), (given + .days(14), .reached),
            (given + .days(14) + .milliseconds(1), .missed),
        ] as [(Instant?, ThirdTouchStanding)])
    func third(_ third: Instant?, _ standing: ThirdTouchStanding) {
        let spans = Self.spans(
            TouchGapTests.facts(touches: 3, state: .ended(.replied)), third: third)
        #expect(spans.map(\.thirdTouch) == [.tooEarly, standing])
        #expect(spans[1].from == Self.given + .days(14))
    }

    @Test("Spans begin where they are asked for, and neighbours differ")
    func shape() {
        var numbers = Numbers(state: 7)
        for _ in 0..<2000 {
            let facts = Self.facts(&numbers)
            let start = Self.given + .hours(numbers.next(900))
            let spans = Self.spans(facts, from: start)
            #expect(spans.first?.from == start)
            for (span, next) in zip(spans, spans.dropFirst()) {
                #expect(span.from < next.from)
                var moved = span
                moved.from = next.from
                #expect(moved != next)
            }
        }
    }

    @Test(
        "Whenever the report is asked, it says what was foretold, whatever the facts and the mailbox are",
        arguments: 0..<12)
    func foretold(_ seed: Int) {
        var numbers = Numbers(state: UInt64(seed) * 977 + 5)
        var (turns, fleeting) = (0, 0)
        for _ in 0..<300 {
            var facts = Self.facts(&numbers)
            let policy = Self.policy(&numbers)
            let start = Self.given + .hours(numbers.next(600)) - .hours(100)
            let third = numbers.next(3) == 0 ? nil : facts.givenAt + .hours(numbers.next(400))
            let spans = Self.spans(facts, third: third, from: start, policy: policy)
            turns += spans.count - 1
            fleeting += spans.count { $0.isFleeting }
            let ends = spans.dropFirst().map(\.from) + [start + .days(90)]
            for (span, end) in zip(spans, ends) {
                let length = Int(end.since(span.from).wholeMilliseconds)
                for offset in [0, 1, length - 1, length / 2, numbers.next(max(length, 1))] {
                    guard offset >= 0, offset < length, !span.isFleeting else { continue }
                    let moment = span.from + .milliseconds(offset)
                    facts.enrollment?.mailbox = Self.mailbox(&numbers, moment)
                    let found = TouchGap.assess(
                        facts, now: moment, policy: policy, calendar: Self.calendar)
                    let place = WorkListPlace(
                        of: found, handOff: facts.handOff, givenAt: facts.givenAt, now: moment)
                    let standing = TouchGap.thirdTouch(
                        third, givenAt: facts.givenAt, now: moment, calendar: Self.calendar)
                    let now = TouchGap.Span(
                        from: span.from, class: found.class, reason: found.primary?.reason,
                        since: found.primary?.since, urgency: place.urgency, thirdTouch: standing,
                        isFleeting: false)
                    // Not in an expectation each time: there are a hundred thousand.
                    if now != span { Issue.record("\(facts) at \(moment): \(now), not \(span)") }
                }
            }
        }
        #expect(turns > 100 && fleeting > 5)
    }

    // MARK: - Facts

    static func policy(_ numbers: inout Numbers) -> TouchGap.Policy {
        .init(
            lowBand: numbers.next(5), firstTouchBusinessDays: numbers.next(4),
            graceBusinessDays: numbers.next(4), replyBusinessDays: numbers.next(3))
    }

    static func mailbox(
        _ numbers: inout Numbers, _ moment: Instant
    ) -> HandOffFacts.MailboxFacts? {
        guard numbers.next(4) > 0 else { return nil }
        return .init(
            address: "dana@sender.example", downCause: numbers.next(3) == 0 ? "no route" : nil,
            fenceCause: numbers.next(3) == 0 ? "no answer" : nil,
            pause: numbers.next(3) == 0 ? .init(why: "by hand", isBreaker: true) : nil,
            drainsAt: numbers.next(2) == 0 ? moment + .hours(numbers.next(90) - 40) : nil)
    }

    static func facts(_ numbers: inout Numbers) -> HandOffFacts {
        let moment = given + .hours(numbers.next(700))
        let state = state(&numbers, moment)
        var facts = TouchGapTests.facts(
            touches: numbers.next(5), state: state, isBroken: numbers.next(60) == 0,
            delivery: .init(
                id: DeliveryID(7), state: numbers.next(4) == 0 ? .inDoubt : .queued,
                dueAt: moment, notBeforeAt: moment + .hours(numbers.next(50)), serverReply: nil))
        facts.effort.businessDays = numbers.next(15)
        facts.givenAt = given + .hours(numbers.next(300)) - .hours(150)
        facts.owner = numbers.next(9) == 0 ? nil : "dana"
        facts.isOwnerKnown = numbers.next(9) > 0
        facts.isHot = numbers.next(6) == 0
        facts.isSuppressed = numbers.next(25) == 0
        facts.disposition =
            numbers.next(12) == 0
            ? Disposition.allCases[numbers.next(Disposition.allCases.count)] : nil
        if numbers.next(6) == 0 {
            facts.openReply = .init(
                id: ReplyID(3), receivedAt: given + .hours(numbers.next(700)), task: nil)
        }
        facts.enrollment?.hasExpiredTask = numbers.next(5) == 0
        facts.ownedAt = facts.givenAt + .hours(numbers.next(100))
        facts.givenBy = numbers.next(3) == 0 ? "dana" : "marketing"
        facts.acceptedAt = numbers.next(2) == 0 ? facts.ownedAt + .hours(numbers.next(60)) : nil
        if numbers.next(8) == 0 {
            facts.referral = .init(
                reply: ReplyID(4), receivedAt: given + .hours(numbers.next(700)),
                address: "kim@customer.example")
        }
        if numbers.next(3) == 0 {
            let from = given + .hours(numbers.next(500))
            facts.absences = [
                Absence(
                    id: AbsenceID(1), rep: "dana", from: from,
                    until: from + .hours(1 + numbers.next(300)),
                    delegate: numbers.next(2) == 0 ? "ben" : nil)
            ]
        }
        return facts
    }

    static func state(_ numbers: inout Numbers, _ moment: Instant) -> EnrollmentState? {
        switch numbers.next(9) {
        case 0: return nil
        case 1, 2: return .waiting(step: step, dueAt: moment)
        case 3, 4: return .sending(step: step, delivery: DeliveryID(7))
        case 5: return .atTask(step: step, task: TaskID(4), dueAt: moment)
        case 6: return .held(step: step, reason: .noWindow)
        case 7:
            let causes: [PauseCause] = [.rep, .outOfOffice, .colleagueReplied, .contactLater]
            return .paused(
                step: step, cause: causes[numbers.next(causes.count)],
                until: numbers.next(3) == 0 ? nil : moment)
        default:
            let outcomes: [EnrollmentOutcome] = [
                .replied, .bounced, .completed, .stopped, .failed(.refused), .colleagueReplied,
            ]
            return .ended(outcomes[numbers.next(outcomes.count)])
        }
    }

    struct Numbers {
        var state: UInt64

        /// 0 ..< `limit`.
        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
    }
}
