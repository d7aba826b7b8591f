package import Sequencing

/// Earliest due first. Without `state` open tasks alone.
package struct TaskFilter: Filter {
    package var state: TaskState?
    package var rep: String?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var channel: Channel?
    package var limit: Int

    package init(
        state: TaskState? = nil, rep: String? = nil, lead: String? = nil, channel: Channel? = nil,
        limit: Int = PageLimit.standard
    ) {
        self.state = state
        self.rep = rep
        self.lead = lead
        self.channel = channel
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("state", word: state)
        items.add("rep", rep)
        items.add("lead", lead)
        items.add("channel", word: channel)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        state = try reader.word("state", as: TaskState.self)
        rep = try reader.text("rep")
        lead = try reader.text("lead")
        channel = try reader.word("channel", as: Channel.self)
        limit = try reader.limit()
        try reader.finish()
    }
}
