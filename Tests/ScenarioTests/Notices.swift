import Sequencing
import Simulation

/// A delivery report of RFC 3464, as a test needs it.
struct Notice {
    struct Recipient {
        var address: String
        var action = "failed"
        var status = "5.1.1"
    }

    var recipients: [Recipient]
    /// Of the message that it returns; nil for a notice that returns none.
    var messageID: String?
    var subject = "Hello"

    /// What it looks like in the mailbox, written at a moment.
    func bytes(at now: Instant) -> [UInt8] {
        let number = now.milliseconds
        var lines = [
            "From: Mail Delivery System <MAILER-DAEMON@mx.relay.example>",
            "To: <\(Stage.mailbox)>", "Subject: Undelivered Mail Returned to Sender",
            "Date: \(Stage.date(now))", "Message-ID: <dsn.\(number)@mx.relay.example>",
            "MIME-Version: 1.0",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"", "",
            "--b", "Content-Type: text/plain; charset=us-ascii", "",
            "Your message could not be delivered.", "", "--b",
            "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.relay.example",
        ]
        for one in recipients {
            lines += [
                "", "Final-Recipient: rfc822; \(one.address)", "Action: \(one.action)",
                "Status: \(one.status)", "Diagnostic-Code: smtp; \(one.status) said the server",
            ]
        }
        if let messageID {
            lines += [
                "", "--b", "Content-Type: text/rfc822-headers", "",
                "From: <\(Stage.mailbox)>", "Subject: \(subject)", "Message-ID: <\(messageID)>",
            ]
        }
        lines += ["", "--b--"]
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }
}

extension Stage {
    /// A notice about a message that left, with another action or status than "no such user".
    func notice(_ dot: Dot, action: String = "failed", status: String) throws {
        let original = try original(dot)
        post(
            Notice(
                recipients: [.init(address: dot.recipient, action: action, status: status)],
                messageID: original.messageID, subject: original.subject
            ).bytes(at: time.now()))
    }
}
