import API
import ArgumentParser
import Sequencing

/// A part of the touch-gap report as CSV, the names of its columns first.
package enum TouchGapTable: String, CaseIterable, ExpressibleByArgument, Sendable {
    case summary, reps, reasons, medians, rows

    func text(of report: TouchGapView) -> String {
        switch self {
        case .summary: summary(report)
        case .reps: reps(report.reps)
        case .reasons: reasons(report.reasons)
        case .medians: medians(report.medians)
        case .rows: rows(report.rows)
        }
    }

    private func summary(_ report: TouchGapView) -> String {
        CSVText.table(
            ["asOf", "class", "count", "share", "weekBefore"],
            TouchGapClass.allCases.map { group in
                [
                    "\(report.asOf)", group.rawValue, "\(report.classes[group] ?? 0)",
                    "\(report.share(of: group))",
                    report.weekBefore.map { "\($0.classes[group] ?? 0)" } ?? "",
                ]
            })
    }

    private func medians(_ medians: [ClockMedian]) -> String {
        CSVText.table(
            ["clock", "count", "minutes", "businessMinutes", "kept", "judged"],
            medians.map { median in
                [median.clock.rawValue]
                    + [
                        median.count, median.minutes, median.businessMinutes, median.kept,
                        median.judged,
                    ].map(String.init)
            })
    }

    private func reps(_ reps: [RepTouches]) -> String {
        CSVText.table(
            ["rep", "zero", "one", "two", "threeToFive", "sixAndMore", "total", "gaps", "skipped"],
            reps.map { rep in
                let numbers = [
                    rep.zero, rep.one, rep.two, rep.threeToFive, rep.sixAndMore, rep.total,
                    rep.gaps, rep.skipped,
                ]
                return [rep.rep ?? ""] + numbers.map(String.init)
            })
    }

    private func reasons(_ reasons: [ReasonCount]) -> String {
        CSVText.table(
            ["party", "reason", "count"],
            reasons.map { [$0.party.rawValue, $0.reason.rawValue, "\($0.count)"] })
    }

    private func rows(_ rows: [WorkListRow]) -> String {
        CSVText.table(
            [
                "lead", "handOff", "email", "name", "account", "owner", "source", "class",
                "touches", "attempts", "channels", "lastTouchAt", "nextDueAt", "since", "reason",
                "reasonText", "party", "secondaryReasons", "evidence", "command",
                "severity", "role", "sequence", "version", "step", "advice", "tier",
            ],
            rows.map { row in cells(of: row).map { $0 ?? "" } })
    }

    private func cells(of row: WorkListRow) -> [String?] {
        let who: [String?] = [
            "\(row.lead)", "\(row.handOff)", row.email, row.name, row.account, row.owner,
            row.source, row.class.rawValue,
        ]
        let counts: [String?] = [row.touches, row.attempts, row.channels].map(String.init)
        let times: [String?] = [row.lastTouchAt, row.nextDueAt, row.since].map { moment in
            moment.map { "\($0)" }
        }
        let why: [String?] = [
            row.reason?.rawValue, row.reasonText, row.party?.rawValue,
            row.secondaryReasons.map(\.rawValue).joined(separator: " "),
            row.evidence.joined(separator: " "), row.command,
        ]
        let place: [String?] = [
            row.severity?.rawValue, row.role.rawValue, row.sequence, row.version.map(String.init),
            row.step.map(String.init), row.advice?.text, row.tier?.rawValue,
        ]
        return who + counts + times + why + place
    }
}
