import Dispatch
import Engine
import Foundation
import Logging
import MailTransport
import Sequencing
import Simulation
import Store
import Support

/// New messages swept from a real Dovecot on loopback and recorded through the watcher and the
/// store, beside a bare C program that fetches the same and throws it away, in turns. Twice: each message from
/// a lead, and one of twenty, as in a mailbox that somebody lives in. And once the reader alone.
enum SweepBenchmark {
    static let messages = 10_000
    static let rounds = 3

    static func run() throws {
        try runReader()
        try run(named: "sweep.record", oneLeadIn: 1, "each from a lead")
        try run(named: "sweep.mailbox", oneLeadIn: 20, "5 % of them from leads")
    }

    /// The reader alone, sizes, dates and proofs included; what it brings is thrown away, as the bare program does.
    private static func runReader() throws {
        let folder = try ScratchFolder("sweep")
        defer { folder.remove() }
        let dovecot = try DovecotServer()
        defer { dovecot.stop() }
        let fetch = try Anchor(c: "imap_fetch", into: folder)
        var (ours, theirs): ([Double], [Double]) = ([], [])
        for round in 0..<rounds {
            let bare = try filledInbox(named: "bare\(round)", oneLeadIn: 20, on: dovecot)
            theirs.append(
                try fetch.run(
                    "\(dovecot.imapPort)", bare.user, DovecotServer.password, "\(messages)"))
            let filled = try filledInbox(named: "read\(round)", oneLeadIn: 20, on: dovecot)
            let inbox = try inbox(of: filled.user, on: dovecot)
            var count = 0
            ours.append(
                try seconds {
                    let result = inbox.sweep(from: filled.cursors, readBackTo: Crowd.start) {
                        count += $0.messages.count
                    }
                    guard case .complete = result else {
                        throw AnchorFailure(program: "dovecot", cause: "\(result)")
                    }
                })
            precondition(count == messages, "\(count) messages were swept")
        }
        Measurement(
            name: "sweep.read", value: Double(messages) / ours.median, unit: "messages/s",
            against: "the time of a bare C fetch", ratio: ours.median / theirs.median,
            remark:
                "\(messages) messages, nothing recorded, median of \(rounds), goal: at most 1.5; "
                + "the fetch alone: \(Int(Double(messages) / theirs.median))/s"
        ).report()
    }

    private static func run(named name: String, oneLeadIn share: Int, _ whose: String) throws {
        let folder = try ScratchFolder("sweep")
        defer { folder.remove() }
        let dovecot = try DovecotServer()
        defer { dovecot.stop() }
        let fetch = try Anchor(c: "imap_fetch", into: folder)
        var (ours, theirs): ([Double], [Double]) = ([], [])
        // New mail is moved and indexed by Dovecot when it is first seen: each run has its own.
        for round in 0..<rounds {
            let bare = try filledInbox(named: "bare\(round)", oneLeadIn: share, on: dovecot)
            theirs.append(
                try fetch.run(
                    "\(dovecot.imapPort)", bare.user, DovecotServer.password, "\(messages)"))
            let filled = try filledInbox(named: "swept\(round)", oneLeadIn: share, on: dovecot)
            ours.append(try sweep(filled, awaiting: messages / share, dovecot))
        }
        Measurement(
            name: name, value: Double(messages) / ours.median, unit: "messages/s",
            against: "the time of a bare C fetch", ratio: ours.median / theirs.median,
            remark: "\(messages) messages, \(whose), median of \(rounds), goal: 4000/s; "
                + "the fetch alone: \(Int(Double(messages) / theirs.median))/s"
        ).report()
    }

    /// A user with new messages, and where each folder began before they came.
    private struct FilledInbox {
        var user: String
        var cursors: [FolderCursor] = []
    }

    private static func filledInbox(
        named user: String, oneLeadIn share: Int, on dovecot: DovecotServer
    ) throws -> FilledInbox {
        var filled = FilledInbox(user: user)
        let result = try inbox(of: user, on: dovecot).sweep(from: [], readBackTo: Crowd.start) {
            filled.cursors.append($0.cursor)
        }
        guard case .complete = result else {
            throw AnchorFailure(program: "dovecot", cause: "\(result): \(dovecot.logText)")
        }
        let maildir = dovecot.maildirPath(of: user)
        for number in 0..<messages {
            let path = "\(maildir)/tmp/1700000000.M\(number)P1.bench"
            try Data(Self.message(number, oneLeadIn: share)).write(to: URL(filePath: path))
            // Dovecot reads as another user, and takes a message from new when it is whole.
            chmod(path, 0o666)
            rename(path, "\(maildir)/new/1700000000.M\(number)P1.bench")
        }
        return filled
    }

    private static func inbox(of user: String, on dovecot: DovecotServer) throws -> IMAPInbox {
        IMAPInbox(
            server: try IMAPServer(
                host: "127.0.0.1", port: dovecot.imapPort, tls: .none, username: user,
                password: DovecotServer.password), logger: silent)
    }

    private static var silent: Logger {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        return logger
    }

    /// Seconds that the daemon's own parts take for one sweep into a fresh store.
    private static func sweep(
        _ filled: FilledInbox, awaiting expected: Int, _ dovecot: DovecotServer
    ) throws -> Double {
        let folder = try ScratchFolder("sweep-state")
        defer { folder.remove() }
        try Crowd.make(in: folder.path, waiting: messages, due: 0)
        let store = try Store(folder: folder.path, logger: silent)
        defer { store.close() }
        let mailbox = try EmailAddress(Crowd.mailbox)
        for cursor in filled.cursors {
            _ = try store.record(
                [], cursor: cursor, mailbox: mailbox.canonical, now: Crowd.start)
        }
        let time = VirtualTime(startingAt: Crowd.start)
        let (threads, swept) = (Threads(), Swept(try inbox(of: filled.user, on: dovecot)))
        let engine = Engine(
            store: store, clock: time, calendars: NoCalendars(), workers: threads, alarm: time,
            mailboxes: [
                MailboxPorts(
                    address: mailbox, rep: "rep", submitter: Unused(),
                    inbox: swept, limits: LaneLimits())
            ], settings: EngineSettings(zone: "UTC", messageIDKey: [1]), logger: silent)
        let taken = try seconds {
            try engine.start()
            swept.waitForEnd()
        }
        engine.stop()
        threads.drain(engine.workerKeys)
        let recorded = try store.replies(kind: nil, lead: nil, rep: nil, limit: 2 * messages).count
        precondition(recorded == expected, "\(recorded) of \(expected) messages were recorded")
        let end = try store.mailbox(mailbox.canonical).sweepStartedAt
        precondition(end != nil, "the sweep was broken off")
        return taken
    }

    // MARK: What came

    private static let trace = (0..<4).map { hop in
        """
        Received: from mx\(hop).lead.example (mx\(hop).lead.example [192.0.2.\(hop)])
        \tby in\(hop).sender.example (Postfix) with ESMTPS id 4B2C\(hop)F19A7
        \tfor <rep@sender.example>; Tue, 17 Mar 2026 10:0\(hop):00 +0000 (UTC)

        """
    }.joined()

    /// Of ten: seven answers of people, two absence notices, one bounce; each about its own lead.
    static func message(_ number: Int, oneLeadIn share: Int) -> [UInt8] {
        // Crowd's leads are numbered from 1.
        let name = number % share == 0 ? "lead" : "other"
        let lead = "\(name)\(number + 1)@\(name == "lead" ? "c" : "other")\(number + 1).example"
        let text =
            switch number / share % 10 {
            case 0..<7: answer(number, from: lead)
            case 7, 8: absence(number, from: lead)
            default: bounce(number, of: lead)
            }
        return Array((trace + text).replacing("\n", with: "\r\n").utf8)
    }

    private static let quote = (1...8).map { "> Line \($0) of what we wrote about your pumps." }
        .joined(separator: "\n")

    private static func answer(_ number: Int, from lead: String) -> String {
        let text = "Thanks, Thursday at ten suits me.\nPlease send the details before.\n"
        return """
            Message-ID: <answer.\(number)@lead.example>
            Date: Tue, 17 Mar 2026 10:04:00 +0000
            From: Ida Holm <\(lead)>
            To: rep@sender.example
            Subject: Re: A word about pumps
            In-Reply-To: <other.\(number)@sender.example>
            References: <first.\(number)@sender.example> <other.\(number)@sender.example>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="b\(number)"

            --b\(number)
            Content-Type: text/plain; charset=utf-8

            \(text)
            On Mon, Mar 16, 2026 at 9:00 AM Robin Sender <rep@sender.example> wrote:
            \(quote)
            --b\(number)
            Content-Type: text/html; charset=utf-8

            <html><body><p>\(text.replacing("\n", with: "<br>"))</p><blockquote>
            <p>\(quote.replacing("> ", with: "").replacing("\n", with: "<br>"))</p>
            </blockquote></body></html>
            --b\(number)--

            """
    }

    private static func absence(_ number: Int, from lead: String) -> String {
        """
        Message-ID: <absence.\(number)@lead.example>
        Date: Tue, 17 Mar 2026 10:04:00 +0000
        From: Ida Holm <\(lead)>
        To: rep@sender.example
        Subject: Automatic reply: A word about pumps
        Auto-Submitted: auto-replied
        Content-Type: text/plain; charset=utf-8

        I am out of the office until 27 March 2026 and back on Monday, 30 March.

        """
    }

    private static func bounce(_ number: Int, of lead: String) -> String {
        """
        Message-ID: <bounce.\(number)@mx.lead.example>
        Date: Tue, 17 Mar 2026 10:04:00 +0000
        From: Mail Delivery System <MAILER-DAEMON@mx.lead.example>
        To: rep@sender.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b\(number)"

        --b\(number)
        Content-Type: text/plain; charset=us-ascii

        <\(lead)>: host mx.lead.example[192.0.2.9] said: 550 5.1.1 User unknown
        --b\(number)
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.lead.example

        Final-Recipient: rfc822; \(lead)
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        --b\(number)--

        """
    }
}

/// The real inbox, which tells when its first sweep is over. Only the watcher's thread sweeps.
private final class Swept: InboxSource, @unchecked Sendable {  // IMAPInbox is used by one thread
    private let inbox: IMAPInbox
    private let end = DispatchSemaphore(value: 0)
    private let cancelled = DispatchSemaphore(value: 0)

    init(_ inbox: IMAPInbox) { self.inbox = inbox }

    func sweep(
        from cursors: [FolderCursor], readBackTo start: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult { inbox.sweep(from: cursors, readBackTo: start, deliver: deliver) }

    /// The watcher waits for news when everything is recorded.
    func waitForNews(timeout: Duration) -> InboxNews {
        end.signal()
        cancelled.wait()
        return .cancelled
    }

    func cancelWait() { cancelled.signal() }

    func waitForEnd() { end.wait() }
}

private struct Unused: MessageSubmitter {
    func submit(_ message: OutgoingMessage, atCommitPoint: () -> Bool) -> SubmissionVerdict {
        .unsent(.connection(cause: "nothing is sent here"))
    }

    func close() {}
}
