/// A message from outside, parsed: values only, every text decoded, every list bounded.
package struct ReceivedMessage: Equatable, Sendable {
    /// The outer header fields, unfolded and decoded, in their order.
    package var headers: [HeaderField]
    /// Without angle brackets; so are all message ids here.
    package var messageID: String?
    package var inReplyTo: [String]
    package var references: [String]
    package var from: [Mailbox]
    package var replyTo: [Mailbox]
    package var sender: [Mailbox]
    package var to: [Mailbox]
    package var subject: String
    package var date: Instant?
    /// The first text/plain part that is not an attachment.
    package var plainText: String?
    /// The first text/html part that is not an attachment, as text without markup.
    package var htmlAsText: String?
    /// Further text/plain parts that are not attachments, in order, bounded.
    package var moreTexts: [String]
    /// message/delivery-status (RFC 3464), one per recipient block.
    package var deliveryReports: [DeliveryReport]
    /// message/disposition-notification (RFC 8098): the Disposition field.
    package var disposition: String?
    /// Of the same part: Final-Recipient and Original-Recipient, without their type.
    package var dispositionRecipients: [String]
    /// What machine-readable parts say is the original's Message-ID.
    package var reportedIDs: [String]
    /// message/feedback-report (RFC 5965): the Feedback-Type field.
    package var feedbackType: String?
    /// Header fields of the original that a report returns (message/rfc822 or text/rfc822-headers).
    package var returnedHeaders: [HeaderField]
    /// METHOD of a text/calendar part, in upper case: REPLY, REQUEST …
    package var calendarMethod: String?

    package init(
        headers: [HeaderField] = [], messageID: String? = nil, inReplyTo: [String] = [],
        references: [String] = [], from: [Mailbox] = [], replyTo: [Mailbox] = [],
        sender: [Mailbox] = [], to: [Mailbox] = [], subject: String = "", date: Instant? = nil,
        plainText: String? = nil, htmlAsText: String? = nil, moreTexts: [String] = [],
        deliveryReports: [DeliveryReport] = [], disposition: String? = nil,
        dispositionRecipients: [String] = [], reportedIDs: [String] = [],
        feedbackType: String? = nil, returnedHeaders: [HeaderField] = [],
        calendarMethod: String? = nil
    ) {
        self.headers = headers
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.from = from
        self.replyTo = replyTo
        self.sender = sender
        self.to = to
        self.subject = subject
        self.date = date
        self.plainText = plainText
        self.htmlAsText = htmlAsText
        self.moreTexts = moreTexts
        self.deliveryReports = deliveryReports
        self.disposition = disposition
        self.dispositionRecipients = dispositionRecipients
        self.reportedIDs = reportedIDs
        self.feedbackType = feedbackType
        self.returnedHeaders = returnedHeaders
        self.calendarMethod = calendarMethod
    }

    package struct HeaderField: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Field names are ASCII and have no case (RFC 5322 section 1.2.2): compared byte by byte.
        package func isNamed(_ other: String) -> Bool {
            name.utf8.count == other.utf8.count
                && zip(name.utf8, other.utf8).allSatisfy { $0 == $1 || isSameLetter($0, $1) }
        }

        private func isSameLetter(_ one: UInt8, _ other: UInt8) -> Bool {
            one | 0x20 == other | 0x20 && (0x61...0x7A).contains(one | 0x20)
        }
    }

    /// A name and an address as the sender wrote them; the address is not trusted to be valid.
    package struct Mailbox: Equatable, Sendable {
        package var name: String
        package var address: String

        package init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    package struct DeliveryReport: Equatable, Sendable {
        /// Lower case: failed, delayed, delivered, relayed, expanded; other words as they came.
        package var action: String?
        /// RFC 3463, as in `5.1.1`.
        package var status: String?
        package var finalRecipient: String?
        package var originalRecipient: String?
        /// Sendmail's X-Actual-Recipient: where an alias led to.
        package var actualRecipient: String?
        /// The remote server's words.
        package var diagnostic: String?

        package init(
            action: String? = nil, status: String? = nil, finalRecipient: String? = nil,
            originalRecipient: String? = nil, actualRecipient: String? = nil,
            diagnostic: String? = nil
        ) {
            self.action = action
            self.status = status
            self.finalRecipient = finalRecipient
            self.originalRecipient = originalRecipient
            self.actualRecipient = actualRecipient
            self.diagnostic = diagnostic
        }
    }

    /// The value of the first outer field of that name, matched without case.
    package func header(_ name: String) -> String? {
        headers.first { $0.isNamed(name) }?.value
    }
}
