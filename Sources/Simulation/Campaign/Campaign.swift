import Dispatch
import Sequencing
import Synchronization

/// Many seeds, each a world of its own, on some threads; the same result on any number of them.
package struct Campaign: Sendable {
    package var seeds: ClosedRange<UInt64>
    package var days: Int
    package var leads: Int
    package var faults: Faults
    package var jobs: Int

    package init(
        seeds: ClosedRange<UInt64>, days: Int, leads: Int, faults: Faults, jobs: Int
    ) {
        self.seeds = seeds
        self.days = days
        self.leads = leads
        self.faults = faults
        self.jobs = jobs
    }

    package struct Summary: Encodable, Equatable, Sendable {
        package var seeds = 0
        package var days = 0
        package var events = 0
        package var violations = 0
        /// In hexadecimal: the fold of every seed's own.
        package var hash = ""
    }

    package struct Outcome: Sendable {
        package var summary: Summary
        package var dots: Int
        package var deaths: [String: Int]
        /// Of the first seeds that broke a promise, ten at most.
        package var broken: [WorldOutcome]
    }

    private struct Tally: Sendable {
        var next: UInt64
        var done = 0
        var hashes: [UInt64]
        var events = 0
        var dots = 0
        var violations = 0
        var deaths: [String: Int] = [:]
        var broken: [WorldOutcome] = []
        var failure: (any Error)?
    }

    /// `progress` hears how many seeds are done, and how many promises were broken.
    package func run(
        on run: WorldRun, seams: Seams = Seams(),
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws -> Outcome {
        let tally = Mutex(
            Tally(next: seeds.lowerBound, hashes: Array(repeating: 0, count: seeds.count)))
        DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
            while let seed = tally.withLock({ next(&$0) }) {
                let result = Result { try run.play(plan(seed), seams: seams) }
                let (done, broken) = tally.withLock { tally in
                    add(result, of: seed, to: &tally)
                    return (tally.done, tally.violations)
                }
                progress(done, broken)
            }
        }
        return try tally.withLock { try outcome($0) }
    }

    package func plan(_ seed: UInt64) -> WorldPlan {
        WorldPlan(seed: seed, days: days, leads: leads, faults: faults)
    }

    private func next(_ tally: inout Tally) -> UInt64? {
        guard tally.failure == nil, tally.next <= seeds.upperBound else { return nil }
        defer { tally.next += 1 }
        return tally.next
    }

    private func add(
        _ result: Result<WorldOutcome, any Error>, of seed: UInt64, to tally: inout Tally
    ) {
        tally.done += 1
        switch result {
        case .failure(let error): tally.failure = error
        case .success(let outcome):
            tally.hashes[Int(seed - seeds.lowerBound)] = outcome.historyHash
            tally.events += outcome.events
            tally.dots += outcome.dots
            tally.violations += outcome.violations.count
            tally.deaths.merge(outcome.deaths, uniquingKeysWith: +)
            if !outcome.violations.isEmpty, tally.broken.count < 10 {
                tally.broken.append(outcome)
            }
        }
    }

    private func outcome(_ tally: Tally) throws -> Outcome {
        if let failure = tally.failure { throw failure }
        let hash = tally.hashes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1).mixed &+ .goldenGamma }
        return Outcome(
            summary: Summary(
                seeds: tally.done, days: days, events: tally.events,
                violations: tally.violations, hash: String(hash, radix: 16)), dots: tally.dots,
            deaths: tally.deaths, broken: tally.broken.sorted { $0.plan.seed < $1.plan.seed })
    }
}
