/// What a text says of itself where fields and subject say nothing: body evidence, only when certain.
///
/// A person may write of absence, of automatic replies and of tickets in any words. So either the text
/// begins a sentence with “This is an automatic reply”, or its words go together with another sign, or they
/// are the whole of the formula that people set up once: thanks for the mail, the absence, and what to
/// do meanwhile.
enum ResponderWords {
    static func evidence(_ signs: ReplySigns) -> String? {
        guard !isFromList(signs), !isQuoting(signs), !isForwarded(signs) else { return nil }
        let text = signs.text.written.isEmpty ? signs.body : signs.text.written
        guard (1...longestBytes).contains(text.utf8.count) else { return nil }
        let words = FoldedText(text, limit: longestBytes)
        let isAway = AbsencePhrases.isAbsence(words)
        let isReceipt = AbsencePhrases.isReceipt(words)
        guard
            isAway || isReceipt || words.contains(anyOf: automatic)
                || words.contains(anyRunOf: declarationRuns)
        else { return nil }
        if let declaration = declaration(text, words, among: declarations) { return declaration }
        let isPersonal = isAsking(text) || words.contains(anyOf: personal)
        if isAway || isReceipt, isAnswer(signs), !isPersonal,
            let declaration = declaration(text, words, among: machineMails)
        {
            return declaration
        }
        let isFormal = words.contains(anyOf: thanks) || words.contains(anyOf: meanwhile)
        if isAway, !isPersonal, isNotice(text), isFormal || isAnswering(signs),
            let sign = weakSign(signs),
            // Programs with which people write by hand suppress answers to it too.
            sign != suppression || isFormal
                || FoldedText(signs.fields["x-auto-response-suppress"] ?? "").words == "all"
        {
            return "an absence notice, with \(sign)"
        }
        if isAway, !isPersonal, isWholeFormula(words) {
            return "thanks for the mail, an absence, and what to do meanwhile"
        }
        guard isReceipt, hasTicket(signs.message.subject, words), let sign = weakSign(signs) else {
            return nil
        }
        return "an acknowledgement with a ticket, and \(sign)"
    }

    private static let longestBytes = 4000

    /// Whether an absence or a receipt in the subject, in words that people use too, is a responder's.
    static func backsSubject(_ signs: ReplySigns) -> Bool {
        guard !isFromList(signs) else { return false }
        let words = FoldedText(signs.text.written, limit: longestBytes)
        let isSaidAgain = AbsencePhrases.isAbsence(words) || AbsencePhrases.isReceipt(words)
        return weakSign(signs) != nil
            || isSaidAgain && !isAsking(signs.text.written)
                && (isAnswer(signs) || isWholeFormula(words))
    }

    /// Mailing lists and newsletters are written by people, whatever their Precedence.
    static func isFromList(_ signs: ReplySigns) -> Bool {
        if listFields.contains(where: { signs.fields[$0] != nil }) { return true }
        let sender = signs.message.sender.first?.address.lowercased() ?? ""
        return sender.hasPrefix("owner-") || sender.contains("-owner@")
            || sender.contains("-bounces@")
    }

    private static let listFields = [
        "list-id", "list-post", "list-unsubscribe", "list-help", "list-subscribe", "list-archive",
        "mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "resent-from",
        "resent-sender", "x-list-id", "x-listname", "newsgroups", "x-listprocessor-version",
        "originator", "x-egroups-return", "x-list", "x-mailer-list",
    ]

    /// Short, and the absence is said at once.
    private static func isNotice(_ text: String) -> Bool {
        text.utf8.count <= 1500
            && ReplySentence.sentences(in: text).prefix(3).contains {
                AbsencePhrases.isAbsence($0.words)
            }
    }

    /// Answers below or between quoted lines are a person's.
    private static func isQuoting(_ signs: ReplySigns) -> Bool {
        let body = signs.body.drop(while: \.isWhitespace)
        return body.first == ">"
    }

    /// Responders don't ask; a question mark inside an address is none.
    static func isAsking(_ text: String) -> Bool {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == 0xEF }) else {
            return false
        }
        return text.split(whereSeparator: \.isWhitespace).contains {
            $0.hasSuffix("?") || $0.contains("？")
        }
    }

    /// What it says of itself is said of another mail.
    private static func isForwarded(_ signs: ReplySigns) -> Bool {
        let subject = signs.message.subject
        guard let colon = subject.prefix(12).firstIndex(of: ":") else { return false }
        return forwards.contains(FoldedText(subject[..<colon]).words)
    }

    private static let forwards: Set<String> = [
        "fwd", "fw", "wg", "tr", "rv", "enc", "doorst", "vb", "vl", "pd", "i", "ynt ilt", "ilt",
    ]

    /// By its fields or its subject.
    private static func isAnswering(_ signs: ReplySigns) -> Bool {
        isAnswer(signs) || signs.subject.starts(withAnyOf: answers)
            || AbsencePhrases.isAbsence(signs.subject)
    }

    private static let answers: PhraseList = [
        "re", "aw", "antw", "sv", "vs", "odp", "ynt", "ref", "res", "回复", "答复", "回覆", "返信",
    ]

    private static func isAnswer(_ signs: ReplySigns) -> Bool {
        !signs.message.inReplyTo.isEmpty || !signs.message.references.isEmpty
    }

    private static func declaration(
        _ text: String, _ words: FoldedText, among declarations: PhraseList
    ) -> String? {
        if words.hasForeignLetters,
            let run = declarationRuns.first(where: words.containsRun)
        {
            return "“\(run)”"
        }
        let sentences = text.split { ".!?\n*_—–-()[]<>:".contains($0) }
        for sentence in sentences {
            let folded = FoldedText(sentence, limit: 300)
            if folded.starts(withAnyOf: declarations) {
                return "“\(sentence.drop(while: \.isWhitespace).prefix(80))”"
            }
        }
        return nil
    }

    /// None of these proves anything alone.
    static func weakSign(_ signs: ReplySigns) -> String? {
        let precedence = FoldedText(signs.fields["precedence"] ?? "").words
        if ["bulk", "junk"].contains(precedence) { return "Precedence: \(precedence)" }
        if let path = signs.fields["return-path"], FoldedText(path).words.isEmpty {
            return "an empty Return-Path"
        }
        if signs.fields["x-auto-response-suppress"] != nil { return suppression }
        if signs.fields["x-ms-exchange-inbox-rules-loop"] != nil {
            return "X-MS-Exchange-Inbox-Rules-Loop"
        }
        // A list's loop guard names the list, a responder's its owner.
        if let loop = signs.fields["x-loop"], !signs.fromAddress.isEmpty,
            loop.lowercased().contains(signs.fromAddress)
        {
            return "X-Loop"
        }
        if let field = ticketFields.first(where: { signs.fields[$0] != nil }) { return field }
        let local = FoldedText(signs.fromLocalPart).words.replacing(" ", with: "")
        return local.hasPrefix("noreply") || local.hasPrefix("donotreply")
            ? "sender \(signs.fromLocalPart)" : nil
    }

    private static let suppression = "X-Auto-Response-Suppress"

    private static let ticketFields = [
        "x-rt-loop-prevention", "rt-ticket", "x-otrs-loop", "x-jira-fingerprint",
        "x-zendesk-from-account-id",
        "x-freshdesk-autoreply", "x-ticket-id", "x-helpscout-autoreply",
    ]

    private static func hasTicket(_ subject: String, _ words: FoldedText) -> Bool {
        subject.contains("#") || FoldedText(subject, limit: 500).contains(anyOf: ticketWords)
            || words.contains(anyOf: ticketWords)
    }

    private static func isWholeFormula(_ words: FoldedText) -> Bool {
        words.contains(anyOf: thanks) && words.contains(anyOf: meanwhile)
    }

    private static let ticketWords: PhraseList = [
        "ticket", "ticket number", "case number", "reference number", "request received", "case id",
        "ticketnummer", "vorgangsnummer", "fallnummer", "numéro de ticket", "número de ticket",
        "numero di ticket", "ärendenummer", "sagsnummer", "saksnummer", "numer zgłoszenia",
        "заявка",
        "request id", "incident",
    ]

    /// Asked first, because cheap: does the text speak of it at all?
    private static let automatic: PhraseList = [
        "automatic", "automated", "auto", "autoreply", "autoresponse", "automatically",
        "automatische",
        "automatisch", "automatiche", "automatique", "automatiquement", "automática", "automático",
        "automatica", "automatico", "automatiskt", "automatisk", "autosvar", "automaattinen",
        "automatyczna", "automatycznie", "automatická", "automaticky", "автоматический",
        "автоматически", "автоответ", "otomatik", "automatikus", "automat",
    ]

    /// Every machine's mail may say this; with an absence or a receipt, in answer to ours, a responder's does.
    private static let machineMails: PhraseList = [
        "this is an automated message", "this is an automatic message", "this is an auto message",
        "this is an automatically generated message", "this is an automatically generated email",
        "this is an automatically generated e mail", "this is an automated email",
        "this is an automated e mail", "this is an automatic email", "this is an auto generated",
        "this is a system generated", "this message was automatically generated",
        "this message was generated automatically", "this message is automatically generated",
        "this message has been automatically generated", "this email was automatically generated",
        "this email has been automatically generated", "this email is automatically generated",
        "this e mail was automatically generated", "please note that this is an automated",
        "please note that this is an automatically", "please note this is an automated",
        "you have received this automatic response", "you are receiving this automatic reply",
        "you are receiving this automated",
        "dies ist eine automatische nachricht", "dies ist eine automatisch generierte",
        "dies ist eine automatisch erstellte", "dies ist eine automatisch erzeugte",
        "dies ist eine automatische e mail", "diese nachricht wurde automatisch",
        "diese e mail wurde automatisch", "diese mail wurde automatisch",
        "ceci est un message automatique", "ce message est automatique",
        "ce message a été généré automatiquement", "ce message est généré automatiquement",
        "este es un mensaje automático", "este mensaje ha sido generado automáticamente",
        "questo è un messaggio automatico", "questa è una e mail automatica",
        "questo messaggio è stato generato automaticamente", "esta é uma mensagem automática",
        "dit is een automatisch bericht", "dit is een automatisch gegenereerd",
        "dit is een automatisch gegenereerde", "detta är ett automatiskt meddelande",
        "dette er en automatisk", "dette er en automatisk generert",
        "tämä on automaattinen viesti", "to jest wiadomość automatyczna",
        "ta wiadomość została wygenerowana automatycznie", "toto je automatická zpráva",
        "tato zpráva byla vygenerována automaticky", "это автоматическое сообщение",
        "это сообщение создано автоматически", "данное сообщение создано автоматически",
        "bu otomatik bir mesajdır", "bu mesaj otomatik olarak",
    ]

    private static let declarations: PhraseList = [
        "this is an automatic reply", "this is an automated reply", "this is an auto reply",
        "this is an autoreply", "this is an automatic response", "this is an automated response",
        "this is an auto response", "this is an autoresponse", "this is an auto generated reply",
        "this is an auto generated response", "this is an automatically generated reply",
        "this is an automatically generated response", "this message is an automatic reply",
        "this message is an automated reply", "this email is an automatic reply",
        "this is an automatic acknowledgement", "this is an automated acknowledgement",
        "this is an automatic out of office", "this is an automated out of office",
        "this is an automatic vacation", "please note this is an automatic reply",
        "please note that this is an automatic reply", "please note this is an automated reply",
        "please note that this is an automated reply",
        "please note that this is an automated response",
        "dies ist eine automatische antwort", "dies ist eine automatisch generierte antwort",
        "dies ist eine automatisch erzeugte antwort", "dies ist eine automatisch erstellte antwort",
        "dies ist eine automatische abwesenheit", "dies ist eine automatische abwesenheitsnotiz",
        "dies ist eine automatische rückantwort", "das ist eine automatische antwort",
        "dies ist eine automatische eingangsbestätigung", "diese antwort wurde automatisch",
        "diese antwort ist automatisch", "ceci est une réponse automatique",
        "ceci est un message automatique d'absence", "cette réponse est automatique",
        "esta es una respuesta automática", "ésta es una respuesta automática",
        "esto es una respuesta automática", "questa è una risposta automatica",
        "questo è un messaggio di risposta automatica", "esta é uma resposta automática",
        "dit is een automatisch antwoord", "dit is een automatische reactie",
        "dit is een automatisch gegenereerd antwoord",
        "dit is een automatisch gegenereerde reactie",
        "detta är ett automatiskt svar", "detta är ett autosvar", "det här är ett automatiskt svar",
        "dette er et automatisk svar", "dette er et autosvar", "dette er en automatisk besvarelse",
        "tämä on automaattinen vastaus", "tämä on automaattivastaus",
        "to jest automatyczna odpowiedź",
        "to jest odpowiedź automatyczna", "jest to automatyczna odpowiedź",
        "toto je automatická odpověď", "tato odpověď byla automaticky", "это автоматический ответ",
        "это автоответ", "bu otomatik bir yanıttır", "bu bir otomatik yanıttır",
        "bu otomatik bir cevaptır", "ez egy automatikus válasz", "acesta este un răspuns automat",
    ]
    private static let declarationRuns = [
        "自動返信です", "自動応答です", "自動返信メールです", "自動送信による返信", "这是自动回复", "此为自动回复",
        "这是一封自动回复", "本邮件为自动回复", "這是自動回覆", "자동 회신입니다", "자동 응답입니다", "자동 회신 메일입니다",
        "자동 응답 메일입니다",
    ]

    /// Who answers by hand looks back at the absence or proposes something.
    private static let personal: PhraseList = [
        "was on leave", "was on vacation", "was on holiday", "was out of the office",
        "was out of office", "was away", "were away", "hence the delay", "sorry for the delay",
        "apologies for the delay", "sorry for the late", "apologies for the late",
        "sorry for my late", "let's", "i'll send you", "i will send you", "i'd like", "we'd like",
        "i would like", "we would like", "i'd love", "we'd love", "would like a demo", "took over",
        "ich war im", "ich war in", "war ich im", "schicke ihnen", "sende ihnen",
        "entschuldigen sie die späte", "lassen sie uns", "würde gerne", "j'étais", "envoie vous",
        "vous envoie", "désolé pour le retard", "désolée pour le retard", "estuve", "estaba de",
        "le envío", "disculpe la demora", "ero in ferie", "sono stato", "sono stata",
        "le invio", "was ik", "stuur ik u", "var jag", "skickar jag", "var jeg", "sender jeg",
    ]

    private static let thanks: PhraseList = [
        "thank you for your email", "thank you for your e mail", "thank you for your message",
        "thank you for your mail", "thanks for your email", "thanks for your e mail",
        "thanks for your message", "thank you for contacting", "thank you for reaching out",
        "thank you for your note", "vielen dank für ihre nachricht", "vielen dank für ihre e mail",
        "vielen dank für ihre mail", "danke für ihre nachricht", "danke für ihre e mail",
        "vielen dank für ihre anfrage", "merci pour votre message", "merci de votre message",
        "merci pour votre email", "je vous remercie de votre message", "nous vous remercions",
        "gracias por su mensaje", "gracias por tu mensaje", "gracias por su correo",
        "gracias por tu correo", "grazie per il messaggio", "grazie per la sua e mail",
        "grazie per il suo messaggio", "grazie per avermi contattato", "grazie per la mail",
        "obrigado pela sua mensagem", "obrigada pela sua mensagem", "obrigado pelo seu email",
        "obrigado pelo seu contato", "bedankt voor uw bericht", "bedankt voor je bericht",
        "bedankt voor uw e mail", "bedankt voor je mail", "dank voor uw bericht",
        "tack för ditt mejl", "tack för ditt mail", "tack för ditt meddelande", "tak for din mail",
        "tak for din e mail", "tak for din henvendelse", "takk for din e post",
        "takk for din henvendelse",
        "kiitos viestistäsi", "kiitos viestistänne", "dziękuję za wiadomość", "děkuji za zprávu",
        "děkuji za váš e mail", "спасибо за ваше письмо", "благодарю за письмо",
        "благодарим за обращение", "mesajınız için teşekkür", "e postanız için teşekkür",
    ]
    private static let meanwhile: PhraseList = [
        "on my return", "upon my return", "when i return", "when i'm back", "when i am back",
        "once i return", "limited access", "no access to", "not have access", "in my absence",
        "during my absence", "urgent", "urgently", "will not be checking", "will not be reading",
        "not be forwarded", "not monitored", "no longer monitored", "not being monitored",
        "dringend", "dringenden", "in meiner abwesenheit",
        "nicht weitergeleitet",
        "nach meiner rückkehr", "während meiner abwesenheit", "à mon retour", "en cas d'urgence",
        "urgence", "en mi ausencia", "a mi regreso", "a mi vuelta", "urgente", "urgencia",
        "al mio rientro",
        "al mio ritorno", "in mia assenza", "urgenze", "no meu regresso", "quando regressar",
        "urgência",
        "urgentes", "dringende", "bij mijn terugkomst", "tijdens mijn afwezigheid",
        "när jag är tillbaka",
        "brådskande", "akuta ärenden", "når jeg er tilbage", "når jeg er tilbake", "hastende",
        "haster",
        "kiireellisissä", "w pilnych sprawach", "sprawach pilnych", "po powrocie", "po mém návratu",
        "v naléhavých", "po návratu", "по возвращении", "срочным вопросам", "срочных случаях",
        "acil",
    ]
}
