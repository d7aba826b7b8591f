import API
import Sequencing

extension ReplyView: Listed {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("received", least: 16), .text("kind"), .text("intent"),
            .text("lead", least: 16), .text("subject", least: 16), .text("detail", least: 12),
            .text("answered"),
        ]
    }

    static var noneText: String { "No replies yet." }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init("\(id)", .cyan), .init(page.time(receivedAt)),
            .init(kind.rawValue, kind == .person ? .green : .plain), .init(intent?.kind.rawValue),
            .init(email), .init(subject), .init(detail),
            .init(answeredAt.map { page.relative($0) } ?? (kind == .person ? "no" : ""), .yellow),
        ]
    }
}

extension ReplyView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(id) \(subject)")
        page.pairs([
            ("from", from), ("lead", "\(lead) \(email)"),
            ("kind", [kind.rawValue, detail].compactMap { $0 }.joined(separator: ": ")),
            ("read as", correction.map { "\($0.readAs.rawValue), corrected by \($0.by)" }),
            ("why", correction?.why), ("proposal", intent?.sentence),
            ("received", page.time(receivedAt)), ("answered", page.time(answeredAt)),
            ("enrollment", enrollment.map { "\($0)" }), ("delivery", delivery.map { "\($0)" }),
            ("found in", "\(folder) of \(mailbox)"),
            ("matched by", "\(matchRule.rawValue): \(matchedBy)"),
            ("answers", reading?.originalMessageID.map { "<\($0)>" }),
            ("recipients", recipients),
        ])
        if let text, !text.isEmpty {
            page.line()
            page.block(text)
        }
        guard let reading else { return }
        for (label, part) in [
            ("quoted", reading.quote), ("signature", reading.signature),
            ("disclaimer", reading.disclaimer),
        ] where !part.isEmpty {
            page.heading(label)
            page.block(part)
        }
        guard !reading.rules.isEmpty else { return }
        page.heading("Rules")
        page.pairs(
            reading.rules.map { finding in
                (
                    finding.rule,
                    [finding.fits ? "yes" : "no", finding.evidence].compactMap { $0 }
                        .joined(separator: ": ")
                )
            })
    }
}

extension ReplyView {
    /// Whom a notice names, as in `mira@north.example hard 5.1.1`.
    private var recipients: String? {
        guard let named = reading?.recipients, !named.isEmpty else { return nil }
        return named.map { one in
            [one.address, one.severity.rawValue, one.status].compactMap { $0 }
                .joined(separator: " ")
        }.joined(separator: ", ")
    }
}

extension IntentView {
    /// As in “referral to petra@north.example (“please talk to Petra”)”.
    var sentence: String {
        kind.rawValue + (referredTo.map { " to \($0)" } ?? "")
            + (notBefore.map { ", not before \($0)" } ?? "") + " (\(evidence))"
    }
}

extension ClassifyReply: Rendered {
    func render(on page: inout TextPage) {
        reply.render(on: &page)
        if changes.isEmpty {
            page.heading("It was so already: nothing was changed")
        } else {
            page.heading("What follows")
            let rows = changes.map { [page] in $0.cells(on: page) }
            page.table(HistoryLine.columns, rows)
        }
        for line in advice {
            page.line()
            page.line(SafeText.line(line.text))
            if let command = line.command { page.pairs([("run", command)]) }
        }
    }
}

/// What tied each message of a lead to it, and which rule decided: a part of `lead explain`.
enum ReplyEvidence {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("received"), .text("kind"), .text("matched by", least: 20),
            .text("decided by", least: 20), .text("proposal", least: 12),
        ]
    }

    static func cells(_ reply: ReplyView, on page: TextPage) -> [Table.Cell] {
        let decision = reply.decidedBy.map { finding in
            [finding.rule, finding.evidence].compactMap { $0 }.joined(separator: ": ")
        }
        return [
            .init("\(reply.id)", .cyan), .init(page.absolute(reply.receivedAt), .faint),
            .init(reply.kind.rawValue), .init("\(reply.matchRule.rawValue): \(reply.matchedBy)"),
            .init(reply.correction.map { "\($0.by), against \($0.readAs.rawValue)" } ?? decision),
            .init(reply.intent?.sentence),
        ]
    }
}
