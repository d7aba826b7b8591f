/// What a message that came back is. Decided by `ReplyRules`, in the order of docs/replies.md.
package enum ReplyClass: Equatable, Codable, Sendable {
    /// An abuse report (ARF, RFC 5965): as final as an opt-out.
    case complaint
    /// "Click here to prove that you are human".
    case challenge
    /// A message did not arrive, or not yet.
    case bounce(Bounce)
    /// A read receipt (RFC 8098): says nothing about interest.
    case dispositionNotice
    /// A machine answered for a person.
    case autoReply(AutoReply)
    /// The answer to an invitation.
    case calendarAnswer
    case optOut(OptOut)
    /// A person wrote. Also whatever can't be told for sure: this stops the sequence.
    case person
    /// Too large or too deep to be read; kept as a file.
    case unreadable(cause: String)

    package struct Bounce: Equatable, Codable, Sendable {
        /// How final it is. A delay is not a bounce yet: the server goes on trying.
        package enum Severity: String, Codable, Sendable { case hard, soft, delayed }

        package struct Recipient: Equatable, Codable, Sendable {
            /// In canonical form.
            package var address: String
            package var severity: Severity
            /// RFC 3463.
            package var status: String?

            package init(address: String, severity: Severity, status: String?) {
                self.address = address
                self.severity = severity
                self.status = status
            }
        }

        /// Those who could not be reached, as far as the notice names them; each address once.
        package var recipients: [Recipient]
        /// The worst of the recipients', or the notice's own where it names nobody.
        package var severity: Severity
        /// RFC 3463, of the worst recipient.
        package var status: String?
        /// The server's words.
        package var diagnostic: String

        package init(
            recipients: [Recipient], severity: Severity, status: String?, diagnostic: String
        ) {
            self.recipients = recipients
            self.severity = severity
            self.status = status
            self.diagnostic = diagnostic
        }
    }

    package struct AutoReply: Equatable, Codable, Sendable {
        package enum Form: String, Codable, Sendable {
            /// "We have received your message."
            case acknowledgement
            /// The person is away, until a day or for good.
            case outOfOffice
        }

        package var form: Form
        /// The first day back at work, when the message states one.
        package var returnsOn: LocalDate?

        package init(form: Form, returnsOn: LocalDate?) {
            self.form = form
            self.returnsOn = returnsOn
        }
    }

    package struct OptOut: Equatable, Codable, Sendable {
        package enum Form: String, Codable, Sendable { case listUnsubscribe, oneWord, sentence }

        package var form: Form

        package init(form: Form) { self.form = form }
    }
}

/// The word for a class, in SQL, JSON and on the command line.
package enum ReplyKind: String, Codable, CaseIterable, Sendable {
    case complaint, challenge, bounce, delay
    case dispositionNotice = "disposition-notice"
    case autoReply = "auto-reply"
    case outOfOffice = "out-of-office"
    case calendar
    case optOut = "opt-out"
    case person, unreadable

    package init(_ replyClass: ReplyClass) {
        self =
            switch replyClass {
            case .complaint: .complaint
            case .challenge: .challenge
            case .bounce(let bounce): bounce.severity == .delayed ? .delay : .bounce
            case .dispositionNotice: .dispositionNotice
            case .autoReply(let reply):
                switch reply.form {
                case .acknowledgement: .autoReply
                case .outOfOffice: .outOfOffice
                }
            case .calendarAnswer: .calendar
            case .optOut: .optOut
            case .person: .person
            case .unreadable: .unreadable
            }
    }
}
