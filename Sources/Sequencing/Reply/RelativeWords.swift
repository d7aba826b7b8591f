/// The words of days that are counted from today, in lower case.
enum RelativeWords {
    enum Unit { case day, week, month }
    /// A part of a month.
    enum Part { case start, middle, end }

    static let tomorrow: Set<String> = [
        "tomorrow", "morgen", "demain", "mañana", "domani", "amanhã", "imorgon", "imorgen",
        "huomenna",
        "jutro", "zítra", "завтра", "yarın", "holnap", "mâine",
    ]

    static let next: Set<String> = [
        "next", "nächste", "nächster", "nächsten", "naechste", "kommende", "kommenden", "kommender",
        "prochaine", "prochain", "próxima", "próximo", "proxima", "prossima", "prossimo",
        "volgende",
        "komende", "nästa", "næste", "neste", "kommende", "ensi", "przyszłym", "przyszły",
        "następnym", "następny", "příští", "следующей", "следующий", "следующую", "следующем",
        "gelecek", "önümüzdeki", "entrante", "viene", "vem",
    ]

    static let units: [String: Unit] = {
        let words: [(Unit, String)] = [
            (
                .day,
                "day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dagar dage "
                    + "dager päivän päivää dni dzień dny dnů dní den дня дней день gün"
            ),
            (
                .week,
                "week weeks woche wochen semaine semaines semana semanas settimana settimane weken vecka "
                    + "veckor veckan uge uger ugen uke uker uken viikon viikkoa viikolla viikko tydzień "
                    + "tygodnie tygodni tygodniu týden týdny týdnů týdnu неделю недели недель неделе "
                    + "hafta haftaya"
            ),
            (
                .month,
                "month months monat monate monaten mois mes meses mese mesi mês maand maanden månad "
                    + "månader måned måneder kuukauden kuukautta kuussa miesiąc miesiące miesięcy miesiącu "
                    + "měsíc měsíce měsíců měsíci месяц месяца месяцев месяце ay"
            ),
        ]
        let pairs = words.flatMap { unit, names in
            names.split(separator: " ").map { (String($0), unit) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()

    static let numbers: [String: Int] = {
        let words = [
            "a one ein einer einem eine un une una uno um uma een en ett et én yhden jeden jedną jeden "
                + "один одну bir",
            "two zwei deux dos due dois duas twee två to kahden dwa dwie dva dvě два две iki couple",
            "three drei trois tres tre três drie tre kolmen trzy tři три üç",
            "four vier quatre cuatro quattro quatro fyra fire neljän cztery čtyři четыре dört",
            "five fünf cinq cinco cinque vijf fem viiden pięć pět пять beş",
            "six sechs seis sei zes sex seks kuuden sześć šest шесть altı",
            "seven sieben sept siete sette sete zeven sju syv seitsemän siedem sedm семь yedi",
            "eight acht huit ocho otto oito åtta åtte otte kahdeksan osiem osm восемь sekiz",
            "nine neun neuf nueve nove negen nio ni yhdeksän dziewięć devět девять dokuz",
            "ten zehn dix diez dieci dez tien tio ti kymmenen dziesięć deset десять on",
        ]
        let pairs = words.enumerated().flatMap { index, names in
            names.split(separator: " ").map { (String($0), index + 1) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()

    /// Stands before the count: "in two weeks".
    static let within: Set<String> = [
        "in", "dans", "en", "dentro", "tra", "fra", "em", "om", "over", "za", "через", "within",
        "după", "peste",
    ]
    /// Stands between that and the count.
    static let fillers: Set<String> = [
        "de", "about", "etwa", "ca", "circa", "environ", "unos", "a",
    ]
    /// Languages that say "in week" for "in a week".
    static let countless: Set<String> = ["za", "через"]
    /// Stands after the count.
    static let later: Set<String> = [
        "later", "hence", "sonra", "kuluttua", "päästä", "später", "múlva",
    ]

    static let parts: [String: Part] = {
        let words: [(Part, String)] = [
            (
                .start,
                "beginning start early anfang début debut principios comienzos inicios inizio inizi início "
                    + "começo begin början starten början begyndelsen begynnelsen początku początek "
                    + "začátku začátkem начала начале"
            ),
            (
                .middle,
                "mid middle mitte mi mediados metà meados medio midden half mitten midten połowy połowie "
                    + "poloviny polovině середины середине"
            ),
            (
                .end,
                "end late ende fin fine finales fim finais eind einde slutet slutningen slutten utgangen "
                    + "końca koniec końcu konce konec koncem конца конце"
            ),
        ]
        let pairs = words.flatMap { part, names in
            names.split(separator: " ").map { (String($0), part) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
    /// After the month: "Ağustos sonu", "elokuun lopussa".
    static let partsAfter: [String: Part] = [
        "sonu": .end, "sonuna": .end, "sonunda": .end, "ortası": .middle, "ortasında": .middle,
        "başı": .start, "başında": .start, "lopussa": .end, "loppuun": .end, "lopulla": .end,
        "puolivälissä": .middle, "puoliväliin": .middle, "alussa": .start, "alkuun": .start,
    ]

    /// Before the number of a week of the year (ISO 8601).
    static let weekNumbers: Set<String> = [
        "kw", "kalenderwoche", "vecka", "uge", "uke", "week", "viikko", "viikolla", "semaine",
        "semana",
        "settimana", "wk", "v",
    ]

    /// Before a month that stands alone: "in September", "ab September".
    static let monthPrepositions: Set<String> = [
        "in", "im", "ab", "from", "until", "till", "en", "em", "a", "i", "w", "we", "v", "ve", "в",
        "с",
        "до", "bis", "hasta", "fino", "até", "tot", "vanaf", "od", "do", "jusqu'en", "por",
        "during",
        "around", "after", "by", "before", "this", "next", "september", "ad", "na", "per", "since",
        "again", "uudelleen", "of", "le",
    ]

    /// Numbers of days in words, as in "the first of September".
    static let ordinals: [String: Int] = {
        let words = [
            "first ersten erster erste premier primero primo primeiro eerste första første pierwszego "
                + "prvního первого",
            "second zweiten zweiter andra anden drugiego druhého второго",
            "third dritten dritter tredje "
                + "trzeciego třetího третьего",
            "fourth vierten", "fifth fünften", "sixth sechsten", "seventh siebten", "eighth achten",
            "ninth neunten", "tenth zehnten", "eleventh elften", "twelfth zwölften",
            "thirteenth dreizehnten", "fourteenth vierzehnten", "fifteenth fünfzehnten",
            "sixteenth sechzehnten", "seventeenth siebzehnten", "eighteenth achtzehnten",
            "nineteenth neunzehnten", "twentieth zwanzigsten",
        ]
        let pairs = words.enumerated().flatMap { index, names in
            names.split(separator: " ").map { (String($0), index + 1) }
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }()
}
