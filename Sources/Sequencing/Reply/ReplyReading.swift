/// What the rules see in a message, with the reason for each finding.
package struct ReplyReading: Equatable, Sendable {
    package var replyClass: ReplyClass
    /// Of the message that a notice returns or a person answers, without angle brackets.
    package var originalMessageID: String?
    package var text: ReplyText.Parts
    /// What a person seems to want; a proposal, the rep decides. Nil unless a person wrote.
    package var intent: ReplyIntent?
    /// Every rule that was asked, in the order of asking.
    package var findings: [RuleFinding]

    package init(
        replyClass: ReplyClass, originalMessageID: String?, text: ReplyText.Parts,
        intent: ReplyIntent?, findings: [RuleFinding]
    ) {
        self.replyClass = replyClass
        self.originalMessageID = originalMessageID
        self.text = text
        self.intent = intent
        self.findings = findings
    }
}

/// One rule's word on one message.
package struct RuleFinding: Equatable, Codable, Sendable {
    /// As in `bounce`, `auto-reply`, `intent`.
    package var rule: String
    package var fits: Bool
    /// What it saw, as in “Auto-Submitted: auto-replied”; nil when it saw nothing of its kind.
    package var evidence: String?

    package init(rule: String, fits: Bool, evidence: String?) {
        self.rule = rule
        self.fits = fits
        self.evidence = evidence
    }
}

/// What a person's answer seems to want, by words that can be shown. Never acted on by itself.
package struct ReplyIntent: Equatable, Codable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case interested
        case notNow = "not-now"
        case notInterested = "not-interested"
        case wrongPerson = "wrong-person"
        case referral
        case question
        case unsubscribe
    }

    package var kind: Kind
    /// When to come back, where a `notNow` names a day.
    package var notBefore: LocalDate?
    /// Whom to talk to, where a `referral` or `wrongPerson` names an address; lower case.
    package var referredTo: String?
    /// The words that decided.
    package var evidence: String

    package init(
        kind: Kind, notBefore: LocalDate? = nil, referredTo: String? = nil, evidence: String
    ) {
        self.kind = kind
        self.notBefore = notBefore
        self.referredTo = referredTo
        self.evidence = evidence
    }
}
