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
        guard let sign = NoticeSign.find(signs) else { return nil }
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
