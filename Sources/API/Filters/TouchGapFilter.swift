package import Sequencing

/// What the report counts (its scope, and below), and which rows it lists.
package struct TouchGapFilter: Filter {
    package var scope: ReportScope
    package var `class`: TouchGapClass?
    package var reason: TouchGapReason?
    package var party: ResponsibleParty?
    /// Exactly so many.
    package var touches: Int?
    /// Fewer touches than this are few; 3 when left out.
    package var below: Int?
    package var limit: Int

    package var rep: String? { scope.rep }
    package var source: String? { scope.source }
    package var sequence: String? { scope.sequence }
    package var lead: String? { scope.lead }
    package var asOf: Timestamp? { scope.asOf }

    package init(
        rep: String? = nil, source: String? = nil, sequence: String? = nil, lead: String? = nil,
        class: TouchGapClass? = nil, reason: TouchGapReason? = nil, party: ResponsibleParty? = nil,
        touches: Int? = nil, below: Int? = nil, asOf: Timestamp? = nil,
        limit: Int = PageLimit.standard
    ) {
        self.init(
            scope: ReportScope(
                rep: rep, source: source, sequence: sequence, lead: lead, asOf: asOf),
            class: `class`, reason: reason, party: party, touches: touches, below: below,
            limit: limit)
    }

    package init(
        scope: ReportScope, class: TouchGapClass? = nil, reason: TouchGapReason? = nil,
        party: ResponsibleParty? = nil, touches: Int? = nil, below: Int? = nil,
        limit: Int = PageLimit.standard
    ) {
        self.scope = scope
        self.class = `class`
        self.reason = reason
        self.party = party
        self.touches = touches
        self.below = below
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items = scope.query
        items.add("class", word: `class`)
        items.add("reason", word: reason)
        items.add("party", word: party)
        items.add("touches", touches)
        items.add("below", below)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        scope = try ReportScope(&reader)
        `class` = try reader.word("class", as: TouchGapClass.self)
        reason = try reader.word("reason", as: TouchGapReason.self)
        party = try reader.word("party", as: ResponsibleParty.self)
        touches = try reader.number("touches", in: 0...1000)
        below = try reader.number("below", in: 1...100)
        limit = try reader.limit()
        try reader.finish()
    }
}
