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
        for character in Spelling.prepared(String(text.prefix(20_000))) {
            if tokens.count > limit { break }
            let isNewline = character.isNewline
            if let digit = character.wholeNumberValue, (0...9).contains(digit), !character.isLetter
            {
                if !word.isEmpty || digits.count >= 8 { flush() }
                digits += String(digit)
            } else if character.isLetter, !"年月日年월일号號".contains(character) {
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

    private enum Kind: Equatable {
        case digit(Int)
        case letter, apostrophe, newline, other

        /// ASCII without a look into Unicode's tables.
        init(_ character: Character) {
            guard let byte = character.asciiValue else {
                if let digit = character.wholeNumberValue, (0...9).contains(digit),
                    !character.isLetter
                {
                    self = .digit(digit)
                } else if character.isLetter, !"年月日年월일號號".contains(character) {
                    self = .letter
                } else {
                    self = character == "’" ? .apostrophe : character.isNewline ? .newline : .other
                }
                return
            }
            switch byte {
            case 0x30...0x39: self = .digit(Int(byte - 0x30))
            case 0x41...0x5A, 0x61...0x7A: self = .letter
            case UInt8(ascii: "'"): self = .apostrophe
            case 0x0A...0x0D: self = .newline
            default: self = .other
            }
        }
    }

    private static func punctuation(_ character: Character) -> DateToken? {
        switch character {
        case "!", "?", "。", ";", "！", "？", "；": .sentenceEnd
        case "–", "—", "-", "~", "～", "〜": .sign("-")
        case "号", "號": .sign("日")
        case ".", "/", "年", "月", "日", "년", "월", "일": .sign(character)
        default: nil
        }
    }

    /// A full stop ends a sentence after a word, unless the word is short and a number follows: "d. 14.",
    /// "inkl. 14. August", "Aug. 14".
    private static func endingSentences(_ tokens: [DateToken]) -> [DateToken] {
        tokens.indices.map { index in
            guard tokens[index] == .sign("."), index > 0 else { return tokens[index] }
            if case .number = tokens[index - 1] {
                // "… until 14.08.2026. Please call": a year is the end, a day number is an ordinal.
                if case .number(_, digits: 4) = tokens[index - 1] { return .sentenceEnd }
                return tokens[index]
            }
            guard case .word(let word) = tokens[index - 1] else { return tokens[index] }
            if word.count <= 4 || word == "einschl" || MonthNames.number(word) != nil
                || WeekdayNames.weekday(word) != nil,
                index + 1 < tokens.count, case .number = tokens[index + 1]
            {
                return tokens[index]
            }
            return .sentenceEnd
        }
    }
}

/// Writes out what would fall apart into tokens: abbreviations with points, and scripts without spaces.
private enum Spelling {
    static func prepared(_ text: String) -> [Character] {
        let letters = Array(text.lowercased())
        var result: [Character] = []
        result.reserveCapacity(letters.count)
        var index = 0
        while index < letters.count {
            let letter = letters[index]
            let byte = letter.asciiValue
            let mayFit = byte.map { asciiStarts.contains($0) } ?? true
            let found =
                mayFit ? table[letter]?.first { letters[index...].starts(with: $0.short) } : nil
            if let found {
                result += found.long
                index += found.short.count
            } else {
                result.append(byte == nil && letter == "i\u{307}" ? "i" : letter)
                index += 1
            }
        }
        return result
    }

    private struct Replacement {
        var short: [Character]
        var long: String
    }

    /// By first letter, in the order in which they are tried.
    private static let table: [Character: [Replacement]] = {
        let all = (abbreviations + eastAsian).map { Replacement(short: Array($0.0), long: $0.1) }
        return Dictionary(grouping: all) { $0.short[0] }
    }()

    /// The ASCII letters that some entry of the table begins with: few of a text's are.
    private static let asciiStarts = table.keys.compactMap(\.asciiValue)

    private static let abbreviations = [
        ("t/m", "tot"), ("t.o.m.", " tom "), ("t o m", "tom"), ("fr.o.m.", " från "),
        ("f.o.m.", " från "), ("o.g.m.", " til "), ("t.om.", " tom "), ("v. ", "v "),
    ]

    private static let eastAsian: [(String, String)] = {
        var pairs: [(String, String)] = []
        let english = [
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
        ]
        let days = [
            ("月", "一", "월"), ("火", "二", "화"), ("水", "三", "수"), ("木", "四", "목"), ("金", "五", "금"),
            ("土", "六", "토"), ("日", "日", "일"),
        ]
        let nextWeek = " next week "
        for (word, names) in zip(english, days) {
            let (japanese, chinese, korean) = names
            for (open, close) in [("(", ")"), ("（", "）")] {
                for short in [japanese, korean, japanese + "曜", "周" + chinese, "星期" + chinese] {
                    pairs.append((open + short + close, " "))
                }
                pairs.append((open + japanese + "曜日" + close, " "))
                pairs.append((open + korean + "요일" + close, " "))
            }
            for next in ["来週の", "来週", "翌週の", "翌週"] {
                pairs.append((next + japanese + "曜日", nextWeek + word + " "))
                pairs.append((next + japanese + "曜", nextWeek + word + " "))
            }
            for next in ["下周", "下週", "下星期", "下个星期", "下礼拜"] {
                pairs.append((next + chinese, nextWeek + word + " "))
            }
            for plain in ["周", "週", "星期", "礼拜", "禮拜"] {
                pairs.append((plain + chinese, " " + word + " "))
            }
            pairs.append((japanese + "曜日", " " + word + " "))
            pairs.append((japanese + "曜", " " + word + " "))
            pairs.append((korean + "요일", " " + word + " "))
        }
        pairs += [
            ("下周日", nextWeek + "sunday "), ("下周", nextWeek), ("下週", nextWeek), ("下星期", nextWeek),
            ("来週", nextWeek), ("翌週", nextWeek), ("다음 주", nextWeek), ("다음주", nextWeek),
            ("来月", " next month "), ("下个月", " next month "), ("다음 달", " next month "),
            ("明日", " tomorrow "), ("明天", " tomorrow "), ("내일", " tomorrow "), ("明後日", " "),
            ("両", "2"), ("两", "2"), ("兩", "2"), ("一周后", " 1 weeks later "),
            ("一周後", " 1 weeks later "),
            ("一週間後", " 1 weeks later "), ("一週後", " 1 weeks later "), ("三周后", " 3 weeks later "),
            ("週間後", " weeks later "), ("か月後", " months later "), ("ヶ月後", " months later "),
            ("ヵ月後", " months later "), ("日後", " days later "), ("周后", " weeks later "),
            ("周後", " weeks later "), ("週後", " weeks later "), ("天后", " days later "),
            ("天後", " days later "), ("个月后", " months later "), ("個月後", " months later "),
            ("주 후", " weeks later "), ("주 뒤", " weeks later "), ("주일 후", " weeks later "),
            ("일 후", " days later "), ("일 뒤", " days later "), ("개월 후", " months later "),
            ("月末", "月 end "), ("月底", "月 end "), ("월 말", "월 end "), ("월말", "월 end "),
        ]
        return pairs
    }()
}
