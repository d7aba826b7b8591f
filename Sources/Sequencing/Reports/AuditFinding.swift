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
