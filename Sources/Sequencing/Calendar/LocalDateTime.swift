/// A calendar day without a zone, in the proleptic Gregorian calendar.
package struct LocalDate: Hashable, Comparable, Codable, Sendable {
    package var year: Int
    /// 1…12.
    package var month: Int
    /// 1…31.
    package var day: Int

    package init(year: Int, month: Int, day: Int) {
        (self.year, self.month, self.day) = (year, month, day)
    }

    /// Days since 1970-01-01, by the era arithmetic of the civil calendar (400 years = 146,097 days).
    package var daysSince1970: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.flooredDivision(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        Weekday.allCases[(daysSince1970 + 3) - (daysSince1970 + 3).flooredDivision(by: 7) * 7]
    }

    package func adding(days: Int) -> LocalDate {
        LocalDate(daysSince1970: daysSince1970 + days)
    }

    package static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

/// A time of day without a zone, to the second.
package struct LocalTime: Hashable, Comparable, Codable, Sendable {
    /// Seconds since local midnight, 0…86,399 (86,400 as the end of a day in a window).
    package var secondOfDay: Int

    package init(secondOfDay: Int) { self.secondOfDay = secondOfDay }

    package init(hour: Int, minute: Int, second: Int = 0) {
        secondOfDay = hour * 3600 + minute * 60 + second
    }

    package static func < (left: LocalTime, right: LocalTime) -> Bool {
        left.secondOfDay < right.secondOfDay
    }
}

/// A day and a time of day without a zone.
package struct LocalDateTime: Hashable, Comparable, Codable, Sendable {
    package var date: LocalDate
    package var time: LocalTime

    package init(date: LocalDate, time: LocalTime) {
        (self.date, self.time) = (date, time)
    }

    /// The local date and time as if the zone's offset were zero.
    package init(secondsSince1970 seconds: Int64) {
        let days = seconds.flooredDivision(by: 86400)
        date = LocalDate(daysSince1970: Int(days))
        time = LocalTime(secondOfDay: Int(seconds - days * 86400))
    }

    package var secondsSince1970: Int64 {
        Int64(date.daysSince1970) * 86400 + Int64(time.secondOfDay)
    }

    package static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}

/// A day of the week; the week begins on Monday (ISO 8601).
package enum Weekday: String, CaseIterable, Codable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun
}

extension LocalDate: CustomStringConvertible {
    /// `2026-03-29`.
    package var description: String {
        "\(String(year).leftPadded(to: 4))-\(month.twoDigits)-\(day.twoDigits)"
    }

    /// Reads `2026-03-29`; nil for anything else, 30 February too.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(digits: parts[0]), let month = Int(digits: parts[1]),
            let day = Int(digits: parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard LocalDate(daysSince1970: daysSince1970) == self else { return nil }
    }
}

extension LocalTime: CustomStringConvertible {
    /// `08:30:00`.
    package var description: String {
        "\(hourAndMinute):\((secondOfDay % 60).twoDigits)"
    }

    /// `08:30`.
    package var hourAndMinute: String {
        "\((secondOfDay / 3600).twoDigits):\((secondOfDay / 60 % 60).twoDigits)"
    }

    /// Reads `08:30`, and `24:00` as the end of the day; nil for anything else.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = Int(digits: parts[0]), let minute = Int(digits: parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0
        else { return nil }
        self.init(hour: hour, minute: minute)
    }
}

extension Int {
    /// Of ASCII digits alone: `Int("+9")` would take a sign.
    init?(digits text: some StringProtocol) {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        self.init(text)
    }

    package var twoDigits: String { String(self).leftPadded(to: 2) }
}

extension String {
    fileprivate func leftPadded(to width: Int) -> String {
        String(repeating: "0", count: Swift.max(0, width - count)) + self
    }
}
