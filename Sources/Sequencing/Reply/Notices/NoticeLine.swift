/// One line of a notice that has an `@`: the addresses in it, and how likely each is meant.
struct NoticeLine {
    /// Where an address stands, the likelier to be meant the earlier.
    enum Place {
        /// It begins the line or follows a label.
        case listed
        /// In an answer of a remote server.
        case answered
        /// In a sentence about the failure.
        case told
        /// Near a noun of mail, which proves little.
        case hinted
        /// In the notice's copy of our To.
        case echoed
        case mentioned
    }

    let addresses: [(address: String, place: Place)]

    /// `before` and `after` are the lines around it; a sentence may be wrapped.
    init(_ line: Substring, before: Substring, after: Substring) {
        let all = NoticeAddress.all(in: line)
        guard !all.isEmpty else {
            addresses = []
            return
        }
        if let field = NoticeText.field(line) {
            let name = field.name.lowercased()
            if NoticeLine.labels.contains(name) {
                addresses = all.prefix(1).map { ($0, .listed) }
                return
            }
            if NoticeLine.echoes.contains(name) || name.hasPrefix("x-") {
                let isTo = name == "to" || name == "cc"
                addresses = isTo ? all.map { ($0, .echoed) } : []
                return
            }
        }
        addresses = NoticeLine.judged(line, before, after, all)
    }

    private static func judged(
        _ line: Substring, _ before: Substring, _ after: Substring, _ all: [String]
    ) -> [(address: String, place: Place)] {
        let words = words(of: line)
        let wordsBefore = NoticeLine.words(of: before)
        let isContact = words.contains(anyOf: contacts)
        func first(_ place: Place, within count: Int = 10_000) -> [(String, Place)] {
            guard let first = object(of: line, all, within: count) else { return [] }
            return run(from: first, in: line, all).map { ($0, place) }
        }
        if isAnswer(line, FoldedText(line, limit: 600)) { return [(all[0], .answered)] }
        if isLed(line, by: all[0]), !isContact, !wordsBefore.contains(anyOf: contacts),
            !isWrapped(line, before)
        {
            // `<final> (expanded from <alias>)`, or a list in one line.
            return isList(line, all) ? all.map { ($0, .listed) } : [(all[0], .listed)]
        }
        guard !isContact else { return [] }
        let isASCII = line.utf8.allSatisfy { $0 < 0x80 }
        func has(_ runs: [String]) -> Bool { !isASCII && runs.contains { line.contains($0) } }
        if words.starts(withAnyOf: leads) || has(leadRuns) {
            return first(.listed, within: 8)
        }
        if words.starts(withAnyOf: origins) { return [] }
        if words.contains(anyOf: aboutDelivery) || has(aboutRuns)
            || wordsBefore.contains(anyOf: aboutDelivery)
            || NoticeLine.words(of: after).contains(anyOf: aboutDelivery)
        {
            return first(.told)
        }
        return words.contains(anyOf: nouns) ? first(.hinted) : all.map { ($0, .mentioned) }
    }

    /// Without addresses and links: `kontakt@` and `https://support.` are names there, not words.
    private static func words(of line: Substring) -> FoldedText {
        guard line.utf8.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "/") })
        else { return FoldedText(line, limit: 600) }
        let words = line.split(whereSeparator: \.isWhitespace)
            .filter { !$0.contains("@") && !$0.contains("://") }
        return FoldedText(words.joined(separator: " "), limit: 600)
    }

    /// The first address that no “from” or “by” stands before.
    private static func object(
        of line: Substring, _ all: [String], within count: Int = 10_000
    ) -> String? {
        let lower = line.lowercased()
        return all.first { address in
            guard let range = lower.firstRange(of: address) else { return true }
            let words = lower[..<range.lowerBound].split { !$0.isLetter }.suffix(count + 1)
            guard words.count <= count else { return false }
            // “generated from” and “expanded from” name an alias.
            if ["generated", "expanded"].contains(words.dropLast().last ?? "") { return true }
            return !["from", "by", "sender", "von", "par", "contact"].contains(words.last ?? "")
        }
    }

    /// The address and those that follow with nothing but commas between.
    private static func run(
        from first: String, in line: Substring, _ all: [String]
    ) -> [String] {
        var run = [first]
        let lower = line.lowercased()
        guard let index = all.firstIndex(of: first),
            var end = lower.firstRange(of: first)?.upperBound
        else { return run }
        for address in all[(index + 1)...] {
            guard let next = lower[end...].firstRange(of: address) else { break }
            let between = lower[end..<next.lowerBound].filter { !" ,;<>\"'&".contains($0) }
            guard between.isEmpty || between == "and" else { break }
            run.append(address)
            end = next.upperBound
        }
        return run
    }

    /// Whether the address is the first thing in the line.
    private static func isLed(_ line: Substring, by address: String) -> Bool {
        let start = line.lowercased().drop {
            $0.isWhitespace || "<\"'>*-•·([“„=".contains($0)
                || $0.isNumber && address.first != $0
                || ".)".contains($0)
        }
        if start.hasPrefix(address) || start.hasPrefix("mailto:\(address)")
            || start.hasPrefix("smtp:\(address)") || address.hasPrefix("\"")
        {
            return true
        }
        // `Ada Brandt <ada@customer.example>` alone in its line.
        let words = line.split(whereSeparator: \.isWhitespace)
        let hasBrackets = line.contains("<") || line.contains("(")
        return hasBrackets && words.count <= 4 && line.lowercased().contains("<\(address)>")
            && line.hasSuffix(">")
    }

    /// Whether a sentence of the line before goes on here: `…, if` and `ada@customer.example fails`.
    private static func isWrapped(_ line: Substring, _ before: Substring) -> Bool {
        guard let last = before.last, last.isLetter || last == ",", !line.hasPrefix("<") else {
            return false
        }
        let after = line.drop { !$0.isWhitespace }.drop(while: \.isWhitespace)
        return after.first?.isLowercase ?? false
    }

    private static func isList(_ line: Substring, _ all: [String]) -> Bool {
        guard all.count > 1 else { return false }
        let words = line.split { $0.isWhitespace || ",;<>\"'".contains($0) }
        return words.allSatisfy { $0.contains("@") || $0.lowercased() == "and" }
    }

    /// A line of an SMTP conversation.
    private static func isAnswer(_ line: Substring, _ folded: FoldedText) -> Bool {
        if line.hasPrefix(">>>") { return folded.contains("rcpt to") }
        if line.hasPrefix("<<<") { return true }
        let digits = line.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "#" }
        return digits.count >= 3 && (digits.hasPrefix("5") || digits.hasPrefix("4"))
            && (ServerWords.replyCode(in: line) != nil || ServerWords.status(in: line) != nil)
    }

    private static let labels: Set<String> = [
        "final-recipient", "original-recipient", "recipient", "recipients", "user", "rcpt",
        "addressee", "failed-recipient", "error-for", "emailaddress", "address", "forward-path",
        "empfaenger",
        "destinataire",
    ]
    private static let echoes: Set<String> = [
        "from", "to", "cc", "reply-to", "sender", "return-path", "subject", "message-id",
        "in-reply-to", "references", "received", "date", "sent", "reporting-mta", "von", "an",
        "de", "betreff", "errors-to", "envelope-from", "mail-from", "list-unsubscribe",
        "arrival-date", "reverse-path", "source", "via", "messageid", "by", "mailto", "http",
        "https",
    ]
    private static let leads: PhraseList = [
        "recipient address", "original address", "rcpt to", "addressed to", "failed address",
        "unknown user", "unknown local user", "user unknown", "undeliverable to", "recipient",
        "recipients", "invalid recipient", "unable to deliver message to", "user not known",
        "unable to deliver to", "failed to deliver to", "delivery to", "delivery failed to",
        "user mailbox exceeds allowed size", "failed recipient", "failed recipients",
        "failed to", "could not be delivered to", "could not deliver to", "cannot deliver to",
        "cannot deliver mail to", "can't deliver to", "no such user", "not delivered to",
        "unable to deliver your message to", "sorry unable to deliver your message to",
        "unable to deliver mail to",
        "your message to", "your mail to", "your email to", "the recipient", "the address",
        "bad address", "addresses", "address", "mailbox full", "mailbox for",
        "rejected address",
        "message to", "error delivering to", "delivery error to", "smtp rcpt to",
        "failure delivering to", "error sending to", "empfänger", "empfängeradresse",
        "destinataire", "destinatario", "destinatário", "ontvanger", "mottagare", "modtager",
        "mottaker", "vastaanottaja", "odbiorca", "adresat", "příjemce", "получатель", "адресат",
        "alıcı", "destinataires", "destinatarios", "for", "zustellung an", "to recipient",
    ]
    private static let leadRuns = [
        "宛先:", "宛先：", "受信者:", "受信者：", "收件人:", "收件人：", "받는 사람:", "수신자:", "宛のメール",
        "へのメール", "배달되지",
    ]
    private static let origins: PhraseList = [
        "from", "sender", "mail from", "sent by", "message from", "your message from", "von",
        "reply to", "message id", "a message from", "the message from", "arrival", "expéditeur",
        "remitente", "mittente", "remetente", "absender", "afzender", "avsändare", "afsender",
        "отправитель", "nadawca", "odesílatel", "gönderen", "the original message was received",
    ]
    private static let contacts: PhraseList = [
        "contact", "contacting", "please send", "please forward", "forward this", "questions",
        "support", "help desk", "helpdesk", "report this", "if you need", "send mail to",
        "for assistance", "for help", "please call", "wenden sie sich", "kontaktieren sie",
        "contactez", "contacter", "póngase en contacto", "contatta", "contattare", "kontakta",
        "kontakt", "neem contact", "complaints", "for more information", "for further",
        "kindly", "write to", "please email", "email us", "reach us", "send an email to",
        "administrator at", "unblock", "delist", "whitelist",
    ]
    private static let aboutDelivery: PhraseList = [
        "deliver", "delivered", "delivering", "delivery", "undeliverable", "reached",
        "rejected",
        "refused", "failed", "exist", "exists", "unknown", "said", "did not", "could not",
        "cannot", "couldn't", "wasn't", "unable", "was addressed", "message addressed", "invalid",
        "bounced",
        "zugestellt", "zustellung", "zustellen", "remis", "distribué", "livré", "délivré",
        "entregar", "entregado", "entregó", "entrega", "entregue", "recapitato", "recapitare",
        "consegna", "consegnato", "bezorgd", "afgeleverd", "levereras", "levererats", "leveres",
        "leveret", "levert", "toimittaa", "toimitettu", "dostarczyć", "dostarczona",
        "dostarczono", "doručit", "doručena", "doručení", "доставить", "доставлено", "teslim",
        "iletilemedi", "ulaşmadı",
    ]
    private static let nouns: PhraseList = [
        "recipient", "recipients", "user", "mailbox", "account", "address", "inbox",
        "empfänger", "benutzer", "postfach", "adresse", "destinataire", "boîte",
        "destinatario", "destinatário", "buzón", "caixa", "casella", "ontvanger", "mottagare",
        "modtager", "mottaker", "vastaanottaja", "vastaanottajalle", "odbiorca", "odbiorcy",
        "příjemce", "получатель", "получателю", "адрес", "alıcı",
    ]
    private static let aboutRuns = [
        "配信", "届け", "宛", "受信者", "ユーザー", "メールボックス", "投递", "投遞", "收件人", "发送", "信箱", "邮箱", "배달",
        "수신", "받는", "전달",
    ]
}
