package import Sequencing

/// One e-mail on its way out.
package struct DeliveryView: Codable, Equatable, Sendable {
    package var id: DeliveryID
    package var lead: LeadID
    package var email: String
    package var name: String
    package var enrollment: EnrollmentID
    /// From 1.
    package var step: Int
    package var mailbox: String
    package var subject: String
    package var messageID: String
    package var state: DeliveryState.Name
    /// How often it was tried.
    package var attempts: Int
    package var dueAt: Timestamp
    package var queuedAt: Timestamp
    /// Until when it waits; only while it is queued, and left out where nobody knows.
    package var notBeforeAt: Timestamp?
    /// When it will leave, as far as the lane can foresee; only where one delivery is shown.
    package var expectedAt: Timestamp?
    package var committedAt: Timestamp?
    package var settledAt: Timestamp?
    /// What the lane waits for, in words.
    package var waitsFor: String?
    package var serverReply: String?
    /// What is known of its fate; only where one delivery is shown, and only in doubt.
    package var doubt: DoubtView?
    /// The frozen message (RFC 5322); only where one delivery is shown.
    package var message: String?

    package init(
        id: DeliveryID, lead: LeadID, email: String, name: String, enrollment: EnrollmentID,
        step: Int, mailbox: String, subject: String, messageID: String, state: DeliveryState.Name,
        attempts: Int, dueAt: Timestamp, queuedAt: Timestamp, notBeforeAt: Timestamp? = nil,
        expectedAt: Timestamp? = nil, committedAt: Timestamp? = nil, settledAt: Timestamp? = nil,
        waitsFor: String? = nil,
        serverReply: String? = nil, doubt: DoubtView? = nil, message: String? = nil
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.name = name
        self.enrollment = enrollment
        self.step = step
        self.mailbox = mailbox
        self.subject = subject
        self.messageID = messageID
        self.state = state
        self.attempts = attempts
        self.dueAt = dueAt
        self.queuedAt = queuedAt
        self.notBeforeAt = notBeforeAt
        self.expectedAt = expectedAt
        self.committedAt = committedAt
        self.settledAt = settledAt
        self.waitsFor = waitsFor
        self.serverReply = serverReply
        self.doubt = doubt
        self.message = message
    }
}
