package import Sequencing

/// A message that came back from a lead, or about one.
package struct ReplyView: Codable, Equatable, Sendable {
    package var id: ReplyID
    package var lead: LeadID
    package var email: String
    package var name: String
    package var enrollment: EnrollmentID?
    /// What it answers.
    package var delivery: DeliveryID?
    package var mailbox: String
    package var folder: String
    package var from: String
    package var subject: String
    /// What it is held to be: by the rules, or by the person who corrected them.
    package var kind: ReplyKind
    /// As in “hard, 5.1.1: no such user” or “back on 2026-12-01”.
    package var detail: String?
    package var receivedAt: Timestamp
    package var answeredAt: Timestamp?
    /// The rule that tied it to the lead.
    package var matchRule: ReplyMatchRule
    /// What that rule saw, as in “it quotes our message … in References”.
    package var matchedBy: String
    /// The rule that decided what it is, and what that saw.
    package var decidedBy: RuleFinding?
    /// What a person seems to want; a proposal.
    package var intent: IntentView?
    package var correction: CorrectionView?
    /// What the person wrote, without quote, signature and disclaimer; only where one reply is shown.
    package var text: String?
    /// Only where one reply is shown.
    package var reading: ReadingView?

    package init(
        id: ReplyID, lead: LeadID, email: String, name: String, enrollment: EnrollmentID? = nil,
        delivery: DeliveryID? = nil, mailbox: String, folder: String, from: String,
        subject: String, kind: ReplyKind, detail: String? = nil, receivedAt: Timestamp,
        answeredAt: Timestamp? = nil, matchRule: ReplyMatchRule, matchedBy: String,
        decidedBy: RuleFinding? = nil, intent: IntentView? = nil,
        correction: CorrectionView? = nil, text: String? = nil, reading: ReadingView? = nil
    ) {
        self.id = id
        self.lead = lead
        self.email = email
        self.name = name
        self.enrollment = enrollment
        self.delivery = delivery
        self.mailbox = mailbox
        self.folder = folder
        self.from = from
        self.subject = subject
        self.kind = kind
        self.detail = detail
        self.receivedAt = receivedAt
        self.answeredAt = answeredAt
        self.matchRule = matchRule
        self.matchedBy = matchedBy
        self.decidedBy = decidedBy
        self.intent = intent
        self.correction = correction
        self.text = text
        self.reading = reading
    }
}

/// What a person's answer seems to want, by words that can be shown. Nobody acts on it but a person.
package struct IntentView: Codable, Equatable, Sendable {
    package var kind: ReplyIntent.Kind
    /// When to come back, a day.
    package var notBefore: String?
    /// Whom to talk to instead.
    package var referredTo: String?
    /// The words that decided.
    package var evidence: String

    package init(
        kind: ReplyIntent.Kind, notBefore: String? = nil, referredTo: String? = nil,
        evidence: String
    ) {
        self.kind = kind
        self.notBefore = notBefore
        self.referredTo = referredTo
        self.evidence = evidence
    }

    package init(_ intent: ReplyIntent) {
        self.init(
            kind: intent.kind, notBefore: intent.notBefore.map { "\($0)" },
            referredTo: intent.referredTo, evidence: intent.evidence)
    }
}

/// Who said that it is something else than the rules had said.
package struct CorrectionView: Codable, Equatable, Sendable {
    /// The rules' word.
    package var readAs: ReplyKind
    package var at: Timestamp
    package var by: String
    package var why: String?

    package init(readAs: ReplyKind, at: Timestamp, by: String, why: String? = nil) {
        self.readAs = readAs
        self.at = at
        self.by = by
        self.why = why
    }
}

/// What stands around the text of a message, and what each rule said of it.
package struct ReadingView: Codable, Equatable, Sendable {
    package var quote: String
    package var signature: String
    package var disclaimer: String
    /// The Message-ID of what it answers or returns, without angle brackets.
    package var originalMessageID: String?
    /// Those who could not be reached, of a bounce or a delay.
    package var recipients: [ReplyClass.Bounce.Recipient]
    /// In the order in which they were asked.
    package var rules: [RuleFinding]

    package init(
        quote: String = "", signature: String = "", disclaimer: String = "",
        originalMessageID: String? = nil, recipients: [ReplyClass.Bounce.Recipient] = [],
        rules: [RuleFinding] = []
    ) {
        self.quote = quote
        self.signature = signature
        self.disclaimer = disclaimer
        self.originalMessageID = originalMessageID
        self.recipients = recipients
        self.rules = rules
    }
}

/// What became of a correction.
package struct ClassifyReply: Codable, Equatable, Sendable {
    package var reply: ReplyView
    /// What it moved, in order; empty when it was so already.
    package var changes: [HistoryLine]
    /// What can't be undone by itself, and what to run.
    package var advice: [AdviceView]

    package init(reply: ReplyView, changes: [HistoryLine], advice: [AdviceView] = []) {
        self.reply = reply
        self.changes = changes
        self.advice = advice
    }
}

/// A sentence for people, and the command that it is about.
package struct AdviceView: Codable, Equatable, Sendable {
    package var text: String
    package var command: String?

    package init(text: String, command: String? = nil) {
        self.text = text
        self.command = command
    }
}

extension ReplyView {
    /// What is known beyond the kind; nil when nothing is.
    package static func detail(of judged: ReplyClass) -> String? {
        switch judged {
        case .bounce(let bounce):
            ([bounce.severity.rawValue] + (bounce.status.map { [$0] } ?? [])).joined(
                separator: ", ")
                + (bounce.diagnostic.isEmpty ? "" : ": \(bounce.diagnostic)")
        case .autoReply(let reply): reply.returnsOn.map { "back on \($0)" }
        case .optOut(let optOut):
            switch optOut.form {
            case .listUnsubscribe: "by the unsubscribe header"
            case .oneWord: "in one word"
            case .sentence: "in a sentence"
            }
        case .unreadable(let cause): cause
        case .complaint, .challenge, .dispositionNotice, .calendarAnswer, .person: nil
        }
    }
}
