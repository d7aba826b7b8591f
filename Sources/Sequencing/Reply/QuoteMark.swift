/// Where a quote, a disclaimer or a device's advertisement begins, in the languages of mail programs.
enum QuoteMark {
    /// `On Tue, 3 Mar 2026 at 09:12, Ada <ada@customer.example> wrote:`, over up to four lines.
    static func attributionLength(at index: Int, in lines: [QuoteLine]) -> Int? {
        guard !lines[index].isEmpty, lines[index].trimmed.utf8.count < 400 else { return nil }
        var joined = ""
        for length in 1...4 where index + length <= lines.count {
            let line = lines[index + length - 1]
            guard !line.isEmpty, !line.isQuoted else { return nil }
            joined += (length == 1 ? "" : " ") + line.trimmed
            if isAttribution(joined) {
                let next = lines[(index + length)...].first { !$0.isEmpty }
                if next?.isQuoted ?? false, length == 1 { return length }
                // Without quote signs below, the words have to be a mail program's.
                let isOwn = FoldedText(joined, limit: 500).contains(anyOf: ownVerbs)
                return startsAttribution(joined) && !isOwn ? length : nil
            }
        }
        return nil
    }

    private static func isAttribution(_ text: String) -> Bool {
        guard let last = text.last, last == ":" || last == "：", text.utf8.count < 500,
            text.contains("@") || text.contains(where: \.isNumber)
        else { return false }
        let words = FoldedText(text, limit: 500)
        return words.contains(anyOf: verbs) || verbRuns.contains { words.containsRun($0) }
    }

    private static func startsAttribution(_ text: String) -> Bool {
        let words = FoldedText(text, limit: 200)
        return words.starts(withAnyOf: openings) || text.contains("<")
            || text.utf8.first.map { (0x30...0x39).contains($0) } ?? false
    }

    private static let openings: PhraseList = [
        "on", "am", "le", "el", "il", "op", "em", "den", "le", "dnia", "dne", "w dniu", "at",
        "il giorno",
        "on behalf", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "von", "pe", "ke", "ti", "ma",
        "to", "la", "su", "a", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "mån", "tis", "ons",
        "tors", "fre", "lör", "sön", "в", "пн", "вт", "ср", "чт", "пт", "сб", "вс",
    ]
    private static let verbs: PhraseList = [
        "wrote", "writes", "schrieb", "schrieb folgendes", "hat geschrieben", "geschrieben",
        "écrit",
        "escribió", "ha scritto", "scrisse", "schreef", "escreveu", "skrev", "kirjoitti", "napisał",
        "napisała", "napisał a", "pisze", "napsal", "napsala", "napsal a", "написал", "написала",
        "пишет", "писал", "yazdı", "şunu yazdı", "írta", "a scris", "έγραψε",
    ]
    /// Of a person who speaks of themselves.
    private static let ownVerbs: PhraseList = [
        "i wrote", "we wrote", "ich schrieb", "ich geschrieben", "j'ai écrit", "nous avons écrit",
        "ik schreef", "jag skrev", "jeg skrev",
    ]
    private static let verbRuns = ["写道", "寫道", "書きました", "のメール", "님이 작성", "작성"]

    /// `-----Original Message-----`, or Outlook's block of From, Sent, To, Subject.
    static func startsOriginal(at index: Int, in lines: [QuoteLine]) -> Bool {
        let line = lines[index]
        guard !line.isEmpty, line.trimmed.utf8.count < 500 else { return false }
        if line.isRule {
            let next = lines[(index + 1)...].prefix(3).firstIndex { !$0.isEmpty }
            return next.map { isHeaderBlock(at: $0, in: lines) } ?? false
        }
        return isOriginalLine(line.trimmed) || isHeaderBlock(at: index, in: lines)
    }

    private static func isOriginalLine(_ line: Substring) -> Bool {
        guard
            line.hasPrefix("--") || line.hasPrefix("__") || line.hasPrefix("**")
                || line.hasPrefix("Begin forwarded")
                || line.hasPrefix("Anfang der weitergeleiteten")
        else { return false }
        let words = FoldedText(line, limit: 200)
        return words.starts(withAnyOf: originals)
    }

    private static let originals: PhraseList = [
        "original message", "forwarded message", "original appointment", "begin forwarded message",
        "ursprüngliche nachricht", "originalnachricht", "original nachricht",
        "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "message d'origine",
        "message original", "message transféré", "mensaje original", "mensaje reenviado",
        "messaggio originale", "messaggio inoltrato", "mensagem original", "mensagem encaminhada",
        "oorspronkelijk bericht", "doorgestuurd bericht", "ursprungligt meddelande",
        "originalmeddelande", "vidarebefordrat meddelande", "oprindelig meddelelse",
        "original meddelelse", "videresendt meddelelse", "opprinnelig melding",
        "videresendt melding", "alkuperäinen viesti", "oryginalna wiadomość",
        "wiadomość oryginalna", "původní zpráva", "исходное сообщение", "orijinal mesaj",
        "original message follows", "reply message", "reply above this line", "原始邮件", "邮件原件",
    ]

    private static func isHeaderBlock(at index: Int, in lines: [QuoteLine]) -> Bool {
        guard let first = label(of: lines[index]), from.contains(first) else { return false }
        let following = lines[(index + 1)...].prefix(6).compactMap(label(of:))
        return following.count { others.contains($0) } >= 2
    }

    /// The lower-case word before the colon, without the stars of bold text.
    private static func label(of line: QuoteLine) -> String? {
        let text = line.trimmed.drop { $0 == "*" }
        guard let colon = text.prefix(24).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return nil
        }
        return FoldedText(text[..<colon]).words
    }

    private static let from: Set<String> = [
        "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "от", "kimden",
        "差出人", "发件人", "寄件者", "보낸 사람", "expéditeur", "mittente", "remitente",
    ]
    private static let others: Set<String> = [
        "sent", "date", "to", "cc", "subject", "reply to", "gesendet", "datum", "an", "betreff",
        "envoyé", "à", "objet", "date d'envoi", "destinataire", "enviado", "enviado el", "fecha",
        "para", "asunto", "inviato", "data", "a", "oggetto", "verzonden", "aan", "onderwerp",
        "enviada em", "enviada", "assunto", "skickat", "till", "ämne", "sendt", "til", "emne",
        "dato", "lähetetty", "vastaanottaja", "aihe", "wysłano", "do", "temat", "odesláno", "komu",
        "předmět", "отправлено", "кому", "тема", "дата", "gönderildi", "kime", "konu", "送信日時",
        "宛先", "件名", "发送时间", "收件人", "主题", "日期", "寄件日期", "收件者", "主旨", "보낸 날짜",
        "받는 사람", "제목", "gönderilme tarihi", "kopie", "kopia", "copie", "copia",
    ]

    /// `Sent from my iPhone` and its sisters: a line of their own, short.
    static func isDeviceLine(_ line: QuoteLine) -> Bool {
        guard !line.isEmpty, line.trimmed.utf8.count <= 120 else { return false }
        let words = FoldedText(line.trimmed)
        return words.starts(withAnyOf: devices)
            || words.starts(with: "von meinem") && words.contains("gesendet")
            || deviceRuns.contains { words.containsRun($0) }
    }

    private static let devices: PhraseList = [
        "sent from my", "sent from mail for windows", "sent from outlook", "sent from yahoo",
        "sent from proton", "sent with proton", "sent via", "sent from samsung", "get outlook for",
        "outlook für", "holen sie sich outlook", "gesendet von", "gesendet mit",
        "gesendet von mail für",
        "diese nachricht wurde von meinem", "envoyé de mon", "envoyé depuis", "télécharger outlook",
        "enviado desde", "enviado do meu", "enviado de mi", "obtener outlook", "obter o outlook",
        "inviato da", "inviato dal", "scarica outlook", "verstuurd vanaf", "verzonden vanaf",
        "verzonden met", "outlook voor", "skickat från min", "skickat från outlook",
        "hämta outlook", "sendt fra min", "hent outlook", "lähetetty", "wysłane z", "wysłano z",
        "odesláno z", "odesláno ze", "отправлено с", "отправлено из", "iphone'umdan gönderildi",
    ]
    private static let deviceRuns = ["から送信", "发自我的", "從我的", "에서 보냄"]

    static func startsDisclaimer(_ line: QuoteLine) -> Bool {
        guard line.trimmed.utf8.count >= 14 else { return false }
        let words = FoldedText(line.trimmed, limit: 160)
        return words.starts(withAnyOf: disclaimers)
    }

    private static let disclaimers: PhraseList = [
        "confidentiality notice", "confidentiality note", "this email and any",
        "this e mail and any",
        "this message and any", "this email is confidential", "this e mail is confidential",
        "this message is confidential", "this email may contain", "this e mail may contain",
        "this message may contain", "the information contained in this", "disclaimer",
        "the contents of this email", "diese e mail enthält vertrauliche",
        "diese nachricht enthält",
        "vertraulichkeitshinweis", "ce message et", "ce message est confidentiel",
        "ce courriel est confidentiel", "este mensaje y", "este mensaje es confidencial",
        "aviso legal", "questo messaggio è", "le informazioni contenute in", "esta mensagem",
        "aviso de confidencialidade", "dit bericht is vertrouwelijk", "deze e mail en",
    ]
}
