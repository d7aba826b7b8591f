package import Sequencing

/// A manual step, or an answer that is owed, in a rep's queue.
package struct TaskView: Codable, Equatable, Sendable {
    package var id: TaskID
    package var lead: LeadID
    package var email: String
    package var name: String
    package var company: String?
    package var phone: String?
    package var linkedin: String?
    /// Left out for an answer that is owed outside every sequence.
    package var enrollment: EnrollmentID?
    /// The reply that is to be answered.
    package var reply: ReplyID?
    package var sequence: String?
    /// From 1.
    package var step: Int?
    package var rep: String
    package var channel: Channel
    package var script: String
    package var dueAt: Timestamp
    /// Afterwards it is skipped, recorded and reported.
    package var expiresAt: Timestamp?
    package var state: TaskState
    package var outcome: String?
    package var note: String?
    package var closedAt: Timestamp?
    package var closedBy: String?

    package init(
        id: TaskID, lead: LeadID, email: String, name: String, company: String? = nil,
        phone: String? = nil, linkedin: String? = nil, enrollment: EnrollmentID? = nil,
        reply: ReplyID? = nil, sequence: String? = nil, step: Int? = nil, rep: String,
        channel: Channel, script: String, dueAt: Timestamp, expiresAt: Timestamp? = nil,
        state: TaskState, outcome: String? = nil, note: String? = nil, closedAt: Timestamp? = nil,
        closedBy: String? = nil
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.name = name
        self.company = company
        self.phone = phone
        self.linkedin = linkedin
        self.enrollment = enrollment
        self.reply = reply
        self.sequence = sequence
        self.step = step
        self.rep = rep
        self.channel = channel
        self.script = script
        self.dueAt = dueAt
        self.expiresAt = expiresAt
        self.state = state
        self.outcome = outcome
        self.note = note
        self.closedAt = closedAt
        self.closedBy = closedBy
    }
}

package enum TaskState: String, Codable, CaseIterable, Sendable {
    case open, done, skipped, expired, cancelled
}
