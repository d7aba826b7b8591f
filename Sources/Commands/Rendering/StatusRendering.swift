import API
import Sequencing

extension StatusView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("thirdtouchd \(version)")
        page.pairs([
            ("clock", page.absolute(now)), ("running since", page.time(startedAt)),
            ("next due", page.time(nextDueAt) ?? "nothing"),
            ("leads", "\(leads), \(handOffs) hand-offs"),
            ("tasks", "\(openTasks) open, \(overdueTasks) overdue"),
            ("enrollments", Self.words(enrollments.map { ($0.state.rawValue, $0.count) })),
            ("deliveries", Self.words(deliveries.map { ($0.state.rawValue, $0.count) })),
            ("touch gap", counting?.sentence),
        ])
        if !mailboxes.isEmpty {
            page.heading("Mailboxes")
            let rows = mailboxes.map { [page] in $0.cells(on: page) }
            page.table(MailboxView.columns, rows)
        }
        guard !warnings.isEmpty else { return }
        page.heading("To look at")
        for warning in warnings {
            page.line(
                "  " + page.pen.paint(SafeText.line(warning.code), .red) + "  "
                    + SafeText.line(warning.message))
            page.line("    Next: \(SafeText.line(warning.advice))")
        }
    }

    private static func words(_ counts: [(String, Int)]) -> String {
        let present = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
        return present.isEmpty ? "none" : present.joined(separator: ", ")
    }
}

extension ReportCountingView {
    fileprivate var sentence: String {
        "\(counted) of \(of) hand-offs are counted; until then reports take longer"
    }
}
