import Sequencing
import Testing

struct InstantTests {
    @Test(
        "An instant is written as RFC 3339, before 1970 too",
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
            (1_774_773_000_999, "2026-03-29T08:30:00Z"),
            (4_102_444_799_000, "2099-12-31T23:59:59Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
        ])
    func description(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
    }

    @Test("Moments and durations add up to the millisecond")
    func arithmetic() {
        let start = Instant(milliseconds: 1_774_773_000_001)
        let later = start + .days(2) + .hours(3) + .minutes(4) + .milliseconds(5)
        #expect(later.since(start).wholeMilliseconds == 183_840_005)
        #expect(start.since(later).wholeMilliseconds == -183_840_005)
        #expect(later - .milliseconds(5) - .minutes(4) - .hours(3) - .days(2) == start)
        #expect(start < later)
    }

    @Test("A cool-off ends at a whole second, so that its printed end can be typed in again")
    func coolOff() {
        let rules = EnrollmentRules(coolOffDays: 1)
        let touched = Instant(milliseconds: 1_000_001)
        let end = Instant(milliseconds: 1_001_000) + .days(1)
        #expect(rules.coolOffEnd(lastTouchAt: touched, startsAt: touched) == end)
        #expect(rules.coolOffEnd(lastTouchAt: touched, startsAt: end) == nil)
        #expect(rules.coolOffEnd(lastTouchAt: nil, startsAt: touched) == nil)
        #expect(EnrollmentRules().coolOffEnd(lastTouchAt: touched, startsAt: touched) == nil)
    }

    @Test(
        "Division rounds towards the past",
        arguments: [
            (7, 2, 3), (-7, 2, -4), (-8, 2, -4), (0, 5, 0), (-1, 86_400, -1),
        ])
    func flooredDivision(dividend: Int, divisor: Int, quotient: Int) {
        #expect(dividend.flooredDivision(by: divisor) == quotient)
    }
}
