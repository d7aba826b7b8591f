/// What a message that came back is. Pure: the same message and moment give the same reading.
package enum ReplyRules {
    /// Decides in a fixed order; the first rule that fits wins, and a person is what is left.
    ///
    /// Complaint, challenge, bounce or delay, disposition notice, auto-reply, calendar answer, opt-out,
    /// person. `now` dates a message that has no Date; `leadZoneOffsetSeconds` (east of UTC) tells the
    /// lead's day, and how 3/4/2026 is read. In doubt between person and machine: person, because that
    /// stops the sequence.
    package static func read(
        _ message: ReceivedMessage, now: Instant, leadZoneOffsetSeconds: Int
    ) -> ReplyReading {
        let signs = ReplySigns(message)
        let moment = ReplyMoment(
            sentAt: min(message.date ?? now, now), zoneOffsetSeconds: leadZoneOffsetSeconds)
        var findings: [RuleFinding] = []
        for rule in chain {
            guard let judgement = rule.judge(signs, moment) else {
                findings.append(RuleFinding(rule: rule.name, fits: false, evidence: nil))
                continue
            }
            findings.append(
                RuleFinding(rule: rule.name, fits: true, evidence: judgement.evidence))
            return ReplyReading(
                replyClass: judgement.replyClass,
                originalMessageID: OriginalMessage.id(signs, judgement.replyClass),
                text: signs.text, intent: nil, findings: findings)
        }
        findings.append(
            RuleFinding(rule: "person", fits: true, evidence: "no rule for machines fits"))
        let intent = IntentRule.intent(of: signs, moment)
        findings.append(
            RuleFinding(rule: "intent", fits: intent != nil, evidence: intent?.evidence))
        return ReplyReading(
            replyClass: .person, originalMessageID: OriginalMessage.id(signs, .person),
            text: signs.text, intent: intent, findings: findings)
    }

    /// The class alone.
    package static func classify(
        _ message: ReceivedMessage, now: Instant, leadZoneOffsetSeconds: Int
    ) -> ReplyClass {
        read(message, now: now, leadZoneOffsetSeconds: leadZoneOffsetSeconds).replyClass
    }

    private static let chain: [ReplyRule] = [
        ReplyRule("complaint") { signs, _ in ComplaintRule.judge(signs) },
        ReplyRule("challenge") { signs, _ in
            ChallengeRule.evidence(signs).map { Judgement(.challenge, $0) }
        },
        ReplyRule("bounce") { signs, _ in
            BounceRule.find(signs).map { Judgement(.bounce($0.bounce), $0.evidence) }
        },
        ReplyRule("disposition-notice") { signs, _ in dispositionNotice(signs) },
        ReplyRule("auto-reply") { signs, moment in AutoReplyRule.judge(signs, moment) },
        ReplyRule("calendar") { signs, _ in calendarAnswer(signs.message) },
        ReplyRule("opt-out") { signs, _ in OptOutRule.judge(signs) },
    ]

    private static func dispositionNotice(_ signs: ReplySigns) -> Judgement? {
        if let disposition = signs.message.disposition {
            return Judgement(.dispositionNotice, "Disposition: \(disposition)")
        }
        guard BounceRule.isSuccessReport(signs.message) else { return nil }
        return Judgement(.dispositionNotice, "a report that the message was delivered")
    }

    private static func calendarAnswer(_ message: ReceivedMessage) -> Judgement? {
        guard isCalendarAnswer(message) else { return nil }
        let method = message.calendarMethod ?? ""
        return Judgement(.calendarAnswer, "METHOD:\(method), “\(message.subject)”")
    }

    /// METHOD REPLY or COUNTER (RFC 5546). An invitation by the lead (REQUEST) is a person's act.
    static func isCalendarAnswer(_ message: ReceivedMessage) -> Bool {
        ["REPLY", "COUNTER"].contains(message.calendarMethod)
    }
}

/// One rule of the chain: its name, and what it makes of a message.
struct ReplyRule: Sendable {
    let name: String
    let judge: @Sendable (ReplySigns, ReplyMoment) -> Judgement?

    init(_ name: String, judge: @escaping @Sendable (ReplySigns, ReplyMoment) -> Judgement?) {
        self.name = name
        self.judge = judge
    }
}

/// A class, and what it was seen by.
struct Judgement {
    let replyClass: ReplyClass
    let evidence: String

    init(_ replyClass: ReplyClass, _ evidence: String) {
        self.replyClass = replyClass
        self.evidence = evidence
    }
}

/// When and where a message was written, as far as dates in it need that.
struct ReplyMoment {
    let sentAt: Instant
    /// East of UTC.
    let zoneOffsetSeconds: Int
}
