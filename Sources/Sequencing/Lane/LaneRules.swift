/// When one mailbox may send which message: the same rules for the daemon's lane and for a forecast.
package struct LaneRules: Equatable, Sendable {
    /// The rolling window of every cap.
    package static let capWindow: Duration = .hours(24)

    package var limits: LaneLimits
    /// Between the first touches of two people of one account, whichever mailboxes they leave from.
    package var accountSpacing: Duration

    package init(limits: LaneLimits, accountSpacing: Duration = .zero) {
        self.limits = limits
        self.accountSpacing = accountSpacing
    }

    /// When the mailbox has room under its cap; nil when it has now.
    ///
    /// The window slides: there is room again when the message `cap` places back has left it.
    package func roomAt(_ record: some LaneRecord, now: Instant) throws -> Instant? {
        let cap = limits.cap(firstCommittedAt: try record.firstCommittedAt(), now: now)
        return try roomAt(cap: cap, domain: nil, record, now: now)
    }

    /// Why this one message can't leave now while others might; nil when nothing is in its way.
    package func obstacle(
        to message: LaneMessage, _ record: some LaneRecord, now: Instant
    ) throws -> LaneObstacle? {
        if let cap = limits.domainCap,
            let until = try roomAt(cap: cap, domain: message.domain, record, now: now)
        {
            return LaneObstacle(until: until, cause: .domainCap(cap, domain: message.domain))
        }
        guard accountSpacing > .zero, message.urgency != .followUp, let account = message.account,
            let last = try record.lastFirstTouch(of: account, except: message.lead)
        else { return nil }
        let until = last + accountSpacing
        return until > now ? LaneObstacle(until: until, cause: .accountSpacing) : nil
    }

    private func roomAt(
        cap: Int, domain: String?, _ record: some LaneRecord, now: Instant
    ) throws -> Instant? {
        let start = now - Self.capWindow
        guard let last = try record.committedAt(placesBack: cap - 1, after: start, domain: domain)
        else { return nil }
        let until = last + Self.capWindow
        return until > now ? until : nil
    }

    /// The pause after a message to a canonical address: between the shortest and the longest, fixed by the
    /// message, so that no two runs differ.
    package func gap(after recipient: String, step: String) -> Duration {
        let shortest = limits.shortestGap.wholeMilliseconds
        let spread = limits.longestGap.wholeMilliseconds - shortest
        guard spread > 0 else { return limits.shortestGap }
        let seed = UInt64(stableHashOf: "\(recipient) \(step) gap").mixed
        return .milliseconds(shortest + Int64(seed % UInt64(spread + 1)))
    }
}

/// What a lane must know of the past.
package protocol LaneRecord {
    /// The commit point so many places before the latest (0) of the mailbox, or of its messages to one
    /// domain; nil when there are not so many after `start`.
    func committedAt(placesBack: Int, after start: Instant, domain: String?) throws -> Instant?
    func firstCommittedAt() throws -> Instant?
    /// The latest first touch of another person of the account, by any mailbox.
    func lastFirstTouch(of account: AccountID, except lead: LeadID) throws -> Instant?
}

/// A message in the queue of a lane, as far as its turn depends on it.
package struct LaneMessage: Equatable, Sendable {
    package var domain: String
    package var lead: LeadID
    package var account: AccountID?
    package var urgency: Urgency

    package init(
        domain: String, lead: LeadID, account: AccountID?, urgency: Urgency
    ) {
        self.domain = domain
        self.lead = lead
        self.account = account
        self.urgency = urgency
    }

    /// Who goes first where not all can: then the earliest due, then the oldest enrollment.
    package enum Urgency: Int, Comparable, Codable, Sendable {
        /// Somebody who was touched before waits for what was begun.
        case followUp
        /// The first touch of a hot hand-off.
        case hotFirstTouch
        case firstTouch

        package init(hasBeenTouched: Bool, isHot: Bool) {
            self = hasBeenTouched ? .followUp : isHot ? .hotFirstTouch : .firstTouch
        }

        package static func < (left: Urgency, right: Urgency) -> Bool {
            left.rawValue < right.rawValue
        }
    }
}

/// Why one message waits while its lane may go on.
package struct LaneObstacle: Equatable, Sendable {
    package var until: Instant
    package var cause: Cause

    package enum Cause: Equatable, Sendable {
        case domainCap(Int, domain: String)
        case accountSpacing
    }

    /// As it ends "waits for …".
    package var sentence: String {
        switch cause {
        case .domainCap(let cap, let domain): "the cap of \(cap) messages in 24 hours to \(domain)"
        case .accountSpacing: "the pause between first touches of the same account"
        }
    }
}
