extension Sequence {
    /// The most that the plan can do for a lead with these fields, whatever comes of its steps: what is passed
    /// over for want of a field does not count.
    package func reach(fields: [String: String]) -> Effort {
        let possible = steps.filter { step in
            switch step.onlyIf {
            case .leadHas(let field): fields[field] != nil
            case .leadLacks(let field): fields[field] == nil
            case .outcome, .outcomeIsNot, nil: true
            }
        }
        return Effort(
            touches: possible.count, attempts: possible.count,
            channels: Set(possible.map(\.channel)).count)
    }
}

extension Effort {
    /// Whether a plan of this reach ends below the minimum, however well it goes. Its days are not asked: a
    /// plan may be slow.
    package func isShort(of minimum: Sequence.Minimum) -> Bool {
        touches < minimum.touches || channels < minimum.channels
    }
}
