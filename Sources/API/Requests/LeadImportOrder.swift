/// A table of leads, part by part: how its rows are meant. Its query, whose body is the part itself.
///
/// The body is UTF-8. Its first line names the columns, divided by tabs: `line`, the line of the file; `email`;
/// then the names of merge fields, `country`, `zone`, `role`, `tier`, `owner` in any order. Each further line is one lead.
/// Neither tabs nor line breaks can stand in a value, so nothing is quoted.
package struct LeadImportOrder: Filter {
    /// Lines of one part, at most.
    package static let largestPart = 10_000
    package static let mediaType = "text/tab-separated-values"

    /// The table's name, for messages and the history.
    package var file: String
    package var source: String?
    /// For all that name none of their own; left out for the rules of assignment.
    package var owner: String?
    package var isHot: Bool
    /// Whether it is only to be said what would be done.
    package var isDryRun: Bool
    /// `batch` of the reply to an earlier part of the same table.
    package var batch: Int?
    /// Which part of its batch it is, from 1, for who sends a part before the one before it is answered: they are written in
    /// this order. Left out by who waits for each answer.
    package var part: Int?

    package init(
        file: String, source: String? = nil, owner: String? = nil, isHot: Bool = false,
        isDryRun: Bool = false, batch: Int? = nil, part: Int? = nil
    ) {
        self.file = file
        self.source = source
        self.owner = owner
        self.isHot = isHot
        self.isDryRun = isDryRun
        self.batch = batch
        self.part = part
    }

    package var query: [QueryItem] {
        var items: [QueryItem] = []
        items.add("file", file)
        items.add("source", source)
        items.add("owner", owner)
        if isHot { items.add("hot", true) }
        if isDryRun { items.add("dry-run", true) }
        items.add("batch", batch)
        items.add("part", part)
        return items
    }

    package init(query: [QueryItem]) throws(APIError) {
        var reader = QueryReader(query)
        guard let file = try reader.text("file"), !file.isEmpty else {
            throw APIError(.usage, "the table has no name", advice: "add file=NAME to the query")
        }
        self.file = file
        source = try reader.text("source")
        owner = try reader.text("owner")
        isHot = try reader.flag("hot")
        isDryRun = try reader.flag("dry-run")
        batch = try reader.number("batch", in: 1...Int.max)
        part = try reader.number("part", in: 1...Int.max)
        try reader.finish()
    }
}
