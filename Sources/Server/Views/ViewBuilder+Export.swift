import API
import Engine
import FoundationEssentials
import Sequencing
import Store

extension ViewBuilder {
    /// Of each kind of row, the newest: more than any person has.
    private static let mostRows = 10_000

    func export(of lead: Lead) throws -> LeadExport {
        let report = try engine.touchGapReport(lead: lead.id)
        let limit = Self.mostRows
        let replies = try store.replies(kind: nil, lead: lead.id, rep: nil, limit: limit)
        return LeadExport(
            exportedAt: Timestamp(engine.now), lead: try view(lead, report: report),
            formerAddresses: try store.formerAddresses(of: lead.id),
            suppression: try store.suppression(of: .address(lead.email)).map {
                SuppressionView($0)
            },
            handOffs: report.lines.reversed().map { handOffView($0, in: report) },
            enrollments: try store.enrollments(
                state: nil, sequence: nil, lead: lead.id, rep: nil, limit: limit
            ).map { try view($0) },
            deliveries: try store.deliveries(
                state: nil, lead: lead.id, mailbox: nil, rep: nil, limit: limit
            ).map { try view($0, isWhole: true) },
            replies: try replies.map { row in
                ExportedReply(
                    reply: try view(row, isWhole: true),
                    messageBase64: try store.bytes(of: row.id).map {
                        Data($0).base64EncodedString()
                    })
            },
            tasks: try store.tasks(state: nil, rep: nil, lead: lead.id, limit: limit).map {
                try view($0)
            },
            handwritten: try store.handwritten(to: lead.id).map { row in
                HandwrittenView(
                    id: row.id, mailbox: row.mailbox, folder: row.folder, subject: row.subject,
                    messageID: row.messageID, sentAt: Timestamp(row.sentAt))
            },
            timeline: try store.history(of: lead.id, limit: limit).map(line))
    }
}
