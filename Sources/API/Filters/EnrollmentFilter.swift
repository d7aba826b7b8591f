package import Sequencing

/// Newest enrollments first.
package struct EnrollmentFilter: Filter {
    package var state: EnrollmentState.Name?
    package var sequence: String?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var rep: String?
    /// Those only that a restored backup left open.
    package var isOpenAfterRestore: Bool
    package var limit: Int

    package init(
        state: EnrollmentState.Name? = nil, sequence: String? = nil, lead: String? = nil,
        rep: String? = nil, isOpenAfterRestore: Bool = false, limit: Int = PageLimit.standard
    ) {
        self.isOpenAfterRestore = isOpenAfterRestore
        self.state = state
        self.sequence = sequence
        self.lead = lead
        self.rep = rep
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("state", word: state)
        items.add("sequence", sequence)
        items.add("lead", lead)
        items.add("rep", rep)
        if isOpenAfterRestore { items.add("restored", "true") }
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        state = try reader.word("state", as: EnrollmentState.Name.self)
        sequence = try reader.text("sequence")
        lead = try reader.text("lead")
        rep = try reader.text("rep")
        isOpenAfterRestore = try reader.flag("restored")
        limit = try reader.limit()
        try reader.finish()
    }
}
