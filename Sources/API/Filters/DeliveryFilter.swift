package import Sequencing

/// Newest deliveries first.
package struct DeliveryFilter: Filter {
    package var state: DeliveryState.Name?
    package var mailbox: String?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var limit: Int

    package init(
        state: DeliveryState.Name? = nil, mailbox: String? = nil, lead: String? = nil,
        limit: Int = PageLimit.standard
    ) {
        self.state = state
        self.mailbox = mailbox
        self.lead = lead
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("state", word: state)
        items.add("mailbox", mailbox)
        items.add("lead", lead)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        state = try reader.word("state", as: DeliveryState.Name.self)
        mailbox = try reader.text("mailbox")
        lead = try reader.text("lead")
        limit = try reader.limit()
        try reader.finish()
    }
}
