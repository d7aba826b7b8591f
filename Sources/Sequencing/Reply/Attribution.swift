/// The line with which a mail program announces a quote, in its languages:
/// `On Tue, 3 Mar 2026 at 09:12, Ada <ada@customer.example> wrote:`.
enum Attribution {
    private static let longestLines = 5
    private static let longestBytes = 600

    /// How many lines it takes at `index`, or nil.
    ///
    /// Words like “wrote” are not enough: a date or an address belongs to it, and without quote signs below
    /// it has to begin as mail programs begin it.
    static func length(at index: Int, in lines: [QuoteLine]) -> Int? {
        if isInline(lines[index]) { return 1 }
        var bytes = 0
        var last = index
        while last < lines.count, last - index < longestLines {
            let line = lines[last]
            bytes += line.trimmed.utf8.count
            guard bytes < longestBytes else { return nil }
            if line.isEmpty {
                // "On Monday, Ada <ada@…>", an empty line, "wrote:".
                guard last + 1 < lines.count, isVerbAlone(lines[last + 1]) else { return nil }
            } else {
                guard !line.isQuoted, last == index || !isCapitalOpening(line) else { return nil }
                let below = lines[(last + 1)...].prefix(6).first { !$0.isEmpty }
                if mayEnd(line, before: below) {
                    let text = lines[index...last].map(\.trimmed).joined(separator: " ")
                    let count = last - index + 1
                    guard count == 1 || mayBegin(lines[index]) else { return nil }
                    if isComplete(text, lineCount: count, before: below) { return count }
                }
            }
            last += 1
        }
        return nil
    }

    private static func mayEnd(_ line: QuoteLine, before below: QuoteLine?) -> Bool {
        guard let last = line.trimmed.last else { return false }
        return ":：*_-".contains(last) || below?.isQuoted ?? false
    }

    /// Phones write the attribution and the quote in one line: `On Mon, …, Ada <ada@…> wrote:   Hello`.
    private static func isInline(_ line: QuoteLine) -> Bool {
        let bytes = line.trimmed.utf8
        guard bytes.contains(UInt8(ascii: "@")), bytes.contains(UInt8(ascii: ":")),
            let colon = line.trimmed.firstRange(of: ":  ")
        else { return false }
        return isComplete(String(line.trimmed[...colon.lowerBound]), lineCount: 1, before: nil)
    }

    /// Whether a wrapped attribution may begin with this line: not a sentence above it.
    private static func mayBegin(_ line: QuoteLine) -> Bool {
        guard let last = line.trimmed.last, last != "!", last != "?", last != ":" else {
            return false
        }
        if last == ".", !line.trimmed.contains(where: \.isNumber) { return false }
        return isOpening(line.words, line.bare)
    }

    private static func isComplete(_ text: String, lineCount: Int, before next: QuoteLine?) -> Bool
    {
        let bare = QuoteLine(text[...]).bare
        guard let last = bare.last else { return false }
        let hasColon = last == ":" || last == "："
        let isFramed = text.hasPrefix("--") && text.hasSuffix("--")
        let isQuotedBelow = next?.isQuoted ?? false
        guard hasColon || isFramed || isQuotedBelow else { return false }
        let words = FoldedText(bare, limit: longestBytes)
        let isSpoken =
            words.contains(anyOf: verbs) || words.contains(anyRunOf: verbRuns)
        guard bare.utf8.contains(UInt8(ascii: "@")) || bare.contains(where: \.isNumber) else {
            // "Nora wrote:", right above a quote.
            return isSpoken && hasColon && isQuotedBelow && lineCount == 1 && words.wordCount <= 8
                && endsWithVerb(words) && !words.contains(anyOf: ownVerbs)
        }
        guard isSpoken else {
            return isNameAndDate(bare, words) && (isQuotedBelow || hasColon)
                || isQuotedBelow && hasColon && lineCount == 1 && words.wordCount <= 14
                    && isDayAndHour(bare)
        }
        if isQuotedBelow, hasColon, lineCount == 1 { return true }
        guard isOpening(words, bare), !words.contains(anyOf: ownVerbs) else { return false }
        return isQuotedBelow && (hasColon || endsWithVerb(words)) || isFramed
            || hasColon && isPrecise(bare)
    }

    /// `2026/8/3 Ada <ada@customer.example>`, `пн, 3 авг. 2026 г., Ada <…>:`, as Gmail writes it in some
    /// languages.
    private static func isNameAndDate(_ text: Substring, _ words: FoldedText) -> Bool {
        guard let open = text.lastIndex(of: "<"),
            text[open...].utf8.contains(UInt8(ascii: "@")), let first = text.first
        else { return false }
        let isDated = first.isASCII && first.isNumber || words.starts(withAnyOf: openings)
        return isDated && text[..<open].count { $0.isASCII && $0.isNumber } >= 4
    }

    /// `Ada Brandt, 3 August 2026 10:12:`: four digits of a year and a clock.
    private static func isDayAndHour(_ text: Substring) -> Bool {
        let numbers = text.split { !($0.isASCII && $0.isNumber || $0 == ":") }
        return numbers.contains { $0.count == 4 && !$0.contains(":") }
            && numbers.contains {
                (4...8).contains($0.count) && $0.dropFirst().dropLast().contains(":")
            }
    }

    /// Names a moment or an address, not just any number.
    private static func isPrecise(_ text: Substring) -> Bool {
        if text.utf8.contains(UInt8(ascii: "@")) { return true }
        var digits = 0
        var previous: Character = " "
        for character in text {
            if character.isASCII, character.isNumber {
                digits += 1
                if digits == 4 || previous == ":" { return true }
            } else {
                digits = 0
            }
            if !(character == ":" && !previous.isNumber) { previous = character }
        }
        return false
    }

    private static func isOpening(_ words: FoldedText, _ text: Substring) -> Bool {
        words.starts(withAnyOf: openings) || text.utf8.contains(UInt8(ascii: "<"))
            || text.utf8.contains(UInt8(ascii: "@"))
            || text.first.map { $0.isASCII && $0.isNumber } ?? false
    }

    /// A later line that begins an attribution of its own.
    private static func isCapitalOpening(_ line: QuoteLine) -> Bool {
        line.words.starts(withAnyOf: capitalOpenings)
            && line.bare.first?.isUppercase ?? false
            && line.bare.contains { $0.isNumber || $0 == "," }
    }

    private static func isVerbAlone(_ line: QuoteLine) -> Bool {
        guard line.trimmed.hasSuffix(":"), line.trimmed.utf8.count <= 40 else { return false }
        let words = line.words
        guard words.wordCount <= 3 else { return false }
        return words.starts(withAnyOf: verbs) || words.words == "a écrit"
            || words.words == "ha scritto"
    }

    private static func endsWithVerb(_ words: FoldedText) -> Bool {
        let last = words.words.split(separator: " ").suffix(1).joined()
        return FoldedText(last).starts(withAnyOf: verbs)
    }

    private static let capitalOpenings: PhraseList = [
        "on", "am", "le", "el", "en", "il giorno", "op", "em", "den", "dnia", "w dniu", "dne",
        "vào",
    ]
    private static let openings: PhraseList = [
        "on", "am", "le", "el", "il", "op", "em", "den", "dnia", "dne", "w dniu", "at", "il giorno",
        "on behalf", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "von", "pe", "ke", "ti", "ma",
        "to", "la", "su", "a", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "mån", "tis", "ons",
        "tors", "fre", "lör", "sön", "в", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "po", "út",
        "st",
        "čt", "pá", "so", "ne", "man", "tir", "tor", "lør", "søn", "vào", "pada", "quoting",
        "zitat von", "citando", "mensaje citado por", "quando", "u", "na", "in data", "in date",
        "în", "la data", "στις", "у", "el día", "no dia", "a les", "dana", "kuupäeval",
        "kl",
        "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mo", "di", "mi", "do", "fr", "sa",
        "na dan",
        "dňa", "tarihinde", "σε", "op het", "lu", "mie", "jue", "vie", "sáb", "dom", "seg",
        "ter", "qua", "qui", "sex", "на", "от", "понедельник", "вторник", "среда", "четверг",
        "пятница", "суббота", "воскресенье", "monday", "tuesday", "wednesday", "thursday",
        "friday", "saturday", "sunday", "בתאריך", "ב", "في",
    ]
    private static let verbs: PhraseList = [
        "wrote", "writes", "said", "sent", "quoting", "schrieb", "schrieb folgendes", "geschrieben",
        "zitat von", "a écrit", "a ecrit", "écrit", "écrivait", "escribió", "escribio",
        "mensaje citado por",
        "ha scritto", "scrisse", "ha inviato", "schreef", "het volgende geschreven", "escreveu",
        "skrev", "kirjoitti", "napisał", "napisała", "napisał a", "pisze",
        "napísal", "napísala", "napísal a", "napsal", "napsala", "napsal a", "je napisao",
        "je napisala",
        "napisao je", "napisao", "написал", "написала", "написал а", "пишет", "писал", "написав",
        "пише", "написа", "yazdı", "şunları yazdı", "şunu yazdı", "írta", "ezt írta", "a scris",
        "έγραψε", "va escriure", "đã viết", "menulis", "kirjutas", "rakstīja", "rašė", "כתב",
        "כתבה", "كتب", "เขียนว่า", "answered", "replied", "reageerde", "hat am", "a répondu",
    ]
    /// Of a person who speaks of themselves.
    private static let ownVerbs: PhraseList = [
        "i wrote", "we wrote", "i said", "we said", "i sent", "we sent", "ich schrieb",
        "ich geschrieben", "wir schrieben", "j'ai écrit", "nous avons écrit", "ik schreef",
        "jag skrev", "jeg skrev", "you wrote", "you sent", "you said", "they said", "i replied",
    ]
    private static let verbRuns = [
        "写道", "寫道", "書きました", "のメール", "님이 작성", "작성", "のメッセージ", "書いています",
    ]
}
