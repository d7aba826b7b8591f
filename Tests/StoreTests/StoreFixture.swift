import GRDB
import Logging
import Sequencing
import Store
import Support

/// A store in a folder of its own, with one rep, one mailbox, one sequence and a lead.
struct StoreFixture {
    let folder: TemporaryFolder
    let store: Store
    static let now = Instant(milliseconds: 1_772_445_600_000)
    static let mailbox = "dana@sender.example"

    static func logger() -> Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    init(folder: TemporaryFolder? = nil) throws {
        let folder = try folder ?? TemporaryFolder(named: "store")
        self.folder = folder
        store = try Store(folder: folder.path, logger: Self.logger())
        try store.configure(
            reps: [Rep(name: "dana", fullName: "Dana Whitlock")],
            mailboxes: [(EmailAddress(Self.mailbox), "dana")])
        let hours = Window.Hours(
            opens: LocalTime(secondOfDay: 0), closes: LocalTime(secondOfDay: 86_400))
        let body = try MergeTemplate(parsing: "Hi.")
        let sequence = Sequencing.Sequence(
            name: "quick", title: "Quick",
            window: Window(
                days: Set(Weekday.allCases), hours: [hours], zone: .named("UTC"), holidays: .none),
            colleagueReplies: .ignore,
            outOfOffice: .init(businessDaysAfterReturn: 1, defaultDays: 14), minimum: .standard,
            steps: [
                Step(
                    id: "hello", delay: .none,
                    act: .email(
                        EmailAct(
                            subject: body, replyTo: nil, variants: [.init(weight: 1, body: body)])))
            ])
        _ = try store.publish(
            sequence, text: "quick", digest: { @Sendable in "\($0.utf8.count)" }, now: Self.now,
            by: "test")
    }

    func addLead(_ address: String = "mira@customer.example") throws -> Lead {
        try store.add(
            NewLead(email: EmailAddress(address), owner: "dana"), now: Self.now, by: "test")
    }

    func enroll(_ lead: LeadID) throws -> Result<EnrollmentRow, EnrollmentRefusal> {
        try store.enroll(
            NewEnrollment(
                lead: lead, sequence: SequenceVersion(name: "quick", version: 1),
                mailbox: Self.mailbox, rep: "dana", source: nil, startAt: Self.now,
                first: .step(StepIndex(0), dueAt: Self.now)), now: Self.now, by: "test")
    }

    /// A lead whose first message is queued.
    func queued() throws -> (row: EnrollmentRow, delivery: DeliveryRow) {
        let row = try enroll(addLead().id).get()
        let message = OutgoingMessage(
            sender: try EmailAddress(Self.mailbox),
            recipient: try EmailAddress("mira@customer.example"), bytes: Array("Hi".utf8))
        let reactions = try store.start(
            [
                (
                    row,
                    .email(
                        NewDelivery(
                            mailbox: Self.mailbox, message: message,
                            messageID: "e\(row.id.rawValue).\(row.revision)@sender.example",
                            parentMessageID: nil, subject: "Hi", stepID: "hello", needsFence: false,
                            urgency: .firstTouch, dueAt: Self.now))
                )
            ], now: Self.now)
        let waiting = try store.deliveries(
            state: .queued, lead: row.lead, mailbox: nil, rep: nil, limit: 2)
        guard reactions == [.moved(.nothing)], waiting.count == 1 else {
            throw LaunchError("the message was not queued")
        }
        let delivery = waiting[0]
        return (try store.enrollment(row.id), delivery)
    }

    /// The raw file, as somebody with sqlite3 would open it.
    func raw() throws -> DatabaseQueue { try DatabaseQueue(path: store.file) }
}

extension Store {
    /// Takes a message up whose turn it is; nil when it isn't.
    func claim(_ id: DeliveryID, now: Instant) throws -> DeliveryRow? {
        let turn: LaneTurn<Bool> = try turn(
            of: StoreFixture.mailbox, rules: LaneRules(limits: LaneLimits()), now: now
        ) { $0.row.id == id ? .takeUp(true) : .leave }
        guard case .takenUp(let row, _, _) = turn else { return nil }
        return row
    }

    /// By rules that no test of the store comes near.
    func commitPoint(
        _ id: DeliveryID, attempt: Int, accountSpacing: Duration = .zero, now: Instant
    ) throws -> CommitDecision {
        try commitPoint(
            id, attempt: attempt,
            rules: LaneRules(limits: LaneLimits(), accountSpacing: accountSpacing),
            account: lead(delivery(id).lead).account, now: now)
    }

    /// What follows is planned on the enrollment as it is.
    func settle(
        _ id: DeliveryID, attempt: Int, as verdict: SubmissionVerdict, next: NextStep,
        now: Instant
    ) throws -> DeliveryRow? {
        let revision = try enrollment(delivery(id).enrollment).revision
        return try settle(
            id, attempt: attempt, as: verdict, next: PlannedNext(step: next, revision: revision),
            retryAt: now, now: now)
    }
}
