/// Whether 3/4 is April 3 or March 4.
enum DayOrder: Equatable {
    case dayFirst, monthFirst

    /// Another date of the same text that has only one reading decides; then the language; in English,
    /// the zone: America writes the month first.
    init(of tokens: [DateToken], offsetSeconds: Int) {
        if let stated = Self.stated(in: tokens) {
            self = stated
            return
        }
        switch TextLanguage(of: tokens) {
        case .english:
            let isAmerican = (-11 * 3600...(-3 * 3600)).contains(offsetSeconds)
            self = isAmerican ? .monthFirst : .dayFirst
        case .eastAsian: self = .monthFirst
        case .slavic, .other: self = .dayFirst
        }
    }

    private static func stated(in tokens: [DateToken]) -> DayOrder? {
        for index in tokens.indices.dropLast(2) {
            guard case .number(let first, let firstDigits) = tokens[index],
                tokens[index + 1] == .sign("/"),
                case .number(let second, let secondDigits) = tokens[index + 2],
                firstDigits <= 2, secondDigits <= 2, (first, second) != (24, 7)
            else { continue }
            if (13...31).contains(first), (1...12).contains(second) { return .dayFirst }
            if (13...31).contains(second), (1...12).contains(first) { return .monthFirst }
        }
        return nil
    }
}

/// The language of a text, as far as its dates need it.
enum TextLanguage: Equatable {
    case english, eastAsian
    /// Polish, Czech and their neighbours in Latin script, where "do" is "until".
    case slavic
    case other

    /// By everyday words. English is what nothing speaks against.
    init(of tokens: [DateToken]) {
        var counts = (english: 0, slavic: 0, other: 0)
        for token in tokens.prefix(600) {
            guard case .word(let word) = token else {
                if case .sign(let sign) = token, "年月日년월일号".contains(sign) {
                    self = .eastAsian
                    return
                }
                continue
            }
            if Self.englishWords.contains(word) {
                counts.english += 1
            } else if Self.slavicWords.contains(word) {
                counts.slavic += 1
            } else if Self.otherWords.contains(word)
                || word.unicodeScalars.contains(where: { (0x400...0x4FF).contains($0.value) })
            {
                counts.other += 1
            }
        }
        if counts.slavic > 0, counts.slavic >= counts.other, counts.slavic >= counts.english {
            self = .slavic
        } else {
            self = counts.other > counts.english ? .other : .english
        }
    }

    private static let englishWords: Set<String> = [
        "the", "i", "am", "will", "be", "of", "and", "with", "from", "my", "your", "for", "office",
        "back", "return", "until", "please", "you", "is", "this", "have", "out", "on", "are", "may",
    ]
    private static let slavicWords: Set<String> = [
        "jestem", "będę", "nie", "biurze", "biurem", "urlopie", "dnia", "od", "się", "proszę",
        "wracam",
        "sprawach", "pilnych", "dziękuję", "wiadomość", "jsem", "budu", "kanceláři", "dovolené",
        "prosím", "děkuji", "zprávu", "nebudu", "sierpnia", "srpna", "września", "září", "mimo",
        "nieobecny", "nieobecna", "poza", "mnie", "nepřítomen", "nepřítomna", "som",
    ]
    private static let otherWords: Set<String> = [
        "ich", "bin", "der", "die", "das", "und", "nicht", "wieder", "bis", "vom", "ab", "im", "je",
        "suis", "le", "la", "les", "de", "du", "au", "et", "pas", "vous", "retour", "el", "del",
        "los", "estoy", "estaré", "hasta", "fuera", "il", "sono", "dal", "al", "fino", "della",
        "sarò", "não", "estou", "estarei", "até", "em", "ik", "ben", "het", "een", "niet", "tot",
        "terug", "op", "met", "jag", "är", "och", "på", "till", "från", "inte", "jeg", "er", "og",
        "til", "fra", "ikke", "den", "olen", "ja", "en", "palaan", "asti", "saakka", "bu", "ve",
        "kadar", "tarihine", "tarihinde", "döneceğim", "no", "al", "di", "da", "az", "vagyok",
        "sunt",
    ]
}
