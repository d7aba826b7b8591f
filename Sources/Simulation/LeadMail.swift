import MailMessage
package import Sequencing

/// The mail that a scripted lead, or the lead's server, sends back.
package enum LeadMail {
    /// The message that is answered, as the lead's mail program knows it.
    package struct Original: Sendable {
        package var messageID: String
        package var subject: String
        package var mailbox: EmailAddress
        package var recipient: EmailAddress

        package init(
            messageID: String, subject: String, mailbox: EmailAddress, recipient: EmailAddress
        ) {
            self.messageID = messageID
            self.subject = subject
            self.mailbox = mailbox
            self.recipient = recipient
        }
    }

    /// A person's answer, with the quote that mail programs add.
    package static func answer(
        to original: Original, name: String, text: String, at now: Instant
    ) throws -> [UInt8] {
        let draft = MessageDraft(
            from: original.recipient, fromName: name, to: original.mailbox, toName: "",
            subject: reSubject(original.subject),
            text: "\(text)\n\nOn an earlier day, you wrote:\n> \(original.subject)\n",
            messageID: "answer.\(now.milliseconds)@\(original.recipient.domain)", date: now,
            inReplyTo: original.messageID, references: [original.messageID])
        return try MessageComposer.compose(draft)
    }

    /// An out-of-office answer as a mail server writes it (RFC 3834).
    package static func outOfOffice(
        to original: Original, name: String, backOn day: LocalDate, at now: Instant
    ) -> [UInt8] {
        let subject = "Automatic reply: \(original.subject)"
        return message(
            [
                "From: \(name) <\(original.recipient)>", "To: <\(original.mailbox)>",
                "Subject: \(subject)", "Date: \(date(now))",
                "Message-ID: <ooo.\(now.milliseconds)@\(original.recipient.domain)>",
                "In-Reply-To: <\(original.messageID)>", "Auto-Submitted: auto-replied",
                "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            ],
            "Thank you for your message. I am out of the office and will be back on \(day).\n\(name)"
        )
    }

    /// "No such user", with the report of RFC 3464 and the returned header.
    package static func hardBounce(of original: Original, at now: Instant) -> [UInt8] {
        let domain = original.recipient.domain
        let boundary = "report.\(now.milliseconds)"
        let body = """
            --\(boundary)
            Content-Type: text/plain; charset=us-ascii

            Your message could not be delivered to <\(original.recipient)>: no such user here.

            --\(boundary)
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.\(domain)

            Final-Recipient: rfc822; \(original.recipient)
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550 5.1.1 <\(original.recipient)>: Recipient address rejected: User unknown

            --\(boundary)
            Content-Type: text/rfc822-headers

            From: <\(original.mailbox)>
            To: <\(original.recipient)>
            Subject: \(original.subject)
            Message-ID: <\(original.messageID)>

            --\(boundary)--
            """
        return message(
            [
                "From: Mail Delivery System <MAILER-DAEMON@mx.\(domain)>",
                "To: <\(original.mailbox)>", "Subject: Undelivered Mail Returned to Sender",
                "Date: \(date(now))", "Message-ID: <dsn.\(now.milliseconds)@mx.\(domain)>",
                "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=delivery-status; "
                    + "boundary=\"\(boundary)\"",
            ], body)
    }

    /// "This is abuse": the report of a feedback loop (RFC 5965).
    package static func complaint(about original: Original, at now: Instant) -> [UInt8] {
        let domain = original.recipient.domain
        let boundary = "report.\(now.milliseconds)"
        let body = """
            --\(boundary)
            Content-Type: text/plain; charset=us-ascii

            This is an abuse report for a message that was received here.

            --\(boundary)
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: FeedbackLoop/1.0
            Version: 1
            Original-Rcpt-To: <\(original.recipient)>

            --\(boundary)
            Content-Type: message/rfc822

            From: <\(original.mailbox)>
            To: <\(original.recipient)>
            Subject: \(original.subject)
            Message-ID: <\(original.messageID)>

            Hi.

            --\(boundary)--
            """
        return message(
            [
                "From: Feedback Loop <fbl@mx.\(domain)>", "To: <\(original.mailbox)>",
                "Subject: Abuse report", "Date: \(date(now))",
                "Message-ID: <arf.\(now.milliseconds)@mx.\(domain)>", "MIME-Version: 1.0",
                "Content-Type: multipart/report; report-type=feedback-report; "
                    + "boundary=\"\(boundary)\"",
            ], body)
    }

    private static func reSubject(_ subject: String) -> String {
        subject.hasPrefix("Re: ") ? subject : "Re: \(subject)"
    }

    static func message(_ headers: [String], _ body: String) -> [UInt8] {
        let lines =
            headers + [""]
            + body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// RFC 5322 date in UTC.
    static func date(_ instant: Instant) -> String {
        let local = LocalDateTime(secondsSince1970: instant.milliseconds.flooredDivision(by: 1000))
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let date = local.date
        let weekday = date.weekday.rawValue
        return "\(weekday.prefix(1).uppercased())\(weekday.dropFirst()), \(date.day.twoDigits) "
            + "\(months[date.month - 1]) \(date.year) \(local.time) +0000"
    }
}
