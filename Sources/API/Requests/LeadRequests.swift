package import Sequencing

/// A lead to be added and handed over.
package struct AddLeadRequest: Codable, Equatable, Sendable {
    package var email: String
    package var fields: LeadFields
    package var role: BuyingRole
    /// What the account is worth (`LeadTier`).
    package var tier: String?
    package var source: String?
    /// A rep's short name; left out for the caller's own, when the caller is a rep.
    package var owner: String?
    /// Whether the first touch must come before those of others.
    package var isHot: Bool
    /// IANA name, for everybody of the account whose own zone nobody knows.
    package var accountZone: String?

    package init(
        email: String, fields: LeadFields = LeadFields(), role: BuyingRole = .unknown,
        tier: String? = nil, source: String? = nil, owner: String? = nil, isHot: Bool = false,
        accountZone: String? = nil
    ) {
        self.isHot = isHot
        self.accountZone = accountZone
        self.email = email
        self.fields = fields
        self.role = role
        self.tier = tier
        self.source = source
        self.owner = owner
    }
}

/// What to change of a lead; what is left out stays, what is empty text is taken away.
package struct EditLeadRequest: Codable, Equatable, Sendable {
    package var email: String?
    package var fields: LeadFields
    package var role: BuyingRole?
    package var tier: String?
    package var owner: String?
    package var accountZone: String?

    package init(
        email: String? = nil, fields: LeadFields = LeadFields(), role: BuyingRole? = nil,
        tier: String? = nil, owner: String? = nil, accountZone: String? = nil
    ) {
        self.accountZone = accountZone
        self.email = email
        self.fields = fields
        self.role = role
        self.tier = tier
        self.owner = owner
    }
}

extension AddLeadRequest {
    /// Whoever sends a lead need name no more than its address.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            email: container.decode(String.self, forKey: .email),
            fields: container.decodeIfPresent(LeadFields.self, forKey: .fields) ?? LeadFields(),
            role: container.decodeIfPresent(BuyingRole.self, forKey: .role) ?? .unknown,
            tier: container.decodeIfPresent(String.self, forKey: .tier),
            source: container.decodeIfPresent(String.self, forKey: .source),
            owner: container.decodeIfPresent(String.self, forKey: .owner),
            isHot: container.decodeIfPresent(Bool.self, forKey: .isHot) ?? false,
            accountZone: container.decodeIfPresent(String.self, forKey: .accountZone))
    }
}

extension EditLeadRequest {
    /// What is left out stays as it is.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            email: container.decodeIfPresent(String.self, forKey: .email),
            fields: container.decodeIfPresent(LeadFields.self, forKey: .fields) ?? LeadFields(),
            role: container.decodeIfPresent(BuyingRole.self, forKey: .role),
            tier: container.decodeIfPresent(String.self, forKey: .tier),
            owner: container.decodeIfPresent(String.self, forKey: .owner),
            accountZone: container.decodeIfPresent(String.self, forKey: .accountZone))
    }
}
