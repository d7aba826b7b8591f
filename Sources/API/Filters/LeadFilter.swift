/// Newest leads first.
package struct LeadFilter: Filter {
    package var owner: String?
    package var source: String?
    package var limit: Int

    package init(
        owner: String? = nil, source: String? = nil, limit: Int = PageLimit.standard
    ) {
        self.owner = owner
        self.source = source
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("owner", owner)
        items.add("source", source)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        owner = try reader.text("owner")
        source = try reader.text("source")
        limit = try reader.limit()
        try reader.finish()
    }
}
