/// The day from which a person may be written to again: "in March", "in Q4", "next year", "in two months".
enum LaterDay {
    /// The first day that the sentence names, or else the first of the whole text; nil when none is named.
    static func find(
        in sentences: [String], from sentence: String, _ moment: ReplyMoment
    ) -> LocalDate? {
        day(in: sentence, moment) ?? day(in: sentences.joined(separator: ". "), moment)
    }

    private static func day(in text: String, _ moment: ReplyMoment) -> LocalDate? {
        let tokens = DateToken.tokens(of: text)
        let reader = DateReader(
            tokens: tokens, sentOn: moment.sentAt.day(offsetSeconds: moment.zoneOffsetSeconds),
            order: DayOrder(of: tokens, offsetSeconds: moment.zoneOffsetSeconds),
            longestPastDays: 0)
        let dates = reader.dates().map(\.date).filter { reader.isNear($0) && $0 > reader.sentOn }
        return dates.first ?? quarterOrYear(reader)
    }

    private static func quarterOrYear(_ reader: DateReader) -> LocalDate? {
        for index in reader.tokens.indices {
            if let month = quarterMonth(reader, at: index) {
                let found = reader.yearless(month, 1, length: 1)?.date
                if let found, found > reader.sentOn { return found }
                return LocalDate(year: reader.sentOn.year + 1, month: month, day: 1)
            }
            guard let word = reader.word(index), let next = reader.word(index + 1) else { continue }
            let pair = [word, next]
            if years.contains(pair) {
                return LocalDate(year: reader.sentOn.year + 1, month: 1, day: 1)
            }
            if quarters.contains(pair) {
                let month = (reader.sentOn.month - 1) / 3 * 3 + 4
                return month > 12
                    ? LocalDate(year: reader.sentOn.year + 1, month: 1, day: 1)
                    : LocalDate(year: reader.sentOn.year, month: month, day: 1)
            }
        }
        return nil
    }

    /// "Q4", "4. Quartal", "T4", "K4".
    private static func quarterMonth(_ reader: DateReader, at index: Int) -> Int? {
        if let word = reader.word(index), ["q", "t", "k", "kv", "kw"].contains(word),
            let (number, digits) = reader.number(index + 1), digits == 1, (1...4).contains(number)
        {
            return number * 3 - 2
        }
        guard let (number, digits) = reader.number(index), digits == 1, (1...4).contains(number)
        else { return nil }
        let next = reader.word(index + 1) ?? reader.word(index + 2) ?? ""
        return quarterNames.contains(next) ? number * 3 - 2 : nil
    }

    private static let quarterNames: Set<String> = [
        "quarter", "quartal", "trimestre", "kwartaal", "kvartal", "kwartał", "kvartál", "kvartaali",
        "квартал", "quarto",
    ]
    private static let quarters: Set<[String]> = [
        ["next", "quarter"], ["nächsten", "quartal"], ["nächstes", "quartal"],
        ["prochain", "trimestre"], ["próximo", "trimestre"], ["prossimo", "trimestre"],
        ["volgend", "kwartaal"], ["nästa", "kvartal"], ["næste", "kvartal"], ["neste", "kvartal"],
        ["przyszłym", "kwartale"], ["následujícím", "čtvrtletí"],
    ]
    private static let years: Set<[String]> = [
        ["next", "year"], ["new", "year"], ["nächstes", "jahr"], ["nächsten", "jahr"],
        ["neuen", "jahr"], ["kommenden", "jahr"], ["neues", "jahr"], ["année", "prochaine"],
        ["l'année", "prochaine"], ["l'an", "prochain"], ["próximo", "año"], ["año", "próximo"],
        ["prossimo", "anno"], ["l'anno", "prossimo"], ["anno", "prossimo"], ["próximo", "ano"],
        ["ano", "que"], ["volgend", "jaar"], ["nieuwe", "jaar"], ["nästa", "år"], ["nya", "året"],
        ["næste", "år"], ["nye", "år"], ["neste", "år"], ["przyszłym", "roku"], ["nowym", "roku"],
        ["příští", "rok"], ["příštím", "roce"], ["ensi", "vuonna"], ["следующем", "году"],
        ["gelecek", "yıl"], ["önümüzdeki", "yıl"],
    ]
}
