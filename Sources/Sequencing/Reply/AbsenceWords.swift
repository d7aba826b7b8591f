/// The words around dates in absence notices, in lower case.
enum AbsenceWords {
    /// Says that someone is there again.
    static func isBack(_ word: String) -> Bool {
        back.contains(word) || !word.isASCIIOnly && backRuns.contains { word.contains($0) }
    }

    private static let back: Set<String> = [
        "back", "return", "returning", "returns", "available", "resume", "resuming", "reachable",
        "rejoin", "wieder", "zurück", "zurueck", "erreichbar", "rückkehr", "zurückkehren",
        "zurückkehre", "zurückkomme", "wiederkomme", "retour", "reviens", "reviendrai", "revenir",
        "reviendrons", "rentre", "rentrerai", "joignable", "reprendrai", "reprends", "reprise",
        "disponible", "regreso", "regresaré", "regresar", "vuelvo", "volveré", "vuelta",
        "reincorporo", "reincorporaré", "reincorporación", "incorporaré", "incorporo", "retomaré",
        "rientro", "rientrerò", "rientrare", "tornerò", "torno", "ritorno", "ritornerò",
        "disponibile", "reperibile", "terug", "weer", "bereikbaar", "beschikbaar", "volto",
        "voltarei", "voltar", "regresso", "regressarei", "retorno", "retornarei", "retornar",
        "disponível", "tillbaka", "åter", "nåbar", "anträffbar", "tilbage", "igen", "tilbake",
        "igjen", "tilgængelig", "tilgjengelig", "takaisin", "palaan", "palaa", "paluu", "jälleen",
        "tavoitettavissa", "töissä", "wracam", "wrócę", "powrót", "powrotu", "powracam", "powrócę",
        "wracamy", "dostępny", "dostępna", "zpět", "zpátky", "vrátím", "vracím", "návrat",
        "dispozici", "späť", "вернусь", "возвращаюсь", "вернёмся", "возвращение", "возвращения",
        "выйду", "доступен", "доступна", "повернуся", "döneceğim", "dönüyorum", "döneceğiz",
        "dönüş", "dönmüş", "ulaşabilirsiniz", "vissza", "visszatérek", "revin", "voi reveni",
        "επιστρέφω", "επιστρέψω", "reopen", "reopens", "reopening", "vrátim", "vraciam", "újra",
        "ismét",
        "întorc", "întoarce", "întoarcerea", "reveni", "επιστροφή", "повертаюся", "повернення",
    ]
    /// Scripts without spaces: inside a run of letters.
    private static let backRuns = [
        "戻り", "出社", "復帰", "出勤", "帰社", "帰任", "業務を再開", "回来", "返回", "回到", "恢复", "恢復",
        "上班", "返工", "复工", "回复您", "回覆您", "回來", "返崗", "복귀", "출근", "돌아오", "돌아옵", "돌아올",
        "재개",
    ]
    /// Says that a return word is denied: "not available from …".
    static let denials: Set<String> = [
        "not", "nicht", "kein", "keine", "pas", "non", "niet", "não", "inte", "ikke", "nie", "ne",
        "unavailable", "no", "ei", "won't", "не", "nebudu", "nejsem", "değilim", "cannot",
        "can't", "olmayacağım", "geen", "indisponible", "aucun", "ingen",
    ]
    /// With a denial: the first day back, "not before …".
    static let before: Set<String> = [
        "before", "vor", "vorher", "avant", "antes", "prima", "voor", "före", "förrän", "før",
        "ennen", "przed", "před", "раньше", "önce", "earlier", "until", "till",
    ]
    /// Stands before the last day away.
    static let until: Set<String> = [
        "until", "till", "til", "through", "thru", "bis", "jusqu'au", "jusqu'à", "jusque",
        "jusqu'en",
        "hasta", "fino", "sino", "tot", "até", "tom", "indtil", "до", "по", "până", "pana",
        "μέχρι", "έως", "untill", "including", "inklusive", "einschließlich",
    ]
    /// The day itself says that it is the last one: Finnish "perjantaihin", "loppuun".
    static let untilForms: Set<String> = [
        "maanantaihin", "tiistaihin", "keskiviikkoon", "torstaihin", "perjantaihin", "lauantaihin",
        "sunnuntaihin", "loppuun", "puoliväliin", "alkuun",
    ]
    /// Of dates that are about something else: "visit us until 4 September in hall 7".
    static let elsewhere: Set<String> = [
        "fair", "expo", "booth", "hall", "visit", "webinar", "messe", "messestand", "halle",
        "besuchen",
        "salon", "stand", "feria", "fiera", "beurs", "mässa", "messut", "targi", "veletrh",
        "выставка", "выставке", "fuar", "offer", "angebot", "offerta", "oferta", "rabatt",
        "discount",
    ]
    /// The same where it would be an everyday word of other languages.
    static let slavicUntil: Set<String> = ["do", "po"]
    static func isUntilRun(_ word: String) -> Bool {
        guard !word.isASCIIOnly else { return false }
        return word.hasSuffix("至") || word.hasSuffix("直到") || word.hasSuffix("到")
            || word.hasSuffix("截至")
    }
    /// The first word after the last day away.
    static func isUntilAfter(_ word: String) -> Bool {
        untilAfter.contains(word)
            || !word.isASCIIOnly
                && ["まで", "迄", "까지", "为止", "為止", "止", "前不在"].contains { word.hasPrefix($0) }
    }
    private static let untilAfter: Set<String> = [
        "asti", "saakka", "kadar", "tarihine", "dek", "ig", "inclusive", "inklusive", "włącznie",
        "včetně", "включительно", "inclus", "incluido", "incluso", "compreso",
    ]
    /// Stands before a day on which the person is still away: "after 14 August".
    static let after: Set<String> = [
        "after", "nach", "après", "después", "dopo", "após", "depois", "ná", "efter", "etter",
        "jälkeen", "после", "sonra", "upto",
    ]
    /// Joins the first and the last day away.
    static let to: Set<String> = [
        "to", "until", "till", "through", "thru", "bis", "au", "al", "a", "tot", "t", "até", "till",
        "til", "do", "по", "до", "y", "en", "and", "et", "e", "och", "og", "und", "ja", "ve", "и",
        "hasta", "à", "tom", "から", "至", "到", "ile", "fino", "jusqu'au", "부터",
    ]
    /// Between a joining word and the day: "entre el 3 y el 14", "dal 3 fino al 14".
    static let articles: Set<String> = [
        "the", "den", "dem", "zum", "le", "el", "il", "al", "o", "de", "het", "and", "og", "en",
        "met", "med", "including", "einschließlich", "einschl", "dnia", "dia", "día", "d",
    ]
    /// Stands before a day without a year that has no closing point: "ab 17.8 wieder da".
    static let datePrepositions: Set<String> = [
        "am", "ab", "bis", "zum", "den", "dem", "vom", "d", "til", "fra", "till", "från", "do",
        "od",
        "dne", "dnia", "tot", "op", "vanaf", "le", "au", "du", "dal", "al", "il", "el", "del",
        "dia",
        "día", "em", "с", "до", "по", "от", "klo", "alkaen", "montag", "dienstag", "mittwoch",
        "donnerstag", "freitag", "mandag", "måndag", "maandag", "lundi", "lunes", "lunedì",
    ]
}

extension String {
    /// Then no search for letters of other scripts can find anything: most words are.
    fileprivate var isASCIIOnly: Bool { utf8.allSatisfy { $0 < 0x80 } }
}
