/// One planned act of a sequence.
package struct Step: Codable, Equatable, Sendable {
    /// Unique in its sequence: small letters, digits and hyphens.
    package var id: String
    package var delay: Delay
    /// The step is passed over, and that is recorded, when the condition does not hold.
    package var onlyIf: Condition?
    package var act: Act
    /// What an outcome of a manual step does: `connected: end`. Anything not listed goes on.
    package var outcomeRules: [String: OutcomeRule]

    package init(
        id: String, delay: Delay, onlyIf: Condition? = nil, act: Act,
        outcomeRules: [String: OutcomeRule] = [:]
    ) {
        self.id = id
        self.delay = delay
        self.onlyIf = onlyIf
        self.act = act
        self.outcomeRules = outcomeRules
    }

    package enum Act: Codable, Equatable, Sendable {
        case email(EmailAct)
        case call(ManualAct)
        case linkedIn(LinkedInAct)
        case task(ManualAct)
    }

    package enum OutcomeRule: String, Codable, Sendable {
        /// The sequence has reached its aim: the enrollment ends as completed.
        case end
        case next
    }

    package var channel: Channel {
        switch act {
        case .email: .email
        case .call: .call
        case .linkedIn: .linkedIn
        case .task: .task
        }
    }
}

/// The ways to touch a person.
package enum Channel: String, Codable, CaseIterable, Sendable {
    case email
    case call
    case linkedIn = "linkedin"
    case task
}

/// An automatic e-mail, or with `isReviewed` one that a person approves first.
package struct EmailAct: Codable, Equatable, Sendable {
    /// Nil when the step answers in the thread of `replyTo`.
    package var subject: MergeTemplate?
    /// The id of an earlier e-mail step whose thread this one continues.
    package var replyTo: String?
    /// At least one. The choice is fixed per enrollment and step by a hash, weighted.
    package var variants: [Variant]
    package var isReviewed: Bool

    package init(
        subject: MergeTemplate?, replyTo: String?, variants: [Variant], isReviewed: Bool = false
    ) {
        self.subject = subject
        self.replyTo = replyTo
        self.variants = variants
        self.isReviewed = isReviewed
    }

    package struct Variant: Codable, Equatable, Sendable {
        /// 1…1000.
        package var weight: Int
        package var body: MergeTemplate
        /// Only when the sequence has an HTML part; the text part always leaves with it.
        package var html: MergeTemplate?

        package init(weight: Int, body: MergeTemplate, html: MergeTemplate? = nil) {
            self.weight = weight
            self.body = body
            self.html = html
        }
    }
}

/// A call or another task for a person.
package struct ManualAct: Codable, Equatable, Sendable {
    package var script: MergeTemplate
    /// Afterwards the task is skipped, recorded and reported.
    package var expires: Delay.Span?

    package init(script: MergeTemplate, expires: Delay.Span?) {
        self.script = script
        self.expires = expires
    }
}

/// A LinkedIn step: always done by hand, by the network's terms.
package struct LinkedInAct: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case connect, message, view
    }

    package var kind: Kind
    package var note: MergeTemplate?
    package var expires: Delay.Span?

    package init(kind: Kind, note: MergeTemplate?, expires: Delay.Span?) {
        self.kind = kind
        self.note = note
        self.expires = expires
    }
}

/// How long after what a step becomes due.
package struct Delay: Codable, Equatable, Sendable {
    package enum Anchor: String, Codable, Sendable {
        /// The moment the previous step happened (or was passed over).
        case previousStep
        /// The moment of enrollment.
        case start
    }

    package enum Unit: String, Codable, CaseIterable, Sendable {
        case minutes, hours, days, businessDays
    }

    package struct Span: Codable, Equatable, Sendable {
        /// Not negative.
        package var count: Int
        package var unit: Unit

        package init(count: Int, unit: Unit) {
            self.count = count
            self.unit = unit
        }

        package static let zero = Span(count: 0, unit: .minutes)
    }

    package var span: Span
    package var anchor: Anchor
    /// `at: "09:15"`: the first such local time at or after the span.
    package var at: LocalTime?
    /// `between: 09:00-11:00`: the first moment of these local hours at or after the span. Never
    /// beside `at`.
    package var between: Window.Hours?

    package init(
        span: Span, anchor: Anchor = .previousStep, at: LocalTime? = nil,
        between: Window.Hours? = nil
    ) {
        self.span = span
        self.anchor = anchor
        self.at = at
        self.between = between
    }

    package static let none = Delay(span: .zero)
}

/// A test of a lead's field or of an earlier step's outcome; nothing else can be asked.
package enum Condition: Codable, Equatable, Sendable {
    /// `lead.phone`: the field has a value.
    case leadHas(field: String)
    /// `not lead.phone`.
    case leadLacks(field: String)
    /// `first-call was no-answer`.
    case outcome(step: String, is: String)
    /// `first-call was not connected`.
    case outcomeIsNot(step: String, String)
}
