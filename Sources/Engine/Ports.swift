package import Sequencing

/// What the engine needs of the world. `Daemon` plugs in the real parts, `Simulation` its own.

/// The one clock. `uptime` never steps; it is what ages are measured by.
package protocol Clock: Sendable {
    func now() -> Instant
    /// Since some fixed moment before the start, never going back, counting sleep.
    func uptime() -> Duration
}

/// The one timer. Arming it again replaces the moment; it calls back at or after it.
package protocol Alarm: Sendable {
    func arm(at moment: Instant)
    /// It is never armed further ahead than this, so that a stepped clock is noticed.
    var longestSleep: Duration { get }
}

/// Threads to block on: one serial worker for each key.
package protocol Workers: Sendable {
    func run(_ key: WorkerKey, _ job: @escaping @Sendable () -> Void)
    /// Whether a job may wait for the world. A virtual world does not wait: it pokes.
    var mayBlock: Bool { get }
}

package enum WorkerKey: Hashable, Sendable {
    case engine
    case lane(mailbox: String)
    case inbox(mailbox: String)
    /// Plays a long queue to its end, so that nobody has to wait for that.
    case forecast(mailbox: String)
    /// Keeps the touch-gap report's tally.
    case tally
}

/// Hands a message to a server. Blocks; `atCommitPoint` is called at most once with effect, when
/// every byte is with the server and before the final dot; false means that no dot may leave.
package protocol MessageSubmitter: Sendable {
    func submit(
        _ message: OutgoingMessage, atCommitPoint: () -> Bool
    ) -> SubmissionVerdict
    /// Gives the connection up; the next message makes a new one.
    func close()
}

/// Reads a mailbox. Blocks; `cancelWait` may be called from any thread.
package protocol InboxSource: Sendable {
    /// A folder without a cursor, or with one that means nothing any more, is read from the first
    /// message that came at or after `readBackTo`.
    func sweep(
        from cursors: [FolderCursor], readBackTo: Instant,
        deliver: (SweepBatch) throws -> Void
    ) -> SweepResult
    func waitForNews(timeout: Duration) -> InboxNews
    func cancelWait()
    /// Whether `keepCopy` can keep anything.
    var keepsCopies: Bool { get }
    /// Puts a copy of a sent message into Sent, for servers that keep none themselves; nil when it is there.
    func keepCopy(_ bytes: [UInt8]) -> SweepFailure?
}

extension InboxSource {
    package var keepsCopies: Bool { false }

    package func keepCopy(_ bytes: [UInt8]) -> SweepFailure? {
        .connection(cause: "this kind of mailbox has no Sent folder of ours")
    }
}

/// Zones and holidays as values.
package protocol CalendarSource: Sendable {
    /// Nil for a name that the system does not know.
    func zone(named name: String) -> ZoneRules?
    /// Of an ISO 3166-1 alpha-2 country; empty when nobody has written them down.
    func holidays(of country: String) -> Set<LocalDate>
    /// Another text whenever a zone or a holiday may be another one.
    var fingerprint: String { get }
}

/// One mailbox with its two ways to the world and its limits.
package struct MailboxPorts: Sendable {
    package var address: EmailAddress
    package var rep: String
    package var submitter: any MessageSubmitter
    package var inbox: any InboxSource
    package var limits: LaneLimits
    /// How many days a folder is read back when it is met for the first time.
    package var readBackDays: Int
    /// Whether the address with a tag (`dana+anything@…`) reaches the mailbox.
    package var hasPlusTags: Bool

    package static let usualReadBackDays = 14

    package init(
        address: EmailAddress, rep: String, submitter: any MessageSubmitter,
        inbox: any InboxSource, limits: LaneLimits, readBackDays: Int = usualReadBackDays,
        hasPlusTags: Bool = false
    ) {
        self.hasPlusTags = hasPlusTags
        self.readBackDays = readBackDays
        self.address = address
        self.rep = rep
        self.submitter = submitter
        self.inbox = inbox
        self.limits = limits
    }
}

/// What holds for the whole installation.
package struct EngineSettings: Sendable {
    /// IANA name: the zone of leads and reps that have none.
    package var zone: String
    /// Signs our Message-IDs, so that a reply proves which touch it answers. Never logged.
    package var messageIDKey: [UInt8]
    package var touchGap: TouchGap.Policy
    package var enrollment: EnrollmentRules
    /// Between the first e-mails to two people of one account.
    package var accountSpacing: Duration
    /// Where one-click opt-outs are taken (RFC 8058), as in `https://mail.northwind.example/u`; a token
    /// follows behind a slash. Nil where the installation has no public address.
    package var optOutURL: String?
    /// Who gets a lead when nobody is named.
    package var assignment: AssignmentRules
    /// Nil where no digests are mailed.
    package var digest: DigestRules?
    /// Another text for another program: what it has judged, this one may judge otherwise.
    package var build: String

    package init(
        zone: String, messageIDKey: [UInt8], touchGap: TouchGap.Policy = .init(),
        enrollment: EnrollmentRules = .init(), accountSpacing: Duration = .zero,
        optOutURL: String? = nil, assignment: AssignmentRules = .init(),
        digest: DigestRules? = nil, build: String = ""
    ) {
        self.build = build
        self.digest = digest
        self.optOutURL = optOutURL
        self.assignment = assignment
        self.enrollment = enrollment
        self.accountSpacing = accountSpacing
        self.zone = zone
        self.messageIDKey = messageIDKey
        self.touchGap = touchGap
    }
}
