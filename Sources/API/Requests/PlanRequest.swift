/// A sequence file and leads, to be thought through; nothing is written or sent.
package struct PlanRequest: Codable, Equatable, Sendable {
    package struct Lead: Codable, Equatable, Sendable {
        /// Where the lead stands in its file, from 1.
        package var line: Int
        package var email: String
        package var fields: LeadFields

        package init(line: Int, email: String, fields: LeadFields = LeadFields()) {
            self.line = line
            self.email = email
            self.fields = fields
        }
    }

    /// The name of the sequence's file and what is in it.
    package var file: String
    package var text: String
    /// 1…20000.
    package var leads: [Lead]
    /// Left out for the caller's own, when the caller is a rep.
    package var rep: String?
    /// Left out for the ones that `enroll` would choose.
    package var mailbox: String?
    /// Left out for now.
    package var startAt: Timestamp?
    /// So many leads are answered with all their touches; left out for all.
    package var limit: Int?

    package init(
        file: String, text: String, leads: [Lead], rep: String? = nil, mailbox: String? = nil,
        startAt: Timestamp? = nil, limit: Int? = nil
    ) {
        self.file = file
        self.text = text
        self.leads = leads
        self.rep = rep
        self.mailbox = mailbox
        self.startAt = startAt
        self.limit = limit
    }

    package static let maximumLeads = 20_000
}
