import Engine
import Sequencing
import Store

/// What people ask of the daemon, and what they hear.
enum Answer<Value> {
    case done(Value)
    /// Nothing was done: a rule forbids it, the disk is full, or nobody is there.
    case refused
    /// The daemon died meanwhile: nobody knows.
    case unknown
}

/// Marketing and the reps: they hand leads over, work their queues, and have whims.
///
/// `@unchecked` because they act on the one thread of their world.
final class Reps: @unchecked Sendable {
    unowned let world: World
    var random: SeededRandom
    /// Enrollments that were asked for, and the daemon died.
    private var pending: [(person: Int, order: Int)] = []
    /// Versions as the reps know them.
    var versions = SimulatedSequence.first
    var pausedMailboxes: Set<String> = []

    init(world: World) {
        self.world = world
        random = SeededRandom(seed: world.plan.seed, of: "reps")
    }

    var ledger: Ledger { world.ledger }
    var now: Instant { world.time.now() }

    /// Asks the daemon that runs.
    func ask<Value>(_ body: (Engine) throws -> Value) -> Answer<Value> {
        guard let life = world.incarnation, life.isAlive, let daemon = life.daemon else {
            return .refused
        }
        do {
            let value = try body(daemon.engine)
            return life.isAlive ? .done(value) : .unknown
        } catch {
            guard life.isAlive else { return .unknown }
            switch error as? StoreError {
            case .refused, .notNow, .diskFull: break
            case .folderInUse, .folderUnusable, .newerDatabase, .notADatabase, .damaged,
                .inputOutput, .missing, .copyRefused, .corruptRow, .notFound, nil:
                world.surprise("the daemon says to a rep: \(error)")
            }
            return .refused
        }
    }

    // MARK: - Handing over and enrolling

    func schedule() {
        for lead in world.leads {
            world.time.schedule(at: world.start + lead.arrivesAfter) { @Sendable [self] in
                handOver(lead)
            }
        }
        for day in 0..<world.plan.days {
            let minute = Int.random(in: 0..<600, using: &random)
            let at = world.start + .days(day) + .hours(2) + .minutes(minute)
            world.time.schedule(at: at) { @Sendable [self] in work() }
            if world.plan.faults.contains(.reps) {
                world.time.schedule(at: at + .seconds(minute * 37)) { @Sendable [self] in
                    haveWhims()
                }
            }
        }
        if world.plan.faults.contains(.edits) { scheduleEdits() }
    }

    func again(_ action: @escaping @Sendable () -> Void) {
        world.time.schedule(at: now + .minutes(47), action)
    }

    private func handOver(_ lead: SimulatedLead) {
        let answer = ask { engine in
            if let known = try engine.store.lead(typed: lead.email.canonical) { return known }
            var fields = ["first_name": lead.name, "topic": "pumps"]
            if lead.hasPhone { fields["phone"] = "+00 555 0\(lead.number)" }
            return try engine.add(
                NewLead(
                    email: lead.email, fields: fields, country: lead.country, zone: lead.zone,
                    owner: "robin", source: "sim"), by: "marketing")
        }
        guard case .done(let known) = answer else {
            return again { @Sendable [self] in handOver(lead) }
        }
        ledger.people[lead.number].lead = known.id
        enroll(lead.number, in: lead.sequence.name, isFirst: true)
    }

    func enroll(_ person: Int, in sequence: String, isFirst: Bool = false) {
        guard let lead = ledger.people[person].lead else { return }
        let order = ledger.tick()
        let rep = person % 3 == 2 && world.mailboxes.count > 2 ? "kim" : "robin"
        let answer = ask { engine in
            try engine.enroll(
                .init(
                    lead: lead, sequence: sequence, mailbox: nil, rep: rep, source: "sim",
                    startAt: nil), by: rep)
        }
        switch answer {
        case .done(.success(let row)): write(row, person, order)
        case .done(.failure): break
        case .unknown: pending.append((person, order))
        case .refused:
            if isFirst {
                again { @Sendable [self] in enroll(person, in: sequence, isFirst: true) }
            }
        }
    }

    private func write(_ row: EnrollmentRow, _ person: Int, _ order: Int) {
        guard let sequence = version(row.sequence) else {
            return world.surprise("enrolled in \(row.sequence), which nobody has published")
        }
        let email = ledger.people[person].email.canonical
        if ledger.suppressed.contains(email) {
            world.breaks("I8", "\(email) was enrolled", lead: person)
        }
        ledger.enroll(row.id, person: person, in: sequence, order: order, at: now)
        if !world.leads[person].hasPhone, !sequence.steps.allSatisfy(\.isMail) {
            ledger.change(row.id) { $0.obstacles.insert("no phone") }
        }
        world.tell(person, "enrolled as \(row.id) in \(row.sequence)")
    }

    private func version(_ version: SequenceVersion) -> SimulatedSequence? {
        versions.first { $0.name == version.name && $0.version == version.version }
    }

    /// A daemon is back: the reps look whether what they had asked for was done.
    func resolve(by engine: Engine) {
        for (person, order) in pending {
            guard let lead = ledger.people[person].lead else { continue }
            let known = Set(ledger.people[person].enrollments)
            do {
                let rows = try engine.store.enrollments(
                    state: nil, sequence: nil, lead: lead, rep: nil, limit: 100)
                for row in rows where !known.contains(row.id) { write(row, person, order) }
            } catch {
                world.surprise("what a rep had asked for can't be looked up: \(error)")
            }
        }
        pending = []
    }

    // MARK: - A day's work

    private func work() {
        doTasks()
        settleDoubts()
        for mailbox in world.mailboxes {
            let address = mailbox.address.canonical
            guard !pausedMailboxes.contains(address) || random.chance(percent: 60) else { continue }
            pausedMailboxes.remove(address)
            _ = ask { try $0.resume(mailbox: address, by: mailbox.rep) }
        }
    }

    private func doTasks() {
        let open = ask {
            try $0.store.tasks(state: .open, rep: nil, lead: nil, limit: 1000)
        }
        guard case .done(let tasks) = open else { return }
        for task in tasks where random.chance(percent: 60) {
            let closure: TaskClosure =
                random.chance(percent: 75)
                ? .done(outcome: "no-answer", note: nil) : .skipped(reason: nil)
            let answer = ask { try $0.close(task.id, closure, by: task.rep) }
            guard let enrollment = task.enrollment else { continue }
            switch answer {
            case .done: ledger.change(enrollment) { $0.last = ("b2", now) }
            case .unknown:
                world.note("a task that perhaps was done", onAll: enrollment)
                // Nobody knows from what the next step's delay counts.
                ledger.change(enrollment) { $0.last = nil }
            case .refused: break
            }
        }
    }

    private func settleDoubts() {
        let doubts = ask {
            try $0.store.deliveries(
                state: .inDoubt, lead: nil, mailbox: nil, rep: nil, limit: 1000)
        }
        guard case .done(let rows) = doubts else { return }
        for row in rows where random.chance(percent: 40) {
            let settlement: DeliveryEvent.Settlement =
                switch Int.random(in: 0..<10, using: &random) {
                case 0: .drop
                case 1, 2: .resend
                default: .sent
                }
            // Before the question: the message may leave while it is answered.
            if settlement == .resend { ledger.askForResend(row.messageID, in: row.mailbox) }
            let answer = ask { try $0.settle(row.id, as: settlement, by: "robin") }
            guard !answer.isRefused else {
                if settlement == .resend { ledger.resends[row.messageID, default: 1] -= 1 }
                continue
            }
            ledger.settled.insert(row.messageID)
            ledger.change(row.enrollment) { enrolled in
                enrolled.obstacles.insert("a doubt settled as \(settlement)")
                guard case .done(.moved) = answer, settlement == .drop else { return }
                enrolled.stopped = enrolled.stopped ?? "the message before was dropped"
            }
            world.tell(ledger.person(row.recipient), "\(row.id) is settled: \(settlement)")
        }
    }
}

extension Answer {
    var isRefused: Bool { if case .refused = self { true } else { false } }
}
