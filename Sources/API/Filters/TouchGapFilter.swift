package import Sequencing

/// What the report counts (rep, source, sequence, lead, as-of, below), and which rows it lists.
package struct TouchGapFilter: Filter {
    package var rep: String?
    package var source: String?
    package var sequence: String?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var `class`: TouchGapClass?
    package var reason: TouchGapReason?
    package var party: ResponsibleParty?
    /// Exactly so many.
    package var touches: Int?
    /// Fewer touches than this are few; 3 when left out.
    package var below: Int?
    /// Judges as of then: hand-offs given later are left out. Left out for now.
    package var asOf: Timestamp?
    package var limit: Int

    package init(
        rep: String? = nil, source: String? = nil, sequence: String? = nil, lead: String? = nil,
        class: TouchGapClass? = nil, reason: TouchGapReason? = nil, party: ResponsibleParty? = nil,
        touches: Int? = nil, below: Int? = nil, asOf: Timestamp? = nil,
        limit: Int = PageLimit.standard
    ) {
        self.rep = rep
        self.source = source
        self.sequence = sequence
        self.lead = lead
        self.class = `class`
        self.reason = reason
        self.party = party
        self.touches = touches
        self.below = below
        self.asOf = asOf
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("rep", rep)
        items.add("source", source)
        items.add("sequence", sequence)
        items.add("lead", lead)
        items.add("class", word: `class`)
        items.add("reason", word: reason)
        items.add("party", word: party)
        items.add("touches", touches)
        items.add("below", below)
        items.add("as-of", asOf)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        rep = try reader.text("rep")
        source = try reader.text("source")
        sequence = try reader.text("sequence")
        lead = try reader.text("lead")
        `class` = try reader.word("class", as: TouchGapClass.self)
        reason = try reader.word("reason", as: TouchGapReason.self)
        party = try reader.word("party", as: ResponsibleParty.self)
        touches = try reader.number("touches", in: 0...1000)
        below = try reader.number("below", in: 1...100)
        asOf = try reader.instant("as-of")
        limit = try reader.limit()
        try reader.finish()
    }
}
