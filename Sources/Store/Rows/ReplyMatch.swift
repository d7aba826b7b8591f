package import Sequencing

/// What a received message answers, with the evidence.
package struct ReplyMatch: Equatable, Sendable {
    package var rule: ReplyMatchRule
    package var lead: LeadID
    package var handOff: HandOffID?
    package var enrollment: EnrollmentID?
    package var delivery: DeliveryID?
    package var handwritten: HandwrittenID?
    /// As in “it quotes our message … in References” or “it comes from … (Reply-To)”.
    package var evidence: String
    /// Others of the account whose message has the same subject; only with `.sameSubject`.
    package var others: [LeadID] = []
    /// When it arrived, where only what was there then may be moved; nil where every answer counts.
    package var onlyOlderThan: Instant?

    package init(
        rule: ReplyMatchRule, lead: LeadID, handOff: HandOffID?, enrollment: EnrollmentID?,
        delivery: DeliveryID?, evidence: String
    ) {
        self.rule = rule
        self.lead = lead
        self.handOff = handOff
        self.enrollment = enrollment
        self.delivery = delivery
        self.evidence = evidence
    }
}

/// What a message offers to be matched by; each list in the order of asking.
package struct MatchOffer: Equatable, Sendable {
    /// A value, and where in the message it stands.
    package struct Clue: Equatable, Sendable {
        package var value: String
        package var place: String

        package init(_ value: String, in place: String) {
            self.value = value
            self.place = place
        }
    }

    /// Without angle brackets, as they stand there.
    package var messageIDs: [Clue] = []
    /// Local parts of our own Message-IDs that proved themselves by their hash, whatever host follows.
    package var ownNames: [Clue] = []
    /// The same, as tags of addresses that the message was sent to.
    package var tags: [Clue] = []
    /// In canonical form.
    package var addresses: [Clue] = []
    /// Without Re: and its sisters; empty for none.
    package var subject = ""
    /// The mail domain of the writer, where colleagues are to be looked for; nil where not.
    package var accountDomain: String?
    /// Whether an address that was a lead's before it was edited tells whose message it is. Not of a bounce: that such an
    /// address takes no mail says nothing of today's.
    package var asksFormerAddresses = true
    package var arrivedAt: Instant

    package init(arrivedAt: Instant) { self.arrivedAt = arrivedAt }
}
