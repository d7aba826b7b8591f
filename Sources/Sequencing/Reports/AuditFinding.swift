/// What an audit of people's judgements finds.
package enum AuditFinding: String, Codable, CodingKeyRepresentable, CaseIterable, Sendable {
    /// "Unable to reach", below the minimum of the sequence.
    case unreachableTooEarly = "unreachable-too-early"
    /// "No need", "no budget", "bad timing" or "not a fit" of somebody who never said a word.
    case noConversation = "no-conversation"
    /// Sent back as not worth contact, after contact.
    case rejectedAfterContact = "rejected-after-contact"
    /// A rep ended the sequence below the minimum and said nothing of the lead: cherry-picking.
    case stoppedEarly = "stopped-early"
}

/// What an audit asks of a hand-off.
package struct AuditFacts: Equatable, Sendable {
    package var disposition: Disposition?
    package var effort: Effort
    package var minimum: Sequence.Minimum
    /// Whether the lead ever answered or was spoken to.
    package var hasConversation: Bool
    /// Whether a person ended its last sequence.
    package var isStopped: Bool

    package init(
        disposition: Disposition?, effort: Effort, minimum: Sequence.Minimum,
        hasConversation: Bool, isStopped: Bool
    ) {
        self.disposition = disposition
        self.effort = effort
        self.minimum = minimum
        self.hasConversation = hasConversation
        self.isStopped = isStopped
    }

    /// Nil where the record bears the judgement out.
    package var finding: AuditFinding? {
        switch disposition {
        case .unableToReach: effort.meets(minimum) ? nil : .unreachableTooEarly
        case .noNeed, .noBudget, .badTiming, .notAFit: hasConversation ? nil : .noConversation
        case .misrouted, .incomplete, .outsideCriteria:
            effort.touches == 0 ? nil : .rejectedAfterContact
        case nil: isStopped && !effort.meets(minimum) ? .stoppedEarly : nil
        case .qualified, .meetingBooked, .badData, .recycled: nil
        }
    }
}
