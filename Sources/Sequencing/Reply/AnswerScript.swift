/// What a rep reads in the task that a message from a lead opened: what to do, and what is proposed.
///
/// A proposal names the command and nothing runs it.
package struct AnswerScript: Equatable, Sendable {
    package var ask: String
    /// The lead's address, for the commands.
    package var email: String
    package var sequence: String?
    package var intent: ReplyIntent?
    /// Whether a person must first say what the message is.
    package var isUncertain: Bool

    package init(
        ask: String, email: String, sequence: String? = nil, intent: ReplyIntent? = nil,
        isUncertain: Bool = false
    ) {
        self.ask = ask
        self.email = email
        self.sequence = sequence
        self.intent = intent
        self.isUncertain = isUncertain
    }

    /// The text of the task, once the message has its number.
    package func text(for reply: ReplyID) -> String {
        ([ask] + [proposal(for: reply)].compactMap { $0 }).joined(separator: "\n")
    }

    private func proposal(for reply: ReplyID) -> String? {
        if isUncertain {
            return "If it is: thirdtouch reply classify \(reply) --as person. "
                + "If not: thirdtouch reply classify \(reply) --as auto-reply"
        }
        guard let intent else { return nil }
        let reason = " (\(intent.evidence))"
        let enroll = "thirdtouch enroll \(email) --sequence \(sequence ?? "NAME")"
        switch intent.kind {
        case .interested: return "Proposed: interested\(reason)"
        case .question: return "Proposed: a question\(reason)"
        case .notInterested:
            return "Proposed: not interested\(reason)"
        case .notNow:
            guard let day = intent.notBefore else { return "Proposed: not now\(reason)" }
            return "Proposed: come back on \(day)\(reason): \(enroll) --start-at \(day)"
        case .wrongPerson, .referral:
            let word = intent.kind == .referral ? "talk to" : "wrong person; talk to"
            guard let other = intent.referredTo else {
                return intent.kind == .referral
                    ? "Proposed: a referral\(reason)" : "Proposed: wrong person\(reason)"
            }
            return "Proposed: \(word) \(other)\(reason): "
                + "thirdtouch lead add \(other) --source referral"
        case .unsubscribe:
            return "Proposed: never again\(reason): "
                + "thirdtouch reply classify \(reply) --as opt-out"
        }
    }
}
