import Engine
import Foundation
import Logging
import MailTransport
import SequenceFile
import Sequencing
import Store
import Support

/// First e-mails that are due at once, composed, frozen, handed to a real server over SMTP and recorded, every stage durable,
/// without pacing: one mailbox, and ten at a time. Beside it a C program with a ledger and no rules, and Python's smtplib with the
/// same ledger, in turns.
enum SendBenchmark {
    static let messages = 2000
    static let rounds = 3

    static func run() throws {
        let folder = try ScratchFolder("sends")
        defer { folder.remove() }
        let ledger = try Anchor(
            c: "ledger_send", packages: ["libcurl", "sqlite3"], into: folder)
        let python = Anchor(python: "ledger_send")
        for (lanes, group) in [(1, 1), (10, 100)] {
            let sink = try SMTPSink(keepsMail: false)
            defer { sink.stop() }
            var (ours, bare, pythons): ([Double], [Double], [Double]) = ([], [], [])
            for _ in 0..<rounds {
                ours.append(try Double(messages) / send(over: lanes, to: sink))
                bare.append(
                    try ledger.run(
                        "\(sink.port)", "\(messages)", "\(group)", "\(lanes)",
                        "\(folder.path)/ledger.db"))
                pythons.append(
                    try python.run("\(sink.port)", "\(messages / 4)", "\(folder.path)/python.db"))
            }
            let stages = group == 1 ? "a commit at each stage" : "\(group) in a commit"
            Measurement(
                name: "sends.lanes-\(lanes)", value: ours.median, unit: "messages/s",
                against: "a C program with a ledger, \(stages), \(lanes) at a time",
                ratio: ours.median / bare.median,
                remark:
                    "\(messages) messages, median of \(rounds), goal: \(lanes == 1 ? 600 : 2500)"
            ).report()
            Measurement(
                name: "sends.lanes-\(lanes)-beside-python", value: ours.median,
                unit: "messages/s", against: "Python's smtplib with a ledger",
                ratio: ours.median / pythons.median
            ).report()
        }
    }

    /// Seconds from the start of the engine to the last recorded outcome.
    private static func send(over lanes: Int, to sink: SMTPSink) throws -> Double {
        let folder = try ScratchFolder("sends-state")
        defer { folder.remove() }
        let time = RealTime()
        let addresses = try (0..<lanes).map { try EmailAddress("rep\($0)@sender.example") }
        try Crowd.make(
            in: folder.path, waiting: 0, due: messages, at: time.now(), on: sequence(),
            from: addresses)
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let store = try Store(folder: folder.path, logger: logger)
        defer { store.close() }
        let (threads, count) = (Threads(), CountedSubmitter.Count(messages))
        let limits = LaneLimits(
            shortestGap: .zero, longestGap: .zero, startCap: 1_000_000, ceiling: 1_000_000)
        let ports = try addresses.map { address in
            MailboxPorts(
                address: address, rep: Crowd.rep(of: address),
                submitter: CountedSubmitter(
                    SMTPSubmitter(
                        server: try SMTPServer(host: "127.0.0.1", port: sink.port, tls: .none),
                        logger: logger), count),
                inbox: EmptyInbox(), limits: limits)
        }
        let engine = Engine(
            store: store, clock: time, calendars: NoCalendars(), workers: threads, alarm: time,
            mailboxes: ports, settings: EngineSettings(zone: "UTC", messageIDKey: [1]),
            logger: logger)
        time.onAlarm { [weak engine] in engine?.wake() }
        let taken = try seconds {
            try engine.start()
            guard count.wait(seconds: 120) else {
                let rows = try store.deliveries(
                    state: .queued, lead: nil, mailbox: nil, rep: nil, limit: messages)
                throw AnchorFailure(
                    program: "the engine", cause: "\(rows.count) messages have not left")
            }
            engine.stop()
            threads.drain(engine.workerKeys)
        }
        let sent = try store.deliveries(
            state: .accepted, lead: nil, mailbox: nil, rep: nil, limit: 2 * messages
        ).count
        precondition(sent == messages, "\(sent) of \(messages) messages are recorded")
        return taken
    }

    /// Three kilobytes, as the programs beside it send them.
    private static func sequence() throws -> Sequencing.Sequence {
        let line =
            "            I saw that your team is growing and how long new people take to start.\n"
        return try SequenceFile.read(
            """
            title: Sends
            window: { days: mon-sun, hours: 00:00-24:00, zone: UTC, holidays: none }
            unable-to-reach-after: 1 touches on 1 channels in 1 business days
            steps:
              - id: opening
                email:
                  subject: "{{topic|onboarding}} at {{company|your company}}"
                  variants:
                    - body: |
                        Hello {{first_name|there}},

            \(String(repeating: line, count: 33))
                        Robin

            """, file: "crowd.yaml", knownZones: { _ in true })
    }
}
