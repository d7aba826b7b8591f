import Engine
import Sequencing
import Store

/// Managers: they correct addresses, give leads to others, close hand-offs and give them anew, have people forgotten, and send
/// reps on holiday.
///
/// `@unchecked` because they act on the one thread of their world.
final class Managers: @unchecked Sendable {
    private unowned let world: World
    private var random: SeededRandom
    /// What became of their address or their data nobody knows: the daemon died meanwhile.
    private var unsure: Set<Int> = []
    private let isThere: Bool

    init(world: World) {
        self.world = world
        random = SeededRandom(seed: world.plan.seed, of: "managers")
        isThere = world.plan.faults.contains(.managers)
    }

    private var ledger: Ledger { world.ledger }
    private var now: Instant { world.time.now() }

    private func ask<Value>(_ body: (Engine) throws -> Value) -> Answer<Value> {
        world.cast.ask(body)
    }

    func schedule() {
        guard isThere else { return }
        for day in 0..<world.plan.days {
            let minute = Int.random(in: 0..<900, using: &random)
            world.time.schedule(at: world.start + .days(day) + .minutes(minute)) {
                @Sendable [self] in work()
            }
        }
    }

    private func work() {
        for person in ledger.people.indices {
            guard let lead = ledger.people[person].lead, !ledger.people[person].isForgotten
            else { continue }
            lookAfter(person, lead)
        }
        if random.oneIn(12) { sendOnHoliday(random.pick(World.reps)) }
    }

    private func lookAfter(_ person: Int, _ lead: LeadID) {
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<15: correct(person, lead)
        case 15..<18: forget(person, lead)
        case 18..<20: world.cast.suppress(person, at: someAddress(of: person))
        case 20..<32: close(person, lead)
        case 32..<80: handOver(lead)
        case 80..<100: assign(lead)
        case 100..<130:
            _ = ask { engine in
                try engine.store.lastHandOff(of: lead).map { try engine.accept($0.id, by: "lee") }
            }
        case 130..<145: rate(lead)
        default: break
        }
    }

    // MARK: - While a message is with the server

    /// Draws nothing in a world without managers.
    func mayOverrule() -> Bool { isThere && random.chance(percent: 3) }

    func overrule(_ id: EnrollmentID) {
        guard let person = ledger.enrolled[id]?.person, let lead = ledger.people[person].lead,
            !ledger.people[person].isForgotten
        else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: close(person, lead)
        case 1: forget(person, lead)
        default: correct(person, lead)
        }
    }

    // MARK: - Addresses

    private func someAddress(of person: Int) -> EmailAddress {
        random.pick(ledger.people[person].emails)
    }

    private func correct(_ person: Int, _ lead: LeadID) {
        let before = ledger.people[person]
        let isBack = random.chance(percent: 30)
        let other = someAddress(of: person)
        let next = "lead\(person).\(before.emails.count)@company\(before.company).example"
        let answer = ask { engine in
            var corrected = try engine.store.lead(lead)
            corrected.email = isBack ? other : try EmailAddress(next)
            try engine.edit(corrected, why: "corrected", by: "lee")
        }
        world.tell(person, "the address is to be \(isBack ? other.canonical : next): \(answer)")
        look(person, lead)
    }

    /// It is written in more than one transaction, any of which may have failed: what is the address now?
    private func look(_ person: Int, _ lead: LeadID) {
        guard case .done(let known) = ask({ try $0.store.lead(lead) }) else {
            unsure.insert(person)
            return
        }
        learn(person, known)
    }

    private func learn(_ person: Int, _ known: Lead) {
        if known.isForgotten {
            if !ledger.people[person].isForgotten { ledger.forget(person) }
        } else if known.email.canonical != ledger.people[person].email.canonical {
            ledger.readdress(person, to: known.email)
        }
    }

    /// A daemon is back: what had become of what was asked of the one before?
    func resolve(by engine: Engine) {
        for person in unsure.sorted() {
            guard let lead = ledger.people[person].lead else { continue }
            do {
                learn(person, try engine.store.lead(lead))
            } catch {
                world.surprise("what a manager had asked for can't be looked up: \(error)")
            }
        }
        unsure = []
    }

    // MARK: - Erasure

    private func forget(_ person: Int, _ lead: LeadID) {
        let doubts = ask {
            try $0.store.deliveries(
                state: .inDoubt, lead: lead, mailbox: nil, rep: nil, limit: 1000)
        }
        guard case .done(let rows) = doubts else { return }
        let address = someAddress(of: person).canonical
        let answer = ask { try $0.forget(address, by: "lee") }
        world.tell(person, "the person is to be forgotten: \(answer)")
        guard !answer.isRefused else { return }
        // An erasure drops them: whether they had left is asked no more.
        ledger.settled.formUnion(rows.map(\.messageID))
        look(person, lead)
    }

    // MARK: - Hand-offs

    private func close(_ person: Int, _ lead: LeadID) {
        guard case .done(let last?) = ask({ try $0.store.lastHandOff(of: lead) }),
            last.disposition == nil
        else { return }
        let disposition = random.pick(Disposition.allCases)
        let wakeAt =
            disposition == .recycled
            ? now + .minutes(Int.random(in: 1...20_000, using: &random)) : nil
        let answer = world.cast.ask("a disposition") { engine in
            try engine.dispose(
                last.id, as: disposition, wakeAt: wakeAt, why: "a manager's word", by: "lee")
            return .moved(.nothing)
        }
        world.tell(person, "\(last.id) is closed as \(disposition.rawValue): \(answer)")
        guard !answer.isRefused else { return }
        ledger.changeAll(of: person) { enrolled in
            enrolled.obstacles.insert("a disposition")
            guard case .done = answer else { return }
            enrolled.stopped = enrolled.stopped ?? "a disposition"
        }
    }

    private func handOver(_ lead: LeadID) {
        let isHot = random.chance(percent: 20)
        _ = ask {
            try $0.handOver(lead, source: "again", owner: nil, isHot: isHot, by: "marketing")
        }
    }

    private func assign(_ lead: LeadID) {
        let rep = random.pick(World.reps)
        _ = ask { engine in
            try engine.store.lastHandOff(of: lead).map {
                try engine.assign($0.id, to: rep, by: "lee")
            }
        }
    }

    private func rate(_ lead: LeadID) {
        let tier = LeadTier(rawValue: random.pick(["A", "b", "strategic"]))
        _ = ask { engine in
            var rated = try engine.store.lead(lead)
            rated.tier = tier
            try engine.edit(rated, why: "rated", by: "lee")
        }
    }

    // MARK: - Holidays

    private func sendOnHoliday(_ rep: String) {
        let from = now + .minutes(Int.random(in: 0...4000, using: &random))
        let until = from + .minutes(Int.random(in: 60...15_000, using: &random))
        let delegate = random.chance(percent: 60) ? World.reps.first { $0 != rep } : nil
        let comesBack = random.chance(percent: 30)
        _ = ask { engine in
            if comesBack { _ = try engine.store.endAbsences(of: rep, now: now, by: "lee") }
            _ = try engine.store.recordAbsence(
                of: rep, from: from, until: until, delegate: delegate, now: now, by: "lee")
        }
    }
}
