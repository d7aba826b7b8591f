import API
import Sequencing

extension SequenceReportView: Rendered {
    func render(on page: inout TextPage) {
        page.now = asOf.instant
        guard !versions.isEmpty else {
            page.line(
                "Nobody was enrolled in a sequence yet: thirdtouch enroll LEAD --sequence NAME")
            return
        }
        for version in versions { version.render(on: &page) }
    }
}

extension VersionSurvival {
    fileprivate func render(on page: inout TextPage) {
        page.heading(
            "\(sequence)@\(version): \(title), "
                + TextPage.count(enrollments, "enrollment", "enrollments") + ", \(ended) ended")
        page.table(
            [
                .number("step"), .text("id"), .text("channel"), .number("due"),
                .number("on time"), .number("late"), .number("never"), .number("open"),
                .number("answered"), .text(""),
            ],
            steps.map { step in
                let isKilling = step.id == killingStep
                return [
                    .init(step.step), .init(step.id), .init(step.channel.rawValue),
                    .init(step.due), .init(step.onTime),
                    .init(step.late, step.late > 0 ? .yellow : .plain),
                    .init(step.never, step.never > 0 ? .red : .plain), .init(step.open),
                    .init(step.overtaken), .init(isKilling ? "loses most" : "", .red),
                ]
            })
    }
}

extension HandOffReportView: Rendered {
    func render(on page: inout TextPage) {
        page.now = asOf.instant
        page.heading("Hand-offs as of \(page.absolute(asOf)), by source")
        page.table(
            LedgerRow.columns,
            (sources + [total]).enumerated().map { index, row in
                row.cells(name: index == sources.count ? "all" : row.source ?? "(none)")
            })
        let median =
            medianDaysToQualify.map { "\($0) days" } ?? "not known yet: nobody was qualified"
        page.line()
        page.line("Median time from being given to being qualified: \(median).")
        renderCohorts(on: &page)
        page.line()
        for study in studies { page.paragraph(study.words, indent: 0) }
    }

    private func renderCohorts(on page: inout TextPage) {
        guard !cohorts.isEmpty else { return }
        page.heading("By week of hand-off: qualified of those given, at each age")
        page.table(
            [.text("week of"), .number("given")]
                + HandOffCohort.ages.map { .number("\($0) d") } + [.text("")],
            cohorts.map { cohort in
                [.init(cohort.week), .init(cohort.given)]
                    + HandOffCohort.ages.map { age in
                        .init(
                            cohort.readings.first { $0.days == age }.map { "\($0.qualified)" }
                                ?? "–")
                    } + [.init(cohort.isTooEarly ? "too early to judge" : "", .yellow)]
            })
    }
}

extension LedgerRow {
    fileprivate static var columns: [Table.Column] {
        [
            .text("source"), .number("given"), .number("accepted"), .number("touched"),
            .number("to minimum"), .number("open"), .number("rejected"), .number("qualified"),
            .number("disqualified"), .number("recycled"), .number("days to touch"),
            .number("days to qualify"),
        ]
    }

    fileprivate func cells(name: String) -> [Table.Cell] {
        let counts = [
            given, accepted, touched, workedToMinimum, open, rejected, qualified, disqualified,
            recycled,
        ]
        return [.init(name)] + counts.map { .init($0) }
            + [medianDaysToFirstTouch, medianDaysToQualify].map { days in
                .init(days.map { "\($0)" } ?? "–")
            }
    }
}

extension CoverageReportView: Rendered {
    func render(on page: inout TextPage) {
        page.now = asOf.instant
        page.heading("\(TextPage.count(total, "account", "accounts")) as of \(page.absolute(asOf))")
        page.pairs(CoverageMark.allCases.map { ($0.rawValue, "\(marks[$0] ?? 0)") })
        guard !rows.isEmpty else { return }
        page.line()
        page.table(
            [
                .text("account", least: 12), .text("owner"), .number("people"),
                .number("touched"), .number("touches"), .text("last touch"),
                .text("role"), .number("known"), .number("enrolled"), .number("touched"),
                .number("replied"), .text("marks", least: 12),
            ], rows.flatMap { [page] row in row.cells(on: page) })
        if more {
            page.line()
            page.line("There are more than these \(rows.count): raise --limit or filter.")
        }
    }
}

extension AccountCoverage {
    /// A line for each role; what is the account's own stands on the first.
    fileprivate func cells(on page: TextPage) -> [[Table.Cell]] {
        roles.enumerated().map { index, role in
            let isFirst = index == 0
            let mine: [Table.Cell] = [
                .init(isFirst ? domain ?? name ?? "\(account)" : "", .cyan),
                .init(isFirst ? owners.joined(separator: ", ") : ""),
                .init(isFirst ? "\(people)" : ""), .init(isFirst ? "\(touched)" : ""),
                .init(isFirst ? "\(touches)" : ""),
                .init(isFirst ? lastTouchAt.map { page.relative($0) } ?? "never" : ""),
            ]
            return mine + [
                .init(role.role.rawValue), .init(role.known), .init(role.enrolled),
                .init(role.touched), .init(role.replied),
                .init(isFirst ? marks.map(\.rawValue).joined(separator: ", ") : "", .yellow),
            ]
        }
    }
}

extension AuditReportView: Rendered {
    var total: Int { counts.values.reduce(0, +) }

    func render(on page: inout TextPage) {
        page.now = asOf.instant
        page.heading("Audit as of \(page.absolute(asOf))")
        page.table(
            [.text("finding"), .number("hand-offs")],
            AuditFinding.allCases.map { finding in
                let count = counts[finding] ?? 0
                return [.init(finding.rawValue), .init(count, count > 0 ? .red : .faint)]
            })
        for row in rows { row.render(on: &page) }
        if more {
            page.line()
            page.line("There are more than these \(rows.count): raise --limit or filter.")
        }
    }
}

extension AuditRow {
    fileprivate func render(on page: inout TextPage) {
        let pen = page.pen
        let who = name == email ? email : "\(name), \(email)"
        page.line()
        page.line(
            pen.paint("\(handOff)", .cyan) + "  " + pen.paint(finding.rawValue, .red) + "  "
                + pen.paint(SafeText.line(who), .bold))
        let facts = [
            "owner \(owner ?? "nobody")", source.map { "from \($0)" }, by.map { "by \($0)" },
            page.absolute(at),
        ]
        page.paragraph(facts.compactMap { $0 }.joined(separator: "; "), indent: 5)
        page.paragraph(text, indent: 5)
        page.line("     $ \(pen.paint(SafeText.line(command), .bold))")
    }
}
