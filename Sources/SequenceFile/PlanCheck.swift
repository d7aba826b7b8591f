import PlainYAML
import Sequencing

/// The rules that concern several steps at once.
struct PlanCheck {
    let steps: [ReadStep]
    let mistakes: Mistakes
    let remarks: Mistakes

    /// E-mails in a row that nobody remarks on.
    static let mostEmails = 4

    /// `minimum` is nil when it could not be read.
    func run(minimum: Sequence.Minimum?, map: Mapping) {
        for (position, step) in steps.enumerated() {
            let earlier = steps[..<position]
            checkID(step, earlier)
            checkReplyTo(step, earlier)
            if let condition = step.condition { check(condition, of: step, earlier) }
            if let last = earlier.last, last.alwaysEnds {
                mistakes.note(
                    step.map.node, "the step can't be reached: every outcome of “\(last.id)” ends",
                    advice: "let one of them go on with next, or give that step an expires")
            }
        }
        if let minimum { check(minimum, map) }
        remarkOnEmails()
    }

    /// Once for each row of e-mails: at the first that is one too many.
    private func remarkOnEmails() {
        var emails = 0
        for step in steps {
            emails = step.channel == .email ? emails + 1 : 0
            guard emails == Self.mostEmails + 1 else { continue }
            remarks.note(
                step.map.node,
                "“\(step.id)” is the \(emails)th e-mail in a row, on no other channel",
                advice: "put a call, a LinkedIn step or a task before it: whoever leaves "
                    + "\(Self.mostEmails) e-mails unanswered seldom answers one more")
        }
    }

    private func checkID(_ step: ReadStep, _ earlier: ArraySlice<ReadStep>) {
        guard !step.id.isEmpty, earlier.contains(where: { $0.id == step.id }),
            let node = step.map.optional("id")
        else { return }
        mistakes.note(node, "another step is called “\(step.id)” already", advice: "rename one")
    }

    private func checkReplyTo(_ step: ReadStep, _ earlier: ArraySlice<ReadStep>) {
        guard step.channel == .email, let node = step.map.mapping("email")?.optional("reply-to"),
            let target = node.text
        else { return }
        if earlier.contains(where: { $0.id == target && $0.channel == .email }) { return }
        let emails = earlier.filter { $0.channel == .email }.map(\.id)
        let advice =
            emails.isEmpty
            ? "there is none before this step: give it a subject"
            : "write one of \(emails.joined(separator: ", "))"
        mistakes.note(node, "\(target.evidence) is no earlier e-mail step", advice: advice)
    }

    private func check(
        _ read: ReadCondition, of step: ReadStep, _ earlier: ArraySlice<ReadStep>
    ) {
        let (target, outcome): (String, String)
        switch read.condition {
        case .leadHas, .leadLacks: return
        case .outcome(let step, let asked), .outcomeIsNot(let step, let asked):
            (target, outcome) = (step, asked)
        }
        guard let other = earlier.first(where: { $0.id == target }) else {
            let ids = earlier.map(\.id)
            let near = target.nearest(in: ids).map { "did you mean \($0)?" }
            mistakes.note(
                read.node, "\(target.evidence) is no earlier step",
                advice: near ?? "name a step that stands before this one")
            return
        }
        guard let channel = other.channel else { return }
        let known = StepOutcomes.asked(on: channel)
        guard known.contains(outcome) else {
            let advice =
                known.isEmpty
                ? "an e-mail has no outcome: ask for a call, a LinkedIn step or a task"
                : "known there: \(known.joined(separator: ", "))"
            mistakes.note(
                read.node, "\(outcome.evidence) is no outcome of “\(target)”", advice: advice)
            return
        }
        if case .outcome = read.condition, other.ends(on: outcome) {
            mistakes.note(
                read.node,
                "the step can't be reached: “\(target)” ends the sequence when it is "
                    + "\(outcome)", advice: "remove the step, or the end in “\(target)”")
        }
    }

    private func check(_ minimum: Sequence.Minimum, _ map: Mapping) {
        guard !steps.isEmpty, steps.allSatisfy({ $0.channel != nil }) else { return }
        let channels = Set(steps.compactMap(\.channel)).count
        guard steps.count < minimum.touches || channels < minimum.channels else { return }
        let key = map.has("unable-to-reach-after") ? "unable-to-reach-after" : "steps"
        map.note(
            key,
            "the plan (\(steps.count) steps on \(channels) channels) is shorter than its own "
                + "minimum (\(minimum.touches) touches on \(minimum.channels))",
            advice: "add steps, or write a smaller unable-to-reach-after")
    }
}

extension ReadStep {
    func ends(on outcome: String) -> Bool {
        outcome == StepOutcomes.always || outcomeRules[outcome] == .end
    }

    /// A manual step that nothing passes over and whose every outcome ends the sequence.
    fileprivate var alwaysEnds: Bool {
        guard condition == nil, let channel, let step else { return false }
        let expires: Delay.Span? =
            switch step.act {
            case .email: nil
            case .call(let act), .task(let act): act.expires
            case .linkedIn(let act): act.expires
            }
        let outcomes = StepOutcomes.reported(on: channel)
        return expires == nil && !outcomes.isEmpty && outcomes.allSatisfy { ends(on: $0) }
    }
}
