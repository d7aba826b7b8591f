/// One e-mail on its way out. Durable; the bytes were frozen before the first state.
package enum DeliveryState: Equatable, Sendable {
    /// Waits for its lane, its window, the caps and the fence. `attempts` have been made.
    ///
    /// Leaves by claim, withdraw, restored.
    case queued(attempts: Int)
    /// A lane has it and talks to the server. Until the commit point it is provably unsent.
    ///
    /// Leaves by commitPoint, verdict, recovered, withdraw, restored.
    case submitting(attempt: Int)
    /// The final dot may leave at any moment: written inside libcurl's read callback.
    ///
    /// Leaves by verdict, recovered, restored; a withdrawal comes too late.
    case committing(attempt: Int)
    /// The server took it. Leaves by bounced.
    case accepted
    /// The server refused it for good. Final.
    case refused
    /// Nobody knows. Leaves by evidence, settle, bounced.
    case inDoubt
    /// It never left and never will. Final.
    case withdrawn
    /// It came back. Leaves by notBounced.
    case bounced

    package var name: Name {
        switch self {
        case .queued: .queued
        case .submitting: .submitting
        case .committing: .committing
        case .accepted: .accepted
        case .refused: .refused
        case .inDoubt: .inDoubt
        case .withdrawn: .withdrawn
        case .bounced: .bounced
        }
    }

    package enum Name: String, Codable, CaseIterable, Sendable {
        case queued, submitting, committing, accepted, refused
        case inDoubt = "in-doubt"
        case withdrawn, bounced
    }
}

/// What may happen to a delivery.
package enum DeliveryEvent: Equatable, Sendable {
    /// A lane takes it up: fence, window, caps and suppression were just found in order.
    case claim
    /// Every byte is with libcurl; the dot leaves when this is durable.
    case commitPoint
    case verdict(SubmissionVerdict)
    /// The daemon has just started and finds the row.
    case recovered
    /// The database was put back from a copy: what was due then may have left since.
    case restored
    case withdraw
    /// The message was found in Sent, or a reply or bounce quotes it.
    case evidence
    case settle(Settlement)
    case bounced
    /// A person says that the notice was none: the message did arrive.
    case notBounced

    /// What a person says about a message in doubt.
    package enum Settlement: String, Codable, CaseIterable, Sendable {
        case sent, resend, drop
    }
}

/// What the machine says to a delivery event.
package enum DeliveryReaction: Equatable, Sendable {
    case moved
    case ignore(IgnoreReason)

    package enum IgnoreReason: String, Codable, Sendable {
        case stale
        /// The commit point has passed: the message can't be called back.
        case committed
        /// It is over.
        case final
    }
}

extension DeliveryState {
    /// After this many attempts that the server deferred, it is refused (about three days).
    package static let maximumAttempts = 40

    /// Moves by `event`, or says why it does not.
    package mutating func handle(_ event: DeliveryEvent) -> DeliveryReaction {
        switch (self, event) {
        case (.queued(let attempts), .claim):
            self = .submitting(attempt: attempts + 1)
        case (.queued, .withdraw), (.submitting, .withdraw):
            self = .withdrawn
        case (.submitting(let attempt), .commitPoint):
            self = .committing(attempt: attempt)
        case (.submitting(let attempt), .verdict(let verdict)):
            self = Self.beforeCommit(attempt, verdict)
        case (.committing(let attempt), .verdict(let verdict)):
            self = Self.afterCommit(attempt, verdict)
        // A crash before the commit point: provably unsent. After it: nobody knows.
        case (.submitting(let attempt), .recovered): self = .queued(attempts: attempt)
        case (.committing, .recovered): self = .inDoubt
        case (.queued, .restored), (.submitting, .restored), (.committing, .restored):
            self = .inDoubt
        case (.inDoubt, .evidence), (.inDoubt, .settle(.sent)): self = .accepted
        case (.inDoubt, .settle(.resend)): self = .queued(attempts: 0)
        case (.inDoubt, .settle(.drop)): self = .withdrawn
        case (.accepted, .bounced), (.inDoubt, .bounced): self = .bounced
        case (.bounced, .notBounced): self = .accepted
        // The callback may be called again after the end of the file: already durable.
        case (.committing, .commitPoint): return .ignore(.committed)
        case (.committing, .withdraw), (.accepted, .withdraw), (.inDoubt, .withdraw):
            return .ignore(.committed)
        case (.queued, .commitPoint), (.queued, .verdict), (.queued, .recovered),
            (.queued, .evidence), (.queued, .settle), (.queued, .bounced),
            (.submitting, .claim), (.submitting, .evidence), (.submitting, .settle),
            (.submitting, .bounced), (.committing, .claim), (.committing, .evidence),
            (.committing, .settle), (.committing, .bounced), (.accepted, .claim),
            (.accepted, .commitPoint), (.accepted, .verdict), (.accepted, .recovered),
            (.accepted, .evidence), (.accepted, .settle), (.inDoubt, .claim),
            (.inDoubt, .commitPoint), (.inDoubt, .verdict), (.inDoubt, .recovered),
            (.queued, .notBounced), (.submitting, .notBounced), (.committing, .notBounced),
            (.accepted, .notBounced), (.inDoubt, .notBounced), (.accepted, .restored),
            (.inDoubt, .restored):
            return .ignore(.stale)
        case (.refused, _), (.withdrawn, _), (.bounced, .claim), (.bounced, .commitPoint),
            (.bounced, .verdict), (.bounced, .recovered), (.bounced, .restored),
            (.bounced, .withdraw), (.bounced, .evidence), (.bounced, .settle), (.bounced, .bounced):
            return .ignore(.final)
        }
        return .moved
    }

    private static func beforeCommit(
        _ attempt: Int, _ verdict: SubmissionVerdict
    ) -> DeliveryState {
        switch verdict {
        case .refused: .refused
        case .deferred: attempt >= maximumAttempts ? .refused : .queued(attempts: attempt)
        case .unsent: .queued(attempts: attempt)
        // The transport says that a dot may have left before we allowed it: believe the worse.
        case .accepted: .accepted
        case .inDoubt: .inDoubt
        }
    }

    private static func afterCommit(
        _ attempt: Int, _ verdict: SubmissionVerdict
    ) -> DeliveryState {
        switch verdict {
        case .accepted: .accepted
        case .refused: .refused
        case .deferred: attempt >= maximumAttempts ? .refused : .queued(attempts: attempt)
        // A transport that calls a committed message unsent contradicts the record: fail closed.
        case .unsent, .inDoubt: .inDoubt
        }
    }
}
