#if DEBUG
/// Every mutation, played until it is caught.
package struct MutationCampaign: Sendable {
    package struct Line: Sendable {
        package var mutation: Mutation
        /// Nil when it was not caught.
        package var violation: Violation?
        /// Seeds that were played, the last of them the one that caught it.
        package var seeds: Int
    }

    package var seeds: ClosedRange<UInt64>
    package var days: Int
    package var leads: Int

    package init(seeds: ClosedRange<UInt64>, days: Int, leads: Int) {
        self.seeds = seeds
        self.days = days
        self.leads = leads
    }

    package func play(_ mutation: Mutation, on run: WorldRun) throws -> Line {
        for seed in seeds {
            let plan = WorldPlan(seed: seed, days: days, leads: leads, faults: .all)
            let outcome = try run.play(plan, seams: mutation.seams)
            guard let violation = outcome.violations.first else { continue }
            return Line(
                mutation: mutation, violation: violation,
                seeds: Int(seed - seeds.lowerBound) + 1)
        }
        return Line(mutation: mutation, violation: nil, seeds: seeds.count)
    }
}
#endif
