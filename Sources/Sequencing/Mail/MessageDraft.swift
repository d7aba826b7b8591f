/// Everything an e-mail is made of, before it is bytes. Module `MailMessage` composes it.
package struct MessageDraft: Equatable, Sendable {
    package var from: EmailAddress
    /// The rep's name as shown to the reader.
    package var fromName: String
    package var to: EmailAddress
    package var toName: String
    /// Where answers are to go, if not to `from`.
    package var replyTo: EmailAddress?
    package var subject: String
    /// Lines may end in LF; `compose` makes them CRLF.
    package var text: String
    package var html: String?
    /// Without angle brackets, as all ids here.
    package var messageID: String
    package var date: Instant
    /// Minutes east of UTC, for the Date field.
    package var dateOffsetMinutes: Int
    package var inReplyTo: String?
    /// First to previous (RFC 5322 section 3.6.4).
    package var references: [String]
    /// Where an opt-out mail goes: `List-Unsubscribe: <mailto:…>` (RFC 2369).
    package var unsubscribeMailto: EmailAddress?
    /// Stands in the subject of such a mail, so that it names its touch whoever sends it.
    package var unsubscribeToken: String?
    /// The address of the one-click opt-out (RFC 8058); nil where there is none.
    package var unsubscribeURL: String?
    /// Whether a machine answers to nobody with it: `Auto-Submitted: auto-generated` (RFC 3834), which keeps
    /// holiday notices from answering.
    package var isAutomatic: Bool

    package init(
        from: EmailAddress, fromName: String, to: EmailAddress, toName: String,
        replyTo: EmailAddress? = nil, subject: String, text: String, html: String? = nil,
        messageID: String, date: Instant,
        dateOffsetMinutes: Int = 0, inReplyTo: String? = nil, references: [String] = [],
        unsubscribeMailto: EmailAddress? = nil, unsubscribeToken: String? = nil,
        unsubscribeURL: String? = nil, isAutomatic: Bool = false
    ) {
        self.isAutomatic = isAutomatic
        self.unsubscribeToken = unsubscribeToken
        self.unsubscribeURL = unsubscribeURL
        self.from = from
        self.fromName = fromName
        self.to = to
        self.toName = toName
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.dateOffsetMinutes = dateOffsetMinutes
        self.inReplyTo = inReplyTo
        self.references = references
        self.unsubscribeMailto = unsubscribeMailto
    }
}
