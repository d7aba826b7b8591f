/// The first day back that an absence notice states.
package enum ReturnDate {
    /// Nil when nothing is stated clearly, or what is stated is past or more than a year away.
    ///
    /// - "back on D", "ab D wieder", "not back before D": D.
    /// - "until D", "from … to D", "back after D": D is the last day away, so the next Monday to Friday after
    ///   it. Languages and people differ on whether D is included; a day late does no harm, a day
    ///   early writes to someone who is away.
    /// - A weekday is the first one after the day of sending. A day without a year is the next such day,
    ///   unless it was less than half a year ago: then it is past.
    /// - "Until September", "until next week": the first day of it.
    ///
    /// The subject is read first, as a sentence of its own. `offsetSeconds`, east of UTC, makes
    /// `sentAt` the sender's day; 3/4 is read by `DayOrder`.
    package static func find(
        in text: String, subject: String, sentAt: Instant, offsetSeconds: Int
    ) -> LocalDate? {
        let tokens = DateToken.tokens(of: subject + "\n\n" + text)
        let reader = DateReader(
            tokens: tokens, sentOn: sentAt.day(offsetSeconds: offsetSeconds),
            order: DayOrder(of: tokens, offsetSeconds: offsetSeconds))
        return AbsenceReader(reader: reader, language: TextLanguage(of: tokens)).returnDate()
    }

    /// The day after the last one that a list of dates names, as in Apple's vacation criteria.
    static func after(_ dates: String, sentAt: Instant, offsetSeconds: Int) -> LocalDate? {
        let tokens = DateToken.tokens(of: dates)
        let reader = DateReader(
            tokens: tokens, sentOn: sentAt.day(offsetSeconds: offsetSeconds),
            order: DayOrder(of: tokens, offsetSeconds: offsetSeconds))
        let last = reader.dates().filter { $0.extent == .day && $0.range.count > 1 }.map(\.date)
            .max()
        return last.map(AbsenceReader.nextWorkingDay).flatMap { reader.isNear($0) ? $0 : nil }
    }
}

extension Instant {
    /// `offsetSeconds`: east of UTC.
    func day(offsetSeconds: Int) -> LocalDate {
        LocalDateTime(
            secondsSince1970: milliseconds.flooredDivision(by: 1000) + Int64(offsetSeconds)
        ).date
    }
}

extension DateReader {
    /// Not past, and within a year.
    func isNear(_ date: LocalDate) -> Bool {
        date >= sentOn && date.daysSince1970 - sentOn.daysSince1970 <= 366
    }
}

/// Dates of a text and what the words around them say of each.
private struct AbsenceReader {
    let reader: DateReader
    let language: TextLanguage
    private var tokens: [DateToken] { reader.tokens }

    init(reader: DateReader, language: TextLanguage) {
        (self.reader, self.language) = (reader, language)
    }

    private enum Meaning: Int {
        case returnsOn = 0
        case returnsOnAfterwards = 1
        case awayUntil = 2
    }

    private struct Candidate {
        var date: LocalDate
        var meaning: Meaning
    }

    private static let wordsBefore = 10
    private static let wordsAfter = 7

    func returnDate() -> LocalDate? {
        let found = reader.dates()
        var candidates: [Candidate] = []
        for (number, mention) in found.enumerated() {
            let earlier = number > 0 ? found[number - 1] : nil
            let later = number + 1 < found.count ? found[number + 1] : nil
            guard let meaning = meaning(of: mention, after: earlier, before: later),
                meaning != .awayUntil || !isElsewhere(mention)
            else { continue }
            let date = meaning == .awayUntil ? dayAfter(mention) : mention.date
            if reader.isNear(date) { candidates.append(Candidate(date: date, meaning: meaning)) }
        }
        guard let best = candidates.map(\.meaning.rawValue).min() else { return nil }
        let agreeing = candidates.filter { $0.meaning.rawValue == best }.map(\.date)
        // Before the date: the first statement. Otherwise the last day named: late does no harm.
        return best == Meaning.returnsOn.rawValue ? agreeing.first : agreeing.max()
    }

    private func dayAfter(_ mention: DateMention) -> LocalDate {
        switch mention.extent {
        case .day: Self.nextWorkingDay(after: mention.date)
        case .span: mention.date
        case .week: mention.date.adding(days: 7)
        }
    }

    /// Whether the sentence is about something else than the absence.
    private func isElsewhere(_ mention: DateMention) -> Bool {
        let start = max(0, mention.range.lowerBound - 30)
        let end = min(tokens.count, mention.range.upperBound + 30)
        let before = sentence(tokens[start..<mention.range.lowerBound], fromEnd: true)
        let after = sentence(tokens[mention.range.upperBound..<end], fromEnd: false)
        return (before + after).contains(where: AbsenceWords.elsewhere.contains)
            && !(before + after).contains(where: AbsenceWords.isBack)
    }

    private func meaning(
        of mention: DateMention, after earlier: DateMention?, before later: DateMention?
    ) -> Meaning? {
        let start = max(earlier?.range.upperBound ?? 0, mention.range.lowerBound - Self.wordsBefore)
        let before = sentence(tokens[start..<mention.range.lowerBound], fromEnd: true)
        let after = wordsAfter(mention, before: later)
        if reader.word(mention.range.upperBound - 1).map(AbsenceWords.untilForms.contains) ?? false
        {
            return .awayUntil
        }
        if let meaning = meaning(of: before, after) { return meaning }
        guard let earlier,
            mention.range.lowerBound - earlier.range.upperBound <= 4
        else {
            return nil
        }
        return joinsRange(earlier, mention) ? .awayUntil : nil
    }

    private func meaning(of before: [String], _ after: [String]) -> Meaning? {
        if after.first.map(AbsenceWords.isUntilAfter) ?? false { return .awayUntil }
        let near = before.suffix(5)
        let lastBack = before.lastIndex(where: AbsenceWords.isBack)
        let lastUntil = near.lastIndex(where: isUntil)
        let isDenied = isDenied(before)
        if isDenied, lastBack != nil || after.contains(where: AbsenceWords.isBack),
            near.contains(where: { AbsenceWords.before.contains($0) })
        {
            return isAvailability(before) ? .awayUntil : .returnsOn
        }
        // "away until I return on D" against "back, out again until D".
        if let lastUntil, lastBack.map({ $0 < lastUntil }) ?? true {
            return .awayUntil
        }
        let isAfter =
            near.contains { AbsenceWords.after.contains($0) }
            || language == .slavic && near.last == "po"
            || after.first.map { AbsenceWords.after.contains($0) } ?? false
        if lastBack != nil || after.contains(where: AbsenceWords.isBack), isAfter, !isDenied {
            return .awayUntil
        }
        if lastBack != nil { return isDenied ? nil : .returnsOn }
        return after.contains(where: AbsenceWords.isBack)
            && !after.contains { AbsenceWords.denials.contains($0) && $0 != "no" && $0 != "en" }
            ? .returnsOnAfterwards : nil
    }

    private func isDenied(_ words: [String]) -> Bool {
        words.indices.contains { index in
            // Portuguese "no dia" is "on the day".
            AbsenceWords.denials.contains(words[index])
                && !(words[index] == "no"
                    && (index + 1 == words.count || words[index + 1] == "dia"))
        }
    }

    /// "Not available until D": whether D is a day of work is not sure.
    private func isAvailability(_ before: [String]) -> Bool {
        before.contains {
            ["available", "reachable", "erreichbar", "disponible", "disponibile", "bereikbaar"]
                .contains($0)
        } && before.suffix(4).contains(where: isUntil)
    }

    private func isUntil(_ word: String) -> Bool {
        AbsenceWords.until.contains(word) || AbsenceWords.isUntilRun(word)
            || language == .slavic && AbsenceWords.slavicUntil.contains(word) && word == "do"
    }

    private func wordsAfter(_ mention: DateMention, before later: DateMention?) -> [String] {
        let end = min(
            later?.range.lowerBound ?? tokens.count, mention.range.upperBound + Self.wordsAfter)
        let after = sentence(tokens[mention.range.upperBound..<end], fromEnd: false)
        // What stands right before the next date belongs to that one.
        let isCut = later.map { $0.range.lowerBound <= end } ?? false
        return isCut ? Array(after.dropLast(min(2, max(0, after.count - 1)))) : after
    }

    /// `3.8. – 14.8.`, `from 3 to 14 August`.
    private func joinsRange(_ earlier: DateMention, _ later: DateMention) -> Bool {
        let between = tokens[earlier.range.upperBound..<later.range.lowerBound]
        guard later.date >= earlier.date else { return false }
        return between.contains { token in
            switch token {
            case .sign("-"): true
            case .word(let word): AbsenceWords.to.contains(word) || AbsenceWords.isUntilRun(word)
            case .sign, .number, .sentenceEnd: false
            }
        }
    }

    /// The words next to a date, up to the end of its sentence.
    private func sentence(_ slice: ArraySlice<DateToken>, fromEnd: Bool) -> [String] {
        var words: [String] = []
        for token in fromEnd ? Array(slice.reversed()) : Array(slice) {
            switch token {
            case .sentenceEnd: return fromEnd ? words.reversed() : words
            case .word(let word): words.append(word)
            case .sign, .number: break
            }
        }
        return fromEnd ? words.reversed() : words
    }

    static func nextWorkingDay(after date: LocalDate) -> LocalDate {
        switch date.weekday {
        case .fri: date.adding(days: 3)
        case .sat: date.adding(days: 2)
        case .mon, .tue, .wed, .thu, .sun: date.adding(days: 1)
        }
    }
}
