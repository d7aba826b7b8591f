/// A plan of steps, as published: a version never changes.
///
/// Its text form is the sequence file (docs/sequence-file.md); module `SequenceFile` reads and writes that.
package struct Sequence: Codable, Equatable, Sendable {
    /// The file's name without its extension, as in `inbound-handoff`.
    package var name: String
    package var title: String
    package var window: Window
    package var colleagueReplies: ColleagueRule
    package var outOfOffice: OutOfOfficeRule
    /// What must have been tried before a lead may be called unreachable.
    package var minimum: Minimum
    /// In the order in which they happen; never empty.
    package var steps: [Step]

    package init(
        name: String, title: String, window: Window, colleagueReplies: ColleagueRule,
        outOfOffice: OutOfOfficeRule, minimum: Minimum, steps: [Step]
    ) {
        self.name = name
        self.title = title
        self.window = window
        self.colleagueReplies = colleagueReplies
        self.outOfOffice = outOfOffice
        self.minimum = minimum
        self.steps = steps
    }

    /// What happens to the other people of a company when one of them answers.
    package enum ColleagueRule: Codable, Equatable, Sendable {
        case pause(businessDays: Int)
        case stop
        case ignore
    }

    /// When a sequence goes on after an out-of-office answer.
    package struct OutOfOfficeRule: Codable, Equatable, Sendable {
        /// Business days after the stated return date.
        package var businessDaysAfterReturn: Int
        /// Calendar days to wait when no return date was found.
        package var defaultDays: Int

        package init(businessDaysAfterReturn: Int, defaultDays: Int) {
            self.businessDaysAfterReturn = businessDaysAfterReturn
            self.defaultDays = defaultDays
        }
    }

    /// The least effort after which "unable to reach" is a legal disposition.
    package struct Minimum: Codable, Equatable, Sendable {
        package var touches: Int
        package var channels: Int
        package var businessDays: Int

        package init(touches: Int, channels: Int, businessDays: Int) {
            self.touches = touches
            self.channels = channels
            self.businessDays = businessDays
        }

        /// Six touches over two channels and ten business days (docs/touch-gap.md, Clocks).
        package static let standard = Minimum(touches: 6, channels: 2, businessDays: 10)
    }
}

/// The position of a step in its sequence, from 0.
package struct StepIndex: Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
    package var position: Int

    package init(_ position: Int) { self.position = position }

    package var next: StepIndex { StepIndex(position + 1) }

    package static func < (left: StepIndex, right: StepIndex) -> Bool {
        left.position < right.position
    }

    /// As people count: the first step is 1.
    package var description: String { String(position + 1) }

    package init(from decoder: any Decoder) throws {
        position = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(position)
    }
}

/// A sequence's name and version, as in `inbound-handoff@3`.
package struct SequenceVersion: Hashable, Codable, Sendable, CustomStringConvertible {
    package var name: String
    package var version: Int

    package init(name: String, version: Int) {
        self.name = name
        self.version = version
    }

    package var description: String { "\(name)@\(version)" }
}
