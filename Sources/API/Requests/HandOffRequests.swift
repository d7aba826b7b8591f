package import Sequencing

/// A lead to be handed over: a known one once more, or a new one with what is known of it.
package struct HandOverRequest: Codable, Equatable, Sendable {
    /// `L12`, `12` or an address; an address that nobody knows becomes a lead.
    package var lead: String
    package var source: String?
    /// Left out for the lead's own, else by the rules of assignment.
    package var owner: String?
    package var isHot: Bool
    /// Only for a new lead.
    package var fields: LeadFields
    package var role: BuyingRole
    /// What the account is worth (`LeadTier`).
    package var tier: String?

    package init(
        lead: String, source: String? = nil, owner: String? = nil, isHot: Bool = false,
        fields: LeadFields = LeadFields(), role: BuyingRole = .unknown, tier: String? = nil
    ) {
        self.lead = lead
        self.source = source
        self.owner = owner
        self.isHot = isHot
        self.fields = fields
        self.role = role
        self.tier = tier
    }
}

extension HandOverRequest {
    /// Whoever hands over need name no more than the lead.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            lead: container.decode(String.self, forKey: .lead),
            source: container.decodeIfPresent(String.self, forKey: .source),
            owner: container.decodeIfPresent(String.self, forKey: .owner),
            isHot: container.decodeIfPresent(Bool.self, forKey: .isHot) ?? false,
            fields: container.decodeIfPresent(LeadFields.self, forKey: .fields) ?? LeadFields(),
            role: container.decodeIfPresent(BuyingRole.self, forKey: .role) ?? .unknown,
            tier: container.decodeIfPresent(String.self, forKey: .tier))
    }
}

/// A person's judgement, which closes a hand-off.
package struct DisposeRequest: Codable, Equatable, Sendable {
    package var disposition: Disposition
    /// When the lead comes back; only with `recycled`, and then needed.
    package var wakeAt: Timestamp?
    /// A line for the history.
    package var why: String?

    package init(disposition: Disposition, wakeAt: Timestamp? = nil, why: String? = nil) {
        self.disposition = disposition
        self.wakeAt = wakeAt
        self.why = why
    }
}

package struct AssignRequest: Codable, Equatable, Sendable {
    /// A rep's short name.
    package var owner: String

    package init(owner: String) { self.owner = owner }
}
