/// What a message that came back is. Pure: the same message and moment give the same class.
package enum ReplyRules {
    /// Decides in a fixed order; the first rule that fits wins, and a person is what is left.
    ///
    /// Complaint, challenge, bounce or delay, disposition notice, auto-reply, calendar answer, opt-out,
    /// person. `now` dates a message that has no Date; `leadZoneOffsetSeconds` (east of UTC) tells the
    /// lead's day, and how 3/4/2026 is read. In doubt between person and machine: person, because that
    /// stops the sequence.
    package static func classify(
        _ message: ReceivedMessage, now: Instant, leadZoneOffsetSeconds: Int
    ) -> ReplyClass {
        let signs = ReplySigns(message)
        if let report = feedback(signs) { return report }
        if ChallengeRule.matches(signs) { return .challenge }
        if let bounce = BounceRule.bounce(signs) { return .bounce(bounce) }
        if message.disposition != nil || BounceRule.isSuccessReport(message) {
            return .dispositionNotice
        }
        if AutoReplyRule.matches(signs) {
            let sentAt = min(message.date ?? now, now)
            return .autoReply(
                ReplyClass.AutoReply(
                    returnsOn: ReturnDate.find(
                        in: signs.body, subject: message.subject, sentAt: sentAt,
                        offsetSeconds: leadZoneOffsetSeconds)))
        }
        if isCalendarAnswer(message) { return .calendarAnswer }
        if let form = OptOutRule.form(message) { return .optOut(ReplyClass.OptOut(form: form)) }
        return .person
    }

    /// RFC 5965 reports. Those that complain of nobody (RFC 6591 auth-failure, not-spam) are notices.
    private static func feedback(_ signs: ReplySigns) -> ReplyClass? {
        guard let type = signs.message.feedbackType else { return nil }
        return ["not-spam", "auth-failure"].contains(type) ? .dispositionNotice : .complaint
    }

    /// METHOD REPLY or COUNTER (RFC 5546). An invitation by the lead (REQUEST) is a person's act.
    static func isCalendarAnswer(_ message: ReceivedMessage) -> Bool {
        ["REPLY", "COUNTER"].contains(message.calendarMethod)
    }
}

/// Challenge and response: the mail waits until its sender proves to be human.
enum ChallengeRule {
    private static let markFields = [
        "x-boxbe", "x-spamarrest", "x-spamarrest-challenge", "x-tmda-confirm", "x-mailinblack",
        "x-asg-challenge", "x-challenge-response",
    ]
    private static let markDomains = [
        "boxbe.com", "spamarrest.com", "mailinblack.com", "sendio.com", "bluebottle.com",
        "knowspam.net", "uol.com.br",
    ]
    private static let phrases = [
        "confirm that you are a human", "verify that you are a human", "prove that you are human",
        "prove you are human", "verify you are human", "verify your email address to deliver",
        "confirm your message", "release your message", "to have your message delivered",
        "added to my approved senders", "add you to my guest list", "approved senders list",
        "my allowed senders", "sender verification", "verification is required",
        "one time verification", "confirm your identity to deliver", "challenge response",
        "authentifier votre adresse", "pour que votre message soit remis",
        "vous identifier en cliquant", "bestätigen sie dass sie ein mensch",
        "um ihre nachricht zuzustellen klicken", "confirme que usted es humano",
    ]

    static func matches(_ signs: ReplySigns) -> Bool {
        if markFields.contains(where: { signs.fields[$0] != nil }) { return true }
        guard signs.body.utf8.count < 8000, signs.body.contains("http") else { return false }
        let isMarked = markDomains.contains {
            signs.fromAddress.hasSuffix("@\($0)") || signs.fromAddress.hasSuffix(".\($0)")
        }
        // Quoted texts may speak of anything: what the sender wrote counts.
        let text = FoldedText(ReplyText.visible(in: signs.message))
        let found = phrases.count { text.contains($0) || signs.subject.contains($0) }
        guard found > 0 else { return false }
        return isMarked || AutoReplyRule.hasStrongField(signs) || found > 1
            || signs.subject.contains(anyOf: [
                "verification", "verify", "confirm", "confirmation", "challenge",
            ])
    }
}
