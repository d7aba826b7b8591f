/// What is known of a message whose fate nobody knows, for the person who must decide.
package struct DoubtEvidence: Equatable, Sendable {
    /// When its final dot may have left.
    package var committedAt: Instant?
    /// What the server said last, or why nothing is known of it.
    package var answer: String?
    package var sent: SentFolder
    /// Answers and notices that quote it: whoever quotes a message has received it.
    package var quotedBy: [ReplyID]
    /// What came from the lead since and does not quote it.
    package var otherReplies: [ReplyID]

    package init(
        committedAt: Instant?, answer: String?, sent: SentFolder, quotedBy: [ReplyID] = [],
        otherReplies: [ReplyID] = []
    ) {
        self.committedAt = committedAt
        self.answer = answer
        self.sent = sent
        self.quotedBy = quotedBy
        self.otherReplies = otherReplies
    }

    /// What the mailbox's own folders say of it.
    package enum SentFolder: Equatable, Sendable {
        /// Our copy lay there: the server has taken the message.
        case holds(folder: String, seenAt: Instant)
        /// All was read since, the server keeps a copy of whatever it takes, and there is none.
        case lacks(readAt: Instant)
        /// Not read to the end since it may have left; with the time of the last complete reading.
        case unread(lastReadAt: Instant?)
        /// Read since, and no copy: which proves nothing, because this server does not keep copies or renames
        /// them, or because nobody knows.
        case silent(readAt: Instant, habit: SentHabit)
    }

    /// Which way it points.
    package enum Weight: String, Codable, CaseIterable, Sendable {
        case arrived
        case probablyNotSent = "probably-not-sent"
        case unknown
    }

    package var weight: Weight {
        if !quotedBy.isEmpty { return .arrived }
        return switch sent {
        case .holds: .arrived
        case .lacks: .probablyNotSent
        case .unread, .silent: .unknown
        }
    }
}

/// What a mailbox's server does with what it sends.
package enum SentHabit: String, Codable, CaseIterable, Sendable {
    /// It puts a copy of each message into Sent.
    case keepsCopies = "keeps-copies"
    /// It does, under Message-IDs of its own: that ours is not there proves nothing.
    case renamesCopies = "renames-copies"
    case keepsNone = "keeps-none"
    case unknown
}

extension DoubtEvidence {
    /// The folders' word on a message that may have left at `committedAt`.
    ///
    /// - Parameters:
    ///   - copy: where and when a copy of it was seen.
    ///   - lastReadAt: when the last complete reading of the mailbox began.
    ///   - patience: how long a server may take to put its copy there.
    package static func sentFolder(
        committedAt: Instant?, copy: (folder: String, seenAt: Instant)?, lastReadAt: Instant?,
        habit: SentHabit, patience: Duration
    ) -> SentFolder {
        if let copy { return .holds(folder: copy.folder, seenAt: copy.seenAt) }
        guard let committedAt, let lastReadAt, lastReadAt >= committedAt + patience else {
            return .unread(lastReadAt: lastReadAt)
        }
        return switch habit {
        case .keepsCopies: .lacks(readAt: lastReadAt)
        case .renamesCopies, .keepsNone, .unknown: .silent(readAt: lastReadAt, habit: habit)
        }
    }
}
