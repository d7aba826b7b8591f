import Sequencing
import Testing

/// The clocks of a hand-off: Monday to Friday, 09:00 to 17:00, UTC.
struct HandOffClocksTests {
    typealias Base = TouchGapTests

    /// Monday, 2 March 2026, 10:00.
    static let given = Base.given
    static let now = Base.given + .days(14)

    static func at(day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        let date = LocalDate(year: 2026, month: 3, day: day)
        let time = LocalTime(hour: hour, minute: minute)
        return Instant(
            milliseconds: LocalDateTime(date: date, time: time).secondsSince1970 * 1000)
    }

    static func touch(
        _ day: Int, _ hour: Int, isHuman: Bool = false, _ channel: Channel = .email,
        planned: Instant? = nil
    ) -> HandOffTimes.Touch {
        .init(at: at(day: day, hour), isHuman: isHuman, channel: channel, plannedAt: planned)
    }

    static func readings(
        _ times: HandOffTimes, now: Instant = now, policy: TouchGap.Policy = .init()
    ) -> [ClockReading] {
        TouchGap.clocks(of: times, now: now, policy: policy, calendar: Base.calendar)
    }

    static func reading(
        _ clock: HandOffClock, _ times: HandOffTimes, number: Int? = nil, now: Instant = now
    ) throws -> ClockReading {
        try #require(
            readings(times, now: now).first { $0.clock == clock && $0.number == number })
    }

    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var clock: HandOffClock
        var number: Int?
        var times: HandOffTimes
        var raw: Duration
        var business: Duration
        var standing: ClockReading.Standing
        var isRunning = false
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(
            name: "owned from the first moment", clock: .givenToOwned,
            times: HandOffTimes(givenAt: given, firstOwnedAt: given), raw: .zero, business: .zero,
            standing: .unjudged),
        Row(
            name: "given to a rep the next day", clock: .givenToOwned,
            times: HandOffTimes(givenAt: given, firstOwnedAt: at(day: 3, 10)), raw: .days(1),
            business: .hours(8), standing: .unjudged),
        Row(
            name: "accepted within a business day", clock: .ownedToAccepted,
            times: HandOffTimes(givenAt: given, ownedAt: given, acceptedAt: at(day: 3, 10)),
            raw: .days(1), business: .hours(8), standing: .kept),
        Row(
            name: "accepted too late", clock: .ownedToAccepted,
            times: HandOffTimes(givenAt: given, ownedAt: given, acceptedAt: at(day: 3, 11)),
            raw: .hours(25), business: .hours(9), standing: .broken),
        Row(
            name: "over a weekend only Friday and Monday are open", clock: .ownedToAccepted,
            times: HandOffTimes(
                givenAt: given, ownedAt: at(day: 6, 16), acceptedAt: at(day: 9, 10)),
            raw: .hours(66), business: .hours(2), standing: .kept),
        Row(
            name: "not accepted: it runs", clock: .ownedToAccepted,
            times: HandOffTimes(givenAt: given, ownedAt: given), raw: .days(14),
            business: .hours(80), standing: .broken, isRunning: true),
        Row(
            name: "first touch by the system, in time", clock: .givenToFirstTouch,
            times: HandOffTimes(givenAt: given, touches: [touch(2, 12)]), raw: .hours(2),
            business: .hours(2), standing: .kept),
        Row(
            name: "first touch late, not broken", clock: .givenToFirstTouch,
            times: HandOffTimes(givenAt: given, touches: [touch(4, 10)]), raw: .days(2),
            business: .hours(16), standing: .late),
        Row(
            name: "first touch broken", clock: .givenToFirstTouch,
            times: HandOffTimes(givenAt: given, touches: [touch(6, 10)]), raw: .days(4),
            business: .hours(32), standing: .broken),
        Row(
            name: "a hot lead after ten minutes is late, after an hour broken",
            clock: .givenToFirstTouch,
            times: HandOffTimes(givenAt: given, isHot: true, touches: [touch(2, 12)]),
            raw: .hours(2), business: .hours(2), standing: .broken),
        Row(
            name: "the first touch of a person is not the system's", clock: .acceptedToHumanTouch,
            times: HandOffTimes(
                givenAt: given, acceptedAt: given,
                touches: [touch(2, 12), touch(3, 12, isHuman: true, .call)]), raw: .hours(26),
            business: .hours(10), standing: .unjudged),
        Row(
            name: "the next touch on its day", clock: .touchToTouch, number: 2,
            times: HandOffTimes(
                givenAt: given,
                touches: [touch(2, 12), touch(4, 12, planned: at(day: 4, 12))]), raw: .days(2),
            business: .hours(16), standing: .kept),
        Row(
            name: "the next touch after its day", clock: .touchToTouch, number: 2,
            times: HandOffTimes(
                givenAt: given,
                touches: [touch(2, 12), touch(5, 12, planned: at(day: 4, 12))]), raw: .days(3),
            business: .hours(24), standing: .late),
        Row(
            name: "the next touch beyond the grace", clock: .touchToTouch, number: 2,
            times: HandOffTimes(
                givenAt: given,
                touches: [touch(2, 12), touch(9, 12, planned: at(day: 4, 12))]), raw: .days(7),
            business: .hours(40), standing: .broken),
        Row(
            name: "what is planned and not done yet runs", clock: .touchToTouch, number: 2,
            times: HandOffTimes(
                givenAt: given, touches: [touch(2, 12)], nextDueAt: at(day: 4, 12)),
            raw: .hours(334), business: .hours(78), standing: .broken, isRunning: true),
        Row(
            name: "a dated rest of the lead is no open time, and moves what was planned in it",
            clock: .touchToTouch, number: 2,
            times: HandOffTimes(
                givenAt: given,
                touches: [touch(2, 12), touch(11, 12, planned: at(day: 4, 12))],
                rests: [at(day: 3, 9)..<at(day: 11, 9)]), raw: .days(9), business: .hours(8),
            standing: .late),
        Row(
            name: "the first touch does not rest with the lead", clock: .givenToFirstTouch,
            times: HandOffTimes(
                givenAt: given, touches: [touch(6, 10)], rests: [at(day: 3, 9)..<at(day: 5, 9)]),
            raw: .days(4), business: .hours(32), standing: .broken),
        Row(
            name: "answered in three open hours", clock: .replyToAnswer, number: 1,
            times: HandOffTimes(
                givenAt: given,
                replies: [
                    .init(id: ReplyID(1), at: at(day: 2, 15), answeredAt: at(day: 3, 10))
                ]), raw: .hours(19), business: .hours(3), standing: .kept),
        Row(
            name: "answered after the target", clock: .replyToAnswer, number: 1,
            times: HandOffTimes(
                givenAt: given,
                replies: [
                    .init(id: ReplyID(1), at: at(day: 2, 15), answeredAt: at(day: 3, 13))
                ]), raw: .hours(22), business: .hours(6), standing: .late),
        Row(
            name: "a second reply that nobody answered", clock: .replyToAnswer, number: 2,
            times: HandOffTimes(
                givenAt: given,
                replies: [
                    .init(id: ReplyID(1), at: at(day: 2, 15), answeredAt: at(day: 3, 13)),
                    .init(id: ReplyID(2), at: at(day: 13, 10), answeredAt: nil),
                ]), raw: .days(3), business: .hours(8), standing: .late, isRunning: true),
        Row(
            name: "the minimum is met by the touch that brings the second channel",
            clock: .givenToMinimum,
            times: HandOffTimes(
                givenAt: given,
                touches: [touch(2, 12), touch(3, 12), touch(4, 12, .call), touch(5, 12)],
                minimum: .init(touches: 2, channels: 2, businessDays: 2)), raw: .hours(50),
            business: .hours(18), standing: .unjudged),
        Row(
            name: "closed: what ran stops there", clock: .givenToMinimum,
            times: HandOffTimes(givenAt: given, disposedAt: at(day: 4, 10)), raw: .days(2),
            business: .hours(16), standing: .unjudged, isRunning: true),
        Row(
            name: "given to disposition", clock: .givenToDisposition,
            times: HandOffTimes(givenAt: given, disposedAt: at(day: 4, 10)), raw: .days(2),
            business: .hours(16), standing: .unjudged),
    ]

    @Test(
        "Each clock has its time by the wall and in open hours, and is held to its promise",
        arguments: rows)
    func row(_ row: Row) throws {
        // `touch(…, planned:)` inside a rest moves to its end: then the grace counts.
        let found = try Self.reading(row.clock, row.times, number: row.number)
        #expect(found.raw == row.raw)
        #expect(found.business == row.business)
        #expect(found.standing == row.standing)
        #expect((found.stoppedAt == nil) == row.isRunning)
    }

    @Test("A hot lead's promise is counted in open minutes, from the next opening")
    func hot() {
        let policy = TouchGap.Policy()
        let open = policy.firstTouch(isHot: true, givenAt: Self.given, Base.calendar)
        #expect(open.target == Self.given + .minutes(5))
        #expect(open.limit == Self.given + .minutes(60))
        let late = policy.firstTouch(isHot: true, givenAt: Self.at(day: 6, 16, 30), Base.calendar)
        #expect(late.target == Self.at(day: 6, 16, 35))
        #expect(late.limit == Self.at(day: 9, 9, 30))
        var facts = Base.facts()
        facts.givenAt = Self.at(day: 13, 16, 30)
        let group = { (isHot: Bool) in
            facts.isHot = isHot
            return TouchGap.assess(
                facts, now: Base.now, policy: policy, calendar: Base.calendar
            ).class
        }
        #expect(group(false) == .onPlan)
        #expect(group(true) == .neverTouched)
    }

    @Test("Clocks that run are left out where only those that stopped are asked for")
    func stopped() {
        let times = HandOffTimes(
            givenAt: Self.given, firstOwnedAt: Self.given, ownedAt: Self.given,
            touches: [Self.touch(2, 12)], nextDueAt: Self.at(day: 4, 12))
        let all = Self.readings(times)
        let some = TouchGap.clocks(
            of: times, now: Self.now, policy: .init(), calendar: Base.calendar, onlyStopped: true)
        #expect(some == all.filter { $0.stoppedAt != nil })
        #expect(some.map(\.clock) == [.givenToOwned, .givenToFirstTouch])
    }

    @Test("A gap gets urgent by its age and critical by the silence")
    func severity() {
        let policy = TouchGap.Policy()
        var facts = Base.facts(
            touches: 1, state: .atTask(step: Base.step, task: TaskID(4), dueAt: Base.given))
        let severity = { (now: Instant) in
            let found = TouchGap.assess(facts, now: now, policy: policy, calendar: Base.calendar)
            return TouchGap.severity(
                of: facts, found, now: now, policy: policy, calendar: Base.calendar)
        }
        facts.lastTouchAt = Base.given
        #expect(severity(Base.given + .days(1)) == nil)
        #expect(severity(Base.given + .days(3)) == .late)
        #expect(severity(Base.given + .days(8)) == .urgent)
        #expect(severity(Base.given + .days(31)) == .critical)
        facts.lastTouchAt = Base.given + .days(20)
        #expect(severity(Base.given + .days(31)) == .urgent)
    }

    @Test("Open time added is open time found, from any start")
    func businessTime() {
        var start = Self.given - .hours(37)
        for minutes in [1, 59, 480, 481, 2400, 5000] {
            let end = Base.calendar.adding(businessTime: .minutes(minutes), to: start)
            #expect(Base.calendar.businessTime(from: start, to: end) == .minutes(minutes))
            #expect(
                Base.calendar.businessTime(from: start, to: end - .milliseconds(1))
                    < .minutes(minutes))
            start = start + .minutes(613)
        }
    }
}
