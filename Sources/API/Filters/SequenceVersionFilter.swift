/// One version, or without it the newest.
package struct SequenceVersionFilter: Filter {
    package var version: Int?

    package init(
        version: Int? = nil
    ) {
        self.version = version
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("version", version)
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        version = try reader.number("version", in: 1...1_000_000)
        try reader.finish()
    }
}
