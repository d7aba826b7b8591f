import Engine
import Sequencing

/// Answers that land at a random moment around a follow-up: before it, while the mailbox is read, while the message is handed
/// over, between its commit point and its dot, after it.
package struct Race: Sendable {
    /// Leads in one world: there the sweep for one message may prove another.
    static let casesPerWorld = 50

    package var cases: Int
    package var seed: UInt64

    package init(cases: Int, seed: UInt64) {
        self.cases = cases
        self.seed = seed
    }

    /// Where an answer landed, as seen from the follow-up of its lead.
    package enum Landing: String, CaseIterable, Sendable {
        /// The follow-up never left: the answer had been seen.
        case heldBack = "held back: the answer was seen"
        /// Bad: the sweep that proves the dot began after it.
        case beforeSweep = "before the sweep of the proof"
        case duringSweep = "while the mailbox was read"
        case duringMessage = "between sweep and commit point"
        case afterCommit = "between commit point and dot"
        case afterDot = "after the dot"
    }

    package struct Outcome: Sendable {
        package var cases = 0
        package var landings: [Landing: Int] = [:]
        /// Of every dot that needed the fence, at the dot.
        package var ages: [Duration] = []
        /// Dots after a completed sweep that had shown the answer, or on too old a proof.
        package var bad: [Violation] = []

        /// Dots by the age of their proof: each upper end in seconds, and how many are younger.
        package var histogram: [(seconds: Int, dots: Int)] {
            let ends = [2, 5, 10, 30, 60, 120, 180, 240, 300, 302]
            return ends.enumerated().map { index, end in
                let start = index == 0 ? 0 : ends[index - 1]
                return (
                    end,
                    ages.count {
                        $0 >= .seconds(start) && $0 < .seconds(end)
                    }
                )
            }
        }

        package var oldest: Duration { ages.max() ?? .zero }
    }

    package func run(on run: WorldRun, progress: (Int) -> Void = { _ in }) throws -> Outcome {
        var outcome = Outcome()
        var number: UInt64 = 0
        while outcome.cases < cases {
            let count = min(Self.casesPerWorld, cases - outcome.cases)
            let plan = WorldPlan(seed: seed &+ number, days: 2, leads: count, faults: [])
            try run.inFolder { folder in
                let world = try World(
                    plan, folder: folder, calendars: run.calendars,
                    cast: RaceCast(seed: plan.seed, count: count))
                world.slowDown()
                _ = try world.play()
                add(world, to: &outcome)
            }
            outcome.cases += count
            number += 1
            progress(outcome.cases)
        }
        return outcome
    }

    private func add(_ world: World, to outcome: inout Outcome) {
        outcome.bad += world.violations
        outcome.ages += world.ledger.fenced.map { $0.dot - $0.sweptFrom }
        for lead in world.leads {
            // The second message: of three it is the one that the answer races with.
            let dot = world.ledger.fenced.first { $0.person == lead.number }
            outcome.landings[landing(world.ledger.answeredAt[lead.number], dot), default: 0] += 1
        }
    }

    private func landing(_ answered: Duration?, _ dot: Ledger.Fenced?) -> Landing {
        guard let dot else { return .heldBack }
        guard let answered, answered < dot.dot else { return .afterDot }
        if answered < dot.sweptFrom { return .beforeSweep }
        if answered < dot.sweptTo { return .duringSweep }
        return answered < dot.committed ? .duringMessage : .afterCommit
    }
}

/// The leads of a race: their second message is due 45 minutes after the first.
struct RaceCast {
    let leads: [SimulatedLead]
    let limits = LaneLimits(
        shortestGap: .zero, longestGap: .seconds(3), startCap: 10_000, capRamp: 0,
        ceiling: 10_000)

    init(seed: UInt64, count: Int) throws {
        var random = SeededRandom(seed: seed, of: "race")
        leads = try (0..<count).map { number in
            // Most near the moment of the send, some far from it.
            let spread = random.chance(percent: 70) ? 40_000 : 400_000
            let offset = Int.random(in: -spread...spread, using: &random)
            return try SimulatedLead(
                racing: number,
                arrivesAfter: .seconds(Int.random(in: 0...40_000, using: &random)),
                answersAfter: .minutes(45) + .milliseconds(offset))
        }
    }
}

extension World {
    /// Everything takes its time: sweeps, messages, and the way from the commit point to the dot.
    func slowDown() {
        for mailbox in mailboxes {
            mailbox.inbox.slowness = 6
            mailbox.inbox.slownessOfNews = 60
            mailbox.server.slowness = 12
            mailbox.server.crawlers = 8
            mailbox.server.lastSlowness = 2000
        }
    }
}
