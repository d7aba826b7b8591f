/// Plays enrollments forward in time with the daemon's own rules: `Planner` for what comes next, `Step.fate` for
/// what becomes of a due step, `LaneRules` for when a message leaves. Nothing is written or sent.
///
/// To be run once.
package struct Forecast {
    /// Course and moment, in the order of the daemon's question "what is due?".
    private struct Due: Comparable {
        var at: Instant
        var order: Int64
        var course: Int

        static func < (left: Due, right: Due) -> Bool {
            (left.at, left.order) < (right.at, right.order)
        }
    }

    private var courses: [ForecastCourse]
    private var lanes: [ForecastLane]
    private let laneOfMailbox: [String: Int]
    private let accounts = AccountFirsts()
    private var due = Heap<Due>()
    private var result = ForecastResult()
    private var isUnfinished: [Bool]

    /// `firstTouches` are the latest ones of each account that still count for the spacing.
    package init(
        _ courses: [ForecastCourse], mailboxes: [ForecastMailbox], accountSpacing: Duration,
        firstTouches: [(account: AccountID, lead: LeadID, at: Instant)] = [], now: Instant
    ) {
        self.courses = courses
        isUnfinished = [Bool](repeating: true, count: courses.count)
        // In the order in which the daemon goes through its lanes.
        let sorted = mailboxes.sorted { $0.address < $1.address }
        let accounts = accounts
        lanes = sorted.map {
            ForecastLane($0, accounts: accounts, accountSpacing: accountSpacing)
        }
        laneOfMailbox = Dictionary(
            uniqueKeysWithValues: sorted.enumerated().map { ($1.address, $0) })
        for each in firstTouches { accounts.note(each.account, lead: each.lead, at: each.at) }
        for (index, course) in courses.enumerated() {
            switch course.position {
            case .waiting(_, let dueAt): wake(index, at: max(dueAt, now))
            case .resting(_, let until, _): wake(index, at: max(until, now))
            case .queued(let step, let dueAt, let notBefore):
                queue(index, step: step, dueAt: dueAt, notBefore: notBefore)
            }
        }
    }

    /// What happens from `now` up to and including `horizon`.
    package mutating func run(from now: Instant, until horizon: Instant) throws -> ForecastResult {
        var now = now
        while let next = nextMoment(after: now), next <= horizon {
            now = next
            while let first = due.first, first.at <= now {
                _ = due.popFirst()
                start(first.course, now: now)
            }
            for index in lanes.indices {
                while let message = try lanes[index].next(now: now, courses) {
                    leave(message, now: now)
                }
            }
        }
        result.unfinished = isUnfinished.indices.filter { isUnfinished[$0] }
        return result
    }

    private func nextMoment(after now: Instant) -> Instant? {
        let moments =
            lanes.compactMap { $0.nextMoment(after: now) } + [due.first?.at].compactMap { $0 }
        return moments.min().map { max($0, now) }
    }

    // MARK: - Steps

    private mutating func wake(_ index: Int, at moment: Instant) {
        due.insert(Due(at: moment, order: courses[index].order, course: index))
    }

    private mutating func start(_ index: Int, now: Instant) {
        let course = courses[index]
        let planner = Planner(
            sequence: course.sequence, calendar: course.calendar, startAt: course.startAt)
        let (step, dueAt): (StepIndex, Instant)
        switch course.position {
        case .waiting(let waiting, let moment): (step, dueAt) = (waiting, moment)
        case .resting(let resting, _, let anchor):
            return go(index, to: planner.resumed(resting, countingFrom: anchor, at: now))
        case .queued: return
        }
        guard course.sequence.steps.indices.contains(step.position) else {
            return go(index, to: .end(.completed))
        }
        let definition = course.sequence.steps[step.position]
        switch definition.fate(
            for: course.lead, values: course.values, outcomes: course.outcomes, left: course.left,
            calendar: course.calendar, now: now)
        {
        case .passOver, .leftBefore: go(index, to: planner.next(after: step, happenedAt: now))
        case .later(let opening):
            courses[index].position = .waiting(step, dueAt: opening)
            wake(index, at: opening)
        case .hold(let reason): hold(index, step, reason)
        case .happens:
            if case .email = definition.act {
                guard course.mailbox != nil else { return hold(index, step, .mailboxMissing) }
                courses[index].position = .queued(step, dueAt: dueAt, notBefore: now)
                queue(index, step: step, dueAt: dueAt, notBefore: now)
            } else {
                touch(index, step, dueAt: dueAt, now: now)
                let outcome = definition.channel.forecastOutcome
                courses[index].outcomes[definition.id] = outcome
                let isOver = definition.outcomeRules[outcome] == .end
                go(
                    index,
                    to: isOver
                        ? .end(.completed) : planner.next(after: step, happenedAt: now))
            }
        }
    }

    private mutating func go(_ index: Int, to next: NextStep) {
        switch next {
        case .step(let step, let dueAt):
            courses[index].position = .waiting(step, dueAt: dueAt)
            wake(index, at: dueAt)
        case .hold(let step, let reason): hold(index, step, reason)
        case .end: isUnfinished[index] = false
        }
    }

    private mutating func hold(_ index: Int, _ step: StepIndex, _ reason: HoldReason) {
        isUnfinished[index] = false
        result.holds.append(.init(course: index, step: step, reason: reason))
    }

    private mutating func touch(_ index: Int, _ step: StepIndex, dueAt: Instant, now: Instant) {
        courses[index].hasBeenTouched = true
        result.touches.append(
            .init(
                course: index, step: step,
                channel: courses[index].sequence.steps[step.position].channel, dueAt: dueAt,
                at: now))
    }

    // MARK: - Messages

    private mutating func queue(_ index: Int, step: StepIndex, dueAt: Instant, notBefore: Instant) {
        let course = courses[index]
        guard let lane = course.mailbox.flatMap({ laneOfMailbox[$0] }) else {
            return hold(index, step, .mailboxMissing)
        }
        let urgency = LaneMessage.Urgency(
            hasBeenTouched: course.hasBeenTouched, isHot: course.isHot)
        lanes[lane].queue(
            ForecastTurn(
                urgency: urgency, dueAt: dueAt, order: course.order, course: index, step: step),
            notBefore: notBefore)
    }

    private mutating func leave(_ turn: ForecastTurn, now: Instant) {
        let course = courses[turn.course]
        if turn.urgency != .followUp, let account = course.lead.account {
            accounts.note(account, lead: course.lead.id, at: now)
        }
        if let mailbox = course.mailbox { result.lastMessageAt[mailbox] = now }
        touch(turn.course, turn.step, dueAt: turn.dueAt, now: now)
        courses[turn.course].left.insert(course.sequence.steps[turn.step.position].id)
        let planner = Planner(
            sequence: course.sequence, calendar: course.calendar, startAt: course.startAt)
        go(turn.course, to: planner.next(after: turn.step, happenedAt: now))
    }
}

extension Channel {
    /// What a forecast takes a person to report: nobody was reached, and the task was done.
    package var forecastOutcome: String {
        switch self {
        case .call: "no-answer"
        case .email, .linkedIn, .task: "done"
        }
    }
}
