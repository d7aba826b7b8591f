/// The first day back that an absence notice states.
package enum ReturnDate {
    /// Nil when nothing is stated clearly, or what is stated is past or more than a year away.
    ///
    /// - "back on D", "ab D wieder": D.
    /// - "until D", "from … to D": D is the last day away, so the next Monday to Friday after it. Languages
    ///   and people differ on whether D is included; a day late does no harm, a day early writes to someone
    ///   who is away.
    /// - A weekday is the first one after the day of sending. A day without a year is the next such day,
    ///   unless it was less than half a year ago: then it is past.
    ///
    /// The subject is read first, as a sentence of its own. `offsetSeconds`, east of UTC, makes
    /// `sentAt` the sender's day and tells 3/4 of America from 3/4 of the rest.
    package static func find(
        in text: String, subject: String, sentAt: Instant, offsetSeconds: Int
    ) -> LocalDate? {
        let sentOn = LocalDateTime(
            secondsSince1970: sentAt.milliseconds.flooredDivision(by: 1000) + Int64(offsetSeconds)
        ).date
        let reader = AbsenceReader(
            tokens: DateToken.tokens(of: subject + "\n\n" + text), sentOn: sentOn,
            isAmerican: (-11 * 3600...(-3 * 3600)).contains(offsetSeconds))
        return reader.returnDate()
    }
}

/// Dates of a text and what the words around them say of each.
private struct AbsenceReader {
    let tokens: [DateToken]
    let sentOn: LocalDate
    let isAmerican: Bool

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
        let found = DateReader(tokens: tokens, sentOn: sentOn, isAmerican: isAmerican).dates()
        var candidates: [Candidate] = []
        for (number, mention) in found.enumerated() {
            let earlier = number > 0 ? found[number - 1] : nil
            let later = number + 1 < found.count ? found[number + 1] : nil
            guard let meaning = meaning(of: mention, after: earlier, before: later) else {
                continue
            }
            let isLastDay = meaning == .awayUntil
            let date = isLastDay ? nextWorkingDay(after: mention.date) : mention.date
            if date >= sentOn, date.daysSince1970 - sentOn.daysSince1970 <= 366 {
                candidates.append(Candidate(date: date, meaning: meaning))
            }
        }
        guard let best = candidates.map(\.meaning.rawValue).min() else { return nil }
        let agreeing = candidates.filter { $0.meaning.rawValue == best }.map(\.date)
        // Before the date: the first statement. Otherwise the last day named: late does no harm.
        return best == Meaning.returnsOn.rawValue ? agreeing.first : agreeing.max()
    }

    private func meaning(
        of mention: DateMention, after earlier: DateMention?, before later: DateMention?
    ) -> Meaning? {
        let start = max(earlier?.range.upperBound ?? 0, mention.range.lowerBound - Self.wordsBefore)
        let before = sentence(tokens[start..<mention.range.lowerBound], fromEnd: true)
        let lastWords = before.suffix(4)
        if lastWords.contains(where: { AbsenceWords.until.contains($0) }) { return .awayUntil }
        if before.contains(where: { AbsenceWords.back.contains($0) }) {
            return before.contains { AbsenceWords.denials.contains($0) } ? nil : .returnsOn
        }
        let end = min(
            later?.range.lowerBound ?? tokens.count, mention.range.upperBound + Self.wordsAfter)
        let after = sentence(tokens[mention.range.upperBound..<end], fromEnd: false)
        if after.first.map({ AbsenceWords.untilAfter.contains($0) }) ?? false { return .awayUntil }
        // What stands right before the next date belongs to that one.
        let own =
            later.map { $0.range.lowerBound <= end } ?? false ? Array(after.dropLast(2)) : after
        if own.contains(where: { AbsenceWords.back.contains($0) }) { return .returnsOnAfterwards }
        guard let earlier, mention.range.lowerBound - earlier.range.upperBound <= 3 else {
            return nil
        }
        return joinsRange(earlier, mention) ? .awayUntil : nil
    }

    /// `3.8. – 14.8.`, `from 3 to 14 August`.
    private func joinsRange(_ earlier: DateMention, _ later: DateMention) -> Bool {
        let between = tokens[earlier.range.upperBound..<later.range.lowerBound]
        guard later.date >= earlier.date else { return false }
        return between.contains { token in
            switch token {
            case .sign("-"): true
            case .word(let word): AbsenceWords.to.contains(word)
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

    private func nextWorkingDay(after date: LocalDate) -> LocalDate {
        switch date.weekday {
        case .fri: date.adding(days: 3)
        case .sat: date.adding(days: 2)
        case .mon, .tue, .wed, .thu, .sun: date.adding(days: 1)
        }
    }
}

/// A day that a text names, and where.
struct DateMention {
    var date: LocalDate
    var range: Range<Int>
}

/// Numbers, words and the signs between them.
enum DateToken: Equatable {
    case number(Int, digits: Int)
    case word(String)
    case sign(Character)
    case sentenceEnd

    private static let limit = 4000

    static func tokens(of text: String) -> [DateToken] {
        var tokens: [DateToken] = []
        var word = ""
        var digits = ""
        var wasNewline = false
        func flush() {
            if !digits.isEmpty {
                tokens.append(.number(Int(digits) ?? 0, digits: digits.count))
            } else if !word.isEmpty {
                tokens.append(.word(word))
            }
            (word, digits) = ("", "")
        }
        for character in text.prefix(20_000).lowercased() {
            if tokens.count > limit { break }
            let isNewline = character.isNewline
            if character.isASCII, character.isNumber {
                if !word.isEmpty || digits.count >= 8 { flush() }
                digits.append(character)
            } else if character.isLetter, !"年月日년월일号".contains(character) {
                if !digits.isEmpty { flush() }
                word.append(character)
            } else if character == "'" || character == "’", !word.isEmpty {
                word.append("'")
            } else {
                flush()
                if isNewline, wasNewline || tokens.last == .sentenceEnd {
                    tokens.append(.sentenceEnd)
                } else if let sign = punctuation(character) {
                    tokens.append(sign)
                }
            }
            wasNewline = isNewline
        }
        flush()
        return endingSentences(tokens)
    }

    private static func punctuation(_ character: Character) -> DateToken? {
        switch character {
        case "!", "?", "。", ";": .sentenceEnd
        case "–", "—", "-", "~", "～": .sign("-")
        case ".", "/", "年", "月", "日", "号", "년", "월", "일": .sign(character)
        default: nil
        }
    }

    /// A full stop ends a sentence after a word of more than four letters that no number follows.
    private static func endingSentences(_ tokens: [DateToken]) -> [DateToken] {
        tokens.indices.map { index in
            guard tokens[index] == .sign("."), index > 0 else { return tokens[index] }
            if case .number = tokens[index - 1] {
                // "… until 14.08.2026. Please call": a year is the end, a day number is an ordinal.
                if case .number(_, digits: 4) = tokens[index - 1] { return .sentenceEnd }
                return tokens[index]
            }
            guard case .word(let word) = tokens[index - 1] else { return tokens[index] }
            if MonthNames.number(word) != nil, index + 1 < tokens.count,
                case .number = tokens[index + 1]
            {
                return tokens[index]
            }
            return .sentenceEnd
        }
    }
}
