/// The first rows of a list. With `more` there are others: narrow the filters or raise `limit`.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    package var more: Bool
    package var limit: Int

    package init(
        items: [Item], more: Bool, limit: Int
    ) {
        self.items = items
        self.more = more
        self.limit = limit
    }
}

extension Page: Equatable where Item: Equatable {}

extension Page {
    /// Of one row more than `limit`, as a store is asked for it, keeps `limit` and says so.
    package init(oneMore rows: [Item], limit: Int) {
        self.init(items: Array(rows.prefix(limit)), more: rows.count > limit, limit: limit)
    }
}
