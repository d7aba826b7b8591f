package import Sequencing

/// One effort on one lead, from the day it was given to sales.
package struct HandOffView: Codable, Equatable, Sendable {
    package var id: HandOffID
    package var source: String?
    package var owner: String?
    package var givenAt: Timestamp
    /// Left out until the owner takes it on, by saying so or by enrolling.
    package var acceptedAt: Timestamp?
    package var acceptedBy: String?
    /// Left out while it is open.
    package var disposition: Disposition?
    /// When a recycled one comes back.
    package var wakeAt: Timestamp?
    /// The one that slept until this was made.
    package var recycledFrom: HandOffID?
    package var touches: Int
    /// Touches, and those that bounced or were refused.
    package var attempts: Int
    /// Distinct channels of the touches.
    package var channels: Int
    package var lastTouchAt: Timestamp?
    package var standing: TouchGapClass
    /// Why it is where it is; left out when it moves or is closed.
    package var finding: FindingView?
    package var secondary: [FindingView]
    /// Those that run or ran, in their order.
    package var clocks: [ClockView]

    package init(
        id: HandOffID, source: String? = nil, owner: String? = nil, givenAt: Timestamp,
        disposition: Disposition? = nil, touches: Int = 0, attempts: Int = 0, channels: Int = 0,
        lastTouchAt: Timestamp? = nil, standing: TouchGapClass, finding: FindingView? = nil,
        secondary: [FindingView] = [], acceptedAt: Timestamp? = nil, acceptedBy: String? = nil,
        wakeAt: Timestamp? = nil, recycledFrom: HandOffID? = nil, clocks: [ClockView] = []
    ) {
        self.clocks = clocks
        self.acceptedAt = acceptedAt
        self.acceptedBy = acceptedBy
        self.wakeAt = wakeAt
        self.recycledFrom = recycledFrom
        self.id = id
        self.source = source
        self.owner = owner
        self.givenAt = givenAt
        self.disposition = disposition
        self.touches = touches
        self.attempts = attempts
        self.channels = channels
        self.lastTouchAt = lastTouchAt
        self.standing = standing
        self.finding = finding
        self.secondary = secondary
    }
}

/// How a hand-off stands after somebody moved it, and what it means.
package struct HandOffReply: Codable, Equatable, Sendable {
    package var lead: LeadID
    package var email: String
    package var handOff: HandOffView
    /// What the caller should know or do; empty for nothing.
    package var advice: [NextView]

    package init(
        lead: LeadID, email: String, handOff: HandOffView, advice: [NextView] = []
    ) {
        self.lead = lead
        self.email = email
        self.handOff = handOff
        self.advice = advice
    }
}

/// One reason of the touch-gap report, with who can move it, and how.
package struct FindingView: Codable, Equatable, Sendable {
    package var reason: TouchGapReason
    package var party: ResponsibleParty
    package var since: Timestamp
    /// A sentence for people, with names and numbers.
    package var text: String
    /// Row ids as people write them: `E12`, `D7`.
    package var evidence: [String]
    /// The one command that moves it.
    package var command: String

    package init(
        reason: TouchGapReason, party: ResponsibleParty, since: Timestamp, text: String,
        evidence: [String], command: String
    ) {
        self.reason = reason
        self.party = party
        self.since = since
        self.text = text
        self.evidence = evidence
        self.command = command
    }

    package init(_ finding: TouchGap.Finding) {
        self.init(
            reason: finding.reason, party: finding.reason.party, since: Timestamp(finding.since),
            text: finding.text, evidence: finding.evidence, command: finding.command)
    }
}
