import GRDB
import Sequencing

/// The accounts of a chunk: those that are there are looked up in the order of their index and many at a time, the others
/// are made.
struct ImportAccounts {
    /// Domains of one question.
    private static let size = 64

    /// As many as there were lines, in their order; nil for a domain where anybody can have an address.
    private(set) var ids: [Int64?]

    private let database: Database
    private var find: HotStatement
    private var batch: RowBatch
    private var next: Int64

    /// `groups`: what `groups(of: lines)` gives.
    init(_ lines: [ImportLine], in groups: [ArraySlice<Int>], of database: Database) throws {
        self.database = database
        ids = Array(repeating: nil, count: lines.count)
        find = try HotStatement(Self.question, in: database)
        batch = try RowBatch(into: "account", ["id", "domain", "name"], in: database)
        next =
            try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM account") ?? 1
        for start in stride(from: 0, to: groups.count, by: Self.size) {
            try take(groups[start..<min(start + Self.size, groups.count)], of: lines)
        }
        try batch.flush()
    }

    /// The places of the lines of each domain, in the order of the domains; without those where anybody can have an address.
    static func groups(of lines: [ImportLine]) -> [ArraySlice<Int>] {
        let order = lines.indices.sorted { (lines[$0].domain, $0) < (lines[$1].domain, $1) }
        var groups: [ArraySlice<Int>] = []
        var start = 0
        while start < order.count {
            let domain = lines[order[start]].domain
            let end = order[start...].firstIndex { lines[$0].domain != domain } ?? order.count
            if !PublicMailDomains.all.contains(domain) { groups.append(order[start..<end]) }
            start = end
        }
        return groups
    }

    private static let question =
        "SELECT id, domain FROM account WHERE domain IN ("
        + Array(repeating: "?", count: size).joined(separator: ", ") + ")"

    private mutating func take(
        _ groups: ArraySlice<ArraySlice<Int>>, of lines: [ImportLine]
    ) throws {
        for group in groups { find.bind(group.first.map { lines[$0].domain }) }
        for _ in groups.count..<Self.size { find.bind(String?.none) }
        var found: [String: Int64] = [:]
        try find.run { row in found[row.text(1)] = row.number(0) }
        for group in groups {
            guard let first = group.first else { continue }
            let (domain, name) = (lines[first].domain, lines[first].company)
            let known = found[domain]
            if known == nil {
                batch.bind(next)
                batch.bind(domain)
                batch.bind(name)
                if batch.endRow() { try batch.flush() }
            }
            for place in group { ids[place] = known ?? next }
            if known == nil { next += 1 }
        }
    }
}
