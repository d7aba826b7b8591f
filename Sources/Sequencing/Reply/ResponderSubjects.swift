/// How responders begin a subject, in the languages of the leads; as words.
enum ResponderSubjects {
    /// Before the subject that is answered, or instead of it.
    static let prefixes: PhraseList = [
        // en
        "out of office re", "out of office autoreply", "out of office auto reply",
        "out of office reply",
        "out of office message", "out of office notification", "out of office response",
        "out of office automatic", "out of the office re", "out of the office reply",
        "auto reply", "autoreply", "automatic reply", "automated reply", "automatic response",
        "automated response", "auto response", "autoresponse", "auto responder", "autoresponder",
        "away from my mail", "away from my email", "vacation reply",
        "vacation response", "vacation message", "vacation notice", "vacation autoreply",
        "automatically generated reply", "auto re", "auto out of office", "auto generated reply",
        "yahoo auto response", "automatic acknowledgement", "automatic confirmation",
        "autom reply", "auto acknowledgement", "absence notification", "ooo auto reply",
        "ezmlm response", "this is an automatic reply", "this is an automated reply",
        "this is an automated response",  // de
        "automatische antwort", "automatische rückantwort", "autom antwort", "auto antwort",
        "autoantwort", "automatische e mail antwort", "automatisch generierte antwort",
        "automatische eingangsbestätigung", "automatische empfangsbestätigung",
        "automatische abwesenheitsnotiz", "automatische abwesenheit", "abwesenheitsnotiz",
        "abwesenheitsmeldung", "abwesenheitsassistent", "abwesenheitsbenachrichtigung",
        "abwesenheitsnachricht", "abwesenheitsinfo", "außer haus", "ausser haus",
        "urlaubsabwesenheit",
        "urlaubsnotiz", "urlaubsmeldung",  // fr
        "réponse automatique", "reponse automatique", "réponse auto",
        "message automatique d'absence",
        "absence du bureau", "message d'absence",
        "notification d'absence", "avis d'absence", "absence bureau",
        "accusé de réception automatique",  // es
        "respuesta automática", "respuesta automatica", "autorespuesta", "auto respuesta",
        "contestación automática", "ausente de la oficina",
        "mensaje de ausencia", "aviso de ausencia", "resposta automàtica",
        // it
        "risposta automatica", "risposta di assenza", "non al computer",
        "risposta non al computer", "messaggio di assenza", "avviso di assenza",
        "risponditore automatico",
        // pt
        "resposta automática", "resposta automatica", "fora do escritorio",
        "ausência temporária", "aviso de ausência", "mensagem de ausência",
        "ausência do escritório",
        "ausente do escritório",
        // nl
        "automatisch antwoord", "automatische beantwoording", "automatische reactie",
        "afwezigheidsbericht", "afwezigheidsassistent",
        "afwezigheidsmelding", "out of office bericht",  // sv, da, nb
        "autosvar", "automatiskt svar", "automatisk svar", "automatsvar", "frånvaromeddelande",
        "frånvaroassistent", "fraværsmeddelelse", "fraværsbesked", "fraværsassistent",
        "automatisk besvarelse",
        "autosvar fravær", "fraværsmelding", "feriebesked", "automatisk e mail svar",
        "automatisk e postsvar",
        // fi
        "automaattinen vastaus", "automaattivastaus", "poissaoloviesti", "poissaoloilmoitus",
        "lomaviesti", "automaattinen poissaoloviesti",
        // pl, cs, sk
        "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź", "autoresponder",
        "nieobecność w biurze", "wiadomość automatyczna", "automatická odpověď",
        "automatická odpoveď", "nepřítomnost v kanceláři",
        "mimo kanceláriu", "oznámení o nepřítomnosti",  // ru, uk, tr
        "автоматический ответ", "автоответ", "автоответчик", "автоматичний відповідь",
        "автоматична відповідь", "нет на рабочем месте", "отсутствую на рабочем месте",
        "otomatik yanıt", "otomatik cevap", "otomatik cevaplama", "ofis dışındayım",
        "ofiste değilim",
        // hu, ro, el, hr, sl, et, lv, lt, vi, id
        "automatikus válasz", "házon kívül", "räspuns automat", "răspuns automat",
        "raspuns automat",
        "în afara biroului", "αυτόματη απάντηση", "απουσία από το γραφείο", "εκτός γραφείου",
        "automatski odgovor", "samodejni odgovor", "automaatne vastus", "automaatvastus",
        "automātiska atbilde", "automatinis atsakymas", "trả lời tự động", "balasan otomatis",
        // he, ar
        "תשובה אוטומטית", "מענה אוטומטי", "رد تلقائي", "الرد التلقائي",
    ]
    /// What may follow a prefix without a colon between.
    static let continuations: Set<String> = [
        "re", "aw", "sv", "antw", "rv", "fwd", "fw", "from", "to", "for", "of", "on", "your",
        "until",
        "von", "auf", "an", "für", "zu", "bis", "ihre", "de", "du", "à", "pour", "jusqu'au", "para",
        "a",
        "hasta", "da", "per", "fino", "van", "op", "voor", "tot", "från", "på", "till", "fra",
        "til",
        "för", "for", "od", "do", "na", "pro", "от", "на", "до", "is", "is", "message",
        "notification",
        "automatic", "autoreply",
    ]
    /// What people announce, but only responders put before a colon.
    static let beforeColon: Set<String> = [
        "out of office", "out of the office", "buiten kantoor", "fuori ufficio", "fuori sede",
        "in ferie",
        "på ferie", "på semester", "lomalla", "izinli", "fora do escritório", "fuera de la oficina",
        "fuera de oficina", "absence du bureau", "nicht im büro", "inte på kontoret",
        "ikke på kontoret", "poza biurem", "mimo kancelář", "вне офиса", "ofis dışında",
    ]
    /// Words that people use too: before a colon, or alone and backed by another sign.
    static let labels: Set<String> = [
        "ooo", "on vacation", "abwesenheit", "abwesend",
        "absence", "en congé", "ausente",
        "ausencia", "assente", "ausência", "afwezig", "afwezigheid", "niet aanwezig", "frånvaro",
        "frånvarande", "ikke til stede", "fravær", "fraværende", "poissa", "poissaolo",
        "nieobecność", "nepřítomnost", "нет на месте", "отсутствие", "不在", "外出", "外出中", "休假",
        "부재중", "request received", "ticket received", "休假中", "휴가중", "휴가 중",
    ]
    /// Words that people use often: only alone or before a colon, and backed by another sign.
    static let people: Set<String> = [
        "auto", "oof", "vacation", "on holiday", "on leave", "annual leave", "maternity leave",
        "parental leave",
        "away", "i'm away", "i am away", "urlaub", "im urlaub", "betriebsurlaub", "absent",
        "en congés",
        "en vacances", "congés", "de vacaciones", "vacaciones", "assenza", "ferie", "de férias",
        "férias", "met vakantie", "op vakantie", "semester", "nieobecny", "nieobecna", "urlop",
        "dovolená", "отпуск", "в отпуске", "yıllık izin", "izin", "휴가",
    ]
    /// The same at the beginning of a longer subject.
    static let peoplePrefixes: PhraseList = [
        "out of office", "out of the office", "away from the office", "i am out of the office",
        "i'm out of the office", "i am out of office", "i am currently out of",
        "i will be out of the office", "away from my desk", "on annual leave", "on maternity leave",
        "on parental leave", "abwesend bis", "abwesenheit bis", "ich bin abwesend", "nicht im büro",
        "nicht im haus", "ich bin nicht im büro", "ich bin im urlaub", "bin im urlaub",
        "im urlaub bis",
        "urlaub bis", "en congés du", "en congés jusqu'au", "je suis absent", "je suis absente",
        "assente dal", "assenza dal", "sono in ferie", "buiten kantoor", "niet op kantoor",
        "afwezig tot", "afwezig t m", "inte på kontoret", "ej på kontoret", "semester till",
        "ikke på kontoret", "ute av kontoret", "borte fra kontoret", "poissa toimistosta",
        "poza biurem", "jestem na urlopie", "mimo kancelář", "jsem mimo kancelář", "я в отпуске",
        "вне офиса", "izindeyim", "ofis dışında", "fuera de la oficina", "fuera de oficina",
        "fuori ufficio", "fuori sede", "fora do escritório", "hors du bureau", "absent du bureau",
        "absente du bureau", "thank you for contacting", "thank you for your email",
        "thank you for your message", "we have received your", "we received your",
        "your request has been received", "your message has been received", "case received",
        "ticket received", "ticket created", "eingangsbestätigung", "empfangsbestätigung",
        "accusé de réception", "acuse de recibo", "ontvangstbevestiging",
    ]
    /// Scripts without spaces: the subject's first letters.
    static let runs = [
        "自動応答", "自動返信", "自動回答", "不在通知", "不在のお知らせ", "不在連絡", "休暇のお知らせ", "外出中のお知らせ",
        "自动回复", "自动答复", "自動回覆", "自動回復", "外出时的自动", "不在办公室", "休假通知", "자동 회신",
        "자동회신", "자동 응답", "자동응답", "자동 답장", "부재중 자동", "부재중 알림", "부재 중",
    ]
    /// The same as `named`, to be looked for at once.
    static let namedPhrases = PhraseList(named)
    /// After a name.
    static let named = [
        "is out of the office", "is out of office", "is currently out of the office",
        "is currently out of office", "will be out of the office", "will be out of office",
        "is on vacation",
        "is away from the office", "is on annual leave", "ist außer haus", "ist ausser haus",
        "ist nicht im büro", "ist abwesend", "ist im urlaub", "ist derzeit nicht im büro",
        "est absent", "est absente", "est absent e", "n'est pas au bureau",
        "está fuera de la oficina",
        "está ausente", "è fuori ufficio", "è assente", "está fora do escritório",
        "is afwezig", "is niet op kantoor", "är inte på kontoret", "är frånvarande",
        "er ikke på kontoret", "er ikke til stede", "on poissa toimistosta", "jest nieobecny",
        "jest nieobecna", "je mimo kancelář",
    ]
}
