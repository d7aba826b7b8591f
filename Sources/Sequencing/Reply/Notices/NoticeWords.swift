/// How mail systems begin a notice, title it and speak of a failure or a delay.
enum NoticeWords {
    /// Whether the subject begins as a notice's.
    static func titles(_ signs: ReplySigns) -> Bool {
        signs.subject.starts(withAnyOf: subjects)
            || signs.subject.contains(anyRunOf: subjectRuns)
    }

    static func titlesAnywhere(_ signs: ReplySigns) -> Bool {
        signs.subject.contains(anyOf: subjectWords) || signs.subject.contains(anyRunOf: subjectRuns)
    }

    static func titlesDelay(_ signs: ReplySigns) -> Bool {
        signs.subject.contains(anyOf: delaySubjects)
            || signs.subject.contains(anyRunOf: delayRuns)
    }

    static func speaksOfFailure(_ text: FoldedText) -> Bool {
        text.contains(anyOf: failures) || text.contains(anyRunOf: failureRuns)
    }

    /// How a notice begins that has nobody's name to be known by.
    enum Opening {
        /// As one product does, and no person.
        case product
        /// With a sentence that a person could write, too.
        case sentence
    }

    /// At the very beginning, or below a short salutation: who quotes a notice says so first.
    static func opening(of body: String) -> Opening? {
        let lines = body.utf8.prefix(1200).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            .lazy.map { Substring($0) }.filter { !$0.allSatisfy(\.isWhitespace) }.prefix(12)
        guard let first = lines.first else { return nil }
        let text = FoldedText(lines.joined(separator: "\n"), limit: 1200)
        if let opening = opening(text) { return opening }
        let last = first.last { !$0.isWhitespace }
        guard first.utf8.count <= 60, last.map({ ",!.*-=|:".contains($0) }) ?? false else {
            return nil
        }
        return opening(FoldedText(lines.dropFirst().joined(separator: "\n"), limit: 1200))
    }

    private static func opening(_ text: FoldedText) -> Opening? {
        if text.starts(withAnyOf: products) { return .product }
        return text.starts(withAnyOf: openings) ? .sentence : nil
    }

    static func opensAnywhere(_ text: FoldedText) -> Bool {
        text.contains(anyOf: openings) || text.contains(anyOf: products)
    }

    /// Goes on trying, and does not say that it gave up.
    static func speaksOfDelay(_ text: FoldedText) -> Bool {
        (text.contains(anyOf: delays) || text.contains(anyRunOf: delayRuns))
            && !givesUp(text)
    }

    static func givesUp(_ text: FoldedText) -> Bool { text.contains(anyOf: ends) }

    private static let subjects: PhraseList = [
        "undeliverable", "undelivered", "undeliverable mail", "undeliverable message",
        "undelivered mail returned to sender", "delivery status notification", "delivery failure",
        "delivery failed", "delivery has failed", "delivery has been delayed",
        "delivery notification",
        "delivery error", "delivery problem", "delivery problems", "delivery report",
        "delivery delayed", "delivery delay", "delivery unsuccessful", "delivery status",
        "mail delivery", "message delivery", "email delivery", "e mail delivery",
        "automatically rejected mail", "mail system error", "mail error", "mail failure",
        "mail failed", "mail not delivered", "mail returned", "mail rejected", "mail undeliverable",
        "mail could not be delivered", "mail status report", "mail delayed", "mail transfer failed",
        "message undeliverable", "message not delivered", "message status", "message delayed",
        "message could not be delivered", "message delivery failure", "message bounced",
        "message rejected", "message you sent blocked", "message not deliverable",
        "failure notice", "failure delivery", "failure report", "failed mail", "failed delivery",
        "failed message", "failed to deliver", "returned mail", "returned email",
        "returned message",
        "returned to sender", "returned due to virus", "non deliverable", "nondeliverable",
        "non delivery", "nondelivery", "non delivered", "not delivered", "not deliverable",
        "your message could not be delivered", "your message was not delivered",
        "your mail could not be delivered", "your email could not be delivered",
        "your message to", "unable to deliver", "unable to deliver your message",
        "unknown user", "user unknown", "warning could not send", "warning message",
        "warning message delayed", "warning delivery", "delayed mail", "rejected mail", "rejected",
        "permanent delivery failure", "temporary delivery failure", "address not found",
        "recipient not found", "bounced mail", "bounce", "dsn", "ndn", "considered unsolicited",
        "error sending", "error delivering", "attempt to deliver", "problem delivering",
        "receiver not found", "report to sender", "invalid recipient", "system error bounced",
        "mailer daemon", "service message", "message send failure", "could not send message",
        "sendmail failure", "transient error", "mail warning", "undeliverable email",
        "not member article", "ignored not member", "reject mail",
        // de
        "unzustellbar", "unzustellbare", "nicht zustellbar", "zustellung", "zustellfehler",
        "zustellungsfehler", "zustellbericht", "fehler bei der zustellung", "mailzustellung",
        "fehlgeschlagene zustellung", "ihre nachricht konnte nicht", "ihre e mail konnte nicht",
        "benachrichtigung zum übermittlungsstatus", "übermittlungsfehler", "unzustellbarkeit",
        "rückläufer", "zurückgewiesen", "nicht zugestellt",
        // fr
        "non remis", "non remise", "non distribuable", "non distribué", "échec de la remise",
        "echec de la remise", "échec de remise", "échec de distribution", "échec d'envoi",
        "courrier non remis", "message non remis", "message non distribué", "remise impossible",
        "notification d'état de remise", "échec de livraison", "retour de courrier",
        "avis de non remise", "message non délivré", "retardé", "remise différée",
        // es
        "no se puede entregar", "no entregado", "no entregable", "error de entrega", "devuelto",
        "correo devuelto", "no se pudo entregar", "no se ha podido entregar", "fallo en la entrega",
        "fallo de entrega", "notificación de estado de entrega", "mensaje no entregado",
        "mensaje devuelto", "entrega fallida", "entrega retrasada",
        // it
        "non recapitabile", "mancato recapito", "mancata consegna", "impossibile recapitare",
        "messaggio non recapitato", "errore di consegna", "notifica di mancato recapito",
        "notifica di mancata consegna", "consegna fallita", "consegna non riuscita",
        "avviso di mancata consegna", "notifica dello stato della consegna",
        // pt
        "não entregue", "não é possível entregar", "falha na entrega", "não foi possível entregar",
        "mensagem não entregue", "mensagem devolvida", "devolvido", "erro de entrega",
        "notificação de status de entrega", "notificação do status de entrega",
        "entrega atrasada", "não pode ser entregue",
        // nl
        "onbestelbaar", "onbestelbare", "niet bezorgd", "niet afgeleverd", "bezorging mislukt",
        "aflevering mislukt", "bericht niet bezorgd", "kan niet worden bezorgd",
        // sv, da, nb, fi
        "kan inte levereras", "det går inte att leverera", "olevererbart", "ej levererbart",
        "meddelandet kunde inte levereras", "leveransfel", "kunde inte levereras",
        "obeställbart", "ikke leveret", "kan ikke leveres", "kunne ikke leveres", "uleveret",
        "leveringsfejl", "uleverbar", "ikke levert", "leveringsfeil", "kunne ikke levere",
        "mislykket levering", "toimitus epäonnistui", "ei voi toimittaa", "ei voida toimittaa",
        "toimittamaton", "viestiä ei voitu toimittaa", "perille toimittamaton",
        "ei toimitettavissa",
        // pl, cs, ru, tr, hu
        "nie można dostarczyć", "niedostarczone", "niedostarczona", "nie dostarczono",
        "nie dostarczona", "błąd dostarczenia", "zwrot wiadomości", "niedoręczalne", "zwrot",
        "nedoručitelné", "nelze doručit", "nedoručeno", "nedoručená", "zpráva nebyla doručena",
        "chyba doručení", "nedoručiteľné", "не доставлено", "недоставленное сообщение",
        "не удается доставить", "не удаётся доставить", "не удалось доставить", "недоставлено",
        "ошибка доставки", "сообщение не доставлено", "недоставленная почта",
        "уведомление о статусе доставки", "teslim edilemedi", "teslim edilemeyen",
        "iletilemedi", "ileti teslim edilemedi", "teslimat başarısız", "kézbesíthetetlen",
        "nem kézbesíthető",
    ]
    private static let subjectWords: PhraseList = [
        "undeliverable", "undelivered", "delivery failure", "delivery failed", "failure notice",
        "delivery status", "not delivered", "could not be delivered", "delayed", "delay",
        "returned mail", "returned", "failure", "failed", "unzustellbar", "rejected", "warning",
        "nondeliverable", "problem", "undeliverable mail", "bounce", "bounced", "error", "unknown",
        "blocked", "non delivery", "can't deliver", "cannot deliver", "unable to deliver",
        "zugestellt", "non remis", "entregar", "recapito", "consegna", "onbestelbaar",
        "quota", "undeliver", "notification", "deferred", "daemon",
    ]
    private static let subjectRuns = [
        "配信不能", "配信できません", "配信に失敗", "配信エラー", "送信エラー", "送信できませんでした", "届けられませんでした", "未配信",
        "配送不能", "配達不能", "メール送信エラー", "宛先不明", "配信の失敗", "配信状況通知",
        "无法送达", "无法投递", "無法投遞", "无法传递", "無法傳遞", "未送達", "退信", "投递失败", "投遞失敗", "未传递", "未傳遞",
        "系统退信", "發送失敗", "发送失败", "递送失败", "배달되지", "배달 실패", "전송 실패", "반송", "배달할 수 없음",
        "전달되지", "발송 실패", "배달 안 됨", "배달 못함",
    ]
    private static let delaySubjects: PhraseList = [
        "delayed", "delay", "deferred", "verzögert", "verzögerung", "verzögerte",
        "warning could not send message", "could not send message for past",
        "warning message delayed", "warning message still", "retardé", "retardée", "retard",
        "still trying",
        "not yet delivered", "noch nicht zugestellt", "opóźnienie", "opóźniona", "opóźnione",
        "retrasado", "retrasada", "retraso", "ritardo", "ritardata", "atraso", "atrasada",
        "vertraagd", "vertraging", "försenad", "fördröjd", "forsinket", "forsinkelse",
        "viivästynyt", "viivästyi", "zpožděno", "zpožděná", "zpoždění", "задержка", "задержано",
        "отложена", "отложено", "gecikti", "gecikme", "being retried", "will be retried",
        "warning mail delay", "temporarily undeliverable", "différée", "différé",
    ]
    private static let delayRuns = [
        "遅延", "遅れて", "まだ配信されて", "引き続き再送", "再送を続け", "延迟", "延遲", "继续尝试", "繼續嘗試", "지연", "계속 시도",
    ]
    private static let delays: PhraseList = [
        "will keep trying", "will continue to try", "will continue trying", "will be retried",
        "will retry", "not yet been delivered", "has been delayed", "is delayed", "being delayed",
        "do not need to resend", "still trying to deliver", "warning message only",
        "this is a warning only", "this is only a warning", "still being retried", "will try again",
        "will keep on trying", "delivery attempts will continue", "will be attempted",
        "continue to be attempted", "no action is required on your part", "is being retried",
        "temporarily delayed", "temporary delay", "has not yet been able", "keep trying until",
        "will make further attempts", "further attempts will", "delivery will continue",
        "will continue to attempt", "we'll keep trying", "have not been able to deliver",
        "wird weiter versucht", "noch nicht zugestellt", "weitere zustellversuche",
        "zustellung verzögert", "versucht weiterhin", "es wird weiterhin versucht",
        "n'a pas encore", "continuera d'essayer", "nouvelles tentatives", "a été retardée",
        "aún no se ha", "seguirá intentando", "seguiremos intentando", "se ha retrasado",
        "non è ancora", "continuerà a tentare", "è in ritardo", "continuará tentando",
        "ainda não foi", "está atrasada", "nog niet", "blijven proberen", "is vertraagd",
        "kommer att fortsätta", "har ännu inte", "er blevet forsinket", "vil blive forsøgt",
        "fortsætter med at", "vil fortsette", "er forsinket", "ei ole vielä", "yritetään edelleen",
        "jeszcze nie", "będzie nadal próbować", "kolejne próby", "dosud nebyla", "bude se dál",
        "ещё не доставлено", "еще не доставлено", "попытки будут продолжены",
        "будет продолжать", "henüz teslim", "denemeye devam",
    ]
    /// After these no delay is meant.
    private static let ends: PhraseList = [
        "giving up", "gave up", "given up", "permanent error", "permanently", "has been returned",
        "will not be retried", "no further attempts", "will not try again",
        "has failed permanently", "permanent failure", "i've given up",
    ]
    /// What only a mail system says.
    private static let failures: PhraseList = [
        "could not be delivered", "couldn't be delivered", "can't be delivered",
        "cannot be delivered",
        "could not be sent", "wasn't delivered", "was not delivered", "were not delivered",
        "has not been delivered", "hasn't been delivered", "delivery failed", "delivery has failed",
        "delivery failure", "failed to deliver", "undeliverable", "undelivered",
        "wasn't able to deliver", "not able to deliver", "unable to deliver", "could not deliver",
        "cannot deliver", "can't deliver", "permanent error", "permanent fatal errors",
        "transient non fatal errors", "had delivery errors", "delivery problems", "user unknown",
        "unknown user", "did not reach the following recipient", "not be delivered",
        "returned to sender", "message was rejected", "has been rejected", "was undeliverable",
        "mailbox unavailable", "address rejected", "recipient rejected", "addresses failed",
        "delivery attempts", "delivery to the following", "rejected recipient",
        "your message has been delayed", "is returned", "being returned", "permanent failure",
        "recipients were rejected", "over quota", "quota exceeded", "mailbox full",
        "mailbox is full", "host unknown", "delivery status notification", "does not exist",
        "trouble delivering", "no such user", "error occurred while trying to deliver",
        "has been delayed", "will keep trying", "will be retried", "not delivered",
        "konnte nicht zugestellt", "konnten nicht zugestellt", "nicht zugestellt werden",
        "wurde nicht zugestellt", "unzustellbar", "kann nicht zugestellt",
        "n'a pas pu être remis", "n'a pas pu être distribué", "n'ont pas pu être",
        "n'a pas été remis",
        "n'a pas pu être délivré", "échec de la remise", "n'a pas pu être livré",
        "no se ha podido entregar", "no se pudo entregar", "no ha podido ser entregado",
        "no se entregó", "no pudo ser entregado",
        "non è stato recapitato", "non è stato possibile recapitare", "impossibile recapitare",
        "non può essere recapitato", "non è stato consegnato", "non è stato possibile consegnare",
        "não pôde ser entregue", "não foi possível entregar", "não foi entregue",
        "falha na entrega", "kon niet worden bezorgd", "kan niet worden bezorgd",
        "kon niet worden afgeleverd", "niet bezorgd", "kunde inte levereras",
        "gick inte att leverera",
        "kunne ikke leveres", "kan ikke leveres", "ble ikke levert", "blev ikke leveret",
        "ei voitu toimittaa", "ei voida toimittaa", "nie mogła zostać dostarczona",
        "nie można dostarczyć", "nie została dostarczona", "nie udało się dostarczyć",
        "nemohla být doručena", "nelze doručit", "nepodařilo se doručit", "nebyla doručena",
        "не может быть доставлено", "не удалось доставить", "не было доставлено",
        "не доставлено", "не удается доставить", "teslim edilemedi", "iletilemedi",
        "teslim edilememiştir",
    ]
    private static let failureRuns = [
        "配信できません", "配信されませんでした", "届けることができません", "届けられません", "送信できません", "配送できません", "お届けできません",
        "配信に失敗", "無法投遞", "无法投递", "无法送达", "無法送達", "投递失败", "未能送达", "无法发送", "退回", "배달하지 못",
        "배달되지 않", "전달되지 않", "전송하지 못", "배달할 수 없", "보내지 못", "전송에 실패", "발송에 실패",
    ]
    /// First words of products that send notices in anybody's name.
    private static let products: PhraseList = [
        "this is the mail system at host", "this is the postfix program at host",
        "hi this is the qmail send program", "this is the qmail send program",
        "hi this is the", "hello this is the mail server on", "this is the mail delivery agent at",
        "this message was created automatically by mail delivery software",
        "this is an automatically generated delivery status notification",
        "this is a delivery status notification from", "this is a delivery status notification",
        "this report relates to a message you sent",
        "the original message was received at", "the following addresses had",
        "the following message had permanent fatal delivery errors",
        "message from yahoo", "this is a system generated message to inform you that your email",
        "i'm sorry to have to inform you that your message",
        "hi i'm afraid i wasn't able to deliver your message", "hi this is the mailer daemon",
        "address not found your message wasn't delivered",
        "message not delivered there was a problem",
        "recipient inbox full your message couldn't be delivered",
        "message blocked your message to", "delivery incomplete there was a temporary problem",
        "this is an informative message sent by", "mailenable message delivery has failed",
        "this message is generated by the mailmarshal",
        "transcript of session follows",
    ]
    /// First sentences of notices that a person may write as well.
    private static let openings: PhraseList = [
        "your message did not reach some or all of the intended recipients",
        "delivery has failed to these recipients",
        "the following message to", "your message was not delivered to",
        "a message that you sent could not be delivered", "i wasn't able to deliver your message",
        "unable to deliver message to the following", "unfortunately messages from",
        "this is a permanent error", "the message you sent to",
        "your message wasn't delivered to", "your message couldn't be delivered",
        "we were unable to deliver your message", "this e mail is returned to you",
        "we're sorry we were unable to deliver", "the following recipient s could not be reached",
        "this message was undeliverable", "your mail message to the following",
        "failed to deliver to", "sorry we were unable to deliver your message",
        "we had trouble delivering your message", "we have failed to deliver",
        "an error occurred while trying to deliver the mail",
        "ihre nachricht hat einige oder alle empfänger nicht erreicht",
        "fehler bei der nachrichtenzustellung an folgende empfänger",
        "échec de la remise aux destinataires", "votre message n'est pas parvenu",
        "no se pudo entregar el mensaje a",
    ]
}
