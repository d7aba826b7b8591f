import API
import Sequencing

extension LeadView: Listed {
    static var columns: [Table.Column] {
        [
            .text("id"), .text("lead", least: 10), .text("e-mail", least: 14),
            .text("company", least: 7), .text("owner"), .text("source", least: 6),
            .number("touches"), .text("standing"),
        ]
    }

    static var noneText: String {
        "No leads. Add one: thirdtouch lead add ADDRESS --first-name NAME --company NAME"
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        [
            .init("\(id)", .cyan), .init(displayName), .init(email), .init(fields.company),
            .init(owner ?? "–"), .init(source), .init(touches.map { "\($0)" }),
            .init(standing?.rawValue, standing?.ink ?? .plain),
        ]
    }
}

extension LeadView: Rendered {
    func render(on page: inout TextPage) {
        page.heading("\(id) \(displayName)")
        let custom = fields.custom.sorted { $0.key < $1.key }.map { ($0.key, Optional($0.value)) }
        page.pairs(
            [
                ("e-mail", email), ("company", fields.company), ("title", fields.title),
                ("role", role.rawValue), ("tier", tier?.rawValue), ("phone", fields.phone),
                ("linkedin", fields.linkedin),
                ("city", fields.city), ("country", fields.country), ("zone", fields.zone),
                ("website", fields.website), ("topic", fields.topic), ("owner", owner ?? "nobody"),
                ("account", account), ("source", source), ("touches", touches.map { "\($0)" }),
                ("standing", standing?.rawValue), ("added", page.time(createdAt)),
            ] + custom)
        clocks?.render(on: &page)
    }
}

extension ExplanationView: Rendered {
    func render(on page: inout TextPage) {
        lead.render(on: &page)
        page.heading("What happens next")
        page.pairs([("next", next.text), ("when", page.time(next.at)), ("run", next.command)])
        for handOff in handOffs { handOff.render(on: &page) }
        if !enrollments.isEmpty {
            page.heading("Enrollments")
            let rows = enrollments.map { [page] in $0.cells(on: page) }
            page.table(EnrollmentView.columns, rows)
        }
        if !replies.isEmpty {
            page.heading("Replies")
            let rows = replies.map { [page] in ReplyEvidence.cells($0, on: page) }
            page.table(ReplyEvidence.columns, rows)
        }
        page.heading("History" + (more ? " (the newest lines)" : ""))
        let rows = timeline.map { [page] in $0.cells(on: page) }
        page.table(HistoryLine.columns, rows)
    }
}

extension HandOffReply: Rendered {
    func render(on page: inout TextPage) {
        page.line(page.pen.paint("\(lead)", .cyan) + " " + SafeText.line(email))
        handOff.render(on: &page)
        for next in advice {
            page.line()
            page.paragraph("Note: \(next.text)", indent: 0, painting: "Note:", .yellow)
            if let command = next.command { page.line("  Next: \(SafeText.line(command))") }
        }
    }
}

extension HandOffView {
    fileprivate func render(on page: inout TextPage) {
        page.heading("Hand-off \(id)")
        page.pairs([
            ("given", page.time(givenAt)), ("source", source), ("owner", owner ?? "nobody"),
            (
                "accepted",
                page.time(acceptedAt).map { "\($0) by \(acceptedBy ?? "nobody")" }
            ), ("recycled from", recycledFrom?.description),
            (
                "touches",
                "\(touches) on \(TextPage.count(channels, "channel", "channels")), "
                    + TextPage.count(attempts, "attempt", "attempts")
            ),
            ("last touch", page.time(lastTouchAt)), ("disposition", disposition?.rawValue),
            ("comes back", page.time(wakeAt)),
            ("standing", standing.rawValue),
            ("reason", finding.map { "\($0.reason.rawValue) (\($0.party.rawValue)): \($0.text)" }),
            ("since", page.time(finding?.since)), ("run", finding?.command),
            (
                "also",
                secondary.isEmpty
                    ? nil : secondary.map(\.reason.rawValue).joined(separator: ", ")
            ),
        ])
        clocks.render(on: &page)
    }
}

extension HistoryLine {
    static var columns: [Table.Column] {
        [
            .text("when"), .text("who"), .text("what"), .text("why", least: 20),
            .text("moved", least: 20), .text("evidence"),
        ]
    }

    func cells(on page: TextPage) -> [Table.Cell] {
        let moved = [from, to].compactMap { $0 }.joined(separator: " → ")
        return [
            .init(page.absolute(at), .faint), .init(actor), .init(what, .cyan), .init(why),
            .init(moved), .init(evidence.joined(separator: " "), .faint),
        ]
    }
}

extension TouchGapClass {
    /// Red for what a manager has to look at, yellow for what rests by right.
    var ink: Pen.Ink {
        switch self {
        case .engineFault, .neverTouched, .stalled, .endedShort, .ourTurn: .red
        case .waiting: .yellow
        case .onPlan: .green
        case .closed, .suppressed: .faint
        }
    }
}
