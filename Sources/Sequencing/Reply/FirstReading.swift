/// What the rules for notices make of a message, and what it can be matched by.
///
/// Most of a mailbox answers nothing of ours: this much is needed to know it, and the rest of the chain
/// is asked for what is matched.
package struct FirstReading: Sendable {
    /// A complaint, challenge, bounce or disposition notice; nil for what people and their machines write.
    let notice: Judgement?
    let findings: [RuleFinding]
    package let keys: ReplyMatchKeys

    /// As far as matching goes: auto-replies, opt-outs and the rest are matched as a person's answer is.
    package var matchedAs: ReplyClass { notice?.replyClass ?? .person }
}

extension ReplyRules {
    /// The part of `read` that every message goes through.
    package static func begin(_ message: ReceivedMessage) -> FirstReading {
        let signs = ReplySigns(message)
        let (notice, findings) = judgeNotice(signs)
        return FirstReading(
            notice: notice, findings: findings,
            keys: ReplyMatchKeys(signs, notice?.replyClass ?? .person))
    }

    /// What `read` says, from what `begin` has found in the same message.
    package static func finish(
        _ first: FirstReading, _ message: ReceivedMessage, now: Instant, leadZoneOffsetSeconds: Int
    ) -> ReplyReading {
        finish(
            first.notice, first.findings, ReplySigns(message), now: now,
            leadZoneOffsetSeconds: leadZoneOffsetSeconds)
    }
}
