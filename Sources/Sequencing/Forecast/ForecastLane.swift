/// A message in the queue of a forecast: ordered as the daemon's lane takes them up.
struct ForecastTurn: Comparable {
    var urgency: LaneMessage.Urgency
    var dueAt: Instant
    var order: Int64
    var course: Int
    var step: StepIndex

    static func < (left: ForecastTurn, right: ForecastTurn) -> Bool {
        (left.urgency.rawValue, left.dueAt, left.order)
            < (right.urgency.rawValue, right.dueAt, right.order)
    }
}

/// The latest first touches of each account: enough of them to leave one person out.
final class AccountFirsts {
    private var latest: [AccountID: [(lead: LeadID, at: Instant)]] = [:]

    func note(_ account: AccountID, lead: LeadID, at moment: Instant) {
        var known = latest[account, default: []].filter { $0.lead != lead }
        known.append((lead, moment))
        known.sort { $0.at < $1.at }
        latest[account] = known.suffix(2)
    }

    func last(of account: AccountID, except lead: LeadID) -> Instant? {
        latest[account]?.last { $0.lead != lead }?.at
    }
}

/// One mailbox's way out in a forecast: what `Engine.Lane` does, without a world.
struct ForecastLane {
    private struct Later: Comparable {
        var notBefore: Instant
        var turn: ForecastTurn

        static func < (left: Later, right: Later) -> Bool {
            (left.notBefore, left.turn.order) < (right.notBefore, right.turn.order)
        }
    }

    private let rules: LaneRules
    private var past: ForecastPast
    private var restsUntil: Instant
    private var ready = Heap<ForecastTurn>()
    private var later = Heap<Later>()

    init(_ mailbox: ForecastMailbox, accounts: AccountFirsts, accountSpacing: Duration) {
        rules = LaneRules(limits: mailbox.limits, accountSpacing: accountSpacing)
        past = ForecastPast(mailbox, accounts: accounts)
        restsUntil = mailbox.restsUntil
    }

    mutating func queue(_ turn: ForecastTurn, notBefore: Instant) {
        later.insert(Later(notBefore: notBefore, turn: turn))
    }

    func nextMoment(after now: Instant) -> Instant? {
        if !ready.isEmpty { return max(restsUntil, now) }
        return later.first.map { max($0.notBefore, restsUntil) }
    }

    /// The message that leaves now, nil when none does; what is in the way of others puts them off.
    mutating func next(
        now: Instant, _ courses: [ForecastCourse]
    ) throws -> ForecastTurn? {
        guard restsUntil <= now else { return nil }
        while let first = later.first, first.notBefore <= now {
            _ = later.popFirst()
            ready.insert(first.turn)
        }
        guard !ready.isEmpty else { return nil }
        if let until = try rules.roomAt(past, now: now) {
            restsUntil = until
            return nil
        }
        while let turn = ready.popFirst() {
            let course = courses[turn.course]
            guard course.calendar.isOpen(now) else {
                let opening = course.calendar.nextOpening(from: now) ?? now + .days(1)
                later.insert(Later(notBefore: opening, turn: turn))
                continue
            }
            let message = LaneMessage(
                domain: course.lead.email.domain, lead: course.lead.id,
                account: course.lead.account, urgency: turn.urgency)
            if let obstacle = try rules.obstacle(to: message, past, now: now) {
                later.insert(Later(notBefore: obstacle.until, turn: turn))
                continue
            }
            past.note(now, domain: message.domain)
            restsUntil =
                now
                + rules.gap(
                    after: course.lead.email.canonical,
                    step: course.sequence.steps[turn.step.position].id)
            return turn
        }
        return nil
    }
}

/// What a lane must know of the past, in memory.
private struct ForecastPast: LaneRecord {
    private var committed: [Instant]
    private var byDomain: [String: [Instant]] = [:]
    private var first: Instant?
    private let keepsDomains: Bool
    private let accounts: AccountFirsts

    init(_ mailbox: ForecastMailbox, accounts: AccountFirsts) {
        self.accounts = accounts
        committed = mailbox.committed.map(\.at)
        first = mailbox.firstCommittedAt ?? committed.first
        keepsDomains = mailbox.limits.domainCap != nil
        guard keepsDomains else { return }
        for each in mailbox.committed { byDomain[each.domain, default: []].append(each.at) }
    }

    mutating func note(_ moment: Instant, domain: String) {
        if first == nil { first = moment }
        committed.append(moment)
        if keepsDomains { byDomain[domain, default: []].append(moment) }
    }

    func committedAt(placesBack: Int, after start: Instant, domain: String?) -> Instant? {
        let moments = domain.map { byDomain[$0] ?? [] } ?? committed
        let place = moments.count - 1 - placesBack
        return place >= 0 && moments[place] > start ? moments[place] : nil
    }

    func firstCommittedAt() -> Instant? { first }

    func lastFirstTouch(of account: AccountID, except lead: LeadID) -> Instant? {
        accounts.last(of: account, except: lead)
    }
}
