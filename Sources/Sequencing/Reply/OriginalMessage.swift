/// The message that a notice is about, or that a person answers.
enum OriginalMessage {
    /// Without angle brackets; nil when nothing names it.
    static func id(_ signs: ReplySigns, _ replyClass: ReplyClass) -> String? {
        let message = signs.message
        switch replyClass {
        case .complaint, .bounce, .dispositionNotice, .challenge, .unreadable:
            return ReplyMatchKeys.returnedIDs(message, replyClass).first
                ?? message.inReplyTo.first ?? message.references.last
        case .autoReply, .calendarAnswer, .optOut, .person:
            return message.inReplyTo.first ?? message.references.last
        }
    }
}
