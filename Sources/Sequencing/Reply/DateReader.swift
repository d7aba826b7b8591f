/// A day that a text names, and where.
struct DateMention {
    enum Extent {
        case day
        /// A month, or the next week: `date` is its first day.
        case span
        /// A week by its number: `date` is its Monday.
        case week
    }

    var date: LocalDate
    var range: Range<Int>
    var extent: Extent
}

/// Finds the days that a text names, in the ways people and mail programs write them.
struct DateReader {
    let tokens: [DateToken]
    let sentOn: LocalDate
    let order: DayOrder
    /// How long ago a day without a year may be, before next year's is meant.
    var longestPastDays = 180

    struct Found {
        var date: LocalDate
        /// In tokens.
        var length: Int
        var extent = DateMention.Extent.day
    }

    func dates() -> [DateMention] {
        var mentions: [DateMention] = []
        var index = 0
        while index < tokens.count {
            if let found = found(at: index, after: mentions.last) {
                mentions.append(
                    DateMention(
                        date: found.date, range: index..<(index + found.length),
                        extent: found.extent))
                index += found.length
            } else {
                index += 1
            }
        }
        return withoutAnnouncingWeekdays(mentions)
    }

    private func found(at index: Int, after last: DateMention?) -> Found? {
        switch tokens[index] {
        case .number:
            numeric(index) ?? dayThenMonth(index) ?? eastAsian(index, after: last)
                ?? bareDay(index) ?? count(at: index, prefix: 0) ?? dayAlone(index)
        case .word:
            ordinalThenMonth(index) ?? monthThenDay(index) ?? relative(index)
                ?? partOfMonth(index) ?? weekNumber(index) ?? monthAlone(index)
        case .sign, .sentenceEnd: nil
        }
    }

    // MARK: Numbers alone

    /// 2026-08-14, 2026/8/14, 14.8.2026, 14.08., 14/8/2026, 8/14, 14-08-2026.
    private func numeric(_ index: Int) -> Found? {
        guard let (first, firstDigits) = number(index), let sign = sign(index + 1),
            sign == "." || sign == "/" || sign == "-",
            let (second, secondDigits) = number(index + 2),
            secondDigits <= 2, (first, second, sign) != (24, 7, "/")
        else { return nil }
        let third = self.sign(index + 3) == sign ? number(index + 4) : nil
        if firstDigits == 4 {
            guard let third else { return nil }
            return valid(first, second, third.value, length: 5)
        }
        guard firstDigits <= 2 else { return nil }
        let isMonthFirst =
            sign == "/" && first <= 12 && (second > 12 || order == .monthFirst)
            || sign == "-" && first <= 12 && second > 12
        let (day, month) = isMonthFirst ? (second, first) : (first, second)
        if let third, third.digits == 4 || third.digits == 2 {
            let year = third.digits == 2 ? 2000 + third.value : third.value
            return valid(year, month, day, length: 5)
        }
        if sign == "-" { return nil }
        // "3.8" may be a version or an hour: a day without a year is written "3.8.", "3/8", or "ab 3.8".
        let isClosed = sign == "/" || self.sign(index + 3) == "."
        let isIntroduced = word(index - 1).map { AbsenceWords.datePrepositions.contains($0) }
        guard isClosed || isIntroduced ?? false else { return nil }
        return yearless(month, day, length: self.sign(index + 3) == "." ? 4 : 3)
    }

    /// 2026年8月14日, 8月14日, 8월 14일, 8月3日至14日.
    private func eastAsian(_ index: Int, after last: DateMention?) -> Found? {
        guard let (first, digits) = number(index), let mark = sign(index + 1) else { return nil }
        if digits == 4, mark == "年" || mark == "년" {
            guard let month = number(index + 2), let day = number(index + 4) else { return nil }
            return valid(first, month.value, day.value, length: 5 + dayMark(index + 5))
        }
        if mark == "日" || mark == "일" {
            if let last, index - last.range.upperBound <= 1 {
                return valid(last.date.year, last.date.month, first, length: 2)
            }
            return dayOfThisMonth(first, length: 2)
        }
        guard mark == "月" || mark == "월" else { return nil }
        if word(index + 2) == "end" { return monthEnd(first, length: 3) }
        guard let day = number(index + 2) else { return nil }
        return yearless(first, day.value, length: 3 + dayMark(index + 3))
    }

    /// How many tokens the mark of a day takes: a text may break off before it.
    private func dayMark(_ index: Int) -> Int {
        sign(index) == "日" || sign(index) == "일" ? 1 : 0
    }

    /// "back on the 17th", "am 17. wieder da", "le 17".
    private func dayAlone(_ index: Int) -> Found? {
        guard let (day, digits) = number(index), digits <= 2, let before = word(index - 1) else {
            return nil
        }
        let suffix = word(index + 1) ?? ""
        let hasSuffix = ["st", "nd", "rd", "th", "er", "го", "ого", "e", "de", "ste"].contains(
            suffix)
        if hasSuffix { return dayOfThisMonth(day, length: 2) }
        let isIntroduced =
            [
                "am", "zum", "dem", "dia", "día", "den", "le", "il", "el", "al", "au", "dnia", "d",
            ].contains(before) || isAfterWeekday(index, day)
        let isClosed = sign(index + 1) == "."
        guard isIntroduced, isClosed || !["am", "den", "dem", "zum", "d"].contains(before),
            number(index + (isClosed ? 2 : 1)) == nil, sign(index + 1) == nil || isClosed
        else { return nil }
        return dayOfThisMonth(day, length: isClosed ? 2 : 1)
    }

    /// `el lunes 23`: the weekday has to fit, else the number is an hour.
    private func isAfterWeekday(_ index: Int, _ day: Int) -> Bool {
        guard let weekday = word(index - 1).flatMap(WeekdayNames.weekday) else { return false }
        return dayOfThisMonth(day, length: 1)?.date.weekday == weekday
    }

    private func dayOfThisMonth(_ day: Int, length: Int) -> Found? {
        let (year, month) = (sentOn.year, sentOn.month)
        let following = month == 12 ? (year + 1, 1) : (year, month + 1)
        let candidates = [
            valid(year, month, day, length: length),
            valid(following.0, following.1, day, length: length),
        ]
        return candidates.compactMap { $0 }.first { $0.date >= sentOn }
    }

    // MARK: With a month's name

    /// 14 August 2026, 14. August, 14th of August, 14 de agosto de 2026.
    private func dayThenMonth(_ index: Int) -> Found? {
        guard let (day, digits) = number(index), digits <= 2 else { return nil }
        return monthOf(day, after: index, from: index)
    }

    /// The first of September, ersten September, 1er septembre.
    private func ordinalThenMonth(_ index: Int) -> Found? {
        guard let name = word(index), let day = RelativeWords.ordinals[name] else { return nil }
        return monthOf(day, after: index, from: index)
    }

    private func monthOf(_ day: Int, after last: Int, from start: Int) -> Found? {
        var next = last + 1
        if sign(next) == "." || sign(next) == "-" { next += 1 }
        if let word = word(next),
            ["st", "nd", "rd", "th", "er", "º", "ª", "e", "o", "a", "го"].contains(word)
        {
            next += 1
        }
        if let word = word(next), ["of", "de", "di", "del", "tháng"].contains(word) { next += 1 }
        guard let name = word(next), let month = MonthNames.number(name) else { return nil }
        if sign(next + 1) == "-", number(next + 2)?.digits == 4 { next += 1 }
        return withYear(after: next, month, day, from: start)
    }

    /// August 14th, 2026; Aug. 14; August the 14th; August the first.
    private func monthThenDay(_ index: Int) -> Found? {
        guard let name = word(index), let month = MonthNames.number(name) else { return nil }
        var next = index + 1
        if sign(next) == "." || sign(next) == "-" { next += 1 }
        if word(next) == "the" { next += 1 }
        if let word = word(next), let day = RelativeWords.ordinals[word], word != "a" {
            return withYear(after: next, month, day, from: index)
        }
        guard let (day, digits) = number(next), digits <= 2 else { return nil }
        // "14 August 10 Uhr" is read from its day; "august 10:30" is no day.
        if let word = word(next + 1), ["st", "nd", "rd", "th"].contains(word) { next += 1 }
        return withYear(after: next, month, day, from: index)
    }

    private func withYear(after last: Int, _ month: Int, _ day: Int, from start: Int) -> Found? {
        var next = last + 1
        if sign(next) == "." { next += 1 }
        if let word = word(next), ["de", "del"].contains(word) { next += 1 }
        if let (year, digits) = number(next), digits == 4, (2000...2200).contains(year) {
            return valid(year, month, day, length: next + 1 - start)
        }
        return yearless(month, day, length: last + 1 - start)
    }

    /// "from 3 to 14 August", "3.–14. August", "3.-14.8.", "entre el 3 y el 14": the first day
    /// borrows the month of the second.
    private func bareDay(_ index: Int) -> Found? {
        guard let (day, digits) = number(index), digits <= 2 else { return nil }
        var next = index + 1
        if sign(next) == "." { next += 1 }
        if let word = word(next), ["st", "nd", "rd", "th"].contains(word) { next += 1 }
        let joins = sign(next) == "-" || word(next).map { AbsenceWords.to.contains($0) } ?? false
        guard joins else { return nil }
        let length = next - index
        next += 1
        for _ in 0..<2 {
            guard let word = word(next), AbsenceWords.articles.contains(word) else { break }
            next += 1
        }
        guard let end = dayThenMonth(next) ?? numeric(next) else { return nil }
        return valid(end.date.year, end.date.month, day, length: length)
    }

    // MARK: Pieces, also of the other reader files

    func number(_ index: Int) -> (value: Int, digits: Int)? {
        guard tokens.indices.contains(index), case .number(let value, let digits) = tokens[index]
        else { return nil }
        return (value, digits)
    }

    func sign(_ index: Int) -> Character? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index] {
        case .sign(let sign): return sign
        case .number, .word, .sentenceEnd: return nil
        }
    }

    func word(_ index: Int) -> String? {
        guard tokens.indices.contains(index), case .word(let word) = tokens[index] else {
            return nil
        }
        return word
    }

    func valid(_ year: Int, _ month: Int, _ day: Int, length: Int) -> Found? {
        guard (2000...2200).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let date = LocalDate(year: year, month: month, day: day)
        return LocalDate(daysSince1970: date.daysSince1970) == date
            ? Found(date: date, length: length) : nil
    }

    /// This year's, or next year's when this year's is too long past.
    func yearless(_ month: Int, _ day: Int, length: Int) -> Found? {
        for year in sentOn.year...(sentOn.year + 1) {
            guard let found = valid(year, month, day, length: length) else { continue }
            if found.date.daysSince1970 >= sentOn.daysSince1970 - longestPastDays { return found }
        }
        return nil
    }

    func monthEnd(_ month: Int, length: Int) -> Found? {
        guard let first = yearless(month, 1, length: length) else { return nil }
        let (year, next) = month == 12 ? (first.date.year + 1, 1) : (first.date.year, month + 1)
        let date = LocalDate(year: year, month: next, day: 1).adding(days: -1)
        return Found(date: date, length: length)
    }
}
