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
        let (notice, findings) = judgeNotice(signs)
        return finish(
            notice, findings, signs, now: now, leadZoneOffsetSeconds: leadZoneOffsetSeconds)
    }

    static func judgeNotice(_ signs: ReplySigns) -> (notice: Judgement?, findings: [RuleFinding]) {
        var findings: [RuleFinding] = []
        let notice = first(of: noticeRules, &findings) { $0(signs) }
        return (notice, findings)
    }

    static func finish(
        _ notice: Judgement?, _ noticeFindings: [RuleFinding], _ signs: ReplySigns, now: Instant,
        leadZoneOffsetSeconds: Int
    ) -> ReplyReading {
        let moment = ReplyMoment(
            sentAt: min(signs.message.date ?? now, now), zoneOffsetSeconds: leadZoneOffsetSeconds)
        var findings = noticeFindings
        let judgement = notice ?? first(of: answerRules, &findings) { $0(signs, moment) }
        if let judgement {
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

    /// The first of these rules that fits; each that was asked is noted.
    private static func first<Judge>(
        of rules: [ReplyRule<Judge>], _ findings: inout [RuleFinding],
        _ ask: (Judge) -> Judgement?
    ) -> Judgement? {
        for rule in rules {
            let judgement = ask(rule.judge)
            findings.append(
                RuleFinding(
                    rule: rule.name, fits: judgement != nil, evidence: judgement?.evidence))
            if let judgement { return judgement }
        }
        return nil
    }

    /// They decide what a message is matched by.
    private static let noticeRules: [ReplyRule<@Sendable (ReplySigns) -> Judgement?>] = [
        ReplyRule("complaint") { ComplaintRule.judge($0) },
        ReplyRule("challenge") { signs in
            ChallengeRule.evidence(signs).map { Judgement(.challenge, $0) }
        },
        ReplyRule("bounce") { signs in
            BounceRule.find(signs).map { Judgement(.bounce($0.bounce), $0.evidence) }
        },
        ReplyRule("disposition-notice") { dispositionNotice($0) },
    ]

    private static let answerRules: [ReplyRule<@Sendable (ReplySigns, ReplyMoment) -> Judgement?>] =
        [
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
struct ReplyRule<Judge: Sendable>: Sendable {
    let name: String
    let judge: Judge

    init(_ name: String, judge: Judge) {
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
