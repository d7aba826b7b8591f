/// Newest suppressions first.
package struct SuppressionFilter: Filter {
    /// A part of the address.
    package var containing: String?
    package var limit: Int

    package init(containing: String? = nil, limit: Int = PageLimit.standard) {
        self.containing = containing
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("containing", containing)
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        containing = try reader.text("containing")
        limit = try reader.limit()
        try reader.finish()
    }
}
