import GRDB
package import Sequencing

/// A lead to be added, before it has a number.
package struct NewLead: Equatable, Sendable {
    package var email: EmailAddress
    package var fields: [String: String]
    package var country: String?
    package var zone: String?
    package var role: BuyingRole
    package var tier: LeadTier?
    package var owner: String?
    package var source: String?
    /// Whether the first touch must come before others.
    package var isHot: Bool
    package var accountZone: String?

    package init(
        email: EmailAddress, fields: [String: String] = [:], country: String? = nil,
        zone: String? = nil, role: BuyingRole = .unknown, tier: LeadTier? = nil,
        owner: String? = nil, source: String? = nil, isHot: Bool = false,
        accountZone: String? = nil
    ) {
        self.isHot = isHot
        self.accountZone = accountZone
        self.email = email
        self.fields = fields
        self.country = country
        self.zone = zone
        self.role = role
        self.tier = tier
        self.owner = owner
        self.source = source
    }
}

extension Store {
    /// Adds a lead and hands it over; a lead that exists already is refused with its number.
    ///
    /// Without an owner the rules name one.
    package func add(
        _ new: NewLead, assignment: AssignmentRules = .init(), now: Instant, by actor: String
    ) throws(StoreError) -> Lead {
        try write { database in
            let key = new.email.canonical
            if let lead = try database.person(key: key) {
                let isNow = lead.email.canonical == key
                throw StoreError.notNow(
                    what: "\(key) was not added",
                    why: isNow
                        ? "it is lead \(lead.id) already"
                        : "it was the address of lead \(lead.id), who is \(lead.email) now",
                    advice: "thirdtouch lead edit \(key) changes it, "
                        + "thirdtouch enroll \(key) --sequence NAME works it")
            }
            try database.refuseSuppressed(key)
            return try database.lead(
                database.insert(new, assignment: assignment, now: now, by: actor))
        }
    }

    /// Writes the changed values of a lead; `why` names them.
    ///
    /// Its hand-off goes to its owner where that is somebody else's: the open one, or `unfinished`, whose closing
    /// is not valid.
    package func update(
        _ lead: Lead, unfinished: HandOffID? = nil, now: Instant, by actor: String, why: String
    ) throws(StoreError) {
        try write { database in
            let key = lead.email.canonical
            let before = try database.lead(lead.id)
            if let other = try database.person(key: key), other.id != lead.id {
                throw StoreError.notNow(
                    what: "\(lead.id) was not changed", why: "\(key) is lead \(other.id)",
                    advice: "see thirdtouch lead show \(key)")
            }
            if before.isForgotten {
                throw StoreError.notNow(
                    what: "\(lead.id) was not changed", why: "the person was forgotten",
                    advice: "add somebody else: thirdtouch lead add ADDRESS")
            }
            if before.email.canonical != key {
                // Whoever wants no more mail wants none at another address either.
                try database.refuseSuppressed(before.email.canonical)
                try database.refuseSuppressed(key)
                try database.remember(before.email.canonical, formerlyOf: lead.id, now: now)
            }
            try database.execute(
                sql: """
                    UPDATE lead SET key = ?, email = ?, country = ?, zone = ?, role = ?,
                        tier = ?, fields = ?, phoneSign = ?, profileSign = ? WHERE id = ?
                    """,
                arguments: [
                    key, lead.email.text, lead.country, lead.zone, lead.role.rawValue,
                    lead.tier?.rawValue, JSONText.encode(lead.fields),
                    lead.fields["phone"].flatMap(PersonSigns.phone),
                    lead.fields["linkedin"].flatMap(PersonSigns.profile), lead.id.rawValue,
                ])
            if before.email.canonical != key {
                try database.readdressMessages(of: lead.id, now: now, by: actor)
            }
            let effort = try database.unendedHandOff(of: lead.id, unfinished: unfinished)
            let isElsewhere = lead.owner != nil && effort.map { $0.owner != lead.owner } ?? false
            if lead.owner != before.owner || isElsewhere {
                try database.assign(
                    before, to: lead.owner, unfinished: unfinished, now: now, by: actor)
            }
            if lead.accountZone != before.accountZone {
                try database.setZone(lead.accountZone, ofAccount: lead.account)
            }
            try database.recordHistory(
                at: now, by: actor, about: HistorySubject(lead: lead.id), "edited", why: why)
        }
    }

    package func lead(_ id: LeadID) throws(StoreError) -> Lead {
        try read { database in try database.lead(id) }
    }

    /// By number (`L12`, `12`) or by address; nil when there is no such lead.
    package func lead(typed text: String) throws(StoreError) -> Lead? {
        try read { database in
            if let id = LeadID(typed: text) { return try? database.lead(id) }  // why: nil is "none"
            return try database.person(key: EmailAddress.canonical(of: text))
        }
    }

    /// Newest first.
    package func leads(
        owner: String?, source: String?, limit: Int
    ) throws(StoreError) -> [Lead] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(Lead.columns) FROM lead
                    WHERE forgottenAt IS NULL AND (?1 IS NULL OR owner = ?1)
                        AND (?2 IS NULL OR EXISTS
                            (SELECT 1 FROM handOff WHERE leadID = lead.id AND source = ?2))
                    ORDER BY id DESC LIMIT ?3
                    """, arguments: [owner, source, limit]
            ).map(Lead.init)
        }
    }
}

extension Store {
    /// The tiers that leads have, in order; of those that are the same but for the case of letters, one.
    package func tiers(limit: Int) throws(StoreError) -> [LeadTier] {
        try read { database in
            // From one to the next by the index: a look at each word, and not at each lead.
            let words = try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        WITH RECURSIVE word (tier) AS (
                            SELECT min(tier) FROM lead WHERE tier IS NOT NULL
                            UNION ALL
                            SELECT (SELECT min(tier) FROM lead WHERE tier > word.tier) FROM word
                            WHERE word.tier IS NOT NULL)
                        SELECT tier FROM word WHERE tier IS NOT NULL LIMIT ?
                        """), arguments: [limit])
            return words.compactMap { LeadTier(rawValue: $0) }.reduce(into: []) { found, tier in
                if !found.contains(where: tier.isSame) { found.append(tier) }
            }.sorted { $0.rawValue.lowercased() < $1.rawValue.lowercased() }
        }
    }
}

extension Database {
    func lead(_ id: LeadID) throws -> Lead {
        let sql = "SELECT \(Lead.columns) FROM lead WHERE id = ?"
        guard let lead = try first(sql, id, read: { try Lead(&$0) }) else {
            throw StoreError.notFound(table: "lead", key: "\(id)")
        }
        return lead
    }

    func lead(key: String) throws -> Lead? {
        try first("SELECT \(Lead.columns) FROM lead WHERE key = ?", key, read: { try Lead(&$0) })
    }

    /// The company by its mail domain; nil for the domains that everybody uses.
    fileprivate func account(of new: NewLead) throws -> AccountID? {
        let domain = new.email.domain
        guard !PublicMailDomains.all.contains(domain) else { return nil }
        return AccountID(try account(ofDomain: domain, company: new.fields["company"]))
    }

    /// The number of the company with this mail domain, which is made when there is none.
    func account(ofDomain domain: String, company: String?) throws -> Int64 {
        let known = try Int64.fetchOne(
            cachedStatement(sql: "SELECT id FROM account WHERE domain = ?"), arguments: [domain])
        if let known { return known }
        try cachedStatement(sql: "INSERT INTO account (domain, name) VALUES (?, ?)").execute(
            arguments: [domain, company])
        return lastInsertedRowID
    }

    fileprivate func setZone(_ zone: String?, ofAccount account: AccountID?) throws {
        try execute(
            sql: "UPDATE account SET zone = ? WHERE id = ?", arguments: [zone, account?.rawValue])
    }
}

extension Lead {
    /// In the order in which `init` reads them.
    static let columns = """
        lead.id, lead.email, lead.fields, lead.country, lead.zone, lead.role, lead.tier, \
        lead.owner, lead.accountID, lead.forgottenAt, \
        (SELECT account.zone FROM account WHERE account.id = lead.accountID) AS accountZone
        """

    init(_ row: Row) throws {
        var reader = RowReader(row)
        try self.init(&reader)
    }

    init(_ reader: inout RowReader) throws {
        let id: Int64 = reader.next()
        let email = EmailAddress(stored: reader.next())
        let fields = JSONText.fields(from: reader.next())
        let (country, zone): (String?, String?) = (reader.next(), reader.next())
        let role = BuyingRole(rawValue: reader.next())
        let word: String? = reader.next()
        let tier = word.flatMap { LeadTier(rawValue: $0) }
        guard let fields, let role, let email, tier != nil || word == nil else {
            throw StoreError.corruptRow(table: "lead", id: id)
        }
        self.init(
            id: LeadID(id), email: email, fields: fields, country: country, zone: zone,
            role: role, tier: tier, owner: reader.next(),
            account: reader.optionalNumber().map { AccountID($0) },
            accountZone: nil, isForgotten: reader.optionalNumber() != nil)
        accountZone = reader.next()
    }
}

/// Domains where a common address says nothing about a common employer.
package enum PublicMailDomains {
    package static let all: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com",
        "yahoo.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "gmx.com", "web.de",
        "t-online.de", "proton.me", "protonmail.com", "mail.com", "mail.ru", "yandex.com",
        "orange.fr", "free.fr", "libero.it", "qq.com", "163.com",
    ]
}

extension Database {
    /// Writes a lead that is neither known nor suppressed, and hands it over.
    func insert(
        _ new: NewLead, assignment: AssignmentRules, now: Instant, by actor: String
    ) throws -> LeadID {
        var new = new
        let key = new.email.canonical
        if new.owner == nil { new.owner = try owner(by: assignment, for: new.intake, now: now) }
        let account = try account(of: new)
        try execute(
            sql: """
                INSERT INTO lead (key, email, accountID, owner, country, zone, role, tier, fields,
                    createdAt, phoneSign, profileSign)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                key, new.email.text, account?.rawValue, new.owner, new.country, new.zone,
                new.role.rawValue, new.tier?.rawValue, JSONText.encode(new.fields),
                now.milliseconds,
                new.fields["phone"].flatMap(PersonSigns.phone),
                new.fields["linkedin"].flatMap(PersonSigns.profile),
            ])
        let id = LeadID(lastInsertedRowID)
        try recordHistory(
            at: now, by: actor, about: HistorySubject(lead: id), "added",
            why: "added" + (new.source.map { " from \($0)" } ?? ""))
        _ = try openHandOff(
            NewHandOff(lead: id, source: new.source, owner: new.owner, isHot: new.isHot),
            now: now, by: actor)
        if let zone = new.accountZone { try setZone(zone, ofAccount: account) }
        return id
    }
}
