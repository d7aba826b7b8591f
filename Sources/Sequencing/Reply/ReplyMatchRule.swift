/// By what a message was tied to a lead, the strongest first; the first that holds is kept.
package enum ReplyMatchRule: String, Codable, CaseIterable, Sendable {
    /// It names one of our Message-IDs.
    case messageID = "message-id"
    /// It names the Message-ID that a mail server gave our message instead.
    case providerID = "provider-id"
    /// It names a mail that the rep wrote by hand to the lead.
    case handWritten = "hand-written"
    /// It names an earlier message of the lead.
    case earlierReply = "earlier-reply"
    /// It was sent to an address with a tag of ours.
    case addressTag = "address-tag"
    /// It comes from the lead, or is about the lead.
    case address
    /// Somebody of the lead's company writes under the subject of our message: a person must look.
    case sameSubject = "same-subject"

    /// Whether the writer, or the writer's server, has had a certain message of ours before it.
    ///
    /// Such an answer counts whenever it is found; what is matched by an address alone counts only for
    /// enrollments that were there when it arrived.
    package var provesReceipt: Bool {
        switch self {
        case .messageID, .providerID, .addressTag: true
        case .handWritten, .earlierReply, .address, .sameSubject: false
        }
    }

    /// Whether it says which conversation it belongs to.
    package var namesMessage: Bool {
        switch self {
        case .messageID, .providerID, .handWritten, .earlierReply, .addressTag: true
        case .address, .sameSubject: false
        }
    }
}
