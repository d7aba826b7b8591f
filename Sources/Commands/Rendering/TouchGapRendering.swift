import API
import Sequencing

extension TouchGapView: Rendered {
    func render(on page: inout TextPage) {
        page.now = asOf.instant
        page.heading(
            "Touch gap as of \(page.absolute(asOf)), few means fewer than \(below) touches")
        renderSummary(on: &page)
        renderReps(on: &page)
        renderReasons(on: &page)
        renderWorkList(on: &page)
    }

    private func renderSummary(on page: inout TextPage) {
        page.line()
        let rows: [[Table.Cell]] = TouchGapClass.allCases.map { group in
            let (count, share) = (classes[group] ?? 0, share(of: group))
            return [
                .init(group.rawValue, count > 0 ? group.ink : .faint),
                .init(count), .init(Self.percent(share)),
                .init(Self.bar(share), group.ink), .init(group.meaning, .faint),
            ]
        }
        page.table(
            [
                .text("class"), .number("leads"), .number("share"), .text(""),
                .text("meaning", least: 20),
            ], rows)
        let check =
            addsUp
            ? page.pen.paint("adds up", .green) : page.pen.paint("DOES NOT ADD UP", .red)
        page.line()
        page.line("Sum of the classes \(sum), handed over \(total): \(check).")
        let medians = [
            medianFirstTouchSystemMinutes.map { "\(TextPage.span(minutes: $0)) automatic" },
            medianFirstTouchHumanMinutes.map {
                "\(TextPage.span(minutes: $0)) by a person"
            },
        ].compactMap { $0 }
        if !medians.isEmpty {
            page.line("Median time to the first touch: \(medians.joined(separator: ", ")).")
        }
    }

    private func renderReps(on page: inout TextPage) {
        guard !reps.isEmpty else { return }
        page.heading("Hand-offs by rep and touches")
        page.table(
            [
                .text("rep"), .number("0"), .number("1"), .number("2"), .number("3–5"),
                .number("6+"), .number("all"), .number("gaps"), .number("skipped tasks"),
            ],
            reps.map { rep in
                [
                    .init(rep.rep ?? "(nobody)"), .init(rep.zero, rep.zero > 0 ? .red : .plain),
                    .init(rep.one), .init(rep.two), .init(rep.threeToFive),
                    .init(rep.sixAndMore), .init(rep.total),
                    .init(rep.gaps, rep.gaps > 0 ? .red : .plain), .init(rep.skipped),
                ]
            })
    }

    private func renderReasons(on page: inout TextPage) {
        guard !reasons.isEmpty else { return }
        page.heading("Reasons of the gaps, by who can move them")
        let parties = ResponsibleParty.allCases.map { party in
            (party, reasons.filter { $0.party == party })
        }.filter { !$0.1.isEmpty }.sorted { Self.total($0.1) > Self.total($1.1) }
        var rows: [[Table.Cell]] = []
        for (party, counts) in parties {
            rows.append([.init(party.rawValue, .bold), .init(""), .init(Self.total(counts), .bold)])
            rows += counts.map { [.init(""), .init($0.reason.rawValue), .init($0.count)] }
        }
        page.table([.text("party"), .text("reason"), .number("gaps")], rows)
    }

    private func renderWorkList(on page: inout TextPage) {
        guard !rows.isEmpty else {
            page.heading("Work list: empty")
            return
        }
        page.heading("Work list: what is lost soonest comes first")
        for row in rows { row.render(on: &page) }
        if more {
            page.line()
            page.line("There are more than these \(rows.count): raise --limit or filter.")
        }
    }

    private static func total(_ counts: [ReasonCount]) -> Int {
        counts.reduce(0) { $0 + $1.count }
    }

    /// `11.2 %`.
    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }

    /// Twenty cells for everything; something for anything.
    private static func bar(_ share: Double) -> String {
        String(repeating: "█", count: share > 0 ? max(1, Int((share * 20).rounded())) : 0)
    }
}

extension WorkListRow {
    func render(on page: inout TextPage) {
        let pen = page.pen
        let who = [name == email ? nil : name, email, account].compactMap { $0 }
        page.line()
        page.line(
            pen.paint("\(lead)", .cyan) + "  " + pen.paint(self.class.rawValue, self.class.ink)
                + "  " + pen.paint(SafeText.line(who.joined(separator: ", ")), .bold))
        page.paragraph(facts(on: page), indent: 5)
        if let reason {
            let when = page.time(since).map { ", since \($0)" } ?? ""
            let also = secondaryReasons.map(\.rawValue).joined(separator: ", ")
            page.paragraph(
                "\(reason.rawValue) (\(party?.rawValue ?? reason.party.rawValue))"
                    + (reasonText.map { ": \($0)" } ?? "") + when
                    + (also.isEmpty ? "" : "; also \(also)"),
                indent: 5, painting: reason.rawValue, .yellow)
        }
        if let command { page.line("     $ \(pen.paint(SafeText.line(command), .bold))") }
    }

    private func facts(on page: TextPage) -> String {
        let counts =
            TextPage.count(touches, "touch", "touches") + " on "
            + TextPage.count(channels, "channel", "channels") + ", "
            + TextPage.count(attempts, "attempt", "attempts")
        return [
            "owner \(owner ?? "nobody")", source.map { "from \($0)" }, counts,
            lastTouchAt.map { "last \(page.relative($0))" },
            nextDueAt.map { "next due \(page.relative($0))" },
        ].compactMap { $0 }.joined(separator: "; ")
    }
}

extension TouchGapClass {
    fileprivate var meaning: String {
        switch self {
        case .engineFault: "rows that fit no class: report it"
        case .neverTouched: "no touch, and the first-touch promise has passed"
        case .stalled: "a touch or two, and stuck; or in doubt"
        case .endedShort: "over before the minimum was tried"
        case .ourTurn: "answered, and nobody has answered back"
        case .waiting: "rests by right, with a date"
        case .onPlan: "moving"
        case .closed: "a person has judged it"
        case .suppressed: "may not be contacted"
        }
    }
}
