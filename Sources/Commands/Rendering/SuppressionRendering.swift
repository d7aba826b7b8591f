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
            .init(address), .init(page.time(at)), .init(author), .init(reason), .init(evidence),
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
            let words =
                item.isNew
                ? item.suppression.address + (ended.isEmpty ? "" : "; ended \(ended)")
                : "\(item.suppression.address) was suppressed already: \(item.suppression.reason)"
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
