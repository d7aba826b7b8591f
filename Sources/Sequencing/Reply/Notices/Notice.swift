/// A notice of failure or delay, read: whom it names and why each.
struct Notice {
    typealias Bounce = ReplyClass.Bounce
    typealias Report = ReceivedMessage.DeliveryReport

    private let signs: ReplySigns
    let text: NoticeText
    let named: NoticeRecipients

    init(_ signs: ReplySigns) {
        self.signs = signs
        text = signs.noticeText
        named = NoticeRecipients(signs)
    }

    /// Whether the words say that the server goes on trying.
    var isDelay: Bool {
        let folded = FoldedText(text.own, limit: 6000)
        if NoticeWords.titlesDelay(signs) { return !NoticeWords.givesUp(folded) }
        return NoticeWords.speaksOfDelay(folded)
    }

    // MARK: By the report

    /// RFC 3464: one recipient for each block that failed or is delayed, each address once.
    func bounce(of reports: [Report]) -> Bounce {
        let spoken = named.find()
        var recipients: [Bounce.Recipient] = []
        for report in reports {
            let address = Self.address(of: report)
            let words = words(of: report, address, spoken)
            let addresses = address.map { [$0] } ?? unnamed(reports, spoken)
            let status = Self.status(report.status, words)
            let severity = severity(of: report, status, words)
            recipients += addresses.map {
                Bounce.Recipient(address: $0, severity: severity, status: status)
            }
        }
        let worst = reports.first { $0.action != "delayed" } ?? reports[0]
        let words = words(of: worst, Self.address(of: worst), spoken)
        let status = Self.status(worst.status, words)
        return bounce(
            recipients, severity(of: worst, status, words), status,
            worst.diagnostic ?? ServerWords.line(in: words) ?? "")
    }

    /// The address that failed: Final-Recipient, unless nobody could mail to it (X.400, a mailbox name on one
    /// host), then Original-Recipient. Both stay keys to match by.
    private static func address(of report: Report) -> String? {
        [report.finalRecipient, report.originalRecipient, report.actualRecipient].lazy
            .compactMap(\.self).compactMap { NoticeAddress.canonical($0) }.first
    }

    /// For a block that names nobody: those in the text whom no other block names.
    private func unnamed(
        _ reports: [Report], _ spoken: [NoticeRecipients.Found]
    ) -> [String] {
        let taken = reports.compactMap { Self.address(of: $0) }
        return spoken.map(\.address).filter { !taken.contains($0) }
    }

    private func words(
        of report: Report, _ address: String?, _ spoken: [NoticeRecipients.Found]
    ) -> String {
        let diagnostic = report.diagnostic ?? ""
        let isTelling =
            RefusalWords.reason(in: FoldedText(diagnostic, limit: 3000)) != nil
        guard !isTelling else { return diagnostic }
        let text = spoken.first { $0.address == address }?.words ?? self.text.own
        return diagnostic.isEmpty ? text : "\(diagnostic)\n\(text)"
    }

    /// Some servers write 5.0.0 in the report and the truth in their words.
    private static func status(_ status: String?, _ words: String) -> String? {
        let isVague = status.map { $0.hasSuffix(".0.0") } ?? true
        return isVague ? ServerWords.status(in: words) ?? status : status
    }

    private func severity(
        of report: Report, _ status: String?, _ words: String
    ) -> Bounce.Severity {
        if report.action == "delayed" { return .delayed }
        if report.action == nil, status?.hasPrefix("4") ?? false, isDelay { return .delayed }
        return RefusalReason.of(status, words).severity
    }

    // MARK: By the words

    func bounceByWords(isDelay: Bool) -> Bounce {
        let disposed = signs.message.dispositionRecipients.compactMap {
            NoticeAddress.canonical($0)
        }
        let found =
            disposed.prefix(1).map { NoticeRecipients.Found(address: $0, words: text.own) }
        let recipients = (found.isEmpty ? named.find() : found).map { found in
            let (severity, status) = judge(found.words, isDelay)
            return Bounce.Recipient(address: found.address, severity: severity, status: status)
        }
        let (severity, status) = judge(text.own, isDelay)
        return bounce(recipients, severity, status, ServerWords.line(in: text.own) ?? "")
    }

    private func judge(_ words: String, _ isDelay: Bool) -> (Bounce.Severity, String?) {
        let status = ServerWords.status(in: ServerWords.line(in: words) ?? words)
        return (isDelay ? .delayed : RefusalReason.of(status, words).severity, status)
    }

    // MARK: Whole

    private func bounce(
        _ recipients: [Bounce.Recipient], _ severity: Bounce.Severity, _ status: String?,
        _ diagnostic: String
    ) -> Bounce {
        var once: [Bounce.Recipient] = []
        for recipient in recipients {
            if let index = once.firstIndex(where: { $0.address == recipient.address }) {
                if recipient.severity.rank > once[index].severity.rank { once[index] = recipient }
            } else {
                once.append(recipient)
            }
        }
        let worst = once.max { $0.severity.rank < $1.severity.rank }
        return Bounce(
            recipients: once, severity: worst?.severity ?? severity,
            status: worst.map(\.status) ?? status,
            diagnostic: String(
                (diagnostic.isEmpty ? signs.message.subject : diagnostic).prefix(500)))
    }
}

extension ReplyClass.Bounce.Severity {
    /// The worse, the higher.
    fileprivate var rank: Int {
        switch self {
        case .delayed: 0
        case .soft: 1
        case .hard: 2
        }
    }
}
