/// A copy of the database to be written.
package struct BackupRequest: Codable, Equatable, Sendable {
    /// Left out for a new name in `backups` of the state folder; a name without a slash for one there; else
    /// an absolute path.
    package var file: String?
    /// Whether a file of that name is replaced.
    package var isReplacing: Bool

    package init(file: String? = nil, isReplacing: Bool = false) {
        self.file = file
        self.isReplacing = isReplacing
    }
}

/// A backup that is being written, or how the last one ended.
package struct BackupView: Codable, Equatable, Sendable {
    package enum State: String, Codable, CaseIterable, Sendable {
        /// There was none since the daemon started.
        case none
        case running, done, failed
    }

    package var state: State
    /// Absolute; written by the daemon, as its user.
    package var file: String?
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    /// Written so far.
    package var bytes: Int
    /// What it may come to at most.
    package var expectedBytes: Int
    /// Why it failed, and what to run.
    package var message: String?
    package var advice: String?

    package init(
        state: State, file: String? = nil, startedAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil, bytes: Int = 0, expectedBytes: Int = 0,
        message: String? = nil, advice: String? = nil
    ) {
        self.state = state
        self.file = file
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.bytes = bytes
        self.expectedBytes = expectedBytes
        self.message = message
        self.advice = advice
    }
}
