/// One person who may be contacted; the key is the canonical e-mail address.
package struct Lead: Equatable, Codable, Sendable {
    package var id: LeadID
    package var email: EmailAddress
    /// By the names of merge fields (`LeadField`), values never blank.
    package var fields: [String: String]
    /// ISO 3166-1 alpha-2, upper case.
    package var country: String?
    /// IANA name.
    package var zone: String?
    package var role: BuyingRole
    /// Nil where nobody has said.
    package var tier: LeadTier?
    /// The rep who owns the lead, nil for nobody.
    package var owner: String?
    package var account: AccountID?
    /// IANA name: where the account is at home, for people of it whose own zone nobody knows.
    package var accountZone: String?
    /// Whether the person's data were erased: what is left is a number for the counts.
    package var isForgotten: Bool

    package init(
        id: LeadID, email: EmailAddress, fields: [String: String] = [:], country: String? = nil,
        zone: String? = nil, role: BuyingRole = .unknown, tier: LeadTier? = nil,
        owner: String? = nil, account: AccountID? = nil, accountZone: String? = nil,
        isForgotten: Bool = false
    ) {
        self.isForgotten = isForgotten
        self.accountZone = accountZone
        self.id = id
        self.email = email
        self.fields = fields
        self.country = country
        self.zone = zone
        self.role = role
        self.tier = tier
        self.owner = owner
        self.account = account
    }

    /// First and last name, or the address when neither is known.
    package var displayName: String {
        let name = [fields["first_name"], fields["last_name"]].compactMap { $0 }
        return name.isEmpty ? email.text : name.joined(separator: " ")
    }

    /// Whether the lead can be reached on a channel at all.
    package func has(channel: Channel) -> Bool {
        switch channel {
        case .email, .task: true
        case .call: fields["phone"] != nil
        case .linkedIn: fields["linkedin"] != nil
        }
    }

    /// What the templates of a sequence may name: the lead's own fields and those of its rep.
    package func mergeValues(rep: Rep?, source: String?) -> [String: String] {
        var values = fields
        values["email"] = email.text
        let names = [fields["first_name"], fields["last_name"]].compactMap { $0 }
        if !names.isEmpty { values["full_name"] = names.joined(separator: " ") }
        values["country"] = country
        values["source"] = source.flatMap { HandOffSource.isForTemplates($0) ? $0 : nil }
        if let rep {
            values["rep_name"] = rep.fullName
            values["rep_first_name"] = rep.fullName.split(separator: " ").first.map(String.init)
            values["rep_email"] = rep.email?.text
            values["rep_phone"] = rep.phone
            values["signature"] = rep.signature
        }
        return values
    }
}

/// The lead's part in the buying committee.
package enum BuyingRole: String, Codable, CaseIterable, Sendable {
    case champion
    case economicBuyer = "economic-buyer"
    case technicalBuyer = "technical-buyer"
    case influencer, user, procurement, gatekeeper, unknown
}

/// Who owns leads and acts on them; a Unix user acts as one rep.
package struct Rep: Equatable, Codable, Sendable {
    /// The short name in commands, unique in the installation.
    package var name: String
    package var fullName: String
    package var email: EmailAddress?
    package var phone: String?
    package var signature: String?
    /// IANA name.
    package var zone: String?
    /// The Unix user that acts as this rep.
    package var userID: UInt32?
    package var access: Access
    /// By its name in the configuration; nil for none.
    package var team: String?

    package init(
        name: String, fullName: String, email: EmailAddress? = nil, phone: String? = nil,
        signature: String? = nil, zone: String? = nil, userID: UInt32? = nil,
        access: Access = .rep, team: String? = nil
    ) {
        self.name = name
        self.fullName = fullName
        self.email = email
        self.phone = phone
        self.signature = signature
        self.zone = zone
        self.userID = userID
        self.access = access
        self.team = team
    }

    /// What a person may see and move (docs/operations.md).
    package enum Access: String, Codable, CaseIterable, Sendable {
        /// Their own leads.
        case rep
        /// Everybody's.
        case manager
        /// May hand leads over and see what became of them.
        case marketing
        case admin
    }
}

extension Collection<Rep> {
    /// The teams that they are in, each once and by name.
    package var teams: [String] { Set(compactMap(\.team)).sorted() }
}
