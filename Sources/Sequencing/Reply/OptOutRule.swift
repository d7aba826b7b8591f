/// Whether a person asks never to be written to again.
///
/// Judged on what they wrote, never on the quote: our own footer speaks of unsubscribing. What is only
/// probably an opt-out stays a person's answer, which stops the sequence as well.
enum OptOutRule {
    static func form(_ message: ReceivedMessage) -> ReplyClass.OptOut.Form? {
        if FoldedText(message.subject, limit: 200).words == "unsubscribe" {
            return .listUnsubscribe
        }
        let text = ReplyText.visible(in: message)
        if isOneWord(text.isEmpty ? SubjectBase.of(message.subject) : text) { return .oneWord }
        return sentences(in: text).contains(where: isRequest) ? .sentence : nil
    }

    /// The first line is nothing else, and at most a name and an address block follow.
    private static func isOneWord(_ text: String) -> Bool {
        let lines = text.split(separator: "\n").filter { !FoldedText($0, limit: 300).words.isEmpty }
        guard let first = lines.first, lines.count <= 7 else { return false }
        var words = FoldedText(first, limit: 200).words
        for politeness in ["please ", "bitte ", "pls ", "hi ", "hello "]
        where words.hasPrefix(politeness) { words.removeFirst(politeness.count) }
        for politeness in [" please", " bitte", " thanks", " thank you", " danke", " merci"]
        where words.hasSuffix(politeness) { words.removeLast(politeness.count) }
        return oneWords.contains(words)
            && FoldedText(text).wordCount <= FoldedText(first, limit: 200).wordCount + 25
            && !first.contains("?")
    }

    private static func sentences(in text: String) -> [FoldedText] {
        // A sentence runs over single line breaks, because mail programs wrap.
        var sentences: [FoldedText] = []
        var current = ""
        var wasNewline = false
        for character in text.prefix(20_000) {
            let endsParagraph = character == "\n" && wasNewline
            wasNewline = character == "\n"
            if endsParagraph || ".!?;。！？".contains(character) {
                sentences.append(FoldedText(current))
                current = ""
            } else {
                current.append(character)
            }
        }
        sentences.append(FoldedText(current))
        return sentences.filter { (1...60).contains($0.wordCount) }
    }

    private static func isRequest(_ sentence: FoldedText) -> Bool {
        sentence.contains(anyOf: OptOutWords.requests)
            && !sentence.contains(anyOf: OptOutWords.doubts)
    }

    private static let oneWords: Set<String> = [
        "stop", "unsubscribe", "unsubscribe me", "remove", "remove me", "opt out", "optout",
        "opt me out", "take me off", "take me off your list", "no more emails", "stop emailing me",
        "abmelden", "abbestellen", "austragen", "stopp", "abmeldung", "löschen",
        "désinscription", "désinscrire", "se désinscrire", "désabonner", "désabonnement",
        "stop svp",
        "baja", "darme de baja", "dar de baja", "cancelar suscripción", "desuscribir", "eliminar",
        "cancellami", "cancellatemi", "disiscrivimi", "disiscrizione", "rimuovimi",
        "afmelden", "uitschrijven", "descadastrar", "remover", "cancelar inscrição",
        "avregistrera", "avprenumerera", "avsluta", "afmeld", "frameld", "avmeld", "meld meg av",
        "peruuta tilaus", "poista listalta", "wypisz", "wypisz mnie", "odhlásit",
        "отписаться", "отписка", "отпишите", "abonelikten çık", "配信停止", "停止", "退订", "取消订阅",
        "退訂", "수신거부", "수신 거부",
    ]
}

/// The words of `OptOutRule`, folded: lower case, no punctuation.
enum OptOutWords {
    static let requests: PhraseList = [
        // en
        "remove me from your", "remove me from the list", "remove me from this list",
        "remove me from the mailing list", "remove me from this mailing list",
        "remove me from all", "remove me from any", "please remove me", "kindly remove me",
        "remove my email", "remove my e mail", "remove my address", "remove my name",
        "remove my contact", "remove my details", "remove us from your", "delete my details",
        "delete my data", "delete my contact", "delete my email", "erase my data",
        "take me off your", "take me off the list", "take me off this list",
        "take me off the mailing list", "take my name off", "take us off your",
        "take me off of your", "get me off your", "unsubscribe me", "please unsubscribe",
        "want to unsubscribe", "wish to unsubscribe", "like to unsubscribe",
        "like to be removed from", "want to be removed from", "wish to be removed from",
        "ask to be removed from", "stop emailing", "stop e mailing", "stop mailing me",
        "stop contacting", "stop sending me", "stop sending us", "stop writing to me",
        "stop writing me", "stop messaging me", "stop spamming", "stop these emails",
        "don't email me", "do not email me", "don't e mail me", "do not e mail me",
        "don't contact me", "do not contact me", "don't contact us", "do not contact us",
        "don't send me any more", "do not send me any more", "don't send me anymore",
        "don't write to me", "do not write to me", "never contact me", "never email me",
        "cease contacting", "cease all communication", "opt me out", "like to opt out",
        "want to opt out", "wish to opt out", "no more emails", "no more e mails",
        "no further emails", "not receive any more emails", "not wish to receive",
        "not want to receive", "don't want to receive", "leave me alone",
        "lose my email", "lose my number",
        // de
        "aus ihrem verteiler", "aus dem verteiler", "aus ihrer liste", "aus eurem verteiler",
        "von ihrer liste", "streichen sie mich", "löschen sie mich", "tragen sie mich aus",
        "löschen sie meine daten", "löschen sie meine e mail", "meine daten löschen",
        "meine daten zu löschen", "melden sie mich ab", "keine weiteren e mails",
        "keine weiteren mails", "keine weiteren emails", "keine e mails mehr", "keine mails mehr",
        "keine emails mehr", "keine werbung mehr", "nicht mehr kontaktieren",
        "nicht mehr anschreiben", "nicht mehr zu kontaktieren", "kontaktieren sie mich nicht",
        "schreiben sie mir nicht mehr", "keinen weiteren kontakt",
        // fr
        "me désinscrire", "me desinscrire", "désinscrivez moi", "désabonnez moi", "me désabonner",
        "retirez moi de", "me retirer de", "retirer de votre liste", "supprimez moi",
        "supprimez mes données", "supprimer mes données", "ne plus me contacter",
        "ne me contactez plus", "ne m'écrivez plus", "ne plus m'envoyer", "ne plus recevoir",
        "cessez de me contacter", "arrêtez de m'envoyer",
        // es
        "darme de baja", "denme de baja", "deme de baja", "dame de baja", "dar de baja mi",
        "elimíneme de", "eliminarme de", "elimine mi correo", "quítenme de", "quitarme de su lista",
        "borren mis datos", "no me contacten", "no me contacte más", "no me escriban más",
        "no quiero recibir", "no deseo recibir", "dejen de enviarme", "deje de enviarme",
        // it
        "cancellatemi", "cancellarmi da", "rimuovetemi", "rimuovermi da", "disiscrivetemi",
        "toglietemi", "non contattatemi", "non contattarmi", "non desidero ricevere",
        "non voglio ricevere", "non voglio più ricevere", "cancellare i miei dati",
        "smettete di scrivermi",
        // pt
        "me remova", "remova me", "retire me da", "me retire da", "não quero receber",
        "não desejo receber", "não me contacte", "não me contate", "parem de enviar",
        "apague os meus dados",
        // nl
        "haal mij van", "haal me van", "verwijder mij uit", "verwijder me uit", "verwijder mij van",
        "verwijder mijn gegevens", "schrijf mij uit", "schrijf me uit", "geen mails meer",
        "geen e mails meer", "niet meer mailen", "niet meer te mailen", "niet meer benaderen",
        // sv, da, nb, fi
        "ta bort mig", "sluta mejla", "sluta mejla mig", "avregistrera mig", "inte få fler mejl",
        "kontakta mig inte", "fjern mig", "slet mig", "slet mine data", "meld mig fra",
        "afmeld mig", "kontakt mig ikke", "fjern meg", "meld meg av", "slett meg",
        "ikke kontakt meg", "poista minut", "älkää lähettäkö",
        // pl, cs, ru, tr
        "proszę mnie wypisać", "proszę o wypisanie", "usunąć mnie", "proszę mnie usunąć",
        "proszę o usunięcie", "proszę nie pisać", "nie życzę sobie", "odhlaste mě",
        "vyřaďte mě", "nepište mi", "nekontaktujte mě", "удалите меня", "отпишите меня",
        "не пишите мне", "больше не пишите", "beni listenizden çıkarın", "bir daha yazmayın",
    ]

    /// The request is about something smaller, about a later day, or is denied: a person decides.
    static let doubts: PhraseList = [
        "don't remove me", "do not remove me", "not unsubscribe", "don't unsubscribe",
        "don't take me off", "do not take me off", "not to remove me", "from this thread",
        "from the thread", "from this chain", "from this conversation", "from cc", "from the cc",
        "off cc", "off this thread", "off the thread", "off the cc", "at this address",
        "on this address", "to this address", "at this email", "use instead", "instead",
        "new address", "until", "this week", "next week", "this month", "for now",
        "unless", "don't want you to stop", "do not want you to stop",
        "noch nicht", "bis auf weiteres", "vor dem", "diese woche", "pour l'instant",
        "if you don't hear", "if i want to", "would you like me to",
    ]
}
