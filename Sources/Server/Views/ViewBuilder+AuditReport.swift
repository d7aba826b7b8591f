import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func auditReport(_ report: TouchGapReport, limit: Int) throws -> AuditReportView {
        let found = report.lines.compactMap { line in
            line.auditFacts.finding.map { (finding: $0, line: line) }
        }.sorted { ($1.line.auditedAt, $1.line.row.id) < ($0.line.auditedAt, $0.line.row.id) }
        let counts = AuditFinding.allCases.map { finding in
            (finding, found.count { $0.finding == finding })
        }
        return AuditReportView(
            asOf: Timestamp(report.asOf), counts: Dictionary(uniqueKeysWithValues: counts),
            rows: try found.prefix(limit).map { try view($0.finding, of: $0.line) },
            more: found.count > limit)
    }

    private func view(
        _ finding: AuditFinding, of line: TouchGapReport.Line
    ) throws -> AuditRow {
        let (row, effort, minimum) = (line.row, line.facts.effort, line.facts.minimum)
        let numbers =
            "\(effort.touches) of \(minimum.touches) touches, \(effort.channels) of "
            + "\(minimum.channels) channels, \(effort.businessDays) of \(minimum.businessDays) "
            + "business days"
        let word = row.disposition?.rawValue ?? ""
        let enroll =
            "thirdtouch enroll \(row.lead.email) --sequence "
            + (line.facts.nextSequence ?? line.facts.proposedSequence ?? "NAME")
        let explain = "thirdtouch lead explain \(row.lead.email)"
        let (text, command): (String, String) =
            switch finding {
            case .unreachableTooEarly: ("closed as \(word) after \(numbers)", enroll)
            case .noConversation:
                ("closed as \(word), and the lead never answered and was never spoken to", explain)
            case .rejectedAfterContact:
                ("sent back as \(word) after \(effort.touches) touches", explain)
            case .stoppedEarly:
                ("stopped after \(numbers), and nothing was said of the lead", enroll)
            }
        return AuditRow(
            finding: finding, lead: row.lead.id, handOff: row.id, email: row.lead.email.text,
            name: row.lead.displayName, owner: row.owner, source: row.source,
            disposition: row.disposition, at: Timestamp(line.auditedAt),
            by: try finding == .stoppedEarly ? stopper(of: line) : row.disposedBy,
            touches: effort.touches, channels: effort.channels,
            businessDays: effort.businessDays, text: text,
            evidence: ["\(row.id)"] + (row.enrollment.map { ["\($0.id)"] } ?? []),
            command: command)
    }

    private func stopper(of line: TouchGapReport.Line) throws -> String? {
        try store.history(of: line.row.lead.id, limit: 1000).last {
            $0.enrollment == line.row.enrollment?.id && $0.event == EnrollmentEvent.stop.name
        }?.actor
    }
}

extension TouchGapReport.Line {
    fileprivate var auditFacts: AuditFacts {
        AuditFacts(
            disposition: row.disposition, effort: facts.effort, minimum: facts.minimum,
            hasConversation: row.hasConversation || !row.replies.isEmpty,
            isStopped: row.enrollment?.state == .ended(.stopped))
    }

    /// When it was judged, or when its sequence was stopped.
    fileprivate var auditedAt: Instant {
        row.disposedAt ?? row.enrollment?.changedAt ?? row.givenAt
    }
}
