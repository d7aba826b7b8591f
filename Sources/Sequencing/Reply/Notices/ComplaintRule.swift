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
            // The opposite of a complaint: somebody took our message out of the spam folder.
            let isComplaint = type != "not-spam"
            return Judgement(
                isComplaint ? .complaint : .dispositionNotice, "Feedback-Type: \(type)")
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

    /// The report as a text, where the boundary broke.
    private static func typeInText(_ signs: ReplySigns) -> String? {
        guard Array(signs.body.utf8).position(of: typeField) != nil else { return nil }
        let isReport =
            signs.contentType.contains("feedback-report")
            || senders.contains { signs.fromLocalPart.contains($0) }
        guard isReport else { return nil }
        return signs.noticeSource.split(whereSeparator: \.isNewline).prefix(200)
            .first { $0.lowercased().hasPrefix("feedback-type:") }
            .map { $0.dropFirst(14).drop(while: \.isWhitespace).lowercased() }
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
