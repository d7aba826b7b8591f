/// Whether a person asks never to be written to again.
///
/// Judged on what they wrote, never on the quote: our own footer speaks of unsubscribing. What is only
/// probably an opt-out stays a person's answer, which stops the sequence as well.
enum OptOutRule {
    static func judge(_ signs: ReplySigns) -> Judgement? {
        func optOut(_ form: ReplyClass.OptOut.Form, _ evidence: String) -> Judgement {
            Judgement(.optOut(ReplyClass.OptOut(form: form)), evidence)
        }
        if isOurs(subject: signs.message.subject) || signs.subject.words == "unsubscribe" {
            return optOut(.listUnsubscribe, "Subject: \(signs.message.subject)")
        }
        let written = signs.text.written
        let text = written.isEmpty ? SubjectBase.of(signs.message.subject) : written
        if let word = oneWord(in: text) { return optOut(.oneWord, "“\(word)”") }
        guard FoldedText(written).contains(anyOf: OptOutWords.requests) else { return nil }
        let request = ReplySentence.sentences(in: written).first { isRequest($0.words) }
        return request.map { optOut(.sentence, "“\($0.shown)”") }
    }

    /// As the link in our header writes it: `unsubscribe u12.0.1.<mac>`; who made the token is asked later.
    private static func isOurs(subject: String) -> Bool {
        let words = subject.lowercased().split(separator: " ")
        guard words.count == 2, words[0] == "unsubscribe", words[1].hasPrefix("u") else {
            return false
        }
        let parts = words[1].dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[..<3].allSatisfy { Int($0) != nil }
            && parts[3].utf8.count == 20 && parts[3].allSatisfy(\.isHexDigit)
    }

    /// The first line is nothing else, and at most a name and an address block follow.
    private static func oneWord(in text: String) -> String? {
        var lines: [Substring] = []
        for line in text[...].lines where !FoldedText(line, limit: 300).isEmpty {
            lines.append(line)
            if lines.count > longestLines { return nil }
        }
        guard let first = lines.first, !first.contains("?"), !first.contains("？") else {
            return nil
        }
        var words = FoldedText(first, limit: 200).words
        for politeness in politeBefore where words.hasPrefix(politeness) {
            words.removeFirst(politeness.count)
        }
        for politeness in politeAfter where words.hasSuffix(politeness) {
            words.removeLast(politeness.count)
        }
        guard oneWords.contains(words) else { return nil }
        let isAlone =
            FoldedText(text).wordCount <= FoldedText(first, limit: 200).wordCount + 25
        return isAlone ? words : nil
    }

    private static let longestLines = 7

    /// Whether a sentence asks for it, in words that are no smaller request.
    static func isRequest(_ sentence: FoldedText) -> Bool {
        sentence.contains(anyOf: OptOutWords.requests)
            && !sentence.contains(anyOf: OptOutWords.doubts)
            && (!sentence.contains(anyOf: OptOutWords.telephone)
                || sentence.contains(anyOf: OptOutWords.telephoneAndMore))
    }

    private static let politeBefore = [
        "hi ", "hello ", "hallo ", "please ", "bitte ", "pls ", "por favor ", "per favore ",
        "kindly ",
        "merci de ", "s'il vous plaît ", "graag ", "vänligen ", "venligst ", "vennligst ",
        "proszę ",
        "prosím ", "пожалуйста ", "lütfen ",
    ]
    private static let politeAfter = [
        " please", " bitte", " thanks", " thank you", " danke", " merci", " svp", " por favor",
        " grazie", " gracias", " obrigado", " obrigada", " tack", " tak", " takk", " kiitos",
        " bedankt",
        " dank u", " alstublieft", " dziękuję", " děkuji", " спасибо", " lütfen", " now",
        " immediately", " asap",
    ]

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
        "unsubscribe me now", "stop it", "stop this", "stop please", "please stop", "no more mails",
        "no more mail", "delete me", "take me off this list", "take me off the list",
        "remove from list", "remove me from list", "bitte abmelden", "abmelden von liste",
        "keine mails mehr",
        "keine e mails mehr", "keine werbung", "austragen aus verteiler", "désabonnez moi",
        "désinscrivez moi", "me désinscrire", "me désabonner", "stop mails", "stop pub", "arrêter",
        "bórrame", "borrarme", "dejar de recibir", "no más correos", "annulla iscrizione",
        "cancellazione",
        "cancellarmi", "rimuovere", "stop email", "descadastre", "me descadastrar", "sair da lista",
        "remova me", "cancelar subscrição", "uitschrijven aub", "schrijf mij uit", "stoppen",
        "sluta", "avsluta prenumeration", "avbryt", "stop mails tak", "afmelding", "avslutt",
        "meld av", "peru tilaus", "peruuta", "lopeta", "wypisać", "rezygnuję", "usuń",
        "proszę usunąć",
        "odhlásit odběr", "odhlaste", "zrušit odběr", "отписать", "отписаться от рассылки", "стоп",
        "удалить", "üyelikten çık", "listeden çık", "listeden çıkar", "leiratkozás", "leiratkozom",
        "dezabonare", "配信停止希望", "配信停止をお願いします", "配信停止してください", "配信を停止してください",
        "配信停止お願いします", "配信停止をお願いいたします", "请取消订阅", "请停止发送", "不要再发了", "구독 취소해 주세요", "停止してください", "配信解除",
        "取消订阅谢谢", "请退订",
        "請取消訂閱", "取消訂閱", "구독취소", "구독 취소", "수신거부합니다", "退訂", "수신거부", "수신 거부",
    ]
}
