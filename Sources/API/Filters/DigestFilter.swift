package import Sequencing

/// Whose digest, and which.
package struct DigestFilter: Filter {
    /// A rep's short name; left out for the caller's own.
    package var receiver: String?
    package var kind: DigestKind

    package init(receiver: String? = nil, kind: DigestKind = .weekly) {
        self.receiver = receiver
        self.kind = kind
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("for", receiver)
        if kind != .weekly { items.add("kind", word: kind) }
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        receiver = try reader.text("for")
        kind = try reader.word("kind", as: DigestKind.self) ?? .weekly
        try reader.finish()
    }
}
