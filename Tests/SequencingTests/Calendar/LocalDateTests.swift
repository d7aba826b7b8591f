import Sequencing
import Testing

struct LocalDateTests {
    @Test("Every day of five centuries has its number and its weekday")
    func days() {
        var expected = LocalDate(year: 1800, month: 1, day: 1)
        var weekday = 2  // 1800-01-01 was a Wednesday.
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var number = expected.daysSince1970
        while expected.year < 2300 {
            #expect(LocalDate(daysSince1970: number) == expected)
            #expect(expected.daysSince1970 == number)
            #expect(expected.weekday == Weekday.allCases[weekday])
            let year = expected.year
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let length = lengths[expected.month - 1] + (expected.month == 2 && isLeap ? 1 : 0)
            expected.day += 1
            if expected.day > length { (expected.month, expected.day) = (expected.month + 1, 1) }
            if expected.month > 12 { (expected.year, expected.month) = (year + 1, 1) }
            number += 1
            weekday = (weekday + 1) % 7
        }
        #expect(LocalDate(year: 1970, month: 1, day: 1).daysSince1970 == 0)
    }

    @Test(
        "A date is read only when it exists",
        arguments: [
            ("2026-03-29", true), ("2028-02-29", true), ("2026-02-29", false),
            ("2026-04-31", false), ("2026-13-01", false), ("2026-00-10", false),
            ("2026-1-01", false), ("26-01-01", false), ("2026-01-01 ", false), ("", false),
            ("2026/01/01", false), ("-026-01-01", false),
        ])
    func reading(text: String, isDate: Bool) {
        let date = LocalDate(text: text)
        #expect((date != nil) == isDate)
        if let date { #expect(date.description == text) }
    }

    @Test(
        "A time is read to the minute, 24:00 as the end of a day",
        arguments: [
            ("08:30", 30_600), ("8:30", 30_600), ("00:00", 0), ("24:00", 86_400),
            ("23:59", 86_340), ("24:01", nil), ("08:60", nil), ("8", nil), ("08:5", nil),
            ("08:30:00", nil), ("-8:30", nil), ("ab:cd", nil), ("", nil),
        ] as [(String, Int?)])
    func time(text: String, second: Int?) {
        #expect(LocalTime(text: text)?.secondOfDay == second)
    }
}
