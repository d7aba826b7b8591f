import MailMessage
import Sequencing

/// What else comes back.
extension LeadMail {
    /// A person writes in a new thread that quotes nothing of ours.
    static func newThread(
        to original: Original, name: String, text: String, at now: Instant
    ) throws -> [UInt8] {
        try MessageComposer.compose(
            MessageDraft(
                from: original.recipient, fromName: name, to: original.mailbox, toName: "",
                subject: "A question", text: "\(text)\n\n\(name)\n",
                messageID: "new.\(now.milliseconds)@\(original.recipient.domain)", date: now))
    }

    /// Away, and nobody knows how long.
    static func outOfOfficeWithoutDate(
        to original: Original, name: String, at now: Instant
    ) -> [UInt8] {
        message(
            [
                "From: \(name) <\(original.recipient)>", "To: <\(original.mailbox)>",
                "Subject: Out of office: \(original.subject)", "Date: \(date(now))",
                "Message-ID: <away.\(now.milliseconds)@\(original.recipient.domain)>",
                "In-Reply-To: <\(original.messageID)>", "Auto-Submitted: auto-replied",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            ], "I am out of the office with no access to my e-mail.\n\(name)")
    }

    /// "Not delivered yet": the server goes on trying (RFC 3464, 4.4.1).
    static func delay(of original: Original, at now: Instant) -> [UInt8] {
        report(
            of: original, at: now, subject: "Delayed Mail (still being retried)",
            words: "Your message could not be delivered for 4 hours. It will be retried.",
            fields: [
                "Action: delayed", "Status: 4.4.1",
                "Diagnostic-Code: smtp; connection timed out",
            ])
    }

    /// "Mailbox full": it came back, for now (4.2.2).
    static func softBounce(of original: Original, at now: Instant) -> [UInt8] {
        report(
            of: original, at: now, subject: "Undelivered Mail Returned to Sender",
            words: "Your message could not be delivered: the mailbox is full.",
            fields: [
                "Action: failed", "Status: 4.2.2",
                "Diagnostic-Code: smtp; 452 4.2.2 the mailbox is full",
            ])
    }

    private static func report(
        of original: Original, at now: Instant, subject: String, words: String, fields: [String]
    ) -> [UInt8] {
        let domain = original.recipient.domain
        let boundary = "report.\(now.milliseconds)"
        return message(
            [
                "From: Mail Delivery System <MAILER-DAEMON@mx.\(domain)>",
                "To: <\(original.mailbox)>", "Subject: \(subject)",
                "Date: \(date(now))", "Message-ID: <rpt.\(now.milliseconds)@mx.\(domain)>",
                "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=delivery-status; "
                    + "boundary=\"\(boundary)\"",
            ],
            """
            --\(boundary)
            Content-Type: text/plain; charset=us-ascii

            \(words)

            --\(boundary)
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.\(domain)

            Final-Recipient: rfc822; \(original.recipient)
            \(fields.joined(separator: "\n"))

            --\(boundary)
            Content-Type: text/rfc822-headers

            From: <\(original.mailbox)>
            To: <\(original.recipient)>
            Subject: \(original.subject)
            Message-ID: <\(original.messageID)>

            --\(boundary)--
            """)
    }
}
