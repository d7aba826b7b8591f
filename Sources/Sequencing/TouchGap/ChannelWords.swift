extension Channel {
    /// As in "the call of step 3".
    package var noun: String {
        switch self {
        case .email: "the e-mail"
        case .call: "the call"
        case .linkedIn: "the LinkedIn act"
        case .task: "the task"
        }
    }

    /// What a report proposes to record when a person has done the task.
    package var usualOutcome: String {
        switch self {
        case .call: "connected"
        case .email, .linkedIn, .task: "done"
        }
    }
}
