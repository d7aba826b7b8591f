/// What an automatic answer says: that a person is away, until when, or that a message has arrived.
enum AutoReplyForm {
    static func read(_ signs: ReplySigns, _ moment: ReplyMoment) -> ReplyClass.AutoReply {
        // The quote below is our own mail: its dates are ours.
        let text = signs.text.written.isEmpty ? signs.body : signs.text.written
        let words = FoldedText(text)
        let isAway =
            AbsencePhrases.isAbsence(words) || AbsencePhrases.isAbsence(signs.subject)
            || AutoReplyRule.hasAbsenceLabel(signs.message.subject)
        let isReceipt = AbsencePhrases.isReceipt(words)
        if isReceipt, !isAway {
            return ReplyClass.AutoReply(form: .acknowledgement, returnsOn: nil)
        }
        let day = returnDate(signs, moment, in: text)
        let isVacation = signs.fields["auto-submitted"].map { $0.lowercased().contains("vacation") }
        let isOut =
            isAway || day != nil || isVacation ?? false || signs.fields["x-apple-action"] != nil
        return ReplyClass.AutoReply(
            form: isOut ? .outOfOffice : .acknowledgement, returnsOn: isOut ? day : nil)
    }

    private static func returnDate(
        _ signs: ReplySigns, _ moment: ReplyMoment, in text: String
    ) -> LocalDate? {
        let stated = ReturnDate.find(
            in: text, subject: signs.message.subject, sentAt: moment.sentAt,
            offsetSeconds: moment.zoneOffsetSeconds)
        if let stated { return stated }
        let criteria = signs.fields.first {
            $0.key.hasPrefix("x-apple-") && $0.key.hasSuffix("criteria")
        }
        return criteria.flatMap {
            ReturnDate.after(
                $0.value, sentAt: moment.sentAt, offsetSeconds: moment.zoneOffsetSeconds)
        }
    }
}

/// How an absence and a receipt are put, in the languages of the leads; as words.
enum AbsencePhrases {
    static func isAbsence(_ words: FoldedText) -> Bool {
        words.contains(anyOf: absences) || words.contains(anyRunOf: absenceRuns)
    }

    static func isReceipt(_ words: FoldedText) -> Bool {
        words.contains(anyOf: receipts) || words.contains(anyRunOf: receiptRuns)
    }

    private static let absences: PhraseList = [
        // en
        "out of office", "out of the office", "away from the office", "away from my desk",
        "away from my mail", "away from my email", "not in the office", "i am away", "i'm away",
        "i will be away", "i'll be away", "i am currently away", "currently away", "on leave",
        "i'm on leave", "on annual leave", "on maternity leave", "on paternity leave",
        "on parental leave", "on sick leave", "on medical leave", "on leave until", "on leave from",
        "on vacation",
        "on holiday", "on holidays", "on sabbatical", "on pto", "vacation reply",
        "travelling until",
        "traveling until", "away on business", "ooo", "out until", "currently out",
        "unavailable until",
        "no longer with", "no longer work", "no longer works", "no longer working",
        "no longer employed",
        "has left the company", "have left the company", "left the company",
        "left the organization",
        "left the organisation", "no longer an employee", "no longer at the company",
        "is closed until",
        "are closed until", "office is closed", "will be closed", "in my absence",
        "during my absence",
        "limited access to email", "limited access to my email", "parental leave",
        "maternity leave",
        "annual leave",
        // de
        "abwesenheitsnotiz", "abwesenheitsmeldung", "abwesenheitsassistent", "nicht im büro",
        "nicht im haus",
        "außer haus", "ausser haus", "im urlaub", "in urlaub", "abwesend", "nicht am arbeitsplatz",
        "nicht erreichbar", "in elternzeit", "im mutterschutz", "auf dienstreise",
        "auf geschäftsreise",
        "in meiner abwesenheit", "während meiner abwesenheit", "nicht mehr im unternehmen",
        "nicht mehr für das unternehmen", "nicht mehr bei", "das unternehmen verlassen",
        "betriebsurlaub", "betriebsferien", "abwesenheit", "krankgeschrieben", "meiner rückkehr",
        // fr
        "absent du bureau", "absente du bureau", "je suis absent", "je suis absente",
        "je serai absent", "je serai absente", "actuellement absent", "actuellement absente",
        "en congé", "en congés", "en vacances", "absence du bureau", "message d'absence",
        "hors du bureau",
        "congé maternité", "congé parental", "pendant mon absence", "en mon absence",
        "à mon retour",
        "ne travaille plus", "ne fait plus partie", "a quitté la société", "a quitté l'entreprise",
        "quitté la société", "quitté l'entreprise", "en déplacement", "en arrêt maladie",
        // es
        "fuera de la oficina", "fuera de oficina", "estoy de vacaciones", "de vacaciones",
        "estaré ausente", "estoy ausente", "me encuentro ausente", "estaré fuera", "estoy fuera",
        "de baja", "durante mi ausencia", "en mi ausencia", "ya no trabaja", "ya no trabajo",
        "ya no forma parte", "permiso de maternidad", "me encuentro fuera",
        // it
        "fuori ufficio", "fuori sede", "in ferie", "sono assente", "sarò assente",
        "sono in congedo",
        "al mio rientro", "in maternità", "durante la mia assenza", "in mia assenza",
        "non lavora più",
        "non lavoro più", "non fa più parte", "assente dal", "assente fino", "non al computer",
        "chiusura estiva", "uffici sono chiusi",
        // pt
        "fora do escritório", "de férias", "estou ausente", "estarei ausente",
        "ausente do escritório",
        "estarei fora", "na minha ausência", "durante a minha ausência", "de licença",
        "licença maternidade", "já não trabalha", "não trabalha mais", "não faz mais parte",
        "ausência temporária",
        // nl
        "buiten kantoor", "niet op kantoor", "ben afwezig", "niet aanwezig", "met vakantie",
        "op vakantie",
        "met verlof", "zwangerschapsverlof", "ouderschapsverlof", "tijdens mijn afwezigheid",
        "niet meer werkzaam", "werkt niet meer", "afwezig tot", "afwezig van", "afwezig vanaf",
        "afwezig",
        "afwezigheidsbericht",
        // sv, da, nb
        "på semester", "har semester", "inte på kontoret", "ej på kontoret", "är frånvarande",
        "är ledig",
        "föräldraledig", "tjänstledig", "slutat på", "arbetar inte längre", "jobbar inte längre",
        "under min frånvaro", "frånvaromeddelande", "på ferie", "holder ferie", "har ferie",
        "ikke på kontoret", "ute av kontoret", "borte fra kontoret", "på barsel", "på orlov",
        "ikke længere ansat", "arbejder ikke længere", "har fri", "holder fri", "i permisjon",
        "har permisjon", "foreldrepermisjon", "sluttet i", "jobber ikke lenger",
        "ikke lenger ansatt",
        "fraværsmeddelelse", "fraværende", "fravær", "frånvaro", "ikke til stede",
        // fi
        "olen lomalla", "vuosilomalla", "kesälomalla", "poissa toimistolta", "en ole toimistolla",
        "poissaoloviesti", "poissa", "vanhempainvapaalla", "äitiysvapaalla", "virkavapaalla",
        "ei työskentele enää", "en työskentele enää",
        // pl, cs
        "na urlopie", "poza biurem", "jestem nieobecny", "jestem nieobecna", "będę nieobecny",
        "będę nieobecna", "nieobecność", "podczas mojej nieobecności", "nie ma mnie w biurze",
        "nie będzie mnie", "urlopie macierzyńskim", "już nie pracuje", "nie pracuje już",
        "na dovolené", "mimo kancelář", "mimo kancelárie", "nejsem v kanceláři",
        "nebudu v kanceláři",
        "nepřítomen", "nepřítomna", "nepřítomnost", "mé nepřítomnosti", "na mateřské",
        "již nepracuje", "už nepracuje",
        // ru, uk, tr
        "в отпуске", "в отпуск", "вне офиса", "нет на месте", "отсутствую", "буду отсутствовать",
        "меня не будет", "в командировке", "больше не работает", "больше не работаю", "в декретном",
        "у відпустці", "на больничном", "ofis dışında", "ofis dışındayım", "izindeyim",
        "yıllık izinde",
        "yıllık iznimi", "ofiste değilim", "ofiste olmayacağım", "artık çalışmamaktadır",
        "doğum izninde",
        "tatildeyim",
        // hu, ro, el
        "szabadságon", "házon kívül", "nem vagyok az irodában", "în concediu", "in concediu",
        "nu sunt la birou", "εκτός γραφείου", "σε άδεια", "már nem dolgozik",
    ]
    private static let absenceRuns = [
        "不在", "休暇", "外出中", "夏季休業", "休業", "お休みを", "お休みし", "出張中", "育児休業", "産休", "退職",
        "休假", "不在办公室", "度假", "出差", "外出", "年假", "产假", "已离职", "離職", "부재", "휴가", "출장",
        "육아휴직", "퇴사", "휴직", "외근",
    ]

    private static let receipts: PhraseList = [
        // en
        "received your message", "received your email", "received your e mail",
        "received your mail",
        "received your request", "received your inquiry", "received your enquiry",
        "received your question", "received your ticket", "received your support",
        "your message has been received",
        "your email has been received", "your e mail has been received",
        "your request has been received",
        "your inquiry has been received", "your ticket has been", "ticket has been created",
        "ticket has been opened", "case has been created", "request has been logged",
        "your ticket number", "your case number", "your request number", "we will get back to you",
        "we'll get back to you", "someone will get back to you", "member of our team will",
        "thank you for contacting", "thanks for contacting", "thank you for getting in touch",
        "assigned the number", "this mailbox is not monitored", "mailbox is unattended",
        // de
        "ihre nachricht ist bei uns eingegangen", "ihre e mail ist bei uns eingegangen",
        "haben ihre nachricht erhalten", "haben ihre e mail erhalten",
        "haben ihre anfrage erhalten",
        "ihre anfrage ist eingegangen", "ihre nachricht erhalten", "bei uns eingegangen",
        "eingangsbestätigung", "empfangsbestätigung", "ihre ticketnummer", "ihr ticket",
        "wir werden uns", "wir melden uns", "schnellstmöglich bearbeiten",
        "so schnell wie möglich bearbeiten",
        // fr
        "bien reçu votre message", "bien reçu votre demande", "bien reçu votre mail",
        "bien reçu votre courriel", "avons reçu votre", "accusé de réception", "a bien été reçu",
        "a bien été reçue", "a été enregistrée", "dans les plus brefs délais",
        "votre numéro de ticket",
        // es
        "hemos recibido su", "hemos recibido tu", "su solicitud ha sido", "tu solicitud ha sido",
        "acuse de recibo", "su mensaje ha sido recibido", "nos pondremos en contacto",
        "a la mayor brevedad",
        // it
        "abbiamo ricevuto la", "abbiamo ricevuto il", "la sua richiesta è stata",
        "la tua richiesta è stata",
        "conferma di ricezione", "ricevuto la sua", "verrà presa in carico",
        "è stata presa in carico",
        "la ricontatteremo",
        // pt
        "recebemos a sua", "recebemos o seu", "recebemos sua", "recebemos seu",
        "sua solicitação foi",
        "o seu pedido foi", "entraremos em contato", "entraremos em contacto",
        // nl
        "uw bericht ontvangen", "uw e mail ontvangen", "uw aanvraag ontvangen",
        "je bericht ontvangen",
        "ontvangstbevestiging", "in goede orde ontvangen", "nemen zo spoedig mogelijk",
        "uw melding",
        // sv, da, nb
        "har tagit emot ditt", "har mottagit ditt", "mottagit ditt ärende", "vi återkommer",
        "ditt ärendenummer", "har modtaget din", "vi vender tilbage", "din henvendelse er modtaget",
        "har mottatt din", "mottatt din henvendelse", "vi svarer så snart",
        // fi, pl, cs
        "olemme vastaanottaneet", "viestisi on vastaanotettu", "viestinne on vastaanotettu",
        "otrzymaliśmy twoją", "otrzymaliśmy państwa", "zgłoszenie zostało",
        "wiadomość została przyjęta",
        "potwierdzenie otrzymania", "numer zgłoszenia", "přijali jsme", "obdrželi jsme",
        "váš požadavek byl", "vaše zpráva byla přijata", "číslo požadavku",
        // ru, tr
        "мы получили ваше", "получили ваш запрос", "ваше обращение", "ваша заявка", "ваш запрос",
        "ваше письмо получено", "mesajınızı aldık", "talebiniz alınmıştır", "e postanız alınmıştır",
        "mesajınız bize ulaştı", "mesajınız alınmıştır",
    ]
    private static let receiptRuns = [
        "お問い合わせを受け付け", "受け付けました", "受付いたしました", "お問い合わせいただき", "受信いたしました",
        "已收到您的", "我们已收到", "已經收到", "會盡快回覆", "会尽快回复", "문의가 접수", "접수되었습니다", "메일을 받았습니다",
    ]
}
