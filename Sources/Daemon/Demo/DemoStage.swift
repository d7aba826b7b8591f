import Engine
import Sequencing
import Simulation
import Store
import Synchronization

/// What marketing and the reps do in the demo: hand leads over, enroll them, work their tasks.
final class DemoStage: Sendable {
    let time: VirtualTime
    let engine: Engine
    private let failures = Mutex<[String]>([])

    init(time: VirtualTime, engine: Engine) {
        self.time = time
        self.engine = engine
    }

    /// What could not be done: empty in a good run.
    var mistakes: [String] { failures.withLock { $0 } }

    func schedule(from start: Instant, days: Int) {
        for member in DemoCast.members {
            time.schedule(at: start + .hours(member.arrivesAfterHours)) { @Sendable [self] in
                attempt("hand over \(member.lead.email)") { try handOver(member) }
            }
        }
        time.schedule(at: start + .hours(27)) { @Sendable [self] in
            attempt("pause \(DemoCast.pausedByHand)") { try pauseByHand() }
        }
        for day in 0..<days {
            // Ten in Berlin, and four in the afternoon: when reps work their queues.
            for hour in [2, 8] {
                time.schedule(at: start + .days(day) + .hours(hour)) { @Sendable [self] in
                    attempt("work the tasks") { try workTasks() }
                }
            }
        }
    }

    func attempt(_ what: String, _ action: () throws -> Void) {
        do {
            try action()
        } catch {
            failures.withLock { $0.append("\(what): \(error)") }
        }
    }

    private func handOver(_ member: DemoCast.Member) throws {
        let lead = try engine.store.add(member.lead, now: time.now(), by: "marketing")
        guard let sequence = member.sequence, let rep = member.lead.owner else { return }
        let order = Engine.EnrollOrder(
            lead: lead.id, sequence: sequence, mailbox: nil, rep: rep, source: member.lead.source,
            startAt: nil)
        if case .failure(let refusal) = try engine.enroll(order, by: rep) {
            failures.withLock { $0.append(refusal.message) }
        }
    }

    private func pauseByHand() throws {
        guard let lead = try engine.store.lead(typed: DemoCast.pausedByHand),
            let row = try engine.store.enrollments(
                state: nil, sequence: nil, lead: lead.id, rep: nil, limit: 1
            ).first
        else { return }
        _ = try engine.pause(row.id, until: nil, why: "paused by \(row.rep)", by: row.rep)
    }

    /// A good rep does what is in the queue, but for the leads that the script neglects; the crowd's reps are of
    /// all sorts.
    private func workTasks() throws {
        let tasks = try engine.store.tasks(state: .open, rep: nil, lead: nil, limit: 1000)
        for task in tasks {
            let lead = try engine.store.lead(task.lead)
            guard !DemoCast.neglected.contains(lead.email.canonical) else { continue }
            if isOneOfTheCrowd(lead), !isDoneNow(task) { continue }
            let outcome: String
            if task.reply != nil {
                outcome = "answered"
            } else {
                outcome = task.channel == .call ? "no-answer" : "done"
            }
            _ = try engine.close(
                task.id, .done(outcome: outcome, note: nil), by: task.rep)
        }
    }
}

/// Lets the world know the engine that is made after it.
final class Announcement: Sendable {
    private let known = Mutex<Weak>(Weak())

    private struct Weak: Sendable {
        weak var engine: Engine?
    }

    var engine: Engine? {
        get { known.withLock { $0.engine } }
        set { known.withLock { $0.engine = newValue } }
    }
}
