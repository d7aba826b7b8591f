import Engine
import Logging
import SequenceFile
import Sequencing
import Simulation
import Store
import ZoneData

/// `sequence plan` for 10,000 leads on eight steps, beside the daemon itself playing some of them in virtual time.
enum PlanBenchmark {
    static let leads = 10_000
    static let played = 300
    static let text = """
        title: Eight steps
        window: { days: mon-fri, hours: ["08:30-11:30", "13:00-17:00"], zone: lead, holidays: lead }
        steps:
          - { id: one, email: { subject: "{{company|Your company}}", body: "Hi {{first_name|there}}." } }
          - { id: two, after: 2 hours, call: { script: "Ask about {{topic|it}}." } }
          - { id: three, after: 2 business days, email: { reply-to: one, body: "Again." } }
          - { id: four, after: 1 business day, at: "10:15", task: { script: "Look at the page." } }
          - { id: five, after: 3 days, email: { subject: "A thought", body: "Hi." } }
          - { id: six, after: 1 business day, between: "09:00-11:00", call: { script: "Ask." } }
          - { id: seven, after: 2 business days, email: { reply-to: five, body: "Again." } }
          - { id: eight, after: 3 business days, email: { subject: "The last", body: "Bye." } }

        """
    static let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Europe/London", "UTC"]

    static func run() throws {
        for mailboxes in [1, 10] {
            let runs = try (0..<3).map { _ in try plan(mailboxes: mailboxes, leads: leads) }
            let median = runs.map(\.seconds).median
            Measurement(
                name: "plan.mailboxes-\(mailboxes)", value: median, unit: "s",
                remark: "\(leads) leads × 8 steps, \(runs[0].touches) touches, median of 3, "
                    + "goal: below 2 s"
            ).report()
        }
        let small = try plan(mailboxes: 10, leads: played, plays: true)
        Measurement(
            name: "plan.played", value: small.played, unit: "s", against: "the time of the plan",
            ratio: small.played / small.seconds,
            remark: "the daemon in virtual time, \(played) leads"
        ).report()
    }

    private static func plan(
        mailboxes: Int, leads: Int, plays: Bool = false
    ) throws -> (seconds: Double, played: Double, touches: Int) {
        let folder = try ScratchFolder("plan")
        defer { folder.remove() }
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let store = try Store(folder: folder.path, logger: logger)
        defer { store.close() }
        let addresses = try (0..<mailboxes).map { try EmailAddress("rep\($0)@sender.example") }
        try store.configure(
            reps: [Rep(name: "rep", fullName: "Robin Sender", zone: "Europe/Berlin")],
            mailboxes: addresses.map { ($0, "rep") })
        let zones = ZoneDatabase()
        let sequence = try SequenceFile.read(text, file: "eight.yaml", knownZones: zones.knows)
        _ = try store.publish(sequence, text: text, now: Crowd.start, by: "bench")
        let time = VirtualTime(startingAt: Crowd.start)
        let engine = Engine(
            store: store, clock: time, calendars: SystemZones(zones: zones), workers: time,
            alarm: time,
            mailboxes: addresses.map {
                MailboxPorts(
                    address: $0, rep: "rep", submitter: EverAccepting(), inbox: EverEmpty(),
                    limits: LaneLimits())
            }, settings: EngineSettings(zone: "UTC", messageIDKey: [1]), logger: logger)
        time.onAlarm { @Sendable in engine.wake() }
        let people = try (0..<leads).map { number in
            PlanOrder.Lead(
                email: try EmailAddress("lead\(number)@company\(number / 3).example"),
                fields: ["phone": "+00 555 0100"], country: nil, zone: Self.zones[number % 5])
        }
        var touches = 0
        let planned = try seconds {
            let plan = try engine.plan(PlanOrder(sequence: sequence, leads: people, rep: "rep"))
            touches = plan.lines.reduce(0) { $0 + $1.touches.count }
        }
        precondition(touches == leads * 8, "the plan has \(touches) touches")
        guard plays else { return (planned, 0, touches) }
        try engine.start()
        for person in people {
            let lead = try store.add(
                NewLead(
                    email: person.email, fields: person.fields, zone: person.zone, owner: "rep"),
                now: time.now(), by: "bench")
            _ = try engine.enroll(
                .init(
                    lead: lead.id, sequence: "eight", mailbox: nil, rep: "rep", source: nil,
                    startAt: nil), by: "bench"
            ).get()
        }
        var done = 0
        let playing = seconds {
            time.run(until: Crowd.start + .days(60)) {
                // Why a failure is only counted: the sum below tells.
                for task in (try? store.tasks(state: .open, rep: nil, lead: nil, limit: 100)) ?? []
                {
                    _ = try? engine.close(
                        task.id, .done(outcome: task.channel.forecastOutcome, note: nil), by: "rep")
                    done += 1
                }
            }
        }
        precondition(done == leads * 3, "\(done) tasks were done")
        return (planned, playing, touches)
    }
}

private struct SystemZones: CalendarSource {
    let zones: ZoneDatabase
    let fingerprint = ""

    // Why the error is dropped: nil is what "unknown" is called here.
    func zone(named name: String) -> ZoneRules? { try? zones.rules(named: name) }
    func holidays(of country: String) -> Set<LocalDate> { [] }
}

private struct EverAccepting: MessageSubmitter {
    func submit(_ message: OutgoingMessage, atCommitPoint: () -> Bool) -> SubmissionVerdict {
        atCommitPoint() ? .accepted(reply: "250 ok") : .unsent(.abortedAtCommitPoint)
    }

    func close() {}
}

private struct EverEmpty: InboxSource {
    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant, deliver: (SweepBatch) throws -> Void
    ) -> SweepResult { .complete(folders: 1, messages: 0) }
    func waitForNews(timeout: Duration) -> InboxNews { .nothing }
    func cancelWait() {}
}
