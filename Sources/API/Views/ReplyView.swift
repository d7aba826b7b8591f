package import Sequencing

/// A message that came back from a lead, or about one.
package struct ReplyView: Codable, Equatable, Sendable {
    package var id: ReplyID
    package var lead: LeadID
    package var email: String
    package var name: String
    package var enrollment: EnrollmentID?
    /// What it answers.
    package var delivery: DeliveryID?
    package var mailbox: String
    package var folder: String
    package var from: String
    package var subject: String
    package var kind: ReplyKind
    /// As in “hard, 5.1.1: no such user” or “back on 2026-12-01”.
    package var detail: String?
    package var receivedAt: Timestamp
    package var answeredAt: Timestamp?
    /// By what it was matched to the lead, as in “message id in In-Reply-To”.
    package var matchedBy: String
    /// The words above the quotation; only where one reply is shown.
    package var text: String?

    package init(
        id: ReplyID, lead: LeadID, email: String, name: String, enrollment: EnrollmentID? = nil,
        delivery: DeliveryID? = nil, mailbox: String, folder: String, from: String,
        subject: String, kind: ReplyKind, detail: String? = nil, receivedAt: Timestamp,
        answeredAt: Timestamp? = nil, matchedBy: String, text: String? = nil
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.name = name
        self.enrollment = enrollment
        self.delivery = delivery
        self.mailbox = mailbox
        self.folder = folder
        self.from = from
        self.subject = subject
        self.kind = kind
        self.detail = detail
        self.receivedAt = receivedAt
        self.answeredAt = answeredAt
        self.matchedBy = matchedBy
        self.text = text
    }
}

extension ReplyView {
    /// What is known beyond the kind; nil when nothing is.
    package static func detail(of judged: ReplyClass) -> String? {
        switch judged {
        case .bounce(let bounce):
            ([bounce.severity.rawValue] + (bounce.status.map { [$0] } ?? [])).joined(
                separator: ", ")
                + (bounce.diagnostic.isEmpty ? "" : ": \(bounce.diagnostic)")
        case .autoReply(let reply): reply.returnsOn.map { "back on \($0)" }
        case .optOut(let optOut):
            switch optOut.form {
            case .listUnsubscribe: "by the unsubscribe header"
            case .oneWord: "in one word"
            case .sentence: "in a sentence"
            }
        case .unreadable(let cause): cause
        case .complaint, .challenge, .dispositionNotice, .calendarAnswer, .person: nil
        }
    }
}
