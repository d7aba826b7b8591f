import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func coverageReport(_ report: TouchGapReport, limit: Int) throws -> CoverageReportView {
        // The newest hand-off of each person; those whose data were erased are nobody.
        var people: [LeadID: TouchGapReport.Line] = [:]
        for line in report.lines where !line.row.lead.isForgotten {
            people[line.row.lead.id] = line
        }
        let groups = Dictionary(grouping: people.values) { $0.row.lead.account }
        let known = try store.accounts()
        let accounts = groups.compactMap { id, lines in
            id.map { view($0, known[$0], lines, now: report.asOf) }
        }.sorted {
            ($0.marks.isEmpty ? 1 : 0, $1.people, $0.account)
                < ($1.marks.isEmpty ? 1 : 0, $0.people, $1.account)
        }
        let marks = CoverageMark.allCases.map { mark in
            (mark, accounts.count { $0.marks.contains(mark) })
        }
        return CoverageReportView(
            asOf: Timestamp(report.asOf), total: accounts.count,
            marks: Dictionary(uniqueKeysWithValues: marks),
            rows: Array(accounts.prefix(limit)), more: accounts.count > limit)
    }

    private func view(
        _ id: AccountID, _ account: AccountRow?, _ lines: [TouchGapReport.Line], now: Instant
    ) -> AccountCoverage {
        let reach = AccountReach(lines.map(\.coveredPerson))
        return AccountCoverage(
            account: id, domain: account?.domain, name: account?.name,
            owners: Set(lines.compactMap(\.row.owner)).sorted(), people: reach.people.count,
            touched: reach.touched, touches: reach.touches,
            lastTouchAt: Timestamp(reach.lastTouchAt), marks: reach.marks(at: now),
            roles: reach.byRole.map { role, people in
                RoleCoverage(
                    role: role, known: people.count, enrolled: people.count { $0.isEnrolled },
                    touched: people.count { $0.touches > 0 },
                    replied: people.count { $0.hasReplied })
            })
    }
}

extension TouchGapReport.Line {
    fileprivate var coveredPerson: CoveredPerson {
        CoveredPerson(
            role: row.lead.role,
            isEnrolled: row.enrollment.map { $0.state.name != .ended } ?? false,
            touches: facts.effort.touches, lastTouchAt: facts.lastTouchAt,
            hasReplied: !row.replies.isEmpty)
    }
}
