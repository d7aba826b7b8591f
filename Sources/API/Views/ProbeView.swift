package import Sequencing

/// What a message of a mailbox to itself has shown, or what of it is still awaited.
package struct ProbeView: Codable, Equatable, Sendable {
    package var state: State
    package var askedAt: Timestamp
    package var askedBy: String
    package var sentAt: Timestamp?
    package var finishedAt: Timestamp?
    /// Why not all is known.
    package var failure: String?
    package var serverSaid: String?
    /// What the server does with its own copy.
    package var sentHabit: SentHabit
    /// Where that copy lay.
    package var sentFolder: String?
    /// Where the message came back to: Junk is worth a look.
    package var returnedTo: String?
    /// From the final dot until it was read.
    package var roundTripSeconds: Int?
    /// Whether the server leaves our Message-IDs as they are.
    package var keepsMessageID: Bool?
    package var keepsListUnsubscribe: Bool?
    package var keepsListUnsubscribePost: Bool?
    package var signature: ProbeFindings.Signature?
    /// The domain that signed.
    package var signedBy: String?
    /// Whether messages of the mailbox may offer a one-click opt-out; left out where nobody knows.
    package var allowsOneClick: Bool?
    /// Whether a tag of the address (`dana+tag@…`) reaches the mailbox; left out where it was not tried.
    package var keepsTags: Bool?

    package enum State: String, Codable, CaseIterable, Sendable {
        case queued, sent, finished
    }

    package init(
        state: State, askedAt: Timestamp, askedBy: String, sentAt: Timestamp? = nil,
        finishedAt: Timestamp? = nil, failure: String? = nil, serverSaid: String? = nil,
        sentHabit: SentHabit = .unknown, sentFolder: String? = nil, returnedTo: String? = nil,
        roundTripSeconds: Int? = nil, keepsMessageID: Bool? = nil,
        keepsListUnsubscribe: Bool? = nil, keepsListUnsubscribePost: Bool? = nil,
        signature: ProbeFindings.Signature? = nil, signedBy: String? = nil,
        allowsOneClick: Bool? = nil, keepsTags: Bool? = nil
    ) {
        self.keepsTags = keepsTags
        self.state = state
        self.askedAt = askedAt
        self.askedBy = askedBy
        self.sentAt = sentAt
        self.finishedAt = finishedAt
        self.failure = failure
        self.serverSaid = serverSaid
        self.sentHabit = sentHabit
        self.sentFolder = sentFolder
        self.returnedTo = returnedTo
        self.roundTripSeconds = roundTripSeconds
        self.keepsMessageID = keepsMessageID
        self.keepsListUnsubscribe = keepsListUnsubscribe
        self.keepsListUnsubscribePost = keepsListUnsubscribePost
        self.signature = signature
        self.signedBy = signedBy
        self.allowsOneClick = allowsOneClick
    }
}
