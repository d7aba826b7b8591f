/// Finds the days that a text names, in the ways people and mail programs write them.
struct DateReader {
    let tokens: [DateToken]
    let sentOn: LocalDate
    /// 3/4 is March 4.
    let isAmerican: Bool

    private typealias Found = (date: LocalDate, length: Int)

    func dates() -> [DateMention] {
        var mentions: [DateMention] = []
        var index = 0
        while index < tokens.count {
            if let (date, length) = date(at: index) {
                mentions.append(DateMention(date: date, range: index..<(index + length)))
                index += length
            } else {
                index += 1
            }
        }
        return withoutAnnouncingWeekdays(mentions)
    }

    private func date(at index: Int) -> Found? {
        switch tokens[index] {
        case .number: numeric(index) ?? dayThenMonth(index) ?? eastAsian(index) ?? bareDay(index)
        case .word: monthThenDay(index) ?? relative(index)
        case .sign, .sentenceEnd: nil
        }
    }

    // MARK: Numbers alone

    /// 2026-08-14, 2026/8/14, 14.8.2026, 14.08., 14/8/2026, 8/14, 14-08-2026.
    private func numeric(_ index: Int) -> Found? {
        guard let (first, firstDigits) = number(index), let sign = sign(index + 1),
            sign == "." || sign == "/" || sign == "-",
            let (second, secondDigits) = number(index + 2),
            secondDigits <= 2
        else { return nil }
        let third = self.sign(index + 3) == sign ? number(index + 4) : nil
        if firstDigits == 4 {
            guard let third else { return nil }
            return valid(first, second, third.value, length: 5)
        }
        guard firstDigits <= 2 else { return nil }
        let isMonthFirst = sign == "/" && (second > 12 || isAmerican) && first <= 12
        let (day, month) = isMonthFirst ? (second, first) : (first, second)
        if let third, third.digits == 4 || third.digits == 2 {
            let year = third.digits == 2 ? 2000 + third.value : third.value
            return valid(year, month, day, length: 5)
        }
        if sign == "-" { return nil }
        // "3.8" may be a version or an hour: a day without a year is written "3.8." or "3/8".
        let isClosed = sign == "/" || self.sign(index + 3) == "."
        guard isClosed else { return nil }
        return yearless(month, day, length: sign == "." ? 4 : 3)
    }

    /// 2026年8月14日, 8月14日, 8월 14일.
    private func eastAsian(_ index: Int) -> Found? {
        guard let (first, digits) = number(index), let mark = sign(index + 1) else { return nil }
        if digits == 4, mark == "年" || mark == "년" {
            guard let month = number(index + 2), let day = number(index + 4) else { return nil }
            return valid(first, month.value, day.value, length: 5 + dayMark(index + 5))
        }
        guard mark == "月" || mark == "월", let day = number(index + 2) else { return nil }
        return yearless(first, day.value, length: 3 + dayMark(index + 3))
    }

    /// How many tokens the mark of a day takes: a text may break off before it.
    private func dayMark(_ index: Int) -> Int {
        sign(index) == "日" || sign(index) == "일" ? 1 : 0
    }

    // MARK: With a month's name

    /// 14 August 2026, 14. August, 14th of August, 14 de agosto de 2026.
    private func dayThenMonth(_ index: Int) -> Found? {
        guard let (day, digits) = number(index), digits <= 2 else { return nil }
        var next = index + 1
        if sign(next) == "." { next += 1 }
        if let word = word(next), ["st", "nd", "rd", "th", "er", "º", "ª", "e"].contains(word) {
            next += 1
        }
        if let word = word(next), ["of", "de", "di", "del"].contains(word) { next += 1 }
        guard let name = word(next), let month = MonthNames.number(name) else { return nil }
        return withYear(after: next, month, day, from: index)
    }

    /// August 14th, 2026; Aug. 14.
    private func monthThenDay(_ index: Int) -> Found? {
        guard let name = word(index), let month = MonthNames.number(name) else { return nil }
        var next = index + 1
        if sign(next) == "." { next += 1 }
        if word(next) == "the" { next += 1 }
        guard let (day, digits) = number(next), digits <= 2 else { return nil }
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

    /// "from 3 to 14 August", "3.–14. August": the first day borrows the month of the second.
    private func bareDay(_ index: Int) -> Found? {
        guard let (day, digits) = number(index), digits <= 2 else { return nil }
        var next = index + 1
        if sign(next) == "." { next += 1 }
        if let word = word(next), ["st", "nd", "rd", "th"].contains(word) { next += 1 }
        let joins = sign(next) == "-" || word(next).map { AbsenceWords.to.contains($0) } ?? false
        guard joins, let end = dayThenMonth(next + 1) else { return nil }
        return valid(end.date.year, end.date.month, day, length: next - index)
    }

    // MARK: Relative

    private func relative(_ index: Int) -> Found? {
        guard let word = word(index) else { return nil }
        if AbsenceWords.tomorrow.contains(word) { return (sentOn.adding(days: 1), 1) }
        if let weekday = AbsenceWords.weekdays[word] { return (next(weekday), 1) }
        if let week = AbsenceWords.week[word], self.word(index + 1).map(week.contains) ?? false {
            return (next(.mon), 2)
        }
        return nil
    }

    private func next(_ weekday: Weekday) -> LocalDate {
        // At most seven steps: every weekday is among them.
        (1...7).map { sentOn.adding(days: $0) }.first { $0.weekday == weekday } ?? sentOn
    }

    /// In "Monday, 17 August" the weekday says nothing of its own.
    private func withoutAnnouncingWeekdays(_ mentions: [DateMention]) -> [DateMention] {
        var kept: [DateMention] = []
        for (number, mention) in mentions.enumerated() {
            let isWeekday = mention.range.count == 1 && word(mention.range.lowerBound) != nil
            let next = number + 1 < mentions.count ? mentions[number + 1] : nil
            let previous = number > 0 ? mentions[number - 1] : nil
            func announces(_ other: DateMention?, _ distance: (DateMention) -> Int) -> Bool {
                other.map { $0.range.count > 1 && (0...3).contains(distance($0)) } ?? false
            }
            let before = announces(next) { $0.range.lowerBound - mention.range.upperBound }
            let after = announces(previous) { mention.range.lowerBound - $0.range.upperBound }
            if isWeekday, before || after && !isUntil(mention) { continue }
            kept.append(mention)
        }
        return kept
    }

    private func isUntil(_ mention: DateMention) -> Bool {
        guard let word = word(mention.range.lowerBound - 1) else { return false }
        return AbsenceWords.until.contains(word)
    }

    // MARK: Pieces

    private func number(_ index: Int) -> (value: Int, digits: Int)? {
        guard tokens.indices.contains(index), case .number(let value, let digits) = tokens[index]
        else { return nil }
        return (value, digits)
    }

    private func sign(_ index: Int) -> Character? {
        guard tokens.indices.contains(index) else { return nil }
        switch tokens[index] {
        case .sign(let sign): return sign
        case .number, .word, .sentenceEnd: return nil
        }
    }

    private func word(_ index: Int) -> String? {
        guard tokens.indices.contains(index), case .word(let word) = tokens[index] else {
            return nil
        }
        return word
    }

    private func valid(_ year: Int, _ month: Int, _ day: Int, length: Int) -> Found? {
        guard (2000...2200).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let date = LocalDate(year: year, month: month, day: day)
        return LocalDate(daysSince1970: date.daysSince1970) == date ? (date, length) : nil
    }

    /// This year's, or next year's when this year's is more than half a year past.
    private func yearless(_ month: Int, _ day: Int, length: Int) -> Found? {
        for year in sentOn.year...(sentOn.year + 1) {
            guard let found = valid(year, month, day, length: length) else { continue }
            if found.date.daysSince1970 >= sentOn.daysSince1970 - 180 { return found }
        }
        return nil
    }
}
