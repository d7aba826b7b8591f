/// The outcomes that a manual step can have.
package enum StepOutcomes {
    /// Ends an enrollment whatever the file says, because it is the aim of every sequence.
    package static let always = "meeting-booked"

    /// What a person may report; empty for an automatic step.
    package static func reported(on channel: Channel) -> [String] {
        switch channel {
        case .email: []
        case .call: ["connected", "no-answer", "voicemail", "busy", "wrong-number", always]
        case .linkedIn: ["done", "accepted", "no-account"]
        case .task: ["done"]
        }
    }

    /// What a task is reported with that owes somebody an answer.
    package static let answered = "answered"

    /// What a condition may ask for: also that nobody did it.
    package static func asked(on channel: Channel) -> [String] {
        let reported = reported(on: channel)
        return reported.isEmpty ? [] : reported + ["skipped", "expired"]
    }
}
