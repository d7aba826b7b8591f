import API
import Sequencing

extension SuppressionView: Listed {
    static var columns: [Table.Column] {
        [
            .text("address", least: 20), .text("since", least: 16), .text("by"),
            .text("why", least: 20), .text("evidence"),
        ]
    }

    static var noneText: String { "Nobody is suppressed." }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init(scope == .forgotten ? "a forgotten person, \(address)" : address),
            .init(page.time(at)), .init(author), .init(reason), .init(evidence),
        ]
    }
}

extension SuppressionCheckView: Rendered {
    func render(on page: inout TextPage) {
        guard let suppression else {
            page.line(
                SafeText.line(address) + " " + page.pen.paint("may be contacted", .green) + ".")
            return
        }
        page.line(
            SafeText.line(address) + " " + page.pen.paint("may never be contacted", .red)
                + SafeText.line(
                    ": \(suppression.reason) (\(suppression.author), \(suppression.at)"
                        + (suppression.evidence.map { ", \($0)" } ?? "") + ")."))
    }
}

extension SuppressReply: Rendered {
    func render(on page: inout TextPage) {
        for item in items {
            let ended = item.ended.map(\.description).joined(separator: ", ")
            let address =
                item.suppression.address
                + (item.formerly.map { ", which was \($0) before" } ?? "")
            let words =
                item.isNew
                ? address + (ended.isEmpty ? "" : "; ended \(ended)")
                : "\(address) was suppressed already: \(item.suppression.reason)"
            page.line(
                page.pen.paint("suppressed", .red) + "  " + SafeText.line(words))
        }
    }
}

extension SuppressionImportSummary: Rendered {
    func render(on page: inout TextPage) {
        let all = TextPage.count(addresses, "address", "addresses")
        page.line(
            isDryRun
                ? "\(all) would be suppressed; nothing was done."
                : "\(all): \(new) new, \(addresses - new) known already, "
                    + "\(TextPage.count(ended, "enrollment", "enrollments")) ended.")
        guard !badLines.isEmpty else { return }
        page.heading("Lines that were left out")
        for bad in badLines { page.paragraph("line \(bad.line): \(bad.problem)", indent: 2) }
    }
}

extension ForgetReply: Rendered {
    func render(on page: inout TextPage) {
        guard isNew else {
            page.line("Nothing was left to erase: that was forgotten before.")
            return
        }
        page.line(lead.map { "\($0) is forgotten." } ?? "That address is refused from now on.")
        guard lead != nil else { return }
        let ended = ended.map(\.description).joined(separator: ", ")
        page.pairs([
            ("ended", ended.isEmpty ? nil : ended),
            (
                "erased",
                [
                    TextPage.count(deliveries, "message sent", "messages sent"),
                    TextPage.count(replies, "reply", "replies"),
                    TextPage.count(tasks, "task", "tasks"),
                    TextPage.count(historyLines, "line of history", "lines of history"),
                    TextPage.count(files, "file", "files"),
                ].joined(separator: ", ")
            ),
        ])
        page.line()
        page.paragraph(
            "Not touched: mail in the mailboxes themselves, and backups made before now.", indent: 2
        )
    }
}
