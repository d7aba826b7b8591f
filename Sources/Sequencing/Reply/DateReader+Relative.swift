/// Days that are counted from the day of sending, and days that a month or a week stands for.
extension DateReader {
    func relative(_ index: Int) -> Found? {
        guard let word = word(index) else { return nil }
        if RelativeWords.tomorrow.contains(word), !isMorning(index) {
            return Found(date: sentOn.adding(days: 1), length: 1)
        }
        if let weekday = WeekdayNames.weekday(word) { return weekdayFound(weekday, index) }
        if let next = nextSpan(index) { return withWeekday(next, index) }
        return count(at: index, prefix: 0)
    }

    /// "Montag morgen", "por la mañana".
    private func isMorning(_ index: Int) -> Bool {
        guard let before = word(index - 1) else { return false }
        return before == "la" || before == "am" || WeekdayNames.weekday(before) != nil
    }

    private func weekdayFound(_ weekday: Weekday, _ index: Int) -> Found {
        // "Monday of next week", "Montag nächster Woche"
        for distance in 1...2 {
            if let span = nextSpan(index + distance), span.extent == .span,
                span.date.weekday == .mon
            {
                return Found(
                    date: day(weekday, ofWeek: span.date), length: distance + span.length)
            }
        }
        return Found(date: next(weekday), length: 1)
    }

    /// "next week Tuesday", "nächste Woche am Dienstag"
    private func withWeekday(_ span: Found, _ index: Int) -> Found {
        guard span.date.weekday == .mon else { return span }
        for distance in 0...1 {
            let next = index + span.length + distance
            if let weekday = word(next).flatMap(WeekdayNames.weekday) {
                return Found(
                    date: day(weekday, ofWeek: span.date), length: span.length + distance + 1)
            }
        }
        return span
    }

    private func day(_ weekday: Weekday, ofWeek monday: LocalDate) -> LocalDate {
        // At most seven steps: every weekday is among them.
        (0...6).map { monday.adding(days: $0) }.first { $0.weekday == weekday } ?? monday
    }

    func next(_ weekday: Weekday) -> LocalDate {
        (1...7).map { sentOn.adding(days: $0) }.first { $0.weekday == weekday } ?? sentOn
    }

    /// "next week", "la semana próxima", "la semana que viene", "nächsten Monat".
    private func nextSpan(_ index: Int) -> Found? {
        guard let first = word(index), let second = word(index + 1) else { return nil }
        if RelativeWords.next.contains(first), let unit = RelativeWords.units[second] {
            return start(ofNext: unit, length: 2)
        }
        guard let unit = RelativeWords.units[first] else { return nil }
        if RelativeWords.next.contains(second) { return start(ofNext: unit, length: 2) }
        if second == "que", let third = word(index + 2), RelativeWords.next.contains(third) {
            return start(ofNext: unit, length: 3)
        }
        return nil
    }

    private func start(ofNext unit: RelativeWords.Unit, length: Int) -> Found? {
        switch unit {
        case .day: nil
        case .week: Found(date: next(.mon), length: length, extent: .span)
        case .month:
            sentOn.month == 12
                ? span(sentOn.year + 1, 1, length) : span(sentOn.year, sentOn.month + 1, length)
        }
    }

    private func span(_ year: Int, _ month: Int, _ length: Int) -> Found? {
        valid(year, month, 1, length: length).map {
            Found(date: $0.date, length: $0.length, extent: .span)
        }
    }

    /// "in two weeks", "za tydzień", "2 hafta sonra", "kahden viikon kuluttua".
    func count(at index: Int, prefix: Int) -> Found? {
        var next = index
        var isWithin = false
        if let word = word(next), RelativeWords.within.contains(word) {
            isWithin = true
            next += 1
            if let filler = self.word(next), RelativeWords.fillers.contains(filler),
                number(next + 1) != nil
                    || self.word(next + 1).flatMap({ RelativeWords.numbers[$0] }) != nil
            {
                next += 1
            }
        }
        var amount: Int?
        if let (value, digits) = number(next), digits <= 2 {
            amount = value
            next += 1
        } else if let word = word(next), let value = RelativeWords.numbers[word] {
            amount = value
            next += 1
            if word == "a", self.word(next) == "couple" { amount = 2; next += 1 }
            if self.word(next) == "of" { next += 1 }
        }
        guard let unitWord = word(next), let unit = RelativeWords.units[unitWord] else {
            return nil
        }
        next += 1
        let opening = word(index) ?? ""
        if amount == nil {
            guard
                RelativeWords.countless.contains(opening)
                    || RelativeWords.later.contains(word(next) ?? "")
            else { return nil }
            amount = 1
        }
        if let after = word(next), RelativeWords.later.contains(after) {
            isWithin = true
            next += 1
        }
        guard isWithin, let amount, amount > 0 else { return nil }
        return Found(date: sentOn.adding(amount, unit), length: next - index)
    }

    /// "end of August", "Mitte September", "à la fin du mois", "Ağustos sonu".
    func partOfMonth(_ index: Int) -> Found? {
        guard let first = word(index) else { return nil }
        if let month = MonthNames.number(first), let after = word(index + 1),
            let part = RelativeWords.partsAfter[after]
        {
            return day(part, of: month, length: 2)
        }
        guard let part = RelativeWords.parts[first] else { return nil }
        var next = index + 1
        if sign(next) == "-" { next += 1 }
        for _ in 0..<3 {
            guard let name = word(next) else { return nil }
            if let month = MonthNames.number(name) {
                return number(next + 1).map { $0.digits <= 2 } ?? false
                    ? nil : day(part, of: month, length: next + 1 - index)
            }
            if RelativeWords.units[name] == .week, part == .end {
                return Found(date: self.next(.fri), length: next + 1 - index)
            }
            if RelativeWords.units[name] == .month {
                return day(part, of: sentOn.month, length: next + 1 - index)
            }
            guard
                [
                    "of", "the", "de", "du", "del", "di", "van", "av", "af", "this", "des", "do",
                    "d", "le",
                ]
                .contains(name)
            else { return nil }
            next += 1
        }
        return nil
    }

    private func day(_ part: RelativeWords.Part, of month: Int, length: Int) -> Found? {
        switch part {
        case .start:
            yearless(month, 1, length: length).map {
                Found(date: $0.date, length: $0.length, extent: .span)
            }
        case .middle: yearless(month, 15, length: length)
        case .end: monthEnd(month, length: length)
        }
    }

    /// "KW 34", "vecka 34", "uge 34": by ISO 8601, of this year or, when past, of the next.
    func weekNumber(_ index: Int) -> Found? {
        guard let name = word(index), RelativeWords.weekNumbers.contains(name) else { return nil }
        let next = sign(index + 1) == "." ? index + 2 : index + 1
        guard let (number, digits) = number(next), digits <= 2, (1...53).contains(number),
            sign(next + 1) != "/", RelativeWords.units[word(next + 1) ?? ""] == nil
        else { return nil }
        for year in sentOn.year...(sentOn.year + 1) {
            let january4 = LocalDate(year: year, month: 1, day: 4)
            let monday = (0...6).map { january4.adding(days: -$0) }.first { $0.weekday == .mon }
            guard let date = monday?.adding(days: (number - 1) * 7) else { return nil }
            if date.daysSince1970 >= sentOn.daysSince1970 - longestPastDays {
                return Found(date: date, length: next + 1 - index, extent: .week)
            }
        }
        return nil
    }

    /// "back in September": a month without a day, behind a preposition.
    func monthAlone(_ index: Int) -> Found? {
        guard let name = word(index), name.count >= 4 || name == "mai" || name == "may",
            let month = MonthNames.number(name), let before = word(index - 1),
            RelativeWords.monthPrepositions.contains(before)
        else { return nil }
        if let (year, digits) = number(index + 1), digits == 4 { return span(year, month, 2) }
        guard let found = yearless(month, 1, length: 1) else { return nil }
        return Found(date: found.date, length: 1, extent: .span)
    }

    /// In "Monday, 17 August" the weekday says nothing of its own.
    func withoutAnnouncingWeekdays(_ mentions: [DateMention]) -> [DateMention] {
        var kept: [DateMention] = []
        for (number, mention) in mentions.enumerated() {
            let isWeekday =
                mention.range.count == 1
                && word(mention.range.lowerBound).flatMap(WeekdayNames.weekday) != nil
            let next = number + 1 < mentions.count ? mentions[number + 1] : nil
            let previous = number > 0 ? mentions[number - 1] : nil
            func announces(_ other: DateMention?, _ distance: (DateMention) -> Int) -> Bool {
                other.map { $0.range.count > 1 && (0...3).contains(distance($0)) } ?? false
            }
            let before = announces(next) { $0.range.lowerBound - mention.range.upperBound }
            let after = announces(previous) { mention.range.lowerBound - $0.range.upperBound }
            if isWeekday, before && !isJoined(mention, next) || after && !isUntil(mention) {
                continue
            }
            kept.append(mention)
        }
        return kept
    }

    /// "from Monday to 14 August": two days, not one.
    private func isJoined(_ mention: DateMention, _ next: DateMention?) -> Bool {
        guard let next else { return false }
        return tokens[mention.range.upperBound..<next.range.lowerBound].contains { token in
            guard case .word(let word) = token else { return false }
            return AbsenceWords.until.contains(word) || AbsenceWords.isBack(word)
        }
    }

    private func isUntil(_ mention: DateMention) -> Bool {
        guard let word = word(mention.range.lowerBound - 1) else { return false }
        return AbsenceWords.until.contains(word)
    }
}

extension LocalDate {
    /// A month later is the same day of the month, or its last.
    fileprivate func adding(_ amount: Int, _ unit: RelativeWords.Unit) -> LocalDate {
        switch unit {
        case .day: return adding(days: amount)
        case .week: return adding(days: amount * 7)
        case .month:
            let months = year * 12 + month - 1 + amount
            let first = LocalDate(year: months / 12, month: months % 12 + 1, day: 1)
            let same = LocalDate(year: first.year, month: first.month, day: day)
            // 31 June is no day: then the last day of June.
            return LocalDate(daysSince1970: same.daysSince1970).month == first.month
                ? same : first.adding(days: 27)
        }
    }
}
