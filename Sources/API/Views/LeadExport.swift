package import Sequencing

/// Everything that is known of a person, for whoever asks for their own data.
package struct LeadExport: Codable, Equatable, Sendable {
    package var exportedAt: Timestamp
    package var lead: LeadView
    /// Addresses that were the person's before the lead was edited.
    package var formerAddresses: [String]
    /// Why the person may not be contacted; left out where they may.
    package var suppression: SuppressionView?
    /// Newest first, like all lists here but the timeline.
    package var handOffs: [HandOffView]
    package var enrollments: [EnrollmentView]
    /// What was sent, with the whole messages.
    package var deliveries: [DeliveryView]
    /// What came back.
    package var replies: [ExportedReply]
    package var tasks: [TaskView]
    package var handwritten: [HandwrittenView]
    /// Oldest first.
    package var timeline: [HistoryLine]

    package init(
        exportedAt: Timestamp, lead: LeadView, formerAddresses: [String],
        suppression: SuppressionView?,
        handOffs: [HandOffView], enrollments: [EnrollmentView], deliveries: [DeliveryView],
        replies: [ExportedReply], tasks: [TaskView], handwritten: [HandwrittenView],
        timeline: [HistoryLine]
    ) {
        self.exportedAt = exportedAt
        self.lead = lead
        self.formerAddresses = formerAddresses
        self.suppression = suppression
        self.handOffs = handOffs
        self.enrollments = enrollments
        self.deliveries = deliveries
        self.replies = replies
        self.tasks = tasks
        self.handwritten = handwritten
        self.timeline = timeline
    }
}

/// A message that came back, and its bytes.
package struct ExportedReply: Codable, Equatable, Sendable {
    package var reply: ReplyView
    /// The message as it came, in Base64; left out where it was too large to be kept.
    package var messageBase64: String?

    package init(reply: ReplyView, messageBase64: String?) {
        self.reply = reply
        self.messageBase64 = messageBase64
    }
}

/// A mail that the rep wrote to the person by hand, as far as it is known here.
package struct HandwrittenView: Codable, Equatable, Sendable {
    package var id: HandwrittenID
    package var mailbox: String
    package var folder: String
    package var subject: String
    package var messageID: String?
    package var sentAt: Timestamp

    package init(
        id: HandwrittenID, mailbox: String, folder: String, subject: String, messageID: String?,
        sentAt: Timestamp
    ) {
        self.id = id
        self.mailbox = mailbox
        self.folder = folder
        self.subject = subject
        self.messageID = messageID
        self.sentAt = sentAt
    }
}

/// What an erasure has done.
package struct ForgetReply: Codable, Equatable, Sendable {
    /// Left out for an address that was nobody's.
    package var lead: LeadID?
    /// False when the address was forgotten before.
    package var isNew: Bool
    /// Live enrollments that this ended.
    package var ended: [EnrollmentID]
    /// Rows whose words were erased.
    package var deliveries: Int
    package var replies: Int
    package var tasks: Int
    package var historyLines: Int
    /// Files of the folder `set-aside` that were deleted.
    package var files: Int

    package init(
        lead: LeadID?, isNew: Bool, ended: [EnrollmentID], deliveries: Int, replies: Int,
        tasks: Int, historyLines: Int, files: Int
    ) {
        self.lead = lead
        self.isNew = isNew
        self.ended = ended
        self.deliveries = deliveries
        self.replies = replies
        self.tasks = tasks
        self.historyLines = historyLines
        self.files = files
    }
}
