/// Where a quoted message begins with a line of its own or with its header, as Outlook, phones and
/// webmailers quote: `-----Original Message-----`, `From: … Sent: … To: … Subject: …`.
enum QuotedHeader {
    static func starts(at index: Int, in lines: [QuoteLine]) -> Bool {
        let line = lines[index]
        guard line.trimmed.utf8.count < 500 else { return false }
        if line.isRule {
            let next = lines[(index + 1)...].prefix(3).firstIndex { !$0.isEmpty }
            return next.map { isBlock(at: $0, in: lines) } ?? false
        }
        return isOriginalLine(line) || isReplyMark(line) || isBlock(at: index, in: lines)
            || isNotesBlock(at: index, in: lines)
    }

    /// Notes writes a table: the sender, a day with its hour, then `To`, `cc` and `Subject` alone on their
    /// lines above their values.
    private static func isNotesBlock(at index: Int, in lines: [QuoteLine]) -> Bool {
        guard index + 1 < lines.count, let first = lines[index + 1].trimmed.first, first.isNumber,
            lines[index + 1].trimmed.utf8.count <= 40, lines[index + 1].trimmed.contains(":")
        else { return false }
        let below = lines[(index + 2)...].prefix(12)
        guard let to = below.firstIndex(where: { recipients.contains($0.words.words) }) else {
            return false
        }
        return below[to...].contains { subjects.contains($0.words.words) }
    }

    private static func isOriginalLine(_ line: QuoteLine) -> Bool {
        let text = line.trimmed
        let isFramed = ["--", "__", "**", "==", "- ", "—", "~~"].contains { text.hasPrefix($0) }
        let isAnnounced = text.hasSuffix(":")
        guard isFramed || isAnnounced, text.utf8.count <= 140 else { return false }
        let words = line.words
        return words.wordCount <= (isFramed ? 12 : 6)
            && words.starts(withAnyOf: isFramed ? originals : announcements)
    }

    /// `##- Please type your reply above this line -##`, of ticket systems.
    private static func isReplyMark(_ line: QuoteLine) -> Bool {
        guard line.trimmed.utf8.count <= 140 else { return false }
        let words = line.words
        return words.wordCount <= 14 && words.contains(anyOf: replyMarks)
    }

    private static let replyMarks: PhraseList = [
        "reply above this line", "type your reply above", "reply above the line",
        "write above this line", "respond above this line", "above this line to reply",
        "antworten sie oberhalb dieser linie", "oberhalb dieser linie",
        "répondre au dessus de cette ligne",
        "au dessus de cette ligne", "encima de esta línea", "por encima de esta línea",
        "sopra questa riga", "acima desta linha", "boven deze regel", "boven deze lijn",
        "ovanför den här raden", "over denne linje", "over denne linjen",
    ]

    private static let originals: PhraseList = [
        "original message", "mail original", "mail d'origine", "mail transféré",
        "forwarded message",
        "original appointment", "begin forwarded message",
        "original email", "original mail", "forwarded email", "reply message", "forwarded by",
        "replied message", "mensaje original", "mensaje reenviado",
        "ursprüngliche nachricht", "urspr nachricht", "originalnachricht", "original nachricht",
        "originalmail", "ursprungsnachricht", "weitergeleitete nachricht", "ursprüngliche mail",
        "anfang der weitergeleiteten nachricht", "message d'origine", "message d origine",
        "message original", "message transféré", "courriel original", "message initial",
        "messaggio originale", "messaggio inoltrato", "messaggio originario", "missatge original",
        "mensagem original", "mensagem encaminhada", "mensagem reencaminhada",
        "oorspronkelijk bericht", "oorspronkelijke bericht", "doorgestuurd bericht",
        "origineel bericht", "ursprungligt meddelande", "originalmeddelande",
        "ursprungligt mail", "vidarebefordrat meddelande", "oprindelig meddelelse",
        "oprindelig besked", "original meddelelse", "videresendt meddelelse",
        "opprinnelig melding", "opprinnelig e post", "videresendt melding",
        "alkuperäinen viesti", "välitetty viesti", "oryginalna wiadomość",
        "wiadomość oryginalna", "wiadomość przekazana", "přeposlaná zpráva", "původní zpráva",
        "pôvodná správa", "původní e mail", "исходное сообщение", "пересылаемое сообщение",
        "оригинальное сообщение", "вихідне повідомлення", "orijinal mesaj", "özgün ileti",
        "iletilmiş mesaj", "eredeti üzenet", "mesaj original", "mesajul original",
        "αρχικό μήνυμα", "izvorna poruka", "izvirno sporočilo", "原始邮件", "邮件原件", "原始郵件",
        "原邮件", "转发邮件", "元のメッセージ", "転送メッセージ", "元のメール", "원본 메시지", "원본 메일",
        "tin nhắn gốc", "pesan asli",
    ]
    /// Without a frame, before a colon.
    private static let announcements: PhraseList = [
        "begin forwarded message", "anfang der weitergeleiteten nachricht",
        "début du message transféré", "début du message réexpédié", "inicio del mensaje reenviado",
        "inizio messaggio inoltrato", "início da mensagem reencaminhada",
        "início da mensagem encaminhada",
        "begin doorgestuurd bericht", "vidarebefordrat brev", "start på videresendt besked",
        "videresendt melding", "początek przekazywanej wiadomości", "původní zpráva",
        "начало переадресованного сообщения", "転送されたメッセージ", "下面是被转发的邮件",
        "original message", "ursprüngliche nachricht",
    ]

    private struct Label {
        var name: String
        var value: Substring
    }

    /// Lines of `Name: value`, sender or date first.
    private static func isBlock(at index: Int, in lines: [QuoteLine]) -> Bool {
        guard let first = label(of: lines[index]) else { return false }
        let isFrom = senders.contains(first.name)
        let isDate = dates.contains(first.name) && first.value.contains(where: \.isNumber)
        guard isFrom || isDate || subjects.contains(first.name) || recipients.contains(first.name)
        else { return false }
        let following = lines[(index + 1)...].prefix(8).compactMap(label(of:))
        let known = following.filter { isKnown($0.name) }
        if isFrom, known.count >= 2 { return true }
        let next = lines[(index + 1)...].prefix(3).first { !$0.isEmpty }.flatMap(label(of:))
        if let next, isFrom, isKnown(next.name) {
            return first.value.utf8.contains(UInt8(ascii: "@"))
                || next.value.utf8.contains(UInt8(ascii: "@"))
                || next.value.contains(where: \.isNumber)
        }
        if let next, isDate {
            return senders.contains(next.name)
                || recipients.contains(next.name) && next.value.utf8.contains(UInt8(ascii: "@"))
                || known.count >= 2
                    && (recipients.contains(next.name) || subjects.contains(next.name))
        }
        return known.count >= 2
            && known.contains { senders.contains($0.name) && !$0.value.isEmpty }
            && known.contains { dates.contains($0.name) && $0.value.contains(where: \.isNumber) }
    }

    private static func isKnown(_ name: String) -> Bool {
        senders.contains(name) || dates.contains(name) || recipients.contains(name)
            || subjects.contains(name) || others.contains(name)
    }

    /// The lower-case words before the colon, without the stars of bold text.
    private static func label(of line: QuoteLine) -> Label? {
        // Bytes first: few lines hold a colon near their beginning, and letters cost more to look at.
        let mayHold = line.trimmed.utf8.prefix(150).contains {
            $0 == UInt8(ascii: ":") || $0 == 0xEF
        }
        guard mayHold else { return nil }
        let text = line.trimmed.drop { "*_ |>".contains($0) }
        guard let colon = text.prefix(28).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return nil
        }
        let name = FoldedText(text[..<colon])
        guard (1...4).contains(name.wordCount) else { return nil }
        return Label(name: name.words, value: text[text.index(after: colon)...])
    }

    private static let senders: Set<String> = [
        "from", "von", "de", "da", "van", "från", "fra", "lähettäjä", "od", "от", "від", "kimden",
        "gönderen", "差出人", "送信者", "发件人", "寄件者", "寄件人", "發件人", "보낸 사람", "보낸사람",
        "expéditeur", "mittente", "remitente", "remetente", "feladó", "de la", "από", "kellelt",
        "från", "afsender", "avsender", "avsändare", "absender", "sender", "từ", "dari", "nuo",
        "no",
    ]
    private static let dates: Set<String> = [
        "sent", "date", "gesendet", "datum", "envoyé", "envoyé le", "date d'envoi", "enviado",
        "enviado el", "enviada em", "enviada", "enviado em", "fecha", "data", "inviato",
        "verzonden",
        "skickat", "sendt", "dato", "lähetetty", "päivämäärä", "päiväys", "wysłano", "wysłane",
        "odesláno", "odoslané", "отправлено", "дата", "надіслано", "gönderildi",
        "gönderilme tarihi",
        "gönderilen", "tarih", "elküldve", "dátum", "trimis", "στάλθηκε", "ημερομηνία", "送信日時",
        "日時", "日付", "发送时间", "发送日期", "日期", "寄件日期", "傳送日期", "보낸 날짜", "날짜", "ngày",
        "inviata", "enviat", "poslano", "saadetud", "tanggal", "verzenddatum",
    ]
    private static let recipients: Set<String> = [
        "to", "an", "à", "para", "a", "aan", "till", "til", "vastaanottaja", "do", "komu", "кому",
        "kime", "alıcı", "címzett", "către", "προς", "宛先", "收件人", "收件者", "받는 사람", "받는사람",
        "destinataire", "destinatario", "per", "đến", "kepada", "pro", "za", "saaja", "empfänger",
        "mottagare", "modtager",
    ]
    private static let subjects: Set<String> = [
        "subject", "betreff", "objet", "sujet", "asunto", "oggetto", "onderwerp", "assunto", "ämne",
        "emne", "aihe", "temat", "předmět", "predmet", "тема", "konu", "tárgy", "subiect", "θέμα",
        "件名", "主题", "主題", "主旨", "제목", "chủ đề", "subjek", "teema", "assumpte",
    ]
    private static let others: Set<String> = [
        "cc", "bcc", "kopie", "kopia", "copie", "copia", "reply to", "antwort an", "kopi", "копия",
        "kopio", "抄送", "참조", "bilgi", "importance", "priority", "wichtigkeit", "attachments",
        "másolat", "副本", "ccn", "dw", "répondre à", "organisation", "newsgroups", "mailing list",
    ]
}
