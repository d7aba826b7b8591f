/// What a message that came back is. Decided by `ReplyRules`, in the order of docs/replies.md.
package enum ReplyClass: Equatable, Codable, Sendable {
    /// An abuse report (ARF, RFC 5965): as final as an opt-out.
    case complaint
    /// "Click here to prove that you are human".
    case challenge
    case bounce(Bounce)
    /// A read receipt (RFC 8098): says nothing about interest.
    case dispositionNotice
    case autoReply(AutoReply)
    /// The answer to an invitation.
    case calendarAnswer
    case optOut(OptOut)
    /// A person wrote. Also whatever can't be told for sure: this stops the sequence.
    case person
    /// Too large or too deep to be read; kept as a file.
    case unreadable(cause: String)

    package struct Bounce: Equatable, Codable, Sendable {
        package enum Kind: String, Codable, Sendable { case hard, soft, delayed }

        package var kind: Kind
        /// The address that could not be reached, in canonical form, when the report names it.
        package var recipient: String?
        /// RFC 3463.
        package var status: String?
        /// The server's words.
        package var diagnostic: String

        package init(kind: Kind, recipient: String?, status: String?, diagnostic: String) {
            self.kind = kind
            self.recipient = recipient
            self.status = status
            self.diagnostic = diagnostic
        }
    }

    package struct AutoReply: Equatable, Codable, Sendable {
        /// The first day back at work, when the message states one.
        package var returnsOn: LocalDate?

        package init(returnsOn: LocalDate?) { self.returnsOn = returnsOn }
    }

    package struct OptOut: Equatable, Codable, Sendable {
        package enum Form: String, Codable, Sendable { case listUnsubscribe, oneWord, sentence }

        package var form: Form

        package init(form: Form) { self.form = form }
    }
}
