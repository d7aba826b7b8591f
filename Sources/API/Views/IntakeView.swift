package import Sequencing

/// What became of the leads of one request over HTTP, in their order.
package struct IntakeView: Codable, Equatable, Sendable {
    package struct Item: Codable, Equatable, Sendable {
        /// As it was sent.
        package var email: String
        /// `added`, `handed-over`, `open` or `suppressed`; the latter two changed nothing.
        package var outcome: String
        package var lead: LeadID?
        package var handOff: HandOffID?
        /// Left out for nobody.
        package var owner: String?

        package init(
            email: String, outcome: String, lead: LeadID? = nil, handOff: HandOffID? = nil,
            owner: String? = nil
        ) {
            self.email = email
            self.outcome = outcome
            self.lead = lead
            self.handOff = handOff
            self.owner = owner
        }
    }

    package var items: [Item]
    /// The answer of an earlier request with the same `Idempotency-Key`: this one did nothing.
    package var isRepeated: Bool

    package init(items: [Item], isRepeated: Bool = false) {
        self.items = items
        self.isRepeated = isRepeated
    }
}
