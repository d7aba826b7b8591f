/// Whether a provider passes on that a recipient called our message spam.
///
/// RFC 5965 reports, and those that are not: Hotmail's (a message with one field of its own), AOL's old ones,
/// and abuse desks that attach the message to a line of text.
enum ComplaintRule {
    static func judge(_ signs: ReplySigns) -> Judgement? {
        if signs.cloudNotification == "complaint" {
            return Judgement(.complaint, "notificationType: Complaint")
        }
        if let type = signs.message.feedbackType ?? typeInText(signs) {
            return Judgement(
                complains(type, signs) ? .complaint : .dispositionNotice, "Feedback-Type: \(type)")
        }
        guard !signs.message.returnedHeaders.isEmpty, !signs.isAnswer || signs.isMachineSent else {
            return nil
        }
        if let field = fields.first(where: { signs.fields[$0] != nil }) {
            return Judgement(.complaint, "\(field), with the message")
        }
        if signs.contentType.contains("feedback-report") {
            return Judgement(.complaint, "multipart/report; report-type=feedback-report")
        }
        guard signs.subject.contains(anyOf: subjects) else { return nil }
        guard senders.contains(where: { signs.fromLocalPart.contains($0) }) || signs.isMachineSent
        else { return nil }
        return Judgement(
            .complaint, "from \(signs.fromAddress), the subject names an abuse report")
    }

    /// Everything but two.
    ///
    /// `not-spam` is the opposite: somebody took our message out of the spam folder. `auth-failure` (RFC
    /// 6591) complains of nobody, most of what it reports is forged in our name, and a lead must not be
    /// suppressed for that. Only where it names the recipient is somebody meant, whose provider
    /// distrusts what comes from us: to stop there is the safe side.
    private static func complains(_ type: String, _ signs: ReplySigns) -> Bool {
        switch type {
        case "not-spam": false
        case "auth-failure":
            signs.message.returnedHeaders.contains {
                recipientFields.contains($0.name.lowercased())
            }
        default: true
        }
    }

    private static let recipientFields: Set<String> = ["original-rcpt-to", "removal-recipient"]

    /// The report as a text, where the boundary broke.
    private static func typeInText(_ signs: ReplySigns) -> String? {
        guard Array(signs.body.utf8).position(of: typeField) != nil else { return nil }
        let isReport =
            signs.contentType.contains("feedback-report")
            || senders.contains { signs.fromLocalPart.contains($0) }
        guard isReport else { return nil }
        let lines = signs.noticeSource.split(whereSeparator: \.isNewline).prefix(200)
            .map { $0.lowercased() }
        // A report has User-Agent and Version, too (RFC 5965 section 3.1); who writes about one has not.
        guard lines.contains(where: { $0.hasPrefix("user-agent:") || $0.hasPrefix("version:") })
        else { return nil }
        return lines.first { $0.hasPrefix("feedback-type:") }
            .map { String($0.dropFirst(14).drop(while: \.isWhitespace)) }
    }

    private static let typeField = Array("eedback-".utf8)
    private static let fields = ["x-hmxmroriginalrecipient", "x-hmxmr-originalrecipient"]
    private static let senders = [
        "abuse", "fbl", "feedback", "complaint", "scomp", "staff", "arf", "spam", "report",
        "postmaster", "noreply", "no-reply", "jmrp", "trust",
    ]
    private static let subjects: PhraseList = [
        "abuse report", "spam report", "complaint about message", "feedback report",
        "email feedback report", "spam complaint", "client tos notification", "abuse complaint",
        "junk report", "junk mail report", "complaint from", "fbl report", "feedback loop",
        "reported as spam", "spam notification", "unsolicited mail report", "spamreport",
        "mail abuse", "email abuse", "customer complaint", "e mail abuse report",
        "complaint notification", "marked as spam", "abuse feedback", "beschwerde",
    ]
}
