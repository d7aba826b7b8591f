/// A notice's text, cut into what the mail system says and the copy of our message below.
struct NoticeText {
    /// Of the mail system, without white space at the ends of lines; at most 400.
    let lines: [Substring]
    /// Header fields of the copy, as far as the text holds one: To, From, Message-ID …
    let copied: [ReceivedMessage.HeaderField]

    init(_ signs: ReplySigns) { self.init(signs.noticeSource) }

    init(_ text: String) {
        var own: [Substring] = []
        var rest: ArraySlice<Substring> = []
        let all = text.utf8.prefix(Self.reach).split(omittingEmptySubsequences: false) {
            $0 == 0x0A || $0 == 0x0D
        }.map { NoticeAddress.standardized(Substring($0)) }
        for (index, line) in all.enumerated() {
            if own.count >= Self.longestNotice || Self.startsCopy(line, after: own) {
                rest = all[index...]
                break
            }
            own.append(line)
        }
        lines = own
        copied = Self.fields(in: rest)
    }

    var own: String { lines.joined(separator: "\n") }

    /// Bytes of the text looked at.
    private static let reach = 120_000
    private static let longestNotice = 400

    // MARK: The copy

    /// Whether our message, or the announcement of it, begins in this line.
    private static func startsCopy(_ line: Substring, after own: [Substring]) -> Bool {
        guard own.contains(where: { !$0.allSatisfy(\.isWhitespace) }), line.utf8.count <= 160 else {
            return false
        }
        if line.utf8.contains(UInt8(ascii: ":")), copyFields.contains(where: line.hasPrefix) {
            return true
        }
        let folded = FoldedText(line, limit: 160)
        return folded.starts(withAnyOf: marks)
            || folded.hasForeignLetters && markRuns.contains { line.contains($0) }
    }

    /// A header at the left edge; indented ones are echoes that name the recipient.
    private static let copyFields = [
        "Received: from", "Received: by", "Return-Path: ", "Return-path: ", "X-Envelope-From:",
        "Content-Type: message/rfc822", "Content-Type: text/rfc822-headers", "DKIM-Signature: ",
        "Content-type: message/rfc822", "Received: (qmail",
    ]
    private static let markRuns = [
        "元のメッセージ", "オリジナルメッセージ", "元のヘッダー", "以下は元の", "原始邮件", "原始郵件", "邮件原文", "원본 메시지",
    ]
    private static let marks: PhraseList = [
        "below this line is a copy", "this is a copy of", "here is a copy", "original message",
        "original message follows", "original message headers", "the original message follows",
        "the header of the original", "headers of the original", "header of the original",
        "the headers of the original", "undelivered message follows", "unsent message below",
        "unsent message follows", "enclosed is a copy", "a copy of the message",
        "copy of the message", "copy of your message", "copy of the original",
        "returned message", "returned mail follows", "start of returned message",
        "message header follows", "message headers follow", "message headers",
        "message header", "message text follows", "message contents",
        "body of message generated response", "beginning of original message",
        "begin original message", "forwarded message", "the following is a copy",
        "the first lines of the original", "first part of the original", "included message",
        "your original message", "the original message is", "the original message was included",
        "the original mail", "original mail", "mail message follows", "text of message",
        "text of your message", "the text of your message", "unsent message", "undelivered message",
        "message body follows", "contents of message",
        "the failed message", "failed message follows", "the message headers",
        "the headers of your message", "returned header", "partial original message",
        "message d'origine", "message original", "en têtes du message",
        "en tête de message d'origine",
        "en têtes de message d'origine", "copie du message", "ursprüngliche nachricht",
        "ursprüngliche nachrichtenkopfzeilen", "originalnachricht", "kopfzeilen der",
        "kopie der nachricht", "encabezados originales", "encabezados de los mensajes originales",
        "encabezados de mensajes originales", "mensaje original", "copia del mensaje",
        "intestazioni messaggi originali", "messaggio originale",
        "cabeçalhos de mensagens originais", "cabeçalhos da mensagem original",
        "mensagem original", "oorspronkelijke berichtkoppen", "oorspronkelijk bericht",
        "ursprungligt meddelande", "ursprungliga meddelandehuvuden", "oprindelig meddelelse",
        "opprinnelig melding", "alkuperäinen viesti", "wiadomość oryginalna",
        "oryginalna wiadomość",
        "původní zpráva", "исходное сообщение", "исходные заголовки", "özgün ileti",
        "orijinal ileti",
    ]

    /// Fields anywhere in the copy, quoted or not; bodies hold few lines of that shape, and first ones win.
    private static func fields(in lines: ArraySlice<Substring>) -> [ReceivedMessage.HeaderField] {
        var found: [ReceivedMessage.HeaderField] = []
        var isOpen = false
        for line in lines.prefix(600) where found.count < 60 {
            let bare = line.drop { $0 == " " || $0 == ">" || $0 == "\t" || $0 == "|" }
            if let field = field(bare) {
                found.append(field)
                isOpen = true
            } else if isOpen, line.first?.isWhitespace ?? false, !bare.isEmpty {
                found[found.count - 1].value += " " + bare
            } else {
                isOpen = false
            }
        }
        return found
    }

    /// `Message-ID: <…>` as a field; a sentence with a colon is none.
    static func field(_ line: Substring) -> ReceivedMessage.HeaderField? {
        guard let colon = line.prefix(40).firstIndex(of: ":"), colon != line.startIndex else {
            return nil
        }
        let name = line[..<colon]
        guard
            name.utf8.allSatisfy({
                Unicode.Scalar($0).isASCIILetterOrDigit || $0 == UInt8(ascii: "-")
            })
        else { return nil }
        let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
        return ReceivedMessage.HeaderField(name: String(name), value: String(value))
    }

    /// The values of the copy's fields of that name, in lower case.
    func copies(of name: String) -> [String] {
        copied.filter { $0.isNamed(name) }.map(\.value)
    }
}
