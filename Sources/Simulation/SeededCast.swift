import Engine
import Sequencing
import Store
import Synchronization

/// Leads and a rep whose acts a seed decides.
final class SeededCast: Sendable {
    static let zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]

    let leads: [ScriptedLead]
    private let seed: UInt64
    private let failures = Mutex<[String]>([])

    init(seed: UInt64, count: Int) throws {
        self.seed = seed
        var random = SeededRandom(seed: seed)
        leads = try (0..<count).map { number in
            let reaction: LeadReaction =
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1:
                    .answers(
                        message: Int.random(in: 1...3, using: &random),
                        after: .minutes(Int.random(in: 1...3000, using: &random)),
                        text: "Let us talk.")
                case 2:
                    .optsOut(
                        message: Int.random(in: 1...2, using: &random),
                        after: .minutes(Int.random(in: 1...3000, using: &random)))
                case 3: .bouncesHard
                case 4: .outOfOffice(days: Int.random(in: 1...20, using: &random))
                default: .silent
                }
            return ScriptedLead(
                email: try EmailAddress("lead\(number)@company\(number / 2).example"),
                name: "Lead \(number)", reaction: reaction)
        }
    }

    var mistakes: [String] { failures.withLock { $0 } }

    func schedule(on time: VirtualTime, engine: Engine, sequences: [String]) {
        var random = SeededRandom(seed: seed ^ 0x1234)
        let start = time.now()
        for (number, lead) in leads.enumerated() {
            let at = start + .minutes(Int.random(in: 0...2880, using: &random))
            let zone = Self.zones[Int.random(in: 0..<Self.zones.count, using: &random)]
            let sequence = sequences[Int.random(in: 0..<sequences.count, using: &random)]
            let isEnrolled = random.chance(percent: 90)
            time.schedule(at: at) { @Sendable [self] in
                attempt {
                    let added = try engine.store.add(
                        NewLead(
                            email: lead.email,
                            fields: [
                                "first_name": lead.name, "company": "Company \(number / 2)",
                                "topic": "pumps", "phone": "+00 555 0\(number)",
                            ], country: "DE", zone: zone, owner: "rep", source: "sim"),
                        now: time.now(), by: "sim")
                    guard isEnrolled else { return }
                    _ = try engine.enroll(
                        .init(
                            lead: added.id, sequence: sequence, mailbox: nil, rep: "rep",
                            source: "sim", startAt: nil), by: "rep")
                }
            }
        }
        for day in 0..<120 {
            let percent = Int.random(in: 0...100, using: &random)
            let salt = random.next()
            time.schedule(at: start + .days(day) + .hours(10)) { @Sendable [self] in
                attempt { try work(percent: percent, salt: salt, engine: engine) }
            }
        }
    }

    /// The rep does some tasks, and now and then pauses, resumes, or settles a doubtful message.
    private func work(percent: Int, salt: UInt64, engine: Engine) throws {
        var random = SeededRandom(seed: seed ^ salt)
        for task in try engine.store.tasks(state: .open, rep: nil, lead: nil, limit: 1000)
        where random.chance(percent: percent) {
            let outcome = random.chance(percent: 30) ? "connected" : "no-answer"
            _ = try engine.close(task.id, .done(outcome: outcome, note: nil), by: "rep")
        }
        for row in try engine.store.enrollments(
            state: nil, sequence: nil, lead: nil, rep: nil, limit: 1000)
        where row.state.name != .ended && random.chance(percent: 2) {
            do {
                _ =
                    row.state.name == .paused
                    ? try engine.resume(row.id, by: "rep")
                    : try engine.pause(row.id, until: nil, why: "a seeded whim", by: "rep")
            } catch StoreError.refused {
                // Enrolled elsewhere meanwhile: the daemon refuses, which is what it should do.
            }
        }
        for delivery in try engine.store.deliveries(
            state: .inDoubt, lead: nil, mailbox: nil, rep: nil, limit: 100)
        where random.chance(percent: 50) {
            _ = try engine.settle(delivery.id, as: .sent, by: "rep")
        }
    }

    private func attempt(_ action: () throws -> Void) {
        do {
            try action()
        } catch {
            failures.withLock { $0.append("\(error)") }
        }
    }
}
