/// The words around dates in absence notices, in lower case.
enum AbsenceWords {
    /// Says that someone is there again.
    static let back: Set<String> = [
        "back", "return", "returning", "returns", "available", "wieder", "zurück", "zurueck",
        "erreichbar", "rückkehr", "retour", "reviens", "reviendrai", "rentre", "rentrerai",
        "regreso", "regresaré", "vuelvo", "volveré", "vuelta", "reincorporo", "reincorporaré",
        "rientro", "rientrerò", "tornerò", "torno", "terug", "volto", "voltarei", "regresso",
        "regressarei", "retorno", "retornarei", "tillbaka", "åter", "tilbage", "tilbake",
        "takaisin",
        "palaan", "tavoitettavissa", "wracam", "wrócę", "powrót", "zpět", "vrátím", "вернусь",
        "возвращаюсь", "döneceğim", "resume", "resuming", "reachable",
        "に戻ります", "より出社", "から出社", "に出社します", "返回", "复귀", "복귀", "に復帰", "回来",
    ]
    /// Says that a return word is denied: "not available until …".
    static let denials: Set<String> = [
        "not", "nicht", "kein", "pas", "non", "niet", "não", "inte", "ikke", "nie",
        "unavailable",
        "keine",
    ]
    /// Stands before the last day away.
    static let until: Set<String> = [
        "until", "till", "til", "through", "thru", "bis", "jusqu'au", "jusqu'à", "jusque", "hasta",
        "fino", "sino", "tot", "até", "t.o.m", "tom", "saakka", "asti", "до", "do", "kadar",
    ]
    /// Stands after it.
    static let untilAfter: Set<String> = ["まで", "までお休み", "까지", "asti", "saakka", "tarihine", "为止"]
    /// Joins the first and the last day away.
    static let to: Set<String> = [
        "to", "until", "till", "through", "bis", "au", "al", "a", "tot", "t", "até", "till", "til",
        "do", "по", "до", "y", "en", "and", "から",
    ]
    static let tomorrow: Set<String> = [
        "tomorrow", "morgen", "demain", "mañana", "domani", "amanhã", "imorgon", "huomenna",
        "jutro",
        "zítra", "завтра", "明日", "明天", "내일",
    ]
    /// "next week", by its first word.
    static let week: [String: Set<String>] = [
        "next": ["week"], "nächste": ["woche"], "nächster": ["woche"], "semaine": ["prochaine"],
        "próxima": ["semana"], "settimana": ["prossima"], "prossima": ["settimana"],
        "volgende": ["week"], "nästa": ["vecka"], "næste": ["uge"], "neste": ["uke"],
    ]
    static let weekdays: [String: Weekday] = {
        let names: [Weekday: [String]] = [
            .mon: [
                "monday", "montag", "lundi", "lunes", "lunedì", "maandag", "segunda", "måndag",
                "mandag",
            ],
            .tue: [
                "tuesday", "dienstag", "mardi", "martes", "martedì", "dinsdag", "terça", "tisdag",
                "tirsdag",
            ],
            .wed: [
                "wednesday", "mittwoch", "mercredi", "miércoles", "mercoledì", "woensdag", "quarta",
                "onsdag",
            ],
            .thu: [
                "thursday", "donnerstag", "jeudi", "jueves", "giovedì", "donderdag", "quinta",
                "torsdag",
            ],
            .fri: [
                "friday", "freitag", "vendredi", "viernes", "venerdì", "vrijdag", "sexta", "fredag",
            ],
            .sat: [
                "saturday", "samstag", "samedi", "sábado", "sabato", "zaterdag", "lördag", "lørdag",
            ],
            .sun: [
                "sunday", "sonntag", "dimanche", "domingo", "domenica", "zondag", "söndag",
                "søndag",
            ],
        ]
        return Dictionary(
            names.flatMap { weekday, names in names.map { ($0, weekday) } },
            uniquingKeysWith: { first, _ in first })
    }()
}

/// Months by name and short form, in the languages of the leads.
enum MonthNames {
    static func number(_ word: String) -> Int? { numbers[word] }

    private static let numbers: [String: Int] = {
        let names = [
            "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro tammikuuta "
                + "stycznia sty ledna января янв ocak",
            "february feb februar février févr fév febrero febbraio febbr februari fevereiro fev "
                + "helmikuuta lutego lut února февраля фев şubat",
            "march mar märz mrz maerz mars marzo maart mrt março marts maaliskuuta marca března "
                + "марта мар mart",
            "april apr avril avr abril abr aprile huhtikuuta kwietnia kwi dubna апреля апр nisan",
            "may mai mayo maggio mei maio maj toukokuuta maja května мая mayıs",
            "june jun juni juin junio giugno giu junho kesäkuuta czerwca cze června июня июн haziran",
            "july jul juli juillet juil julio luglio lug julho heinäkuuta lipca lip července июля июл "
                + "temmuz",
            "august aug août aout agosto augustus augusti elokuuta sierpnia srpna августа авг "
                + "ağustos",
            "september sep sept septembre septiembre settembre setembro syyskuuta września wrz "
                + "září сентября сен eylül",
            "october oct oktober okt octobre octubre ottobre ott outubro lokakuuta października "
                + "paź října октября окт ekim",
            "november nov novembre noviembre novembro marraskuuta listopada listopadu ноября ноя "
                + "kasım",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember "
                + "joulukuuta grudnia prosince декабря дек aralık",
        ]
        let pairs = names.enumerated().flatMap { index, names in
            names.split(separator: " ").map { (String($0), index + 1) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
}
