/// Whether a mail system says that a message did not arrive, or not yet.
///
/// Delivery status parts (RFC 3464) first. Almost half of all real bounces have none: those are known by
/// their sender, their subject and the words of servers.
enum BounceRule {
    typealias Bounce = ReplyClass.Bounce

    static func bounce(_ signs: ReplySigns) -> Bounce? {
        if let report = decisiveReport(signs.message) { return fromReport(report, signs) }
        if isSuccessReport(signs.message) { return nil }
        if let disposition = signs.message.disposition {
            return isSieveReject(disposition, signs) ? fromText(signs, isDelay: false) : nil
        }
        guard looksLikeBounce(signs) else { return nil }
        return fromText(signs, isDelay: isDelay(signs))
    }

    /// A report that the message did arrive: says nothing about interest.
    static func isSuccessReport(_ message: ReceivedMessage) -> Bool {
        !message.deliveryReports.isEmpty && decisiveReport(message) == nil
    }

    // MARK: Reports

    private static func decisiveReport(
        _ message: ReceivedMessage
    ) -> ReceivedMessage.DeliveryReport? {
        let reports = message.deliveryReports
        return reports.first { isFailure($0) } ?? reports.first { $0.action == "delayed" }
    }

    private static func isFailure(_ report: ReceivedMessage.DeliveryReport) -> Bool {
        switch report.action {
        case "failed": true
        case "delayed", "delivered", "relayed", "expanded": false
        default: report.status.map { $0.hasPrefix("5") || $0.hasPrefix("4") } ?? false
        }
    }

    private static func fromReport(
        _ report: ReceivedMessage.DeliveryReport, _ signs: ReplySigns
    ) -> Bounce {
        let diagnostic = report.diagnostic ?? ServerWords.line(in: signs.body) ?? ""
        // Some servers write 5.0.0 in the report and the truth in their words.
        let spoken = ServerWords.status(in: diagnostic)
        let isVague = report.status.map { $0.hasSuffix(".0.0") } ?? true
        let status = isVague ? spoken ?? report.status : report.status
        let severity: Bounce.Severity =
            report.action == "delayed" ? .delayed : ServerWords.severity(status, diagnostic)
        let recipient =
            [report.originalRecipient, report.finalRecipient].lazy
            .compactMap { $0 }.compactMap(MailAddressText.canonical).first
            ?? BounceRecipient.find(signs)
        return Bounce(
            recipients: [recipient].compactMap(\.self).map {
                Bounce.Recipient(address: $0, severity: severity, status: status)
            }, severity: severity, status: status, diagnostic: clipped(diagnostic, signs))
    }

    // MARK: Without a report

    private static func fromText(_ signs: ReplySigns, isDelay: Bool) -> Bounce {
        let body = ServerWords.ownPart(of: signs.body)
        let line = ServerWords.line(in: body)
        let status = ServerWords.status(in: line ?? body) ?? ServerWords.status(in: body)
        let severity: Bounce.Severity =
            isDelay ? .delayed : ServerWords.severity(status, line ?? body)
        return Bounce(
            recipients: [BounceRecipient.find(signs)].compactMap(\.self).map {
                Bounce.Recipient(address: $0, severity: severity, status: status)
            }, severity: severity, status: status, diagnostic: clipped(line ?? "", signs))
    }

    private static func clipped(_ diagnostic: String, _ signs: ReplySigns) -> String {
        String((diagnostic.isEmpty ? signs.message.subject : diagnostic).prefix(500))
    }

    private static func looksLikeBounce(_ signs: ReplySigns) -> Bool {
        if signs.fields["x-failed-recipients"] != nil { return true }
        let isNamed = signs.subject.starts(withAnyOf: subjects)
        if signs.isFromMailSystem {
            // A postmaster may be a person with a problem; a daemon is not.
            if isNamed || signs.isFromDaemon && signs.subject.contains(anyOf: subjectWords) {
                return true
            }
            let body = FoldedText(ServerWords.ownPart(of: signs.body), limit: 5000)
            return body.contains(anyOf: bodyWords) || ServerWords.speaks(of: signs.body)
        }
        // A subject can be forwarded by a person: only with a server's own words, unquoted.
        guard isNamed, signs.message.inReplyTo.isEmpty || !signs.message.returnedHeaders.isEmpty
        else { return false }
        return ServerWords.speaks(of: signs.body)
            || FoldedText(signs.body, limit: 5000).contains(anyOf: bodyWords)
    }

    private static func isDelay(_ signs: ReplySigns) -> Bool {
        if signs.subject.contains(anyOf: delaySubjects) { return true }
        let body = FoldedText(ServerWords.ownPart(of: signs.body), limit: 5000)
        return body.contains(anyOf: delayWords) && !body.contains(anyOf: ["giving up", "gave up"])
    }

    /// RFC 5429: a rejection that comes as a disposition. Outlook's "not read" is one too, and is not.
    private static func isSieveReject(_ disposition: String, _ signs: ReplySigns) -> Bool {
        guard disposition.lowercased().contains("deleted") else { return false }
        let text = FoldedText(signs.body, limit: 5000)
        return signs.subject.contains(anyOf: [
            "rejected", "reject", "abgelehnt", "refused", "refusé",
        ])
            || text.contains(anyOf: [
                "automatically rejected", "was rejected", "has been rejected", "was refused",
                "wurde abgelehnt", "a été refusé",
            ])
    }

    private static let subjects: PhraseList = [
        "undeliverable", "undelivered", "undelivered mail returned to sender", "unzustellbar",
        "nicht zustellbar", "delivery status notification", "delivery failure", "delivery failed",
        "delivery has failed", "mail delivery failed", "mail delivery failure", "mail delivery",
        "message delivery failure", "failure notice", "failure delivery", "returned mail",
        "returned to sender", "mail returned", "message undeliverable", "mail system error",
        "non deliverable", "nondeliverable", "undeliverable mail", "delivery error",
        "delivery notification", "delivery problem", "mail could not be delivered",
        "your message could not be delivered", "warning could not send", "warning message",
        "delivery delayed", "delayed mail", "message delayed", "mail delayed", "rejected mail",
        "non remis", "non distribuable", "échec de la remise", "echec de remise",
        "courrier non remis",
        "no se puede entregar", "no entregado", "error de entrega", "devuelto", "correo devuelto",
        "non recapitabile", "mancato recapito", "mancata consegna", "onbestelbaar",
        "não entregue", "não é possível entregar", "falha na entrega", "kan inte levereras",
        "det går inte att leverera", "kan ikke leveres", "kunne ikke leveres", "zustellung",
        "zustellfehler", "nie można dostarczyć", "niedostarczone", "nedoručitelné", "не доставлено",
        "недоставленное сообщение", "teslim edilemedi", "配信不能", "无法送达", "未送達",
    ]
    private static let subjectWords: PhraseList = [
        "undeliverable", "undelivered", "delivery failure", "delivery failed", "failure notice",
        "delivery status", "not delivered", "could not be delivered", "delayed", "returned mail",
        "failure", "unzustellbar", "rejected", "warning", "nondeliverable", "problem",
    ]
    private static let bodyWords: PhraseList = [
        "could not be delivered", "couldn't be delivered", "wasn't delivered", "was not delivered",
        "has not been delivered", "delivery failed", "delivery has failed", "undeliverable",
        "permanent error", "permanent fatal errors", "unable to deliver", "user unknown",
        "did not reach the following recipient", "not be delivered", "konnte nicht zugestellt",
        "nicht zugestellt werden", "n'a pas pu être remis", "no se ha podido entregar",
        "non è stato recapitato", "kon niet worden bezorgd", "returned to sender",
        "mailbox unavailable", "address rejected", "recipient rejected", "delayed", "quota",
    ]
    private static let delaySubjects: PhraseList = [
        "delayed", "delay", "verzögert", "warning could not send message", "warning message",
        "retardé", "still trying", "not yet delivered", "noch nicht zugestellt", "opóźnienie",
    ]
    private static let delayWords: PhraseList = [
        "will keep trying", "will continue to try", "will continue trying", "will be retried",
        "will retry", "not yet been delivered", "has been delayed", "is delayed",
        "do not need to resend", "you do not need to resend your message",
        "still trying to deliver",
        "warning message only", "wird weiter versucht", "noch nicht zugestellt werden",
    ]
}
