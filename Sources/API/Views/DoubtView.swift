package import Sequencing

/// What is known of the fate of an e-mail: the evidence for whoever settles it.
package struct DoubtView: Codable, Equatable, Sendable {
    package var weight: DoubtEvidence.Weight
    /// The same in a sentence.
    package var text: String
    /// When the final dot may have left.
    package var committedAt: Timestamp?
    /// What the server said last, or why nothing is known.
    package var serverSaid: String?
    package var sent: SentView
    /// Answers and notices that quote it.
    package var quotedBy: [ReplyID]
    /// What came from the lead since and does not quote it.
    package var otherReplies: [ReplyID]

    package init(
        weight: DoubtEvidence.Weight, text: String, committedAt: Timestamp?, serverSaid: String?,
        sent: SentView, quotedBy: [ReplyID] = [], otherReplies: [ReplyID] = []
    ) {
        self.weight = weight
        self.text = text
        self.committedAt = committedAt
        self.serverSaid = serverSaid
        self.sent = sent
        self.quotedBy = quotedBy
        self.otherReplies = otherReplies
    }
}

/// What the folders of the mailbox say of an e-mail.
package struct SentView: Codable, Equatable, Sendable {
    package var state: State
    /// Where a copy lay; only with `holds`.
    package var folder: String?
    /// When the copy was seen, or when the last complete reading began.
    package var at: Timestamp?
    /// Whether this server puts copies of what it sends into Sent.
    package var habit: SentHabit

    package enum State: String, Codable, CaseIterable, Sendable {
        case holds, lacks, unread, silent
    }

    package init(state: State, folder: String? = nil, at: Timestamp? = nil, habit: SentHabit) {
        self.state = state
        self.folder = folder
        self.at = at
        self.habit = habit
    }
}

/// What a person's word has done: what was known before, and how the e-mail stands now.
package struct SettleReply: Codable, Equatable, Sendable {
    package var before: DoubtView
    package var delivery: DeliveryView
    /// Lines of the history that came of it, oldest first.
    package var changes: [HistoryLine]

    package init(before: DoubtView, delivery: DeliveryView, changes: [HistoryLine]) {
        self.before = before
        self.delivery = delivery
        self.changes = changes
    }
}
