package import Sequencing

/// Leads to be enrolled. Each is its own transaction: some may be refused, the others stand.
package struct EnrollRequest: Codable, Equatable, Sendable {
    /// Keys: `L12`, `12` or an address; or a hand-off, `H12`, which is refused when it is over. 1…1000.
    package var leads: [String]
    package var sequence: String
    /// Left out for the rep's first mailbox.
    package var mailbox: String?
    /// Left out for now.
    package var startAt: Timestamp?
    /// Of the hand-off, when one has to be opened.
    package var source: String?
    /// Beside another sequence of the lead, where the installation allows that.
    package var isBeside: Bool

    package init(
        leads: [String], sequence: String, mailbox: String? = nil, startAt: Timestamp? = nil,
        source: String? = nil, isBeside: Bool = false
    ) {
        self.isBeside = isBeside
        self.leads = leads
        self.sequence = sequence
        self.mailbox = mailbox
        self.startAt = startAt
        self.source = source
    }

    package static let maximumLeads = 1000
}

extension EnrollRequest {
    /// What is left out is not asked for.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            leads: container.decode([String].self, forKey: .leads),
            sequence: container.decode(String.self, forKey: .sequence),
            mailbox: container.decodeIfPresent(String.self, forKey: .mailbox),
            startAt: container.decodeIfPresent(Timestamp.self, forKey: .startAt),
            source: container.decodeIfPresent(String.self, forKey: .source),
            isBeside: container.decodeIfPresent(Bool.self, forKey: .isBeside) ?? false)
    }
}

package struct PauseRequest: Codable, Equatable, Sendable {
    package var reason: String?
    /// Left out for a pause that only a person ends.
    package var until: Timestamp?

    package init(
        reason: String? = nil, until: Timestamp? = nil
    ) {
        self.reason = reason
        self.until = until
    }
}

package struct StopRequest: Codable, Equatable, Sendable {
    package var reason: String?
    /// Closes the hand-off too.
    package var disposition: Disposition?

    package init(
        reason: String? = nil, disposition: Disposition? = nil
    ) {
        self.reason = reason
        self.disposition = disposition
    }
}
