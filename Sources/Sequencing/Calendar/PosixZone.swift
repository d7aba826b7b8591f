/// The rule in a TZif file's footer, for all time after its last transition: a POSIX TZ string such as
/// `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636 section 3.3.1, IEEE Std 1003.1 section 8.3).
package struct PosixZone: Equatable, Sendable {
    /// When in a year the clock changes.
    package enum Day: Equatable, Sendable {
        /// Day 1…365, February 29 never counted.
        case julian(Int)
        /// Day 0…365, February 29 counted.
        case ordinal(Int)
        /// Weekday 0 (Sunday)…6, the `week`-th (5: last) of a month.
        case weekday(month: Int, week: Int, weekday: Int)
    }

    package struct Change: Equatable, Sendable {
        package var day: Day
        /// Seconds after local midnight; may be negative or above a day (RFC 9636).
        package var second: Int
    }

    package struct Daylight: Equatable, Sendable {
        package var offsetSeconds: Int
        package var starts: Change
        package var ends: Change
    }

    /// East of UTC, outside daylight time.
    package var standardOffsetSeconds: Int
    package var daylight: Daylight?

    /// Nil when the text is not such a rule.
    package init?(parsing text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        guard scanner.name(), let west = scanner.time() else { return nil }
        standardOffsetSeconds = -west
        guard !scanner.isAtEnd else {
            daylight = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = -west + 3600
        if !scanner.next(is: UInt8(ascii: ",")) {
            guard let west = scanner.time() else { return nil }
            offset = -west
        }
        guard let starts = scanner.change(), let ends = scanner.change(), scanner.isAtEnd else {
            return nil
        }
        daylight = Daylight(offsetSeconds: offset, starts: starts, ends: ends)
    }

    /// East of UTC at a moment in seconds since 1970.
    package func offsetSeconds(at seconds: Int64) -> Int {
        guard let daylight else { return standardOffsetSeconds }
        let local = LocalDateTime(secondsSince1970: seconds + Int64(standardOffsetSeconds))
        // A change near New Year may belong to the neighbouring year's rule.
        var last: (at: Int64, offset: Int)?
        for year in (local.date.year - 1)...(local.date.year + 1) {
            let start = moment(of: daylight.starts, year: year) - Int64(standardOffsetSeconds)
            let end = moment(of: daylight.ends, year: year) - Int64(daylight.offsetSeconds)
            for (at, offset) in [
                (start, daylight.offsetSeconds), (end, standardOffsetSeconds),
            ] where at <= seconds && (last.map { at >= $0.at } ?? true) {
                last = (at, offset)
            }
        }
        return last?.offset ?? standardOffsetSeconds
    }

    /// Local seconds since 1970 at which the change happens.
    private func moment(of change: Change, year: Int) -> Int64 {
        let newYear = LocalDate(year: year, month: 1, day: 1).daysSince1970
        let day: Int
        switch change.day {
        case .ordinal(let number): day = newYear + number
        case .julian(let number):
            let isLeap = LocalDate(year: year, month: 3, day: 1).daysSince1970 - newYear == 60
            day = newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let first = LocalDate(year: year, month: month, day: 1).daysSince1970
            // 1970-01-01 was a Thursday: day number 4 with Sunday as 0.
            let firstWeekday = (first + 4) - (first + 4).flooredDivision(by: 7) * 7
            var candidate = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            let (nextYear, nextMonth) = month == 12 ? (year + 1, 1) : (year, month + 1)
            let monthEnd = LocalDate(year: nextYear, month: nextMonth, day: 1).daysSince1970
            while candidate >= monthEnd { candidate -= 7 }
            day = candidate
        }
        return Int64(day) * 86400 + Int64(change.second)
    }
}

/// Reads the parts of a TZ string from its bytes.
private struct Scanner {
    let bytes: [UInt8]
    var place = 0

    var isAtEnd: Bool { place == bytes.count }

    func next(is byte: UInt8) -> Bool { place < bytes.count && bytes[place] == byte }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next(is: byte) else { return false }
        place += 1
        return true
    }

    /// `CET`, or `<+03>`.
    mutating func name() -> Bool {
        let start = place
        if take(UInt8(ascii: "<")) {
            while place < bytes.count, !next(is: UInt8(ascii: ">")) { place += 1 }
            return take(UInt8(ascii: ">"))
        }
        while place < bytes.count, Unicode.Scalar(bytes[place]).properties.isAlphabetic {
            place += 1
        }
        return place - start >= 3
    }

    mutating func number() -> Int? {
        var value: Int?
        while place < bytes.count, (0x30...0x39).contains(bytes[place]), (value ?? 0) < 100_000 {
            value = (value ?? 0) * 10 + Int(bytes[place] - 0x30)
            place += 1
        }
        return value
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func time() -> Int? {
        let isNegative = take(UInt8(ascii: "-"))
        if !isNegative { _ = take(UInt8(ascii: "+")) }
        guard let hours = number() else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] {
            guard take(UInt8(ascii: ":")) else { break }
            guard let part = number() else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// `,M3.5.0/2`
    mutating func change() -> PosixZone.Change? {
        guard take(UInt8(ascii: ",")) else { return nil }
        let day: PosixZone.Day
        if take(UInt8(ascii: "J")) {
            guard let number = number(), (1...365).contains(number) else { return nil }
            day = .julian(number)
        } else if take(UInt8(ascii: "M")) {
            guard let month = number(), take(UInt8(ascii: ".")), let week = number(),
                take(UInt8(ascii: ".")), let weekday = number(), (1...12).contains(month),
                (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            day = .weekday(month: month, week: week, weekday: weekday)
        } else {
            guard let number = number(), (0...365).contains(number) else { return nil }
            day = .ordinal(number)
        }
        guard take(UInt8(ascii: "/")) else { return .init(day: day, second: 7200) }
        guard let second = time() else { return nil }
        return .init(day: day, second: second)
    }
}
