package import Sequencing
import Store

/// Leads on a sequence, thought through: what would happen to each, and when (`sequence plan`).
package struct PlanOrder: Sendable {
    /// One lead as a file names it; what the file leaves out is taken from the lead that is known.
    package struct Lead: Sendable {
        package var email: EmailAddress
        package var fields: [String: String]
        package var country: String?
        package var zone: String?

        package init(
            email: EmailAddress, fields: [String: String], country: String?, zone: String?
        ) {
            self.email = email
            self.fields = fields
            self.country = country
            self.zone = zone
        }
    }

    package var sequence: Sequencing.Sequence
    package var leads: [Lead]
    package var rep: String
    /// Nil: as `enroll` would choose.
    package var mailbox: String?
    /// Nil for now.
    package var startAt: Instant?

    package init(
        sequence: Sequencing.Sequence, leads: [Lead], rep: String, mailbox: String? = nil,
        startAt: Instant? = nil
    ) {
        self.sequence = sequence
        self.leads = leads
        self.rep = rep
        self.mailbox = mailbox
        self.startAt = startAt
    }
}

/// What a plan foresees; assumptions are those of `ForecastResult`.
package struct SequencePlan: Sendable {
    package struct Line: Sendable {
        package var email: EmailAddress
        package var name: String
        /// The name of the zone in which the lead's window is kept.
        package var zone: String
        package var mailbox: String?
        /// Merge fields that some step lacks, also a later one.
        package var missingFields: [String]
        /// What `enroll` would say today instead of enrolling; the touches are foreseen all the same.
        package var refusal: EnrollmentRefusal?
        package var touches: [ForecastResult.Touch]
        package var hold: ForecastResult.Hold?
        package var isUnfinished: Bool
    }

    package var sequence: Sequencing.Sequence
    package var now: Instant
    package var horizon: Instant
    package var lines: [Line]
    /// Messages of enrollments that live already and share the mailboxes.
    package var otherMessages: Int
    package var lastMessageAt: [String: Instant]
}

extension Engine {
    /// A forecast looks so far ahead.
    package static let planHorizon: Duration = .days(400)
    /// Enrollments that do not exist yet come after all that do.
    private static let firstNewOrder: Int64 = 1 << 48

    /// Plays leads through a sequence that need not be published, in what is queued and waiting already. Reads
    /// only.
    package func plan(_ order: PlanOrder) throws -> SequencePlan {
        let now = now
        let startAt = max(now, order.startAt ?? now)
        let rep = try loader.rep(named: order.rep)
        let mine = try store.mailboxes().filter {
            $0.isActive && $0.rep == order.rep
                && (order.mailbox == nil || $0.address == order.mailbox)
        }
        let book = loader.calendars.copy()
        var chooser = MailboxChooser(mine: mine, engine: self)
        var people = Newcomers(store: store)
        var joining = JoiningPeople(store: store, limit: settings.enrollment.peoplePerAccount)
        var lines: [SequencePlan.Line] = []
        var courses: [ForecastCourse] = []
        for (index, wanted) in order.leads.enumerated() {
            let known = try store.lead(typed: wanted.email.canonical)
            let lead = try (known ?? people.newcomer(wanted.email)).with(wanted)
            let calendar = book.calendar(
                lead: lead, rep: rep,
                sequence: (
                    SequenceVersion(name: order.sequence.name, version: 0), order.sequence.window
                ))
            let mailbox = try chooser.mailbox(for: known?.id)
            let standing = try known.flatMap { try store.standing(ofLead: $0.id) }
            let values = lead.mergeValues(rep: rep, source: standing?.source)
            var missing: [String] = []
            for step in order.sequence.steps {
                for field in step.missingFields(for: lead.email.canonical, values: values)
                where !missing.contains(field) {
                    missing.append(field)
                }
            }
            let planner = Planner(sequence: order.sequence, calendar: calendar, startAt: startAt)
            let first = planner.first
            lines.append(
                SequencePlan.Line(
                    email: lead.email, name: lead.displayName, zone: calendar.zone.name,
                    mailbox: mailbox, missingFields: missing,
                    refusal: try known.flatMap {
                        try store.refusal(
                            of: NewEnrollment(
                                lead: $0.id,
                                sequence: SequenceVersion(name: order.sequence.name, version: 0),
                                mailbox: mailbox, rep: order.rep, source: nil, startAt: startAt,
                                first: first), rules: settings.enrollment, now: now)
                    } ?? joining.refusal(of: lead), touches: [], hold: nil, isUnfinished: false))
            var course = ForecastCourse(
                lead: lead, values: values, sequence: order.sequence, calendar: calendar,
                startAt: startAt, mailbox: mailbox, isHot: standing?.isHot ?? false,
                hasBeenTouched: standing?.hasBeenTouched ?? false,
                order: Self.firstNewOrder + Int64(index),
                position: .waiting(StepIndex(0), dueAt: startAt))
            switch first {
            case .step(let step, let dueAt): course.position = .waiting(step, dueAt: dueAt)
            // The forecast finds the same by itself when it starts the step.
            case .hold, .end: break
            }
            courses.append(course)
        }
        let used = Set(lines.compactMap(\.mailbox))
        let others = try used.sorted().flatMap { try store.liveEnrollments(on: $0) }.compactMap {
            try course(of: $0, now: now)
        }
        let horizon = now + Self.planHorizon
        var forecast = Forecast(
            courses + others,
            mailboxes: try used.sorted().map { try forecastMailbox($0, now: now) },
            accountSpacing: settings.accountSpacing,
            firstTouches: try recentFirstTouches(now: now), now: now)
        let result = try forecast.run(from: now, until: horizon)
        return assembled(
            order, lines: lines, result: result, now: now, horizon: horizon)
    }

    private func assembled(
        _ order: PlanOrder, lines: [SequencePlan.Line], result: ForecastResult, now: Instant,
        horizon: Instant
    ) -> SequencePlan {
        var lines = lines
        var others = 0
        for touch in result.touches {
            if touch.course < lines.count {
                lines[touch.course].touches.append(touch)
            } else if touch.channel == .email {
                others += 1
            }
        }
        for hold in result.holds where hold.course < lines.count { lines[hold.course].hold = hold }
        for course in result.unfinished where course < lines.count {
            lines[course].isUnfinished = true
        }
        return SequencePlan(
            sequence: order.sequence, now: now, horizon: horizon, lines: lines,
            otherMessages: others, lastMessageAt: result.lastMessageAt)
    }

    func forecastMailbox(_ address: String, now: Instant) throws -> ForecastMailbox {
        let row = try store.mailbox(address)
        let pause = row.pause.flatMap { $0.isInForce(at: now) ? $0.until ?? .distantFuture : nil }
        return ForecastMailbox(
            address: address, limits: laneLimits(of: address),
            committed: try store.commits(of: address, after: now - LaneRules.capWindow),
            firstCommittedAt: try store.firstCommittedAt(of: address),
            restsUntil: max(pause ?? row.nextSlotAt, row.nextSlotAt))
    }

    /// First touches that still count for the spacing of accounts.
    func recentFirstTouches(
        now: Instant
    ) throws -> [(account: AccountID, lead: LeadID, at: Instant)] {
        guard settings.accountSpacing > .zero else { return [] }
        return try store.firstTouches(after: now - settings.accountSpacing)
    }

    /// What lives already and will ask for the same slots; nil when it goes nowhere without a person.
    func course(of row: EnrollmentRow, now: Instant) throws -> ForecastCourse? {
        guard let position = try position(of: row, now: now) else { return nil }
        let context = try loader.context(of: row)
        return ForecastCourse(
            lead: context.lead,
            values: context.lead.mergeValues(rep: context.rep, source: context.source),
            sequence: context.sequence, calendar: context.calendar, startAt: row.startAt,
            mailbox: row.mailbox, isHot: context.standing.isHot,
            hasBeenTouched: context.standing.hasBeenTouched, order: row.id.rawValue,
            position: position, outcomes: context.outcomes, left: context.left)
    }

    /// Where a live enrollment stands for a forecast; nil when it goes nowhere without a person.
    private func position(
        of row: EnrollmentRow, now: Instant
    ) throws -> ForecastCourse.Position? {
        switch row.state {
        case .waiting(let step, let dueAt): return .waiting(step, dueAt: dueAt)
        case .paused(let step, _, let until?):
            return .resting(step, until: until, from: row.origin)
        // A task is taken to be done now.
        case .atTask(let step, _, _): return .waiting(step, dueAt: now)
        case .sending(let step, let id):
            let delivery = try store.delivery(id)
            guard case .queued = delivery.state else { return nil }
            return .queued(step, dueAt: delivery.dueAt, notBefore: delivery.notBeforeAt)
        case .held, .paused, .ended: return nil
        }
    }
}

/// The people of each company who would be on a sequence if the leads before were enrolled.
private struct JoiningPeople {
    let store: Store
    let limit: Int?
    private var people: [AccountID: Set<String>] = [:]

    init(store: Store, limit: Int?) {
        self.store = store
        self.limit = limit
    }

    /// Counts the lead in, or says that the company's limit is reached.
    mutating func refusal(of lead: Lead) throws -> EnrollmentRefusal? {
        guard let limit, let account = lead.account else { return nil }
        var others = try people[account] ?? store.people(onSequencesOf: account)
        let own = lead.email.canonical
        defer { people[account] = others }
        guard others.contains(own) || others.count < limit else {
            return EnrollmentRefusal(
                code: .accountLimit,
                message: "\(others.count) of the account would be on a sequence already "
                    + "(\(others.sorted().joined(separator: ", "))); "
                    + "enrollment.people-per-account is \(limit)",
                advice: "leave the lead out, or enroll it when one of them is through")
        }
        others.insert(own)
        return nil
    }
}

/// People and companies that nobody has added yet, numbered below zero.
private struct Newcomers {
    let store: Store
    private var accounts: [String: (id: AccountID?, zone: String?)] = [:]
    private var people: Int64 = 0

    init(store: Store) { self.store = store }

    mutating func newcomer(_ email: EmailAddress) throws -> Lead {
        people += 1
        let account = try account(ofDomain: email.domain)
        return Lead(
            id: LeadID(-people), email: email, account: account.id, accountZone: account.zone)
    }

    private mutating func account(
        ofDomain domain: String
    ) throws -> (id: AccountID?, zone: String?) {
        if let known = accounts[domain] { return known }
        let account: (id: AccountID?, zone: String?) =
            switch try store.account(ofDomain: domain) {
            case .known(let id, let zone): (id, zone)
            case .unknown: (AccountID(-Int64(accounts.count + 1)), nil)
            case .shared: (nil, nil)
            }
        accounts[domain] = account
        return account
    }
}

extension Lead {
    /// With what a file says of it.
    fileprivate func with(_ wanted: PlanOrder.Lead) -> Lead {
        var lead = self
        lead.fields.merge(wanted.fields) { $1 }
        lead.country = wanted.country ?? country
        lead.zone = wanted.zone ?? zone
        return lead
    }
}
