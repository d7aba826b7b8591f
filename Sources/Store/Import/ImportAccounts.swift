import GRDB
import Sequencing

/// The accounts of a chunk: those that are there are looked up in the order of their index and many at a time, the others
/// are made.
struct ImportAccounts {
    /// The lines of a chunk by their domains, without those where anybody can have an address.
    struct Groups: Sendable {
        /// Places of lines, in the order of their domains and then of the chunk.
        fileprivate var lines: [Int] = []
        /// Of `lines`: those of one domain each.
        fileprivate var ofDomain: [Range<Int>] = []
    }

    /// Domains of one question.
    private static let size = 64

    /// As many as there were lines, in their order; nil for a domain where anybody can have an address.
    private(set) var ids: [Int64?]

    private let texts: UnsafeBufferPointer<UInt8>
    private var find: HotStatement
    private var batch: RowBatch
    private var next: Int64

    /// `groups`: what `groups(of: lines)` gives. `texts` are theirs.
    init(
        _ lines: [ImportLine], in groups: Groups, texts: UnsafeBufferPointer<UInt8>,
        of database: Database
    ) throws {
        self.texts = texts
        ids = Array(repeating: nil, count: lines.count)
        find = try HotStatement(Self.question, in: database)
        batch = try RowBatch(
            "INSERT OR FAIL", into: "account", ["id", "domain", "name"], in: database)
        next =
            try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM account") ?? 1
        for start in stride(from: 0, to: groups.ofDomain.count, by: Self.size) {
            let end = min(start + Self.size, groups.ofDomain.count)
            try take(groups.ofDomain[start..<end].map { groups.lines[$0] }, of: lines)
        }
        try batch.flush()
    }

    static func groups(of lines: [ImportLine], texts: ImportTexts) -> Groups {
        texts.bytes.withUnsafeBufferPointer { texts in
            let order = lines.indices
                .map { (place: $0, start: ByteOrder.start(of: texts[lines[$0].domain])) }
                .sorted { one, other in
                    if one.start != other.start { return one.start < other.start }
                    return ByteOrder.isLess(
                        texts[lines[one.place].domain], texts[lines[other.place].domain])
                        ?? (one.place < other.place)
                }
            var groups = Groups()
            groups.lines.reserveCapacity(lines.count)
            var start = order.startIndex
            while start < order.endIndex {
                let domain = texts[lines[order[start].place].domain]
                let end =
                    order[start...].firstIndex {
                        !texts[lines[$0.place].domain].elementsEqual(domain)
                    } ?? order.endIndex
                if !PublicMailDomains.all.contains(String(decoding: domain, as: UTF8.self)) {
                    let first = groups.lines.count
                    groups.lines.append(contentsOf: order[start..<end].map(\.place))
                    groups.ofDomain.append(first..<groups.lines.count)
                }
                start = end
            }
            return groups
        }
    }

    private static let question =
        "SELECT id, domain FROM account WHERE domain IN ("
        + Array(repeating: "?", count: size).joined(separator: ", ") + ")"

    /// Every group has the places of at least one line.
    private mutating func take(_ groups: [ArraySlice<Int>], of lines: [ImportLine]) throws {
        let domains = groups.map { texts[lines[$0[$0.startIndex]].domain] }
        for domain in domains { find.bind(placed: domain) }
        for _ in domains.count..<Self.size { find.bind(String?.none) }
        var known = [Int64?](repeating: nil, count: groups.count)
        // They come in the order of their index, as the groups are; wherever one stands, it is found.
        var place = 0
        try find.run { row in
            for _ in domains.indices {
                if row.holds(domains[place], in: 1) { break }
                place = (place + 1) % domains.count
            }
            known[place] = row.number(0)
        }
        for (group, id) in zip(groups, known) {
            let first = lines[group[group.startIndex]]
            if id == nil {
                batch.bind(next)
                batch.bind(placed: texts[first.domain])
                batch.bind(placed: first.company.map { texts[$0] })
                if batch.endRow() { try batch.flush() }
            }
            for line in group { ids[line] = id ?? next }
            if id == nil { next += 1 }
        }
    }
}
