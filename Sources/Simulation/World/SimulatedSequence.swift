import Sequencing

/// A sequence as the simulator means it: handed to the engine, and what the engine is judged by.
struct SimulatedSequence: Equatable, Sendable {
    struct Step: Equatable, Sendable {
        /// Its first character names the sequence; ids of all versions are in one order (`rank`).
        var id: String
        /// The step whose thread it continues; nil for a subject of its own.
        var replyTo: String?
        var after: Delay.Span
        /// Nil for an e-mail; a call runs out after this.
        var callExpires: Delay.Span?

        var isMail: Bool { callExpires == nil }
    }

    var name: String
    var version: Int
    var days: Set<Weekday>
    var hours: [Window.Hours]
    var colleagues: Sequencing.Sequence.ColleagueRule
    /// Days of rest after an absence without a date.
    var restDays: Int
    var steps: [Step]

    var mails: [Step] { steps.filter(\.isMail) }

    func step(_ id: String) -> (position: Int, step: Step)? {
        steps.firstIndex { $0.id == id }.map { ($0, steps[$0]) }
    }

    /// What every text carries, so that a message on the wire says which step of which version it is.
    static func mark(_ name: String, _ version: Int, _ step: String) -> String {
        "Ref \(name).\(version).\(step)"
    }

    /// As the engine gets it.
    func published() throws -> Sequencing.Sequence {
        Sequencing.Sequence(
            name: name, title: "Simulated \(name), version \(version)",
            window: Window(days: days, hours: hours, zone: .lead, holidays: .lead),
            colleagueReplies: colleagues,
            outOfOffice: .init(businessDaysAfterReturn: 1, defaultDays: restDays),
            minimum: .standard, steps: try steps.map { try published($0) })
    }

    private func published(_ step: Step) throws -> Sequencing.Step {
        let act: Sequencing.Step.Act
        if let expires = step.callExpires {
            act = .call(ManualAct(script: try MergeTemplate(parsing: "Call."), expires: expires))
        } else {
            let body = try MergeTemplate(
                parsing: "Hi {{first_name|there}},\n\na word on {{topic}}.\n\n"
                    + Self.mark(name, version, step.id) + "\n")
            let subject = try MergeTemplate(parsing: "{{topic}} (\(step.id))")
            act = .email(
                EmailAct(
                    subject: step.replyTo == nil ? subject : nil, replyTo: step.replyTo,
                    variants: [.init(weight: 1, body: body)]))
        }
        return Sequencing.Step(id: step.id, delay: Delay(span: step.after), act: act)
    }

    /// Stands for the text of a file: another version is another text.
    var text: String { "\(name) \(version)" }
}

extension SimulatedSequence {
    /// All step ids of all versions, in the order in which they may come.
    private static let order = [
        "a1", "a2", "a3", "a4", "a5", "b1", "b2", "b3", "b4", "c1", "c2", "c3",
    ]

    static func rank(_ step: String) -> Int { order.firstIndex(of: step) ?? -1 }

    private static func hours(_ opens: Int, _ closes: Int) -> Window.Hours {
        .init(
            opens: LocalTime(hour: opens, minute: 0), closes: LocalTime(hour: closes, minute: 0))
    }

    private static func businessDays(_ count: Int) -> Delay.Span {
        .init(count: count, unit: .businessDays)
    }

    /// Office hours, business days, one thread and a second one.
    static let alpha = SimulatedSequence(
        name: "alpha", version: 1, days: Window.workdays, hours: [hours(9, 17)],
        colleagues: .pause(businessDays: 3), restDays: 6,
        steps: [
            Step(id: "a1", replyTo: nil, after: .zero),
            Step(id: "a2", replyTo: "a1", after: businessDays(2)),
            Step(id: "a4", replyTo: nil, after: businessDays(1)),
            Step(id: "a5", replyTo: "a4", after: .init(count: 3, unit: .days)),
        ])

    /// Two windows a day, Saturdays, hours, and a call that a rep does or lets pass.
    static let beta = SimulatedSequence(
        name: "beta", version: 1, days: Window.workdays.union([.sat]),
        hours: [hours(8, 12), hours(13, 18)], colleagues: .stop, restDays: 4,
        steps: [
            Step(id: "b1", replyTo: nil, after: .zero),
            Step(
                id: "b2", replyTo: nil, after: .init(count: 2, unit: .hours),
                callExpires: businessDays(1)),
            Step(id: "b3", replyTo: "b1", after: businessDays(1)),
            Step(id: "b4", replyTo: "b1", after: .init(count: 30, unit: .hours)),
        ])

    /// Day and night, and fast.
    static let gamma = SimulatedSequence(
        name: "gamma", version: 1, days: Set(Weekday.allCases), hours: [hours(0, 24)],
        colleagues: .ignore, restDays: 3,
        steps: [
            Step(id: "c1", replyTo: nil, after: .zero),
            Step(id: "c2", replyTo: "c1", after: .init(count: 45, unit: .minutes)),
            Step(id: "c3", replyTo: "c1", after: .init(count: 1, unit: .days)),
        ])

    static let first = [alpha, beta, gamma]

    /// What an editor makes of it: another delay, and a step more or less.
    var edited: SimulatedSequence {
        var next = self
        next.version += 1
        switch name {
        case "alpha":
            next.steps[1].after = Self.businessDays(1)
            next.steps.insert(
                Step(id: "a3", replyTo: "a1", after: Self.businessDays(2)), at: 2)
        case "beta":
            next.steps[2].after = Self.businessDays(2)
            next.steps.remove(at: 3)
        default:
            next.steps[1].after = .init(count: 3, unit: .hours)
        }
        return next
    }
}
