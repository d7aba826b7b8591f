import PlainYAML
import Sequencing

/// A step as far as it could be read; what the checks of the whole plan need.
struct ReadStep {
    let map: Mapping
    let id: String
    /// Nil when the step has no channel, or several.
    let channel: Channel?
    let outcomeRules: [String: Step.OutcomeRule]
    let condition: ReadCondition?
    /// Nil when something of it was noted as a mistake.
    let step: Step?
}

/// A condition with its place.
struct ReadCondition {
    let node: Node
    let condition: Condition
}

/// Reads one step.
struct StepReader {
    let map: Mapping
    let window: Window

    private var mistakes: Mistakes { map.mistakes }

    func read() -> ReadStep {
        let id = id()
        let delay = delay()
        let condition = map.optional("only-if").flatMap { node in
            self.condition(node).map { ReadCondition(node: node, condition: $0) }
        }
        let channel = channel()
        let act = channel.flatMap { channel in
            map.mapping(channel.rawValue).flatMap { ActReader(map: $0).read(channel) }
        }
        if let channel, map.optional(channel.rawValue) == nil {
            map.note(channel.rawValue, "has nothing in it", advice: "see docs/sequence-file.md")
        }
        // Known also where the step has no channel yet.
        let rules = map.has("on") ? channel.map { outcomeRules(on: $0) } ?? [:] : [:]
        map.refuseUnknownKeys()
        let step = act.map {
            Step(
                id: id, delay: delay, onlyIf: condition?.condition, act: $0, outcomeRules: rules)
        }
        return ReadStep(
            map: map, id: id, channel: channel, outcomeRules: rules, condition: condition,
            step: step)
    }

    private func id() -> String {
        guard let node = map.required("id", advice: "add id: and a short name") else { return "" }
        guard let id = map.text(of: node) else { return "" }
        if !id.isStepID {
            mistakes.note(
                node, "\(id.evidence) is no id",
                advice: "use at most 40 small letters, digits and hyphens, as in first-call")
        }
        return id
    }

    private func delay() -> Delay {
        var delay = Delay.none
        if let node = map.optional("after"), let text = map.text(of: node) {
            if let read = Phrase.delay(text) {
                delay = read
                SpanCheck(mistakes).check(read.span, least: 0, at: node)
            } else {
                mistakes.note(
                    node, "\(text.evidence) is no delay", advice: Phrase.delayAdvice)
            }
        }
        if let node = map.optional("at"), let text = map.text(of: node) {
            delay.at = time(text, node)
        }
        if let node = map.optional("between"), let text = map.text(of: node) {
            delay.between = hours(text, node)
            if map.has("at") {
                mistakes.note(
                    node, "stands beside at, which names one moment already",
                    advice: "keep at or between")
            }
        }
        return delay
    }

    private func hours(_ text: String, _ node: Node) -> Window.Hours? {
        guard let span = HoursReader(mistakes: mistakes).read(text, at: node) else { return nil }
        if !window.everyHours.isEmpty,
            !window.everyHours.contains(where: { $0.common(with: span) != nil })
        {
            mistakes.note(
                node, "\(text.evidence) is outside the window: the step would never happen",
                advice: "write hours within \(windowPhrase)")
        }
        return span
    }

    private var windowPhrase: String { window.everyHours.map(\.phrase).joined(separator: ", ") }

    private func time(_ text: String, _ node: Node) -> LocalTime? {
        guard let time = LocalTime(text: text), time.secondOfDay < 86400 else {
            mistakes.note(
                node, "\(text.evidence) is no time of day", advice: "write at: \"09:15\"")
            return nil
        }
        if !window.everyHours.isEmpty,
            !window.everyHours.contains(where: { $0.opens <= time && time < $0.closes })
        {
            mistakes.note(
                node, "\(text.evidence) is outside the window: the step would never happen",
                advice: "write a time within \(windowPhrase)")
        }
        return time
    }

    private func channel() -> Channel? {
        let channels = Channel.allCases.filter { map.has($0.rawValue) }
        for channel in Channel.allCases { _ = map.optional(channel.rawValue) }
        switch channels.count {
        case 1: return channels[0]
        case 0:
            mistakes.note(
                map.node, "the step does nothing",
                advice: "add one of email, call, linkedin and task")
        default:
            map.note(
                channels[1].rawValue, "the step does more than one thing",
                advice: "make a step of each")
        }
        return nil
    }

    private func condition(_ node: Node) -> Condition? {
        guard let text = map.text(of: node) else { return nil }
        let words = text.split(separator: " ").map(String.init)
        switch words.count {
        case 1 where words[0].hasPrefix("lead."):
            return field(words[0], node).map { .leadHas(field: $0) }
        case 2 where words[0] == "not" && words[1].hasPrefix("lead."):
            return field(words[1], node).map { .leadLacks(field: $0) }
        case 3 where words[1] == "was": return .outcome(step: words[0], is: words[2])
        case 4 where words[1] == "was" && words[2] == "not":
            return .outcomeIsNot(step: words[0], words[3])
        default:
            mistakes.note(
                node, "\(text.evidence) is no condition",
                advice: "write lead.phone, not lead.phone, first-call was no-answer or "
                    + "first-call was not connected")
            return nil
        }
    }

    private func field(_ word: String, _ node: Node) -> String? {
        let field = String(word.dropFirst("lead.".count))
        if LeadField.isKnown(field) { return field }
        mistakes.note(
            node, "the field \(field.evidence) is unknown", advice: FieldAdvice.advice(for: field))
        return nil
    }

    private func outcomeRules(on channel: Channel) -> [String: Step.OutcomeRule] {
        guard let on = map.mapping("on") else { return [:] }
        let known = StepOutcomes.reported(on: channel)
        var rules: [String: Step.OutcomeRule] = [:]
        for entry in on.all {
            guard known.contains(entry.key) else {
                let near = entry.key.nearest(in: known).map { "did you mean \($0)?" }
                let list = "known here: \(known.joined(separator: ", "))"
                on.note(
                    entry, "\(entry.key.evidence) is no outcome of a step on \(channel.rawValue)",
                    advice: near ?? (known.isEmpty ? "remove on" : list))
                continue
            }
            guard let rule = entry.value.text.flatMap(Step.OutcomeRule.init(rawValue:)) else {
                mistakes.note(
                    entry.value, "can't be read",
                    advice: "write end (the sequence is over) or next (it goes on)")
                continue
            }
            if entry.key == StepOutcomes.always, rule == .next {
                mistakes.note(
                    entry.value, "a booked meeting always ends the sequence",
                    advice: "write end, or leave it out")
            }
            rules[entry.key] = rule
        }
        return rules
    }
}

/// Tests the count of a span against its unit's range.
struct SpanCheck {
    private let mistakes: Mistakes

    init(_ mistakes: Mistakes) { self.mistakes = mistakes }

    func check(_ span: Delay.Span, least: Int, at node: Node) {
        let range = least...Phrase.limit(span.unit)
        guard !range.contains(span.count) else { return }
        mistakes.note(
            node, "\((node.text ?? "").evidence) is out of range",
            advice: "write from \(least) to \(range.upperBound) \(span.unit.word)")
    }
}

/// What to write instead of an unknown field.
enum FieldAdvice {
    static func advice(for field: String) -> String {
        if let near = LeadField.nearest(to: field) { return "did you mean \(near)?" }
        return "known are \(LeadField.known.joined(separator: ", ")) and \(LeadField.customPrefix)…"
    }
}

extension Delay.Unit {
    /// As a phrase has it, in the plural.
    var word: String {
        switch self {
        case .minutes: "minutes"
        case .hours: "hours"
        case .days: "days"
        case .businessDays: "business days"
        }
    }
}

extension Window.Hours {
    /// `08:30-11:30`.
    var phrase: String { "\(opens.hourAndMinute)-\(closes.hourAndMinute)" }
}
