/// Whether a mail system says that a message did not arrive, or not yet.
///
/// Delivery status parts (RFC 3464) first. Almost half of all real bounces have none: those are known by
/// their sender, their subject, how they begin and the words of servers.
enum BounceRule {
    typealias Bounce = ReplyClass.Bounce
    typealias Report = ReceivedMessage.DeliveryReport

    /// A bounce, and what it was seen by.
    struct Finding {
        let bounce: Bounce
        let evidence: String
    }

    static func find(_ signs: ReplySigns) -> Finding? {
        let message = signs.message
        if isSuccessReport(message) { return nil }
        let failed = message.deliveryReports.filter { isDecisive($0) }
        if !failed.isEmpty {
            let notice = Notice(signs)
            return Finding(
                bounce: notice.bounce(of: failed), evidence: evidence(of: failed[0]))
        }
        if let disposition = message.disposition {
            guard isReject(disposition, signs) else { return nil }
            return Finding(
                bounce: Notice(signs).bounceByWords(isDelay: false),
                evidence: "Disposition: \(disposition), with a rejection")
        }
        guard let sign = sign(signs) else { return nil }
        let notice = Notice(signs)
        let bounce = notice.bounceByWords(isDelay: notice.isDelay)
        return Finding(bounce: bounce, evidence: "\(sign); \(bounce.diagnostic)")
    }

    /// A report that the message did arrive: says nothing about interest.
    static func isSuccessReport(_ message: ReceivedMessage) -> Bool {
        !message.deliveryReports.isEmpty && !message.deliveryReports.contains(where: isDecisive)
            && message.deliveryReports.contains { arrivals.contains($0.action ?? "") }
    }

    private static let arrivals: Set<String> = ["delivered", "relayed", "expanded", "transmitted"]

    private static func isDecisive(_ report: Report) -> Bool {
        switch report.action {
        case "failed", "delayed": true
        case .some(let action) where arrivals.contains(action): false
        default: report.status.map { !$0.hasPrefix("2") } ?? false
        }
    }

    private static func evidence(of report: Report) -> String {
        let recipient = report.finalRecipient ?? report.originalRecipient ?? "nobody named"
        let action = report.action.map { "Action: \($0)" } ?? "no Action"
        return "\(action) for \(recipient)" + (report.status.map { ", \($0)" } ?? "")
    }

    // MARK: Without a report

    /// What shows that a mail system wrote it; nil for everything a person could have written.
    private static func sign(_ signs: ReplySigns) -> String? {
        if signs.cloudNotification == "bounce" { return "notificationType: Bounce" }
        if let failed = signs.fields["x-failed-recipients"] {
            return "X-Failed-Recipients: \(failed)"
        }
        if signs.isFromMailSystem { return signOfSystem(signs) }
        // From here on a person may be behind it: an answer is one's, a returned message a machine's.
        guard !signs.isAnswer || signs.isMachineSent else { return nil }
        let isTitled = NoticeWords.titles(signs)
        if isTitled, let server = signs.fields["x-mlserver"],
            signs.fromLocalPart.hasSuffix("-admin")
        {
            return "a mailing list refuses it, X-MLServer: \(server)"
        }
        let opens = opensAsNotice(signs)
        guard isTitled || signs.isMachineSent || opens else { return nil }
        let text = signs.noticeText
        let folded = FoldedText(text.own, limit: 6000)
        let speaks = NoticeWords.speaksOfFailure(folded)
        if opens, speaks { return "it begins as mail systems do" }
        let hasReason = ServerWords.line(in: text.own) != nil
        let returns = !signs.message.returnedHeaders.isEmpty || !text.copied.isEmpty
        // Looked for last, because it costs.
        var names: Bool { NoticeRecipients(signs).isList }
        if signs.contentType.contains("delivery-status"), speaks || hasReason {
            return "a multipart/report without its report"
        }
        if isTitled, speaks, returns || signs.isMachineSent || names {
            return "the subject names a delivery failure, and so does the text"
        }
        if isTitled, hasReason, returns || signs.isMachineSent, names {
            return "the subject names a delivery failure, and a server's answer is quoted"
        }
        if signs.isMachineSent, speaks, ServerWords.status(in: text.own) != nil, names {
            return "sent by a machine, with a server's code"
        }
        return nil
    }

    private static func signOfSystem(_ signs: ReplySigns) -> String? {
        let sender = signs.fromAddress.isEmpty ? signs.fields["from"] ?? "" : signs.fromAddress
        // A postmaster may be a person with a problem; a daemon is not.
        let isTitled = NoticeWords.titles(signs)
        if isTitled && (signs.isFromDaemon || signs.isMachineSent || !signs.isAnswer)
            || signs.isFromDaemon && NoticeWords.titlesAnywhere(signs)
        {
            return "from \(sender), the subject names a delivery failure"
        }
        guard signs.isFromDaemon || signs.isMachineSent || !signs.isAnswer else { return nil }
        let text = signs.noticeText
        guard
            signs.isFromDaemon || signs.isMachineSent || ServerWords.status(in: text.own) != nil
                || NoticeRecipients(signs).isList
        else { return nil }
        let folded = FoldedText(text.own, limit: 6000)
        if NoticeWords.speaksOfFailure(folded) || NoticeWords.opensNotice(folded) {
            return "from \(sender), the text speaks of a failed delivery"
        }
        return ServerWords.line(in: text.own).map { _ in
            "from \(sender), with a server's answer"
        }
    }

    private static func opensAsNotice(_ signs: ReplySigns) -> Bool {
        NoticeWords.opensNotice(FoldedText(signs.body.prefix(600), limit: 600))
    }

    /// RFC 5429: a rejection that comes as a disposition. Outlook's "not read" is one too, and is not.
    private static func isReject(_ disposition: String, _ signs: ReplySigns) -> Bool {
        let disposition = disposition.lowercased()
        if disposition.contains("failed") { return true }
        guard disposition.contains("deleted") || disposition.contains("denied") else {
            return false
        }
        let text = FoldedText(signs.body, limit: 5000)
        return signs.subject.contains(anyOf: rejections) || text.contains(anyOf: rejections)
    }

    private static let rejections: PhraseList = [
        "rejected", "reject", "abgelehnt", "refused", "refusé", "rejeté", "automatically rejected",
        "undeliverable", "rechazado", "rifiutato", "rejeitado", "geweigerd", "avvisades",
        "odrzucona", "odmítnuta", "отклонено", "reddedildi",
    ]
}
