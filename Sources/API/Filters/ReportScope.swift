package import Sequencing

/// Which hand-offs a report is about: the same filters for every report. What is left out matches all.
package struct ReportScope: Equatable, Sendable {
    package var rep: String?
    /// Of the configuration, by its name.
    package var team: String?
    package var source: String?
    /// Of the enrollment that is not over, or else the last one.
    package var sequence: String?
    package var version: Int?
    /// At which that enrollment stands, from 1.
    package var step: Int?
    /// A key: `A12`, `12` or a domain.
    package var account: String?
    package var role: BuyingRole?
    package var tier: LeadTier?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var givenFrom: Timestamp?
    /// Before this.
    package var givenTo: Timestamp?
    /// Given at least so many days ago.
    package var age: Int?
    /// As it was then: what happened later is left out. Left out for now.
    package var asOf: Timestamp?

    package init(
        rep: String? = nil, team: String? = nil, source: String? = nil, sequence: String? = nil,
        version: Int? = nil, step: Int? = nil, account: String? = nil, role: BuyingRole? = nil,
        tier: LeadTier? = nil, lead: String? = nil, givenFrom: Timestamp? = nil,
        givenTo: Timestamp? = nil, age: Int? = nil, asOf: Timestamp? = nil
    ) {
        self.rep = rep
        self.team = team
        self.source = source
        self.sequence = sequence
        self.version = version
        self.step = step
        self.account = account
        self.role = role
        self.tier = tier
        self.lead = lead
        self.givenFrom = givenFrom
        self.givenTo = givenTo
        self.age = age
        self.asOf = asOf
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("rep", rep)
        items.add("team", team)
        items.add("source", source)
        items.add("sequence", sequence)
        items.add("version", version)
        items.add("step", step)
        items.add("account", account)
        items.add("role", word: role)
        items.add("tier", word: tier)
        items.add("lead", lead)
        items.add("given-from", givenFrom)
        items.add("given-to", givenTo)
        items.add("age", age)
        items.add("as-of", asOf)
        return items
    }

    init(_ reader: inout QueryReader) throws(APIError) {
        rep = try reader.text("rep")
        team = try reader.text("team")
        source = try reader.text("source")
        sequence = try reader.text("sequence")
        version = try reader.number("version", in: 1...1_000_000)
        step = try reader.number("step", in: 1...1000)
        account = try reader.text("account")
        role = try reader.word("role", as: BuyingRole.self)
        tier = try reader.tier("tier")
        lead = try reader.text("lead")
        givenFrom = try reader.instant("given-from")
        givenTo = try reader.instant("given-to")
        age = try reader.number("age", in: 0...10_000)
        asOf = try reader.instant("as-of")
    }
}

/// What the reports by sequence, hand-off, coverage and audit are about, and how many rows they may have.
package struct ReportFilter: Filter {
    package var scope: ReportScope
    package var limit: Int

    package init(scope: ReportScope = ReportScope(), limit: Int = PageLimit.standard) {
        self.scope = scope
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items = scope.query
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        scope = try ReportScope(&reader)
        limit = try reader.limit()
        try reader.finish()
    }
}
