/// From a world that broke a promise to the smallest that breaks the same one: fewer days, then fewer leads, then
/// fewer faults.
package struct Shrinker: Sendable {
    private let run: WorldRun
    private let seams: Seams

    package init(run: WorldRun, seams: Seams = Seams()) {
        self.run = run
        self.seams = seams
    }

    /// The smallest world found, with its story; `outcome` has broken something.
    package func shrink(_ outcome: WorldOutcome) throws -> WorldOutcome {
        guard let promise = outcome.violations.first?.promise else { return outcome }
        var plan = try fewestDays(outcome.plan, promise)
        plan = try fewestLeads(plan, promise)
        for fault in plan.faults.each {
            let fewer = plan.without(fault)
            if try breaks(promise, fewer) { plan = fewer }
        }
        plan = try fewestDays(plan, promise)
        return try run.play(plan, keepsStory: true, seams: seams)
    }

    private func breaks(_ promise: String, _ plan: WorldPlan) throws -> Bool {
        try run.play(plan, seams: seams).violations.first?.promise == promise
    }

    private func fewestDays(_ plan: WorldPlan, _ promise: String) throws -> WorldPlan {
        var best = plan
        var (low, high) = (1, plan.days - 1)
        while low <= high {
            var shorter = plan
            shorter.days = (low + high) / 2
            if try breaks(promise, shorter) {
                best = shorter
                high = shorter.days - 1
            } else {
                low = shorter.days + 1
            }
        }
        return best
    }

    private func fewestLeads(_ plan: WorldPlan, _ promise: String) throws -> WorldPlan {
        for leads in 1..<max(1, plan.leads) {
            var smaller = plan
            smaller.leads = leads
            if try breaks(promise, smaller) { return smaller }
        }
        return plan
    }
}

extension WorldPlan {
    fileprivate func without(_ fault: Faults) -> WorldPlan {
        var plan = self
        plan.faults.remove(fault)
        return plan
    }
}
