/// What ties a message to one of our touches; the store asks for each in turn, the first hit wins.
package struct ReplyMatchKeys: Equatable, Sendable {
    /// Without angle brackets: In-Reply-To, References from the newest, the returned original's own.
    package var messageIDs: [String]
    /// Lower case. Of a bounce or complaint: those who could not be reached or complained, and never the
    /// mail system; of anything else From, Reply-To, Sender.
    package var addresses: [String]
    /// The subject without Re:, Fwd: and their sisters in other languages; not folded otherwise.
    package var subject: String

    package init(from message: ReceivedMessage, class: ReplyClass) {
        self.init(ReplySigns(message), `class`)
    }

    init(_ signs: ReplySigns, _ class: ReplyClass) {
        let message = signs.message
        messageIDs = Self.distinct(
            message.inReplyTo + message.references.reversed()
                + OriginalMessage.returnedIDs(signs, `class`))
        addresses = Self.distinct(Self.addresses(signs, `class`))
        subject = SubjectBase.of(message.subject)
        if case .bounce = `class`, let original = Self.returned("subject", message) {
            subject = SubjectBase.of(original)
        }
    }

    private static func addresses(_ signs: ReplySigns, _ class: ReplyClass) -> [String] {
        let message = signs.message
        switch `class` {
        case .bounce(let bounce):
            let reported = message.deliveryReports
                .flatMap { [$0.originalRecipient, $0.finalRecipient, $0.actualRecipient] }
                .compactMap(\.self)
            return bounce.recipients.map(\.address)
                + (reported + message.dispositionRecipients)
                .compactMap { NoticeAddress.canonical($0) }
                + Notice(signs).named.candidates()
        case .complaint:
            return Notice(signs).named.candidates()
        case .challenge, .dispositionNotice, .autoReply, .calendarAnswer, .optOut, .person,
            .unreadable:
            return (message.from + message.replyTo + message.sender)
                .compactMap { NoticeAddress.canonical($0.address) }
        }
    }

    private static func returned(_ name: String, _ message: ReceivedMessage) -> String? {
        message.returnedHeaders.first { $0.isNamed(name) }?.value
    }

    private static func distinct(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}

/// The subject under the prefixes that answering adds.
package enum SubjectBase {
    package static func of(_ subject: String) -> String {
        var rest = subject[...].drop(while: \.isWhitespace)
        // Each round takes one prefix off, so it ends; the limit is for hostile subjects.
        for _ in 0..<20 {
            guard let shorter = withoutPrefix(rest) else { break }
            rest = shorter.drop(while: \.isWhitespace)
        }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }

    private static func withoutPrefix(_ text: Substring) -> Substring? {
        if text.first == "[", let end = text.prefix(24).firstIndex(of: "]"),
            tags.contains(FoldedText(text[text.startIndex...end]).words)
        {
            return text[text.index(after: end)...]
        }
        guard let colon = text.prefix(40).firstIndex(where: { $0 == ":" || $0 == "：" }) else {
            return nil
        }
        var word = text[..<colon]
        // `Re[2]:` and `Re (2):`
        if let count = word.firstIndex(where: { $0 == "[" || $0 == "(" || $0 == "^" }) {
            word = word[..<count]
        }
        return prefixes.contains(FoldedText(word).words) ? text[text.index(after: colon)...] : nil
    }

    private static let tags: Set<String> = [
        "external", "extern", "externe", "ext", "external email",
    ]
    private static let prefixes: Set<String> = [
        "re", "fw", "fwd", "aw", "wg", "sv", "vs", "vb", "vl", "antw", "antwort", "tr", "rv", "ref",
        "r", "rif", "res", "enc", "odp", "pd", "ynt", "ilt", "doorst", "i", "rép", "rep", "bls",
        "回复", "答复", "转发", "回覆", "轉寄", "返信", "転送", "회신", "전달", "ha", "på", "fs", "vá", "отв", "пер",
        "automatic reply", "automatische antwort", "réponse automatique", "respuesta automática",
        "risposta automatica", "automatisch antwoord", "undeliverable", "unzustellbar",
        "accepted", "declined", "tentative", "zugesagt", "abgelehnt", "auto", "out of office",
        "read", "not read", "gelesen", "rejected",
    ]
}
