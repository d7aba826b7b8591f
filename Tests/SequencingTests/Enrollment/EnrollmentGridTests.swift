import Sequencing
import Testing

/// The whole grid of enrollment states and events, pair by pair.
struct EnrollmentGridTests {
    static let now = Instant(milliseconds: 1_000_000)
    static let later = Instant(milliseconds: 9_000_000)
    static let step = StepIndex(1)
    static let delivery = DeliveryID(7)
    static let task = TaskID(4)
    static let next = NextStep.step(StepIndex(2), dueAt: later)
    static let moved = EnrollmentState.waiting(step: StepIndex(2), dueAt: later)

    static let states: [String: EnrollmentState] = [
        "waiting": .waiting(step: step, dueAt: now),
        "sending": .sending(step: step, delivery: delivery),
        "at-task": .atTask(step: step, task: task, dueAt: now),
        "held": .held(step: step, reason: .noWindow),
        "paused": .paused(step: step, cause: .outOfOffice, until: now),
        "ended": .ended(.completed),
    ]

    static let events: [String: EnrollmentEvent] = [
        "due": .due(.email(delivery)),
        "replanned": .replanned(dueAt: later),
        "readdressed": .readdressed(dueAt: later),
        "accepted": .accepted(delivery, next: next),
        "refused": .refused(delivery, .refused),
        "task-done": .taskDone(task, next: next),
        "task-skipped": .taskSkipped(task, next: next),
        "task-expired": .taskExpired(task, next: next),
        "approved": .approved(task, delivery),
        "replied": .replied,
        "auto-replied": .autoReplied(until: later),
        "colleague-replied": .colleagueReplied(.pause(until: later)),
        "hand-written": .handWritten(step: step, until: later),
        "bounced": .bounced,
        "soft-bounced": .softBounced,
        "opted-out": .optedOut,
        "complained": .complained,
        "suppressed": .suppressed,
        "pause": .pause(.rep, until: nil),
        "migrated": .migrated(to: next),
        "resume": .resume(next: next),
        "until-reached": .untilReached(next: next),
        "released": .released(next: next),
        "stop": .stop,
    ]

    /// What a pair leads to.
    enum Result: Equatable {
        case to(EnrollmentState, EnrollmentReaction.Owed)
        case ignored(EnrollmentReaction.IgnoreReason)
    }

    static let paused = EnrollmentState.paused(step: step, cause: .rep, until: nil)
    static let away = EnrollmentState.paused(step: step, cause: .outOfOffice, until: later)
    static let colleague = EnrollmentState.paused(
        step: step, cause: .colleagueReplied, until: later)

    /// The moves; every other pair is ignored as stale, or as ended.
    static let moves: [String: [String: Result]] = [
        "waiting": [
            "due": .to(.sending(step: step, delivery: delivery), .nothing),
            "replanned": .to(.waiting(step: step, dueAt: later), .nothing),
            "migrated": .to(moved, .nothing),
            "accepted": .to(moved, .nothing), "refused": .to(.ended(.failed(.refused)), .nothing),
            "auto-replied": .to(away, .nothing), "colleague-replied": .to(colleague, .nothing),
            "hand-written": .to(.waiting(step: step, dueAt: later), .nothing),
            "pause": .to(paused, .nothing),
        ],
        "sending": [
            "accepted": .to(moved, .nothing), "refused": .to(.ended(.failed(.refused)), .nothing),
            "auto-replied": .to(away, .withdraw(delivery)),
            "colleague-replied": .to(colleague, .withdraw(delivery)),
            "hand-written": .to(
                .paused(step: step, cause: .handWritten, until: later), .withdraw(delivery)),
            "pause": .to(paused, .withdraw(delivery)),
            "readdressed": .to(.waiting(step: step, dueAt: later), .withdraw(delivery)),
        ],
        "at-task": [
            "task-done": .to(moved, .nothing), "task-skipped": .to(moved, .nothing),
            "task-expired": .to(moved, .nothing),
            "approved": .to(.sending(step: step, delivery: delivery), .nothing),
            "migrated": .to(.atTask(step: StepIndex(2), task: task, dueAt: now), .nothing),
            "auto-replied": .to(away, .cancelTask(task)),
            "colleague-replied": .to(colleague, .cancelTask(task)),
            "hand-written": .ignored(.alreadyResting),
            "pause": .to(paused, .cancelTask(task)),
        ],
        "held": [
            "released": .to(moved, .nothing), "resume": .to(moved, .nothing),
            "migrated": .to(moved, .nothing), "pause": .to(paused, .nothing),
            "auto-replied": .ignored(.alreadyResting),
            "colleague-replied": .ignored(.alreadyResting),
            "hand-written": .ignored(.alreadyResting),
        ],
        "paused": [
            "resume": .to(moved, .nothing), "until-reached": .to(moved, .nothing),
            "migrated": .to(
                .paused(step: StepIndex(2), cause: .outOfOffice, until: now), .nothing),
            "accepted": .to(
                .paused(step: StepIndex(2), cause: .outOfOffice, until: now), .nothing),
            "refused": .to(.ended(.failed(.refused)), .nothing), "pause": .to(paused, .nothing),
            "auto-replied": .to(away, .nothing), "colleague-replied": .to(colleague, .nothing),
            "hand-written": .to(away, .nothing),
        ],
        "ended": [:],
    ]

    static let endings: [String: EnrollmentOutcome] = [
        "replied": .replied, "bounced": .bounced, "opted-out": .optedOut,
        "complained": .complained, "suppressed": .suppressed, "stop": .stopped,
        "soft-bounced": .failed(.softBounced),
    ]

    static let owed: [String: EnrollmentReaction.Owed] = [
        "sending": .withdraw(delivery), "at-task": .cancelTask(task),
    ]

    static func expected(_ state: String, _ event: String) -> Result {
        if state == "ended" { return .ignored(.ended) }
        if let outcome = endings[event] { return .to(.ended(outcome), owed[state] ?? .nothing) }
        return moves[state]?[event] ?? .ignored(.stale)
    }

    static let pairs = states.keys.sorted().flatMap { state in
        events.keys.sorted().map { (state, $0) }
    }

    @Test("Every pair of state and event is a row of the grid", arguments: pairs)
    func pair(state: String, event: String) throws {
        var machine = try #require(Self.states[state])
        let before = machine
        let reaction = machine.handle(try #require(Self.events[event]), now: Self.now)
        switch Self.expected(state, event) {
        case .to(let after, let owed):
            #expect(machine == after)
            #expect(reaction == .moved(owed))
        case .ignored(let reason):
            #expect(machine == before)
            #expect(reaction == .ignore(reason))
        }
    }

    @Test("The grid has every state and every event of the machine")
    func whole() {
        #expect(Set(Self.states.values.map(\.name)) == Set(EnrollmentState.Name.allCases))
        #expect(Set(Self.events.values.map(\.name)) == Set(Self.events.keys))
        #expect(Self.pairs.count == 6 * 24)
    }

    @Test("What comes early, for another delivery or another task changes nothing")
    func strangers() {
        let rows: [(EnrollmentState, EnrollmentEvent, EnrollmentReaction.IgnoreReason)] = [
            (.waiting(step: Self.step, dueAt: Self.later), .due(.email(Self.delivery)), .early),
            (
                .sending(step: Self.step, delivery: Self.delivery),
                .accepted(DeliveryID(8), next: Self.next), .stale
            ),
            (
                .sending(step: Self.step, delivery: Self.delivery),
                .refused(DeliveryID(8), .refused), .stale
            ),
            (
                .atTask(step: Self.step, task: Self.task, dueAt: Self.now),
                .taskDone(TaskID(5), next: Self.next), .stale
            ),
            (
                .paused(step: Self.step, cause: .rep, until: Self.later),
                .untilReached(next: Self.next), .early
            ),
            (
                .paused(step: Self.step, cause: .rep, until: nil), .untilReached(next: Self.next),
                .stale
            ),
            (
                .paused(step: Self.step, cause: .rep, until: nil),
                .colleagueReplied(.pause(until: Self.later)), .alreadyResting
            ),
            (
                .paused(step: Self.step, cause: .rep, until: nil), .autoReplied(until: Self.later),
                .alreadyResting
            ),
            (
                .waiting(step: Self.step, dueAt: Self.later),
                .handWritten(step: Self.step, until: Self.now), .alreadyResting
            ),
            (
                .waiting(step: Self.step, dueAt: Self.now),
                .handWritten(step: StepIndex(2), until: Self.later), .stale
            ),
            (
                .sending(step: Self.step, delivery: Self.delivery),
                .handWritten(step: StepIndex(2), until: Self.later), .stale
            ),
            (
                .paused(step: Self.step, cause: .rep, until: nil),
                .handWritten(step: Self.step, until: Self.later), .alreadyResting
            ),
            (
                .paused(step: Self.step, cause: .rep, until: Self.later),
                .handWritten(step: Self.step, until: Self.now), .alreadyResting
            ),
            (
                .paused(step: StepIndex(2), cause: .rep, until: nil),
                .accepted(Self.delivery, next: Self.next), .stale
            ),
            (
                .waiting(step: StepIndex(2), dueAt: Self.later),
                .accepted(Self.delivery, next: Self.next), .stale
            ),
        ]
        for (state, event, reason) in rows {
            var machine = state
            #expect(machine.handle(event, now: Self.now) == .ignore(reason), "\(state) \(event)")
            #expect(machine == state)
        }
    }

    @Test("A due step becomes a task, a hold, or is passed over; a colleague's stop ends it")
    func variants() {
        let waiting = EnrollmentState.waiting(step: Self.step, dueAt: Self.now)
        let rows: [(EnrollmentEvent, EnrollmentState)] = [
            (.due(.task(Self.task)), .atTask(step: Self.step, task: Self.task, dueAt: Self.now)),
            (.due(.hold(.noWindow)), .held(step: Self.step, reason: .noWindow)),
            (.due(.passOver(next: Self.next)), Self.moved),
            (.due(.passOver(next: .end(.completed))), .ended(.completed)),
            (.colleagueReplied(.stop), .ended(.colleagueReplied)),
        ]
        for (event, after) in rows {
            var machine = waiting
            #expect(machine.handle(event, now: Self.now) == .moved(.nothing))
            #expect(machine == after)
        }
    }
}
