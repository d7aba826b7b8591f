import Engine
import Sequencing
import Simulation
import Store

/// What becomes of the crowd: reps take leads on sooner or later, work them more or less, and judge some.
///
/// Every choice is drawn from the number of what it is about, so that no choice moves another.
extension DemoStage {
    func schedule(_ crowd: DemoCrowd, until end: Instant) {
        for (number, member) in crowd.members.enumerated() {
            time.schedule(at: member.arrivesAt) { @Sendable [self] in
                attempt("hand over \(member.lead.email)") {
                    try arrive(member, number: number)
                }
            }
            // A rep looks at a lead every week for three months, and judges it sooner or later.
            for week in 2...14 where member.arrivesAt + .days(7 * week) < end {
                time.schedule(at: member.arrivesAt + .days(7 * week)) { @Sendable [self] in
                    attempt("look at \(member.lead.email)") {
                        try look(at: member, number: number, week: week)
                    }
                }
            }
        }
    }

    func isOneOfTheCrowd(_ lead: Lead) -> Bool {
        lead.email.canonical.contains { $0.isNumber }
    }

    func isDoneNow(_ task: TaskRow) -> Bool {
        let day = UInt64(bitPattern: time.now().milliseconds) / 1000
        var random = SeededRandom(
            seed: UInt64(bitPattern: task.id.rawValue) &* 7919 &+ day, of: "diligence")
        return random.chance(percent: DemoTeam.habits(of: task.rep).doesPercent)
    }

    private func arrive(_ member: DemoCrowd.Member, number: Int) throws {
        let lead = try engine.store.add(member.lead, now: time.now(), by: "marketing")
        var random = SeededRandom(seed: UInt64(number), of: "start")
        guard let rep = member.lead.owner else { return }
        if random.oneIn(40) {
            let reason: Disposition = random.oneIn(2) ? .misrouted : .incomplete
            time.schedule(at: time.now() + .hours(26)) { @Sendable [self] in
                attempt("send \(lead.email) back") {
                    guard let handOff = try open(lead.id) else { return }
                    try engine.dispose(
                        handOff, as: reason, wakeAt: nil, why: nil, by: rep)
                }
            }
            return
        }
        guard let sequence = member.sequence else { return }
        time.schedule(at: time.now() + member.enrollsAfter) { @Sendable [self] in
            attempt("enroll \(lead.email)") {
                let order = Engine.EnrollOrder(
                    lead: lead.id, sequence: sequence, mailbox: nil, rep: rep,
                    source: member.lead.source, startAt: nil)
                // A refusal is an outcome: somebody of the crowd may have opted out.
                _ = try engine.enroll(order, by: rep)
            }
        }
        guard random.oneIn(30) else { return }
        let isDated = random.oneIn(2)
        time.schedule(at: time.now() + member.enrollsAfter + .days(5)) { @Sendable [self] in
            attempt("pause \(lead.email)") {
                guard let row = try live(lead.id) else { return }
                _ = try engine.pause(
                    row.id, until: isDated ? time.now() + .days(30) : nil,
                    why: isDated ? "asked to be called next month" : "paused by \(rep)", by: rep)
            }
        }
    }

    private func look(at member: DemoCrowd.Member, number: Int, week: Int) throws {
        guard let lead = try engine.store.lead(typed: member.lead.email.canonical),
            let rep = lead.owner, let handOff = try open(lead.id)
        else { return }
        var random = SeededRandom(seed: UInt64(number * 100 + week), of: "judgement")
        let last = try engine.store.enrollments(
            state: nil, sequence: nil, lead: lead.id, rep: nil, limit: 1
        ).first
        guard let last, case .ended(let outcome) = last.state else { return }
        let patience = DemoTeam.habits(of: rep).judgesPercent
        let judgement: Disposition?
        switch outcome {
        case .replied, .meetingBooked:
            let words: [Disposition] = [
                .meetingBooked, .qualified, .qualified, .noNeed, .noBudget, .badTiming, .notAFit,
                .recycled,
            ]
            judgement =
                random.chance(percent: 2 * patience) ? words.randomElement(using: &random) : nil
        case .completed, .colleagueReplied, .stopped, .failed:
            judgement = random.chance(percent: patience) ? .unableToReach : nil
        case .bounced:
            judgement = random.chance(percent: patience) ? .badData : nil
        case .optedOut, .complained, .suppressed: judgement = nil
        }
        guard let judgement else { return }
        try engine.dispose(
            handOff, as: judgement,
            wakeAt: judgement == .recycled ? time.now() + .days(60) : nil, why: nil, by: rep)
    }

    private func open(_ lead: LeadID) throws -> HandOffID? {
        guard let record = try engine.store.lastHandOff(of: lead), record.disposition == nil else {
            return nil
        }
        return record.id
    }

    private func live(_ lead: LeadID) throws -> EnrollmentRow? {
        try engine.store.enrollments(
            state: nil, sequence: nil, lead: lead, rep: nil, limit: 1
        ).first { $0.state.name == .waiting }
    }
}
