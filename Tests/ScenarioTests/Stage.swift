import Engine
import Foundation
import Logging
import MailMessage
import SequenceFile
import Sequencing
import Simulation
import Store
import Support
import Synchronization
import ZoneData

/// The real engine on a real store, in virtual time, between a server and a mailbox that do as told.
///
/// Begins on Monday, 16 March 2026, 07:00 UTC.
final class Stage {
    static let start = at(day: 16, hour: 7)
    static let mailbox = "dana@sender.example"

    let time: VirtualTime
    let store: Store
    let engine: Engine
    let server: ObedientServer
    let inbox = ObedientInbox()
    let calendars = StageCalendars()
    let folder: TemporaryFolder

    /// A moment of March 2026, UTC.
    static func at(day: Int, hour: Int, minute: Int = 0, second: Int = 0) -> Instant {
        let date = LocalDate(year: 2026, month: 3, day: day)
        let midnight = LocalDateTime(date: date, time: LocalTime(hour: hour, minute: minute))
        return Instant(milliseconds: midnight.secondsSince1970 * 1000) + .seconds(second)
    }

    /// `steps` is the part of a sequence file after `steps:`; all hours of all days are open unless
    /// `window` says otherwise. With `putBack` it begins then, on a backup of another stage.
    init(
        _ steps: String, hours: String = "00:00-24:00", when: String? = nil,
        limits: LaneLimits = LaneLimits(shortestGap: .zero, longestGap: .zero),
        mailboxes: [String] = [Stage.mailbox], enrollment: EnrollmentRules = EnrollmentRules(),
        accountSpacing: Duration = .zero, source: (any InboxSource)? = nil,
        optOutURL: String? = nil, hasPlusTags: Bool = false, digest: DigestRules? = nil,
        putBack: (copy: String, at: Instant)? = nil
    ) throws {
        folder = try TemporaryFolder(named: "stage")
        time = VirtualTime(startingAt: putBack?.at ?? Stage.start)
        if let putBack {
            try FileManager.default.copyItem(
                atPath: putBack.copy, toPath: folder.path("thirdtouch.sqlite"))
        }
        var logger = Logger(label: "stage")
        logger.logLevel = .critical
        store = try Store(folder: folder.path, logger: logger)
        let addresses = try mailboxes.map { try EmailAddress($0) }
        let rep = Rep(
            name: "dana", fullName: "Dana Whitlock", email: addresses[0], signature: "Dana")
        try store.configure(reps: [rep], mailboxes: addresses.map { ($0, rep.name) })
        server = ObedientServer(clock: time)
        let (server, inbox, calendars) = (server, inbox, calendars)
        engine = Engine(
            store: store, clock: time, calendars: calendars, workers: time,
            alarm: time,
            mailboxes: addresses.enumerated().map { index, address in
                MailboxPorts(
                    address: address, rep: rep.name, submitter: server,
                    inbox: source ?? (index == 0 ? inbox : ObedientInbox()), limits: limits,
                    hasPlusTags: hasPlusTags)
            },
            settings: EngineSettings(
                zone: "UTC", messageIDKey: [UInt8](repeating: 7, count: 32),
                enrollment: enrollment, accountSpacing: accountSpacing, optOutURL: optOutURL,
                digest: digest),
            logger: logger)
        let engine = engine
        time.onAlarm { @Sendable [weak engine] in engine?.wake() }
        try publish(steps, hours: hours, when: when)
        try engine.start()
    }

    /// The next version of `plan`, or the first of another sequence.
    @discardableResult
    func publish(
        _ steps: String, as name: String = "plan", hours: String = "00:00-24:00",
        holidays: String = "none", zone: String = "lead", when: String? = nil
    ) throws -> SequenceVersion {
        let rules = when.map { "when:\n  \($0)\n" } ?? ""
        let text = """
            title: A sequence for a test
            window: { days: mon-sun, hours: "\(hours)", zone: \(zone), holidays: \(holidays) }
            \(rules)unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
            \(steps)
            """
        let zones = calendars.zones
        let sequence = try SequenceFile.read(
            text, file: "\(name).yaml", knownZones: { (try? zones.rules(named: $0)) != nil })
        return try store.publish(sequence, text: text, now: time.now(), by: "test")
    }

    deinit {
        engine.stop()
        store.close()
    }

    // MARK: - What people do

    func add(
        _ address: String, fields: [String: String] = [:], zone: String? = "UTC",
        isHot: Bool = false
    ) throws -> Lead {
        try store.add(
            NewLead(
                email: EmailAddress(address), fields: fields, zone: zone, owner: "dana",
                source: "fair", isHot: isHot), now: time.now(), by: "test")
    }

    @discardableResult
    func enroll(
        _ address: String = "mira@north.example", fields: [String: String] = [:],
        zone: String = "UTC"
    ) throws -> EnrollmentID {
        try enroll(add(address, fields: fields, zone: zone)).get().id
    }

    func enroll(
        _ lead: Lead, in sequence: String = "plan", startAt: Instant? = nil, isBeside: Bool = false
    ) throws -> Result<EnrollmentRow, EnrollmentRefusal> {
        try engine.enroll(
            .init(
                lead: lead.id, sequence: sequence, mailbox: nil, rep: "dana", source: nil,
                startAt: startAt, isBeside: isBeside), by: "dana")
    }

    /// The lead answers a message that left.
    func answer(_ dot: Dot, _ text: String = "Let us talk.") throws {
        post(try LeadMail.answer(to: original(dot), name: "Mira", text: text, at: time.now()))
    }

    func outOfOffice(_ dot: Dot, backOn day: Int) throws {
        post(
            LeadMail.outOfOffice(
                to: try original(dot), name: "Mira",
                backOn: LocalDate(year: 2026, month: 3, day: day), at: time.now()))
    }

    func hardBounce(_ dot: Dot) throws {
        post(LeadMail.hardBounce(of: try original(dot), at: time.now()))
    }

    /// News reaches the mailbox, and its server says so.
    func post(_ bytes: [UInt8], in role: FolderRole = .inbox, arrivedAt: Instant? = nil) {
        inbox.post(bytes, in: role, arrivedAt: arrivedAt)
        engine.sweep(EmailAddress(known: Self.mailbox))
    }

    /// A message of these header lines and this text; Date and Message-ID are added.
    func mail(_ headers: String..., text: String = "Hello.", name: String = "x") -> [UInt8] {
        let lines =
            headers + [
                "Date: \(Self.date(time.now()))",
                "Message-ID: <\(name).\(time.now().milliseconds)@mail.example>",
                "MIME-Version: 1.0",
            ]
            + (headers.contains { $0.hasPrefix("Content-Type:") }
                ? [] : ["Content-Type: text/plain; charset=utf-8"]) + ["", text]
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// RFC 5322, in UTC, of March 2026.
    static func date(_ instant: Instant) -> String {
        let local = LocalDateTime(secondsSince1970: instant.milliseconds / 1000)
        return "\(local.date.day) Mar 2026 \(local.time) +0000"
    }

    func original(_ dot: Dot) throws -> LeadMail.Original {
        let parsed = try MessageParser.parse(dot.bytes)
        return LeadMail.Original(
            messageID: parsed.messageID ?? "", subject: parsed.subject,
            mailbox: EmailAddress(known: dot.mailbox),
            recipient: EmailAddress(known: dot.recipient))
    }

    // MARK: - What is seen

    func run(_ length: Duration) { time.run(until: time.now() + length) }

    var dots: [Dot] { server.dots }

    func state(_ id: EnrollmentID) throws -> EnrollmentState { try store.enrollment(id).state }

    func deliveries() throws -> [DeliveryRow] {
        try store.deliveries(state: nil, lead: nil, mailbox: nil, rep: nil, limit: 100)
    }

    func replies() throws -> [ReplyRow] {
        try store.replies(kind: nil, lead: nil, rep: nil, limit: 100)
    }

    /// Why each line of a lead's history is there, oldest first.
    func story(_ lead: LeadID = LeadID(1)) throws -> [String] {
        try store.history(of: lead, limit: 1000).map { "\($0.event): \($0.why)" }
    }

    func effort(_ lead: LeadID = LeadID(1)) throws -> Effort {
        try engine.touchGapReport(lead: lead).lines[0].facts.effort
    }

    func openTasks() throws -> [TaskRow] {
        try store.tasks(state: .open, rep: nil, lead: nil, limit: 100)
    }

    /// What the judge says of all that was sent and stored.
    func broken(dots: [Dot]? = nil, cap: Int = 1000) throws -> [String] {
        let report = try engine.touchGapReport()
        return try StageJudge(store: store) { [engine, store] lead, sequence, moment in
            try engine.loader.calendar(of: store.lead(lead), rep: nil, on: sequence).isOpen(moment)
        }.broken(
            dots: dots ?? self.dots, cap: cap, classes: report.classes.reduce(0) { $0 + $1.count },
            handOffs: report.lines.count)
    }
}

extension EmailAddress {
    /// An address that a test knows to be good.
    init(known text: String) {
        // Why a trap is right: a typing mistake in a test is found at its first run.
        guard let address = try? EmailAddress(text) else { fatalError("bad address \(text)") }
        self = address
    }
}

/// The system's zones, or others in their place, and no holidays but those that a test names.
final class StageCalendars: CalendarSource {
    private struct State: Sendable {
        var replaced: [String: String] = [:]
        var holidays: Set<LocalDate> = []
        var changes = 0
    }

    let zones = ZoneDatabase()
    private let state = Mutex(State())

    /// As if the zone data had changed: `name` is now what another zone is; nil for gone.
    func replace(_ name: String, by other: String) {
        state.withLock { state in
            state.replaced[name] = other
            state.changes += 1
        }
    }

    func declareHoliday(_ day: LocalDate) {
        state.withLock { state in
            state.holidays.insert(day)
            state.changes += 1
        }
    }

    var fingerprint: String { state.withLock { "\($0.changes)" } }

    // Why the error is dropped: nil is what "unknown" is called here.
    func zone(named name: String) -> ZoneRules? {
        try? zones.rules(named: state.withLock { $0.replaced[name] } ?? name)
    }

    func holidays(of country: String) -> Set<LocalDate> { state.withLock { $0.holidays } }
}
