import API
import Sequencing

extension PlanView: Rendered {
    func render(on page: inout TextPage) {
        page.now = asOf.instant
        page.heading("\(sequence)  \(title)")
        page.pairs([
            ("leads", "\(leads)"), ("touches", "\(touches)"), ("rep", rep),
            ("first touch", page.time(firstTouchAt)), ("last touch", page.time(lastTouchAt)),
        ])
        renderWarnings(on: &page)
        renderDays(on: &page)
        page.heading("By mailbox")
        page.table(
            [.text("mailbox"), .number("messages"), .text("its last message", least: 16)],
            mailboxes.map {
                [.init($0.address), .init($0.messages), .init(page.time($0.lastMessageAt))]
            })
        renderLines(on: &page)
        page.line()
        page.paragraph(
            "Foreseen as if nobody answered, every task were done the moment it is due, and every "
                + "message were taken at once. Nothing was written or sent.", indent: 0)
    }

    private func renderWarnings(on page: inout TextPage) {
        guard !warnings.isEmpty else { return }
        page.line()
        for warning in warnings {
            page.paragraph(
                "\(warning.code): \(warning.message); \(warning.advice)", indent: 2,
                painting: warning.code, .yellow)
        }
    }

    private func renderDays(on page: inout TextPage) {
        guard !days.isEmpty else { return }
        let most = 31
        page.heading("By the leads' own dates")
        page.table(
            [
                .text("date"), .number("e-mail"), .number("call"), .number("linkedin"),
                .number("task"), .text(""),
            ],
            days.prefix(most).map { day in
                let all = day.email + day.call + day.linkedin + day.task
                return [
                    .init(day.date), .init(day.email), .init(day.call), .init(day.linkedin),
                    .init(day.task), .init(String(repeating: "▪", count: min(40, all)), .cyan),
                ]
            })
        if days.count > most {
            page.line("… and \(TextPage.count(days.count - most, "day", "days")) more: --json")
        }
    }

    private func renderLines(on page: inout TextPage) {
        guard !lines.isEmpty else { return }
        page.heading("By lead, on the lead's own clock")
        var rows: [[Table.Cell]] = []
        for line in lines {
            for (index, touch) in line.touches.enumerated() {
                rows.append([
                    .init(index == 0 ? line.email : ""), .init(touch.localTime),
                    .init(index == 0 ? line.zone : "", .faint), .init(touch.step), .init(touch.id),
                    .init(touch.channel.rawValue),
                    .init(
                        touch.lateMinutes > 0
                            ? "\(TextPage.span(minutes: touch.lateMinutes)) late" : "", .yellow),
                ])
            }
            let end =
                line.heldText.map { "held before \($0)" }
                ?? (line.isUnfinished ? "not through in 400 days" : nil)
                ?? (line.touches.isEmpty ? "nothing would happen" : nil)
            let remarks = [end, line.refusal.map { "refused: \($0.message)" }].compactMap(\.self)
            for (index, remark) in remarks.enumerated() {
                let cells = ["", "", "", "", ""].map { Table.Cell($0) }
                rows.append(
                    [.init(line.touches.isEmpty && index == 0 ? line.email : "")] + cells
                        + [.init(remark, .yellow)])
            }
        }
        page.table(
            [
                .text("lead", least: 16), .text("when", least: 20), .text("zone"), .number("step"),
                .text("id"), .text("channel"), .text("remark", least: 16),
            ], rows)
        if omitted > 0 {
            page.line("… and \(TextPage.count(omitted, "lead", "leads")) more: --show \(leads)")
        }
    }
}
