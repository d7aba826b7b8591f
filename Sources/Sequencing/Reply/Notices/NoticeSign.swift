/// What shows that a mail system wrote a notice that has no report; nil for all a person could have written.
///
/// People write of failures, too, and parcel services of failed deliveries. So words alone never do: the
/// sender, a product's first words, a returned message or a recipient set apart have to stand with them.
enum NoticeSign {
    static func find(_ signs: ReplySigns) -> String? {
        if signs.cloudNotification == "bounce" { return "notificationType: Bounce" }
        if let failed = signs.fields["x-failed-recipients"] {
            return "X-Failed-Recipients: \(failed)"
        }
        return signs.isFromMailSystem ? ofSystem(signs) : ofAnybody(signs)
    }

    // MARK: From a mail system's address

    private static func ofSystem(_ signs: ReplySigns) -> String? {
        let sender = signs.fromAddress.isEmpty ? signs.fields["from"] ?? "" : signs.fromAddress
        let isTitled = NoticeWords.titles(signs) || NoticeWords.titlesDelay(signs)
        // A postmaster may be a person with a problem; a daemon is not.
        let isMachine = signs.isFromDaemon || signs.isMachineSent
        let titled = "from \(sender), the subject names a delivery failure"
        if isMachine && isTitled || signs.isFromDaemon && NoticeWords.titlesAnywhere(signs) {
            return titled
        }
        let opening = NoticeWords.opening(of: signs.body)
        guard isMachine || opening == .product || !signs.isAnswer else { return nil }
        let text = signs.noticeText
        let folded = FoldedText(text.own, limit: 6000)
        let speaks = NoticeWords.speaksOfFailure(folded)
        let recipients = NoticeRecipients(signs)
        var isImpersonal: Bool { !isNamedAsPerson(signs) && !MailWords.speaksOfOneself(folded) }
        guard
            isMachine || opening != nil || returnsMessage(signs, text) || recipients.isList
                || isImpersonal
                    && (ServerWords.status(in: text.own) != nil
                        || (isTitled || NoticeWords.titlesAnywhere(signs))
                            && !recipients.find().isEmpty)
        else { return nil }
        if isTitled { return titled }
        if speaks || NoticeWords.opensAnywhere(folded) {
            return "from \(sender), the text speaks of a failed delivery"
        }
        return ServerWords.line(in: text.own).map { _ in
            "from \(sender), with a server's answer"
        }
    }

    /// `Robin Hale <postmaster@customer.example>`: who keeps the mail system, and not the system.
    private static func isNamedAsPerson(_ signs: ReplySigns) -> Bool {
        let name = FoldedText(signs.fromName, limit: 100)
        return !signs.fromName.isEmpty && !signs.fromName.contains("@")
            && !name.contains(anyOf: systems) && !name.contains(signs.fromLocalPart)
    }

    private static let systems: PhraseList = [
        "mail", "e mail", "email", "mailer", "system", "server", "admin", "administrator", "daemon",
        "postmaster", "delivery", "subsystem", "filter", "content filter", "gateway", "exchange",
        "outlook", "internet", "electronic", "mdaemon", "service", "webmaster", "support",
        "message", "messaging", "notification", "notifier", "security", "antivirus", "virus",
    ]

    // MARK: From anybody

    private static func ofAnybody(_ signs: ReplySigns) -> String? {
        let isMachine = signs.isMachineSent
        // From here on a person may be behind it: an answer is one's, a returned message a machine's.
        guard !signs.isAnswer || isMachine else { return nil }
        let isTitled = NoticeWords.titles(signs)
        if isTitled, let server = signs.fields["x-mlserver"],
            signs.fromLocalPart.hasSuffix("-admin")
        {
            return "a mailing list refuses it, X-MLServer: \(server)"
        }
        let opening = NoticeWords.opening(of: signs.body)
        guard isTitled || isMachine || opening != nil else { return nil }
        let text = signs.noticeText
        let folded = FoldedText(text.own, limit: 6000)
        let speaks = NoticeWords.speaksOfFailure(folded)
        if opening == .product, speaks { return "it begins as mail systems do" }
        // Nobody's server says “I” but those known by their first words.
        guard isMachine || !MailWords.speaksOfOneself(folded) else { return nil }
        let returns = returnsMessage(signs, text)
        // Looked for last, because it costs.
        var names: Bool { namesRecipient(signs, text) }
        let status = ServerWords.status(in: text.own)
        var isAboutMail: Bool {
            status != nil || ServerWords.replyCode(in: text.own) != nil
                || MailWords.isAboutMail(folded, titled: signs.subject)
        }
        if opening == .sentence || isMachine && NoticeWords.opensAnywhere(folded), speaks,
            returns || names && isAboutMail
        {
            return "it begins as mail systems do"
        }
        let hasReason = ServerWords.line(in: text.own) != nil
        if signs.contentType.contains("delivery-status"), speaks || hasReason {
            return "a multipart/report without its report"
        }
        if isTitled, speaks, returns || (isMachine || names) && isAboutMail {
            return "the subject names a delivery failure, and so does the text"
        }
        if isTitled, hasReason, returns || isMachine, names, returns || isAboutMail {
            return "the subject names a delivery failure, and a server's answer is quoted"
        }
        if isMachine, speaks, status != nil, names {
            return "sent by a machine, with a server's code"
        }
        return nil
    }

    /// Whether somebody is set apart whom we can have mailed: people of other domains tell us which of
    /// *our* addresses fail.
    private static func namesRecipient(_ signs: ReplySigns, _ text: NoticeText) -> Bool {
        let recipients = NoticeRecipients(signs)
        guard recipients.isList else { return false }
        let ours = signs.message.to.map { domain($0.address.lowercased()) }
        let isStranger = !ours.contains(domain(signs.fromAddress))
        guard isStranger, !signs.isMachineSent else { return true }
        return recipients.find().contains { !ours.contains(domain($0.address)) }
    }

    private static func domain(_ address: String) -> Substring {
        address.lastIndex(of: "@").map { address[address.index(after: $0)...] } ?? ""
    }

    /// Whether our message came back, in a part or in the text. A person who passes a notice on returns
    /// the daemon's.
    private static func returnsMessage(_ signs: ReplySigns, _ text: NoticeText) -> Bool {
        let returned = signs.message.returnedHeaders
        guard !returned.isEmpty || !text.copied.isEmpty else { return false }
        let senders =
            returned.filter { $0.name.lowercased() == "from" }.map { $0.value.lowercased() }
            + text.copies(of: "from").map { $0.lowercased() }
        return !senders.contains { $0.contains("mailer-daemon") || $0.contains("postmaster@") }
    }
}
