package import Sequencing

/// A lead as people see it.
package struct LeadView: Codable, Equatable, Sendable {
    package var id: LeadID
    package var email: String
    package var fields: LeadFields
    package var role: BuyingRole
    /// What the account is worth; left out where nobody has said.
    package var tier: LeadTier?
    /// Where the newest hand-off came from.
    package var source: String?
    /// The rep's short name; left out for nobody.
    package var owner: String?
    /// The domain by which the account was found.
    package var account: String?
    package var createdAt: Timestamp?
    /// Of the newest hand-off.
    package var touches: Int?
    /// Where the newest hand-off stands in the touch-gap report.
    package var standing: TouchGapClass?
    /// Of the newest hand-off; left out in lists.
    package var clocks: [ClockView]?

    package init(
        id: LeadID, email: String, fields: LeadFields, role: BuyingRole = .unknown,
        tier: LeadTier? = nil, source: String? = nil, owner: String? = nil,
        account: String? = nil, createdAt: Timestamp? = nil, touches: Int? = nil,
        standing: TouchGapClass? = nil, clocks: [ClockView]? = nil
    ) {
        self.clocks = clocks
        self.id = id
        self.email = email
        self.fields = fields
        self.role = role
        self.tier = tier
        self.source = source
        self.owner = owner
        self.account = account
        self.createdAt = createdAt
        self.touches = touches
        self.standing = standing
    }

    /// First and last name, or the address when neither is known.
    package var displayName: String {
        let name = [fields.firstName, fields.lastName].compactMap { $0 }
        return name.isEmpty ? email : name.joined(separator: " ")
    }
}

/// What is known of a person beyond the address; nothing here is ever blank.
package struct LeadFields: Codable, Equatable, Sendable {
    package var firstName: String?
    package var lastName: String?
    package var company: String?
    package var title: String?
    package var phone: String?
    package var linkedin: String?
    package var city: String?
    package var website: String?
    package var topic: String?
    /// ISO 3166-1 alpha-2, upper case.
    package var country: String?
    /// IANA name.
    package var zone: String?
    /// An installation's own, by name: templates say `custom_` before it.
    package var custom: [String: String]

    package init(
        firstName: String? = nil, lastName: String? = nil, company: String? = nil,
        title: String? = nil, phone: String? = nil, linkedin: String? = nil, city: String? = nil,
        website: String? = nil, topic: String? = nil, country: String? = nil, zone: String? = nil,
        custom: [String: String] = [:]
    ) {
        self.firstName = firstName
        self.lastName = lastName
        self.company = company
        self.title = title
        self.phone = phone
        self.linkedin = linkedin
        self.city = city
        self.website = website
        self.topic = topic
        self.country = country
        self.zone = zone
        self.custom = custom
    }
}

extension LeadFields {
    /// Whoever sends a lead need not name `custom`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? {
            try container.decodeIfPresent(String.self, forKey: key)
        }
        try self.init(
            firstName: text(.firstName), lastName: text(.lastName), company: text(.company),
            title: text(.title), phone: text(.phone), linkedin: text(.linkedin),
            city: text(.city), website: text(.website), topic: text(.topic),
            country: text(.country), zone: text(.zone),
            custom: container.decodeIfPresent([String: String].self, forKey: .custom) ?? [:])
    }

    /// The merge fields' names (`first_name`) with the properties that hold them.
    private static var columns: [(name: String, path: WritableKeyPath<LeadFields, String?>)] {
        [
            ("first_name", \.firstName), ("last_name", \.lastName), ("company", \.company),
            ("title", \.title), ("phone", \.phone), ("linkedin", \.linkedin), ("city", \.city),
            ("website", \.website), ("topic", \.topic),
        ]
    }

    /// The names on the wire; `custom` holds the others.
    package static var names: [String] {
        [
            "firstName", "lastName", "company", "title", "phone", "linkedin", "city", "website",
            "topic", "country", "zone",
        ]
    }

    /// The property of a name on the wire.
    package static func path(of name: String) -> WritableKeyPath<LeadFields, String?>? {
        switch name {
        case "firstName": \.firstName
        case "lastName": \.lastName
        case "company": \.company
        case "title": \.title
        case "phone": \.phone
        case "linkedin": \.linkedin
        case "city": \.city
        case "website": \.website
        case "topic": \.topic
        case "country": \.country
        case "zone": \.zone
        default: nil
        }
    }

    /// By the names of merge fields, as `Lead.fields` keeps them; country and zone are not among
    /// them. Blank values are left out.
    package var mergeFields: [String: String] {
        var fields: [String: String] = [:]
        for (name, value) in custom where !value.isBlank {
            fields[LeadField.customPrefix + name] = value
        }
        for column in Self.columns {
            if let value = self[keyPath: column.path], !value.isBlank {
                fields[column.name] = value
            }
        }
        return fields
    }

    /// With `changes` made: what is nil stays, what is blank is taken away.
    package func applying(_ changes: LeadFields) -> LeadFields {
        func chosen(_ new: String?, over old: String?) -> String? {
            guard let new else { return old }
            return new.isBlank ? nil : new
        }
        var fields = LeadFields(
            country: chosen(changes.country, over: country), zone: chosen(changes.zone, over: zone),
            custom: custom.merging(changes.custom) { $1 }.filter { !$0.value.isBlank })
        for column in Self.columns {
            fields[keyPath: column.path] = chosen(
                changes[keyPath: column.path], over: self[keyPath: column.path])
        }
        return fields
    }

    package init(mergeFields: [String: String], country: String?, zone: String?) {
        self.init(country: country, zone: zone)
        for column in Self.columns { self[keyPath: column.path] = mergeFields[column.name] }
        for (name, value) in mergeFields where name.hasPrefix(LeadField.customPrefix) {
            custom[String(name.dropFirst(LeadField.customPrefix.count))] = value
        }
    }
}

extension String {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
