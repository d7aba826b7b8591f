package import Sequencing

package struct TaskDoneRequest: Codable, Equatable, Sendable {
    /// As the sequence names it: `connected`, `no-answer`, `done`.
    package var outcome: String
    package var note: String?

    package init(
        outcome: String, note: String? = nil
    ) {
        self.outcome = outcome
        self.note = note
    }
}

/// An e-mail to be reviewed may leave, as it is shown or with these changes.
package struct TaskApproveRequest: Codable, Equatable, Sendable {
    /// Only where the message begins a thread.
    package var subject: String?
    package var text: String?

    package init(
        subject: String? = nil, text: String? = nil
    ) {
        self.subject = subject
        self.text = text
    }
}

package struct TaskSkipRequest: Codable, Equatable, Sendable {
    package var reason: String?

    package init(
        reason: String? = nil
    ) {
        self.reason = reason
    }
}

/// A person's word on what came back.
package struct ClassifyRequest: Codable, Equatable, Sendable {
    package var kind: ReplyKind
    /// A day, as in `2026-12-01`; only with `out-of-office`.
    package var backOn: String?
    package var why: String?

    package init(kind: ReplyKind, backOn: String? = nil, why: String? = nil) {
        self.kind = kind
        self.backOn = backOn
        self.why = why
    }
}

/// A person's word on a message in doubt.
package struct SettleRequest: Codable, Equatable, Sendable {
    package var settlement: DeliveryEvent.Settlement
    /// Whoever says `resend` says this too: the lead may get a second copy.
    package var mayBeSecondCopy: Bool?

    package init(settlement: DeliveryEvent.Settlement, mayBeSecondCopy: Bool? = nil) {
        self.settlement = settlement
        self.mayBeSecondCopy = mayBeSecondCopy
    }
}

/// A sequence file to be published; its name is the file's, without folder and extension.
package struct PublishRequest: Codable, Equatable, Sendable {
    package var file: String
    package var text: String

    package init(
        file: String, text: String
    ) {
        self.file = file
        self.text = text
    }
}
