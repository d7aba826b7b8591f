package import Sequencing

/// View 8 of docs/touch-gap.md: judgements of people that the record does not bear out.
package struct AuditReportView: Codable, Equatable, Sendable {
    package var asOf: Timestamp
    /// Every finding, also those that nothing fits.
    package var counts: [AuditFinding: Int]
    /// The newest first.
    package var rows: [AuditRow]
    package var more: Bool

    package init(
        asOf: Timestamp, counts: [AuditFinding: Int], rows: [AuditRow], more: Bool = false
    ) {
        self.asOf = asOf
        self.counts = counts
        self.rows = rows
        self.more = more
    }
}

package struct AuditRow: Codable, Equatable, Sendable {
    package var finding: AuditFinding
    package var lead: LeadID
    package var handOff: HandOffID
    package var email: String
    package var name: String
    package var owner: String?
    package var source: String?
    package var disposition: Disposition?
    /// When it was judged or stopped, and by whom; `by` is left out where nobody wrote it down.
    package var at: Timestamp
    package var by: String?
    package var touches: Int
    package var channels: Int
    package var businessDays: Int
    /// What the record says, with the numbers.
    package var text: String
    package var evidence: [String]
    /// What a manager may run.
    package var command: String

    package init(
        finding: AuditFinding, lead: LeadID, handOff: HandOffID, email: String, name: String,
        owner: String? = nil, source: String? = nil, disposition: Disposition? = nil,
        at: Timestamp, by: String? = nil, touches: Int, channels: Int, businessDays: Int,
        text: String, evidence: [String], command: String
    ) {
        self.finding = finding
        self.lead = lead
        self.handOff = handOff
        self.email = email
        self.name = name
        self.owner = owner
        self.source = source
        self.disposition = disposition
        self.at = at
        self.by = by
        self.touches = touches
        self.channels = channels
        self.businessDays = businessDays
        self.text = text
        self.evidence = evidence
        self.command = command
    }
}
