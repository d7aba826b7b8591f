import Sequencing

/// Writes a sequence as the file that reads as it.
struct SequenceWriter {
    private(set) var text = ""

    init(_ sequence: Sequence) {
        line(0, "title: \(YAMLText.quoted(sequence.title))")
        write(sequence.window)
        line(0, "when:")
        line(1, "colleague-replies: \(sequence.colleagueReplies.phrase)")
        line(1, "out-of-office: \(sequence.outOfOffice.phrase)")
        line(0, "unable-to-reach-after: \(sequence.minimum.phrase)")
        line(0, "steps:")
        for step in sequence.steps { write(step) }
    }

    private mutating func line(_ level: Int, _ content: String) {
        text += String(repeating: "  ", count: level) + content + "\n"
    }

    private mutating func write(_ window: Window) {
        line(0, "window:")
        let days = Weekday.allCases.filter { window.days.contains($0) }
        if Set(window.hoursByDay.values).count == 1, let hours = window.hoursByDay.values.first {
            let list = "[\(days.map(\.rawValue).joined(separator: ", "))]"
            line(1, "days: \(window.days == Window.workdays ? "mon-fri" : list)")
            line(1, "hours: \(written(hours))")
        } else {
            line(1, "hours:")
            for day in days { line(2, "\(day): \(written(window.hoursByDay[day] ?? []))") }
        }
        switch window.zone {
        case .lead: line(1, "zone: lead")
        case .rep: line(1, "zone: rep")
        case .named(let name): line(1, "zone: \(name)")
        }
        switch window.holidays {
        case .lead: line(1, "holidays: lead")
        case .none: line(1, "holidays: none")
        case .countries(let codes): line(1, "holidays: [\(codes.joined(separator: ", "))]")
        }
    }

    private func written(_ hours: [Window.Hours]) -> String {
        "[\(hours.map { "\"\($0.phrase)\"" }.joined(separator: ", "))]"
    }

    private mutating func write(_ step: Step) {
        line(1, "- id: \(step.id)")
        if step.delay.span != .zero || step.delay.anchor != .previousStep {
            let start = step.delay.anchor == .start ? " from start" : ""
            line(2, "after: \(step.delay.span.phrase)\(start)")
        }
        if let at = step.delay.at { line(2, "at: \"\(at.hourAndMinute)\"") }
        if let between = step.delay.between { line(2, "between: \(between.phrase)") }
        if let condition = step.onlyIf { line(2, "only-if: \(condition.phrase)") }
        line(2, "\(step.channel.rawValue):")
        switch step.act {
        case .email(let email): write(email)
        case .call(let manual), .task(let manual):
            template("script", manual.script)
            write(expires: manual.expires)
        case .linkedIn(let act):
            line(3, "action: \(act.kind.rawValue)")
            if let note = act.note { template("note", note) }
            write(expires: act.expires)
        }
        guard !step.outcomeRules.isEmpty else { return }
        line(2, "on:")
        for (outcome, rule) in step.outcomeRules.sorted(by: { $0.key < $1.key }) {
            line(3, "\(outcome): \(rule.rawValue)")
        }
    }

    private mutating func write(_ email: EmailAct) {
        if let subject = email.subject { template("subject", subject) }
        if let replyTo = email.replyTo { line(3, "reply-to: \(replyTo)") }
        if email.isReviewed { line(3, "review: true") }
        if email.variants.count == 1, email.variants[0].weight == 1 {
            write(email.variants[0], level: 3)
            return
        }
        line(3, "variants:")
        for variant in email.variants {
            line(4, "- weight: \(variant.weight)")
            write(variant, level: 5)
        }
    }

    private mutating func write(_ variant: EmailAct.Variant, level: Int) {
        template("body", variant.body, level: level)
        if let html = variant.html { template("html", html, level: level) }
    }

    private mutating func write(expires: Delay.Span?) {
        if let expires { line(3, "expires: \(expires.phrase)") }
    }

    private mutating func template(_ key: String, _ template: MergeTemplate, level: Int = 3) {
        line(level, "\(key): \(YAMLText.written(template.source, level: level + 1))")
    }
}

extension Delay.Span {
    /// `2 business days`; always the plural, except for one.
    var phrase: String { "\(count) \(count == 1 ? String(unit.word.dropLast()) : unit.word)" }
}

extension Condition {
    fileprivate var phrase: String {
        switch self {
        case .leadHas(let field): "lead.\(field)"
        case .leadLacks(let field): "not lead.\(field)"
        case .outcome(let step, let outcome): "\(step) was \(outcome)"
        case .outcomeIsNot(let step, let outcome): "\(step) was not \(outcome)"
        }
    }
}

extension Sequence.ColleagueRule {
    fileprivate var phrase: String {
        switch self {
        case .pause(let days): "pause \(Delay.Span(count: days, unit: .businessDays).phrase)"
        case .stop: "stop"
        case .ignore: "ignore"
        }
    }
}

extension Sequence.OutOfOfficeRule {
    fileprivate var phrase: String {
        let afterReturn = Delay.Span(count: businessDaysAfterReturn, unit: .businessDays).phrase
        let otherwise = Delay.Span(count: defaultDays, unit: .days).phrase
        return "resume \(afterReturn) after return, else after \(otherwise)"
    }
}

extension Sequence.Minimum {
    fileprivate var phrase: String {
        "\(touches) \(touches == 1 ? "touch" : "touches") on "
            + "\(channels) \(channels == 1 ? "channel" : "channels") in "
            + Delay.Span(count: businessDays, unit: .businessDays).phrase
    }
}
