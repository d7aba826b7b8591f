package import Sequencing

/// Newest replies first.
package struct ReplyFilter: Filter {
    package var kind: ReplyKind?
    package var intent: ReplyIntent.Kind?
    /// A key: `L12`, `12` or an address.
    package var lead: String?
    package var rep: String?
    package var isUnanswered: Bool
    package var limit: Int

    package init(
        kind: ReplyKind? = nil, intent: ReplyIntent.Kind? = nil, lead: String? = nil,
        rep: String? = nil, isUnanswered: Bool = false,
        limit: Int = PageLimit.standard
    ) {
        self.kind = kind
        self.intent = intent
        self.lead = lead
        self.rep = rep
        self.isUnanswered = isUnanswered
        self.limit = limit
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("kind", word: kind)
        items.add("intent", word: intent)
        items.add("lead", lead)
        items.add("rep", rep)
        if isUnanswered { items.add("unanswered", "true") }
        if limit != PageLimit.standard { items.add("limit", limit) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        kind = try reader.word("kind", as: ReplyKind.self)
        intent = try reader.word("intent", as: ReplyIntent.Kind.self)
        lead = try reader.text("lead")
        rep = try reader.text("rep")
        isUnanswered = try reader.flag("unanswered")
        limit = try reader.limit()
        try reader.finish()
    }
}
